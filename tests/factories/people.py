"""Schools, children, carers and classes."""

from datetime import date, time
from itertools import count
from uuid import UUID

from tests.factories.access import LONG_AGO
from tests.factories.database import as_owner

from spinney.access.models import Subject
from spinney.kernel.ids import uuid7
from spinney.people.models import (
    Carer,
    Child,
    Contact,
    Group,
    GroupChild,
    GroupStaff,
    Lesson,
    School,
    Staff,
)
from spinney.people.services import index_names

_numbers = count(1)


def a_school(name: str = "Alder Primary", *, phase: str = "primary") -> UUID:
    """Schools are shared public facts, which only the owner may add."""
    number = next(_numbers)
    with as_owner():
        return School.objects.create(
            urn=f"{900000 + number}", laestab=f"{9990000 + number}", name=name, phase=phase
        ).id


def a_child(
    school_id: UUID, forename: str = "Maya", surname: str = "Okafor", *, year: str = "4"
) -> UUID:
    child_id = uuid7()
    Subject.objects.create(school_id=school_id, id=child_id)
    child = Child.objects.create(
        id=child_id, school_id=school_id, forename=forename, surname=surname, year=year,
        born_on=date(2017, 5, 9), registration_group="4O", sen_provision="K",
        address_lines=["1 Canary Street"], postcode="ZZ99 9ZZ",
    )  # fmt: skip
    index_names(child)
    return child_id


def a_carer(
    school_id: UUID, child_id: UUID, *, user_id: UUID | None = None, forename: str = "Ada"
) -> UUID:
    carer = Carer.objects.create(
        school_id=school_id, user_id=user_id, forename=forename, surname="Okafor",
        phones=["07700 900001"], address_lines=["1 Canary Street"], postcode="ZZ99 9ZZ",
    )  # fmt: skip
    Contact.objects.create(
        school_id=school_id, child_id=child_id, carer_id=carer.id, relationship="MOT",
        parental_responsibility=True, lives_with=True, priority=1,
    )  # fmt: skip
    return carer.id


def a_member_of_staff(school_id: UUID, user_id: UUID | None, surname: str = "Teacher") -> UUID:
    return Staff.objects.create(
        school_id=school_id, user_id=user_id, forename="Toni", surname=surname
    ).id


def a_class(
    school_id: UUID,
    *,
    staff_id: UUID | None = None,
    children: tuple[UUID, ...] = (),
    role: str = "teaches",
    begins: date = LONG_AGO,
) -> UUID:
    number = next(_numbers)
    group = Group.objects.create(
        school_id=school_id, kind="teaching", name=f"Set {number}", subject="Maths"
    )
    if staff_id:
        GroupStaff.objects.create(
            school_id=school_id, group_id=group.id, staff_id=staff_id, role=role, valid_from=begins
        )
        Lesson.objects.bulk_create(
            Lesson(
                school_id=school_id, group_id=group.id, staff_id=staff_id, weekday=day, period="1",
                starts=time(9, 0), ends=time(10, 0), room="M4",
            )
            for day in range(1, 8)
        )  # fmt: skip
    GroupChild.objects.bulk_create(
        GroupChild(
            school_id=school_id, group_id=group.id, child_id=child, valid_from=begins, source="test"
        )
        for child in children
    )
    return group.id
