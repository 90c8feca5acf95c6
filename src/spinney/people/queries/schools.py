"""Schools are public facts."""

from collections.abc import Iterable
from uuid import UUID

from spinney.kernel.errors import NotFound
from spinney.people.models import School
from spinney.people.types import Phase, SchoolSummary


def _summary(school: School) -> SchoolSummary:
    return SchoolSummary(school.id, school.urn, school.name, Phase(school.phase))


def schools_of(ids: Iterable[UUID]) -> tuple[SchoolSummary, ...]:
    return tuple(map(_summary, School.objects.filter(id__in=list(ids)).order_by("name")))


def school_by_urn(urn: str) -> SchoolSummary:
    found = School.objects.filter(urn=urn).first()
    if found is None:
        raise NotFound(
            f"No school here has the URN {urn}. Check the number, or add the school first."
        )
    return _summary(found)
