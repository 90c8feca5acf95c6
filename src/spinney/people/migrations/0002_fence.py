from django.db import migrations

from spinney.kernel.owned import FenceTable

SHARED = """
-- A child is what permission is about: the two tables share one key.
ALTER TABLE people_child ADD CONSTRAINT people_child_is_a_subject
  FOREIGN KEY (school_id, id) REFERENCES access_subject (school_id, id) DEFERRABLE INITIALLY DEFERRED;
GRANT SELECT ON people_trust, people_school TO spinney_app;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("access", "0003_grants")]
    operations = [
        FenceTable("Child", history=True),
        FenceTable("Carer", history=True),
        FenceTable("Staff", history=True),
        FenceTable("Group", history=True),
        FenceTable("Identifier", history=True),
        FenceTable("NameWord"),
        FenceTable("Enrolment", history=True),
        FenceTable("SenStatus", history=True),
        FenceTable("SenNeed", history=True),
        FenceTable("Contact", history=True),
        FenceTable("CourtOrder", history=True),
        FenceTable("GroupChild", history=True),
        FenceTable("GroupStaff", history=True),
        FenceTable("Lesson"),
        migrations.RunSQL(SHARED, migrations.RunSQL.noop),
    ]
