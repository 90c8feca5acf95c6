"""The secondary's week: five years, seven sets, twenty-five lessons, and nobody in two rooms at once.

English, maths and science are set by year and taught to a whole year at once. A square of five years by five
periods, turned by one each day, gives every year one of each a day and never two years the same subject at the same
time, so set 3's English teacher is the same for all years. Everything else is taught in forms (years 7 to 9) or
option groups (10 and 11) in the two periods a day that are left.
"""

from collections import defaultdict
from datetime import time
from uuid import UUID

from spinney.jobs.demo_world import types as rows
from spinney.jobs.demo_world.dice import Dice
from spinney.jobs.demo_world.maker import Maker
from spinney.jobs.demo_world.schools import SECONDARY_YEARS
from spinney.jobs.demo_world.staffing import hire_assistant, hire_teacher
from spinney.jobs.demo_world.timetable import WEEK, add_group, add_lesson, put_child, put_staff
from spinney.people.types import GroupKind, GroupStaffRole

S = "secondary"
TUTOR = ("Tutor", time(8, 30), time(8, 50))
PERIODS = (
    ("1", time(8, 50), time(9, 50)), ("2", time(9, 50), time(10, 50)),
    ("3", time(11, 10), time(12, 10)), ("4", time(12, 50), time(13, 50)),
    ("5", time(13, 50), time(14, 50)),
)  # fmt: skip
CORE = (("English", "En"), ("Maths", "Ma"), ("Science", "Sc"))
FORM_SUBJECTS = (
    "History", "Geography", "Spanish", "PE", "RE", "Art", "History", "Computing", "Geography",
    "Spanish", "PE", "Music", "Design and technology",
)  # fmt: skip
OPTIONS = (
    ("History", "Geography", "Spanish", "Computing", "Art", "Business", "Drama"),
    ("Geography", "History", "Health and social care", "Music", "Design and technology",
     "Spanish", "Art"),
    ("Geography", "Food and nutrition", "Computing", "History", "Business",
     "Design and technology", "Sport studies"),
)  # fmt: skip
SHORT = {"Design and technology": "DT", "Health and social care": "HSC", "Food and nutrition": "Fd",
         "Sport studies": "SpS", "PE": "PE", "RE": "RE"}  # fmt: skip
MOST_LESSONS = 21
Slot = tuple[int, int]  # weekday, index of period


class Rota:
    """Who is busy when. Hires another teacher of a subject when no one is free."""

    def __init__(self, maker: Maker) -> None:
        self.maker = maker
        self.teachers: dict[str, list[rows.Staff]] = defaultdict(list)
        self.busy: dict[UUID, set[Slot]] = defaultdict(set)

    def teacher(self, subject: str, slots: list[Slot]) -> rows.Staff:
        for person in self.teachers[subject]:
            taken = self.busy[person.id]
            if not taken & set(slots) and len(taken) + len(slots) <= MOST_LESSONS:
                return self.book(person, slots)
        number = len(self.teachers[subject]) + 1
        person = hire_teacher(self.maker, S, f"{subject} {number}", subject=subject)
        self.teachers[subject].append(person)
        return self.book(person, slots)

    def book(self, person: rows.Staff, slots: list[Slot]) -> rows.Staff:
        self.busy[person.id] |= set(slots)
        return person


def week_of(year: int) -> dict[str, list[Slot]]:
    """Slots of year 0 to 4 by subject; "" are those left for forms and options."""
    found: dict[str, list[Slot]] = defaultdict(list)
    for weekday in WEEK:
        for period in range(5):
            turn = (year - period - weekday) % 5
            subject = CORE[turn][0] if turn < 3 else ""
            if (subject, weekday) in _dropped(year):
                subject = ""
            found[subject].append((weekday, period))
    return found


def _dropped(year: int) -> set[tuple[str, int]]:
    """Key stage 3 has four lessons a week of each core subject; key stage 4 five, and four of maths."""
    if year < 3:
        return {(name, 1 + (year + i) % 5) for i, (name, _) in enumerate(CORE)}
    return {("Maths", 1 + year)}


def secondary_timetable(maker: Maker) -> None:
    forms = maker.scale.tutor_groups
    rota = Rota(maker)
    core = {
        name: [hire_teacher(maker, S, f"{name} {i + 1}", subject=name) for i in range(forms)]
        for name, _ in CORE
    }
    for index, year in enumerate(SECONDARY_YEARS):
        pupils = [
            c
            for c in maker.children.values()
            if c.school_id == maker.schools[S].id and c.year == year
        ]
        week = week_of(index)
        helpers = [hire_assistant(maker, S, f"ta {year} {i}") for i in range(min(3, forms))]
        for name, short in CORE:
            _sets(maker, year, (name, short), pupils, core[name], helpers, week[name])
        by_form: dict[str, list[rows.Child]] = defaultdict(list)
        for child in pupils:
            by_form[child.registration_group].append(child)
        if index < 3:
            _forms(rota, year, by_form, week[""], helpers)
        else:
            _options(rota, year, pupils, week[""][:9])
            _core_pe_and_re(rota, year, by_form, week[""][9:11])
        _tutors(maker, year, by_form, core, index)


def slot_row(slot: Slot) -> tuple[int, str, time, time]:
    period, starts, ends = PERIODS[slot[1]]
    return slot[0], period, starts, ends


def _sets(
    maker: Maker,
    year: str,
    subject: tuple[str, str],
    pupils: list[rows.Child],
    teachers: list[rows.Staff],
    helpers: list[rows.Staff],
    slots: list[Slot],
) -> None:
    """Top set first. The last sets are smaller and have an assistant."""
    name, short = subject
    dice = maker.dice("sets", year, name)
    ranked = sorted(pupils, key=lambda child: (_attainment(child, dice), child.id))
    sizes = _set_sizes(len(ranked), len(teachers))
    for number, (teacher, size) in enumerate(zip(teachers, sizes, strict=True), start=1):
        group = add_group(
            maker, S, GroupKind.TEACHING, f"{year}{short}{number}", subject=name, year=year
        )
        members, ranked = ranked[:size], ranked[size:]
        helper = helpers[len(teachers) - number] if len(teachers) - number < len(helpers) else None
        _teach(maker, group, teacher, slots, room=f"{short}{number}", helper=helper)
        for child in members:
            put_child(maker, group, child.id)


def _attainment(child: rows.Child, dice: Dice) -> float:
    return dice.unit() + {"N": 0.0, "K": 0.25, "E": 0.4}[child.sen_provision]


def _set_sizes(pupils: int, sets: int) -> list[int]:
    least, over = divmod(pupils, sets)
    sizes = [least + (1 if i < over else 0) for i in range(sets)]
    for step, (last, first) in enumerate(zip(range(sets - 1, 0, -1), range(sets), strict=False)):
        move = max(0, 6 - 2 * step) if last > first and least > 10 else 0
        sizes[last] -= move
        sizes[first] += move
    return sizes


def _teach(
    maker: Maker,
    group: rows.Group,
    teacher: rows.Staff,
    slots: list[Slot],
    *,
    room: str,
    helper: rows.Staff | None = None,
) -> None:
    put_staff(maker, group, teacher, GroupStaffRole.TEACHES)
    if helper:
        put_staff(maker, group, helper, GroupStaffRole.ASSISTS)
    for slot in slots:
        add_lesson(maker, group, teacher, slot_row(slot), room)
        if helper:
            add_lesson(maker, group, helper, slot_row(slot), room)


def _forms(
    rota: Rota,
    year: str,
    by_form: dict[str, list[rows.Child]],
    slots: list[Slot],
    helpers: list[rows.Staff],
) -> None:
    """Each form starts the list of subjects two places further on, so that no subject has a whole year."""
    for number, (form, members) in enumerate(sorted(by_form.items())):
        times: dict[str, list[Slot]] = defaultdict(list)
        for place, slot in enumerate(slots):
            times[FORM_SUBJECTS[(place + 2 * number) % len(FORM_SUBJECTS)]].append(slot)
        helper = helpers[number] if number < len(helpers) else None
        for subject, own in times.items():
            _group_of(rota, f"{form}-{_short(subject)}", subject, year, members, own, helper=helper)


def _options(rota: Rota, year: str, pupils: list[rows.Child], slots: list[Slot]) -> None:
    dice = rota.maker.dice("options", year)
    chosen: dict[UUID, set[str]] = defaultdict(set)
    forms = rota.maker.scale.tutor_groups
    for block, subjects in zip("ABC", OPTIONS, strict=True):
        offered = subjects[:forms] if forms > 2 else subjects[:3]
        members: dict[str, list[rows.Child]] = {subject: [] for subject in offered}
        for child in dice.shuffled(pupils):
            open_to = [x for x in offered if x not in chosen[child.id]]
            subject = min(open_to, key=lambda x: len(members[x]))
            chosen[child.id].add(subject)
            members[subject].append(child)
        own = slots["ABC".index(block) :: 3]
        for subject, takers in members.items():
            if takers:
                _group_of(rota, f"{year}{block}-{_short(subject)}", subject, year, takers, own)


def _core_pe_and_re(
    rota: Rota, year: str, by_form: dict[str, list[rows.Child]], slots: list[Slot]
) -> None:
    for number, (form, members) in enumerate(sorted(by_form.items())):
        first, second = slots if number % 2 else slots[::-1]
        _group_of(rota, f"{form}-PE", "PE", year, members, [first])
        _group_of(rota, f"{form}-RE", "RE", year, members, [second])


def _group_of(
    rota: Rota,
    name: str,
    subject: str,
    year: str,
    members: list[rows.Child],
    slots: list[Slot],
    *,
    helper: rows.Staff | None = None,
) -> None:
    teacher = rota.teacher(subject, slots)
    group = add_group(rota.maker, S, GroupKind.TEACHING, name, subject=subject, year=year)
    home = rota.teachers[subject].index(teacher) + 1
    _teach(rota.maker, group, teacher, slots, room=f"{_short(subject)}{home}", helper=helper)
    for child in members:
        put_child(rota.maker, group, child.id)


def _tutors(
    maker: Maker,
    year: str,
    by_form: dict[str, list[rows.Child]],
    core: dict[str, list[rows.Staff]],
    index: int,
) -> None:
    """Year 7 and 8 tutors teach English and maths, and so on, so that no one tutors two groups."""
    pool = [person for people in core.values() for person in people]
    others = [
        p for p in maker.staff if p.school_id == maker.schools[S].id and p.subject and p not in pool
    ]
    for number, (form, members) in enumerate(sorted(by_form.items())):
        tutor = (pool + others)[(index * maker.scale.tutor_groups + number) % len(pool + others)]
        group = add_group(maker, S, GroupKind.REGISTRATION, form, year=year)
        put_staff(maker, group, tutor, GroupStaffRole.TEACHES)
        for child in members:
            put_child(maker, group, child.id)
        for weekday in WEEK:
            add_lesson(maker, group, tutor, (weekday, *TUTOR), f"{form} base")


def _short(subject: str) -> str:
    return SHORT.get(subject, subject[:2])
