"""Schools are public facts, shared by all: only the owner of the database may add one."""

from datetime import datetime

from spinney.access import services as access
from spinney.access.types import at_command_line
from spinney.kernel import tenancy
from spinney.kernel.errors import BadInput
from spinney.kernel.identifiers import is_urn, parse_laestab
from spinney.people.models import School, Trust
from spinney.people.types import Phase


def add_school(
    *, urn: str, laestab: str, name: str, phase: Phase, trust: str, now: datetime
) -> bool:
    """False when the URN is here already; then nothing is changed."""
    number = parse_laestab(laestab)
    if not is_urn(urn):
        raise BadInput("A URN has six digits and does not begin with 0. Check it on GIAS.")
    if number is None:
        raise BadInput("A LAESTAB has seven digits, like 820/4999. Check it on GIAS.")
    if not name.strip():
        raise BadInput("Type the school's name.")
    if School.objects.filter(urn=urn).exists():
        return False
    school = School(urn=urn, laestab=number.plain, name=name.strip(), phase=phase)
    actor = at_command_line(school.id)
    with tenancy.acting_in([school.id], user_id=actor.id):
        if trust.strip():
            school.trust = Trust.objects.get_or_create(name=trust.strip())[0]
        school.save(force_insert=True)
        access.record(actor, "add_school", school_id=school.id, now=now, urn=urn)
    return True
