"""The class in front of a teacher: what helps and what keeps safe, and nothing about children not theirs."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.access import NOW, a_denial, a_tie
from tests.factories.people import a_child, a_class, a_member_of_staff
from tests.factories.plans import SAFETY, STRATEGY, a_plan, save

from spinney.access.models import AuditLeaf
from spinney.access.types import DenialKind, Relation
from spinney.kernel import clock, tenancy
from spinney.kernel.clock import school_day
from spinney.people.models import GroupChild, Lesson
from spinney.plans import services

pytestmark = pytest.mark.django_db
IN_LESSON = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)  # a Monday, in the lesson from 9 to 10
NOT_ASKING = ("SAVEPOINT", "RELEASE", "ROLLBACK", "SET LOCAL", "BEGIN", "COMMIT")


@pytest.fixture
def at(monkeypatch):
    def set_clock(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    set_clock(IN_LESSON)
    return set_clock


def a_room(world, names=("Zoë Ahmed", "Ali Brown"), *, plans: bool = True):
    """A second class of the teacher's, on Tuesdays at two."""
    with tenancy.acting_in([world.alder]):
        children = [a_child(world.alder, *name.split()) for name in names]
        staff = a_member_of_staff(world.alder, world.users["teacher"], "Teacher")
        group = a_class(world.alder, staff_id=staff, children=tuple(children))
        Lesson.objects.filter(group_id=group).exclude(weekday=2).delete()
        Lesson.objects.filter(group_id=group).update(starts=time(14), ends=time(15))
        for child in children:
            a_tie(world.users["teacher"], world.alder, child, Relation.TEACHES)
            if plans:
                a_plan(world.actor("senco"), world.alder, child)
    return group, children


def test_a_teacher_opens_the_page_and_is_in_the_lesson(world, as_, at):
    page = as_("teacher").get("/today").content.decode()
    assert "Now, until 10:00" in page
    assert "Maya Okafor" in page
    assert STRATEGY in page
    assert SAFETY in page
    assert "never used to appraise" in page


def test_safety_stands_before_strategies(world, as_, at):
    page = as_("teacher").get("/today").content.decode()
    assert page.index(SAFETY) < page.index(STRATEGY)


def test_a_child_with_a_safety_line_comes_before_one_without(world, as_, at):
    group, (zoe, _) = a_room(world)
    with tenancy.acting_in([world.alder]):
        from spinney.plans.models import Card

        Card.objects.filter(child_id=zoe).update(safety=[])
    page = as_("teacher").get(f"/classes/{group}/cards").content.decode()
    assert page.index(">Ali Brown</a></h2>") < page.index(">Zoë Ahmed</a></h2>")
    with tenancy.acting_in([world.alder]):
        Card.objects.exclude(child_id=zoe).update(safety=[])
        Card.objects.filter(child_id=zoe).update(
            safety=[{"kind": "odd", "signs": "", "action": "Stay."}]
        )
    page = as_("teacher").get(f"/classes/{group}/cards").content.decode()
    assert page.index(">Zoë Ahmed</a></h2>") < page.index(">Ali Brown</a></h2>")


def test_at_most_three_strategies_and_every_safety_line(world, as_, at):
    senco = world.actor("senco")
    with tenancy.acting_in([world.alder]):
        for n in range(5):
            line = services.add_line(senco, plan_id=world.plan, section="adjustment", now=NOW)
            save(senco, world.plan, line, "text", f"Strategy number {n}")
            line = services.add_line(senco, plan_id=world.plan, section="safety", now=NOW)
            save(senco, world.plan, line, "action", f"Safety action {n}")
        services.publish_plan(senco, plan_id=world.plan, why="More.", now=NOW)
    page = as_("teacher").get("/today").content.decode()
    assert page.count("Strategy number") == 2
    assert page.count("Safety action") == 5


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 11, 23, 20, tzinfo=UTC), "No more lessons today"),
        (datetime(2026, 11, 24, 13, tzinfo=UTC), "Next, at 14:00"),
    ],
)
def test_outside_a_lesson_the_page_says_what_comes(world, as_, at, moment, words):
    a_room(world)
    with tenancy.acting_in([world.alder]):
        Lesson.objects.filter(weekday__gt=5).delete()
        Lesson.objects.filter(weekday=2, starts=time(9)).delete()
    at(moment)
    assert words in as_("teacher").get("/today").content.decode()


def test_on_another_day_the_page_says_that_it_knows_no_holidays(world, as_, at):
    at(datetime(2026, 11, 23, 20, tzinfo=UTC))
    assert "does not know holidays" in as_("teacher").get("/today").content.decode()


def test_previous_and_next_lesson_step_through_the_week(world, as_, at):
    a_room(world)
    client = as_("teacher")
    first = client.get("/today").content.decode()
    assert 'rel="next"' in first
    after = client.get("/today?lesson=1").content.decode()
    assert "Tuesday, 9:00 to 10:00" in after
    assert ">Now<" in after


@pytest.mark.parametrize("typed", ["x", "-1", "99999999999", "000099", "١", "", "1;drop"])
def test_a_lesson_that_is_not_there_falls_back_to_now(world, as_, at, typed):
    page = as_("teacher").get("/today", {"lesson": typed})
    assert page.status_code == 200
    assert "Now, until 10:00" in page.content.decode()


def test_children_without_a_plan_are_listed_only_when_asked(world, as_, at):
    group, _ = a_room(world, ("Noplan Child",), plans=False)
    client = as_("teacher")
    closed = client.get(f"/classes/{group}/cards").content.decode()
    assert "Noplan" not in closed
    assert "Show the other child" in closed
    assert "Noplan Child" in client.get(f"/classes/{group}/cards?all=yes").content.decode()


def test_a_class_that_is_not_theirs_is_not_there(world, as_, at):
    group, _ = a_room(world)
    for who in (
        "assistant",
        "other_teacher",
        "office",
        "it_lead",
        "birch_senco",
        "mother",
        "charlie",
    ):
        assert as_(who).get(f"/classes/{group}/cards").status_code == 404, who
    for who in ("senco", "head", "dsl", "teacher"):
        assert as_(who).get(f"/classes/{group}/cards").status_code == 200, who


def test_a_stranger_is_sent_to_sign_in(world, client):
    assert client.get("/today").status_code == 302


@pytest.mark.parametrize("who", ["mother", "young_person", "charlie"])
def test_families_have_no_such_page(world, as_, at, who):
    assert as_(who).get("/today").status_code == 404


def test_a_child_under_a_denial_for_this_teacher_is_not_on_the_page(world, as_, at):
    with tenancy.acting_in([world.alder]):
        a_denial(world.alder, world.maya, DenialKind.COURT_ORDER, user_id=world.users["teacher"])
    assert "Maya" not in as_("teacher").get("/today").content.decode()


def test_a_child_who_left_the_class_is_gone_and_one_leaving_next_week_is_still_kept_safe(
    world, as_, at
):
    today = school_day(IN_LESSON)
    with tenancy.acting_in([world.alder]):
        from spinney.people.models import Child

        Child.objects.filter(id=world.maya).update(left_on=today + timedelta(days=7))
        assert SAFETY in as_("teacher").get("/today").content.decode()
        GroupChild.objects.filter(child_id=world.maya).update(valid_to=today - timedelta(days=1))
    assert SAFETY not in as_("teacher").get("/today").content.decode()


def test_the_look_is_recorded_once_for_the_whole_class(world, as_, at):
    def looks() -> int:
        with tenancy.acting_in([world.alder]):
            return AuditLeaf.objects.filter(action="view_card").count()

    before = looks()
    as_("teacher").get("/today")
    assert looks() == before + 1


def test_someone_with_no_timetable_is_offered_their_classes_instead(world, as_, at):
    page = as_("other_teacher").get("/today").content.decode()
    assert "no lessons on your timetable" in page


@pytest.mark.parametrize("children", [2, 30])
def test_the_page_asks_at_most_twelve_questions_whatever_the_class(world, as_, at, children):
    group, _ = a_room(world, tuple(f"Child{n} Name" for n in range(children)))
    client = as_("teacher")
    for address in (f"/classes/{group}/cards?all=yes", "/today"):
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        asked = [q["sql"] for q in seen if not q["sql"].lstrip().startswith(NOT_ASKING)]
        assert len(asked) <= 12, asked
