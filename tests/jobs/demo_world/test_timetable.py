"""Nobody is in two rooms at once, and today's lessons are there to be opened."""

from collections import Counter, defaultdict

import pytest

from spinney.access.types import Relation

WEEK = (1, 2, 3, 4, 5)


@pytest.fixture(scope="session")
def members(world):
    found = defaultdict(set)
    for row in world.group_children:
        found[row.group_id].add(row.child_id)
    return found


def test_no_adult_is_in_two_rooms_at_once(world):
    slots = Counter((x.staff_id, x.weekday, x.starts) for x in world.lessons)
    assert [slot for slot, count in slots.items() if count > 1] == []


def test_no_child_is_in_two_lessons_at_once(world, members):
    slots = Counter()
    for group, weekday, starts in {(x.group_id, x.weekday, x.starts) for x in world.lessons}:
        for child in members[group]:
            slots[child, weekday, starts] += 1
    assert max(slots.values()) == 1


def test_no_two_groups_share_a_room(world):
    rooms = defaultdict(set)
    for x in world.lessons:
        rooms[x.school_id, x.room, x.weekday, x.starts].add(x.group_id)
    assert [slot for slot, groups in rooms.items() if len(groups) > 1] == []


@pytest.mark.parametrize(("key", "a_week"), [("primary", 20), ("secondary", 30), ("special", 20)])
def test_every_child_has_a_full_week(world, members, key, a_week):
    school = next(school.id for school in world.schools if school.key == key)
    lessons = Counter()
    for group, _, _ in {(x.group_id, x.weekday, x.starts) for x in world.lessons}:
        lessons.update(members[group])
    own = [c.id for c in world.children if c.school_id == school and c.left_on is None]
    assert {lessons[child] for child in own} == {a_week}


def test_the_subject_teacher_has_three_sets_with_plans_every_day(world, members):
    persona = next(p for p in world.personas if p.key == "secondary-teacher")
    staff = next(s for s in world.staff if s.user_id == persona.user_id)
    planned = {plan.child_id for plan in world.plans if plan.versions}
    for weekday in WEEK:
        groups = {
            x.group_id for x in world.lessons if (x.staff_id, x.weekday) == (staff.id, weekday)
        }
        assert sum(bool(members[group] & planned) for group in groups) >= 3


def test_the_cover_teacher_teaches_nobody(world):
    persona = next(p for p in world.personas if p.key == "secondary-cover")
    staff = next(s for s in world.staff if s.user_id == persona.user_id)
    assert not [x for x in world.lessons if x.staff_id == staff.id]
    assert not [tie for tie in world.ties if tie.user_id == persona.user_id]


def test_staff_are_tied_to_exactly_the_children_they_teach(world, members):
    account = {person.id: person.user_id for person in world.staff}
    due = {
        (account[link.staff_id], child, link.role.value)
        for link in world.group_staff
        for child in members[link.group_id]
    }
    tied = {
        (tie.user_id, tie.subject_id, tie.relation.value)
        for tie in world.ties
        if tie.relation in {Relation.TEACHES, Relation.ASSISTS}
    }
    assert tied == due


def test_children_who_left_are_in_no_class(world):
    left = {child.id for child in world.children if child.left_on}
    assert left
    assert not left & {row.child_id for row in world.group_children}


def test_sets_are_of_a_size_that_fits_a_room(world, members):
    secondary = next(school.id for school in world.schools if school.key == "secondary")
    sizes = [len(members[group.id]) for group in world.groups if group.school_id == secondary]
    assert max(sizes) <= 37
    assert min(sizes) >= 20
