"""The data of a day for a phone without a network: this person's lessons of today, and nothing beside."""

from datetime import UTC, datetime, time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.factories.access import a_denial, a_tie
from tests.factories.people import a_child, a_class, a_member_of_staff
from tests.factories.plans import STRATEGY, a_plan

from spinney.access.models import AuditLeaf
from spinney.access.types import DenialKind, Relation
from spinney.kernel import clock, tenancy
from spinney.people.models import Lesson
from spinney.plans import queries

pytestmark = pytest.mark.django_db
IN_LESSON = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
NOT_ASKING = ("SAVEPOINT", "RELEASE", "ROLLBACK", "SET LOCAL", "BEGIN", "COMMIT")


@pytest.fixture(autouse=True)
def _at(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: IN_LESSON)


def test_it_holds_todays_lessons_of_this_person(world, as_):
    answer = as_("teacher").get("/today/data.json")
    assert "no-store" in answer["Cache-Control"]
    told = answer.json()
    assert told["person"] == str(world.users["teacher"])
    assert told["expires_at"] == "2026-11-23T18:00:00+00:00"
    assert [(x["starts"], x["ends"]) for x in told["lessons"]] == [("09:00", "10:00")]
    card = told["lessons"][0]["cards"][0]
    assert (card["name"], card["may_tap"]) == ("Maya Okafor", True)
    assert card["strategies"] == [
        {"key": queries.key_of(STRATEGY), "text": STRATEGY, "used": False}
    ]
    assert [item["name"] for item in told["asked"]] == ["Maya Okafor"]


def test_a_lesson_of_another_day_is_not_in_it(world, as_):
    with tenancy.acting_in([world.alder]):
        Lesson.objects.filter(weekday=1).delete()
    assert as_("teacher").get("/today/data.json").json()["lessons"] == []


def test_a_child_whom_a_court_order_closes_is_not_in_it(world, as_):
    with tenancy.acting_in([world.alder]):
        a_denial(world.alder, world.maya, DenialKind.COURT_ORDER, user_id=world.users["teacher"])
    assert "Maya" not in as_("teacher").get("/today/data.json").content.decode()


def test_it_is_a_look_at_each_child(world, as_):
    as_("teacher").get("/today/data.json")
    with tenancy.acting_in([world.alder]):
        leaf = AuditLeaf.objects.latest("seq")
    assert (leaf.action, leaf.subject_ids) == ("view_card", [world.maya])


@pytest.mark.parametrize("who", ["other_teacher", "senco", "head", "office", "birch_senco"])
def test_staff_without_lessons_get_an_empty_day(world, as_, who):
    told = as_(who).get("/today/data.json").json()
    assert (told["lessons"], told["asked"]) == ([], [])


@pytest.mark.parametrize("who", ["mother", "young_person", "charlie"])
def test_nobody_else_gets_it(world, as_, who):
    assert as_(who).get("/today/data.json").status_code == 404


def test_a_stranger_is_sent_to_sign_in_and_the_empty_page_is_the_same_for_all(world, as_):
    assert Client().get("/today/data.json").status_code == 302
    assert as_("teacher").get("/today/offline").content == Client().get("/today/offline").content
    assert "Maya" not in Client().get("/today/offline").content.decode()


def test_the_worker_is_a_script_that_may_look_after_today(db):
    answer = Client().get("/today-worker.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert b"/today/offline" in answer.content
    assert "worker-src 'self'" in answer["Content-Security-Policy"]


def asked(client) -> int:
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get("/today/data.json").status_code == 200
    return sum(not q["sql"].lstrip('"').startswith(NOT_ASKING) for q in found)


def test_a_full_day_asks_no_more_than_one_lesson(world, as_):
    client = as_("teacher")
    client.get("/today/data.json")
    few = asked(client)
    with tenancy.acting_in([world.alder]):
        for n in range(4):
            staff = a_member_of_staff(world.alder, world.users["teacher"], "Teacher")
            children = [a_child(world.alder, f"Child{n}{m}") for m in range(3)]
            group = a_class(world.alder, staff_id=staff, children=tuple(children))
            Lesson.objects.filter(group_id=group).update(starts=time(11 + n), ends=time(12 + n))
            for child in children:
                a_tie(world.users["teacher"], world.alder, child, Relation.TEACHES)
                a_plan(world.actor("senco"), world.alder, child)
    assert asked(client) == few <= 12
    assert len(client.get("/today/data.json").json()["lessons"]) == 5


@given(st.lists(st.times(), max_size=8))
@settings(max_examples=100, deadline=None, database=None, derandomize=True)
def test_cards_are_kept_to_the_evening_or_two_hours_past_a_late_bell(bells):
    day = IN_LESSON.date()
    until = queries.kept_until(day, bells)
    assert until >= datetime(2026, 11, 23, 18, tzinfo=UTC)
    assert until <= datetime(2026, 11, 24, 2, tzinfo=UTC)
    assert all(until >= datetime.combine(day, bell, UTC) for bell in bells)
