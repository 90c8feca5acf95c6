"""A parent's space may be typed in from paper: `helper_name` says by whom."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("plans", "0017_files")]

    operations = [
        migrations.RemoveConstraint(model_name="voice", name="only_a_child_is_helped"),
    ]
