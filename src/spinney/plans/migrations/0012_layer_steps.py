from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plans", "0011_bulk")]

    operations = [
        migrations.AddField(
            "step",
            "kind",
            models.CharField(
                choices=[("life", "life"), ("layer", "layer")], default="life", max_length=5
            ),
        ),
        migrations.AlterField("step", "to", models.CharField(max_length=16)),
    ]
