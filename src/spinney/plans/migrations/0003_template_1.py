"""Template version 1, from the data file beside the code. A new version is a new file and a new migration."""

import json
from pathlib import Path
from uuid import UUID

from django.db import migrations

ID = UUID("01900000-0000-7000-8000-000000000001")
FILE = Path(__file__).resolve().parents[1] / "data" / "isp-1.json"


def load(apps, schema_editor):
    body = json.loads(FILE.read_text(encoding="utf-8"))
    apps.get_model("plans", "TemplateVersion").objects.create(
        id=ID, code=body["code"], version=body["version"], body=body
    )


class Migration(migrations.Migration):
    dependencies = [("plans", "0002_fence")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
