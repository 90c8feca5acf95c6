"""Primary and special schools: one class teacher all day, with assistants in the room."""

from datetime import time
from uuid import UUID

from spinney.jobs.demo_world import types as rows
from spinney.jobs.demo_world.maker import Maker
from spinney.jobs.demo_world.schools import ClassSpec
from spinney.jobs.demo_world.staffing import hire_assistant, hire_teacher
from spinney.people.types import GroupKind, GroupStaffRole

WEEK = (1, 2, 3, 4, 5)
SESSIONS = (
    ("Morning 1", time(8, 50), time(10, 30)),
    ("Morning 2", time(10, 45), time(12, 0)),
    ("Afternoon 1", time(13, 0), time(14, 15)),
    ("Afternoon 2", time(14, 15), time(15, 20)),
)
PPA = {3: "Afternoon 1", 4: "Afternoon 2"}  # half a class's planning time is covered on these days


def add_group(
    maker: Maker, school: str, kind: GroupKind, name: str, *, subject: str = "", year: str = ""
) -> rows.Group:
    group = rows.Group(maker.ids.next(), maker.schools[school].id, kind, name, subject, year)
    maker.groups.append(group)
    return group


def put_staff(maker: Maker, group: rows.Group, staff: rows.Staff, role: GroupStaffRole) -> None:
    maker.group_staff.append(
        rows.GroupStaff(
            maker.ids.next(), group.school_id, group.id, staff.id, role, maker.year_start
        )
    )


def put_child(maker: Maker, group: rows.Group, child_id: UUID) -> None:
    child = maker.children[child_id]
    start = max(maker.year_start, child.joined_on)
    maker.group_children.append(
        rows.GroupChild(maker.ids.next(), group.school_id, group.id, child_id, start)
    )


def add_lesson(
    maker: Maker,
    group: rows.Group,
    staff: rows.Staff,
    slot: tuple[int, str, time, time],
    room: str,
) -> None:
    weekday, period, starts, ends = slot
    maker.lessons.append(
        rows.Lesson(
            maker.ids.next(),
            group.school_id,
            group.id,
            staff.id,
            weekday,
            period,
            starts,
            ends,
            room,
        )
    )


def class_timetables(maker: Maker, specs: list[ClassSpec]) -> None:
    """Every class of the schools that teach by class."""
    cover: dict[str, rows.Staff] = {}
    for spec in specs:
        if spec.school == "secondary":
            continue
        if spec.school not in cover:
            cover[spec.school] = hire_teacher(maker, spec.school, "ppa")
        _one_class(maker, spec, cover[spec.school])
    if not maker.scale.fourth_size:
        hire_teacher(
            maker, "fourth", "teacher Heron"
        )  # a small world has the school but not its classes


def _one_class(maker: Maker, spec: ClassSpec, cover: rows.Staff) -> None:
    year = spec.places[0][0] if len(spec.places) == 1 else ""
    group = add_group(maker, spec.school, GroupKind.REGISTRATION, spec.name, year=year)
    teacher = hire_teacher(maker, spec.school, f"teacher {spec.name}")
    many = 3 if spec.school == "special" else 1
    helpers = [hire_assistant(maker, spec.school, f"ta {spec.name} {i}") for i in range(many)]
    put_staff(maker, group, teacher, GroupStaffRole.TEACHES)
    put_staff(maker, group, cover, GroupStaffRole.TEACHES)
    for helper in helpers:
        put_staff(maker, group, helper, GroupStaffRole.ASSISTS)
    for child in maker.children.values():
        here = child.school_id == group.school_id and not child.left_on
        if here and child.registration_group == spec.name:
            put_child(maker, group, child.id)
    room = f"{spec.name.rsplit(' ', 1)[-1]} room"
    odd = len(maker.groups) % 2
    for weekday in WEEK:
        for period, starts, ends in SESSIONS:
            # Half the classes' planning time is on Wednesday and half on Thursday.
            away = PPA.get(weekday) == period and weekday == 3 + odd
            slot = (weekday, period, starts, ends)
            add_lesson(
                maker, group, cover if away and _free(maker, cover, slot) else teacher, slot, room
            )
            for helper in helpers:
                add_lesson(maker, group, helper, slot, room)


def _free(maker: Maker, staff: rows.Staff, slot: tuple[int, str, time, time]) -> bool:
    return not any(
        x.staff_id == staff.id and (x.weekday, x.period) == slot[:2] for x in maker.lessons
    )
