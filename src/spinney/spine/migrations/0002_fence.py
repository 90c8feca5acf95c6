from django.db import migrations

from spinney.kernel.owned import FenceTable


class Migration(migrations.Migration):
    dependencies = [("spine", "0001_initial"), ("people", "0002_fence")]
    operations = [FenceTable("ImportRun", grants="SELECT, INSERT")]
