"""The world in the database: the same rules hold there, and people can go on from where it stops."""

import json
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from tests.factories.database import as_owner

from spinney.access import queries
from spinney.access.services import verify_chain
from spinney.access.types import Action
from spinney.jobs.demo_world import build, tables
from spinney.jobs.demo_world.loading import load, load_into_schools
from spinney.kernel import tenancy
from spinney.kernel.errors import NotAllowed
from spinney.kernel.rows import all_rows, one_row
from spinney.people.services import refresh_teaching_ties
from spinney.people.services.load import add_schools, take_over_people
from spinney.plans import services as plans
from spinney.plans.services.publish import content_hash
from spinney.plans.types import AnswerKind, Lifecycle

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


@pytest.fixture
def seeded(db, small):
    """Schools are added by the owner; everything else by the fenced app role, which is enough."""
    with tenancy.acting_in([school.id for school in small.schools]):
        with as_owner():
            add_schools(trusts=tables.trusts(small), schools=tables.schools(small))
        load_into_schools(small)
        yield small


def persona(world, key):
    return next(person for person in world.personas if person.key == key)


def actor(world, key):
    found = persona(world, key)
    return queries.actor_for(user_id=found.user_id, display_name=found.name, now=NOW)


def plan_of(world, case):
    return next(plan for plan in world.plans if plan.child_id == world.case(case))


def count(table):
    return one_row(f"SELECT count(*) FROM {table}")[0]


def test_every_row_of_the_world_arrives(seeded):
    assert count("people_child") == count("access_subject") == len(seeded.children)
    assert count("people_contact") == len(seeded.contacts)
    assert count("access_tie") == len(seeded.ties)
    assert count("people_lesson") == len(seeded.lessons)
    assert count("plans_plan") == len(seeded.plans)
    assert count("plans_version") == sum(len(plan.versions) for plan in seeded.plans)
    assert count("plans_draft_line") == sum(len(plan.draft) for plan in seeded.plans)


def test_each_school_has_a_sound_audit_chain(seeded):
    reports = [verify_chain(school.id) for school in seeded.schools]
    assert all(report.sound for report in reports)
    assert sum(report.size for report in reports) == count("access_auditleaf") > 100


def test_every_publishing_has_its_leaf(seeded):
    published = one_row("SELECT count(*) FROM access_auditleaf WHERE action = 'publish_plan'")[0]
    assert published == count("plans_version")


def test_versions_carry_the_hash_and_the_words_that_publishing_gives(seeded):
    first = all_rows("SELECT lines, content_hash, changes FROM plans_version WHERE number = 1")
    assert all(changes == [] for *_, changes in first)
    later = all_rows("SELECT changes, why FROM plans_version WHERE number > 1")
    assert all(changes and why for changes, why in later)
    told = [change["words"] for changes, _ in later for change in changes]
    assert any(words.startswith("Finished outcome") for words in told)
    from spinney.plans.rules.render import lines_from

    assert all(content_hash(lines_from(lines)) == kept for lines, kept, _ in first)


def test_plans_in_force_have_a_card_and_others_have_none(seeded):
    in_force = {p.child_id for p in seeded.plans if p.versions
                and p.lifecycle in {Lifecycle.ACTIVE, Lifecycle.ON_HOLD}}  # fmt: skip
    assert {child for (child,) in all_rows("SELECT child_id FROM plans_card")} == in_force


def test_the_ties_are_those_that_the_timetable_asks_for(seeded):
    senco = actor(seeded, "primary-senco")
    for school in seeded.schools:
        assert refresh_teaching_ties(senco, school_id=school.id, now=NOW) == (0, 0)


def test_no_event_waits_to_be_told_again(seeded):
    assert one_row("SELECT count(*) FROM events_outbox WHERE relayed_at IS NULL")[0] == 0


def test_two_typed_letters_find_a_child(seeded):
    found = all_rows("SELECT child_id FROM people_nameword WHERE word LIKE 'na%%'")
    assert (seeded.case("moved school"),) in found


def test_a_senco_publishes_the_draft_that_waits(seeded):
    plan = plan_of(seeded, "separated parents")
    number = plans.publish_plan(
        actor(seeded, "primary-senco"), plan_id=plan.id, why="Agreed at the review.", now=NOW
    )
    assert number == len(plan.versions) + 1
    assert verify_chain(plan.school_id).sound


def test_a_mother_answers_the_plan_she_was_asked_to_read(seeded):
    plan = plan_of(seeded, "sibling at secondary")
    plans.answer_plan(
        actor(seeded, "parent-two-schools"), plan_id=plan.id, version=len(plan.versions),
        kind=AnswerKind.VIEWS, words="Thank you.", now=NOW,
    )  # fmt: skip


@pytest.mark.parametrize(
    "key", ["parent-court-order", "primary-office", "secondary-cover", "primary-it"]
)
def test_those_who_may_not_publish_are_refused(seeded, key):
    plan = plan_of(seeded, "court order")
    with pytest.raises(NotAllowed):
        plans.publish_plan(actor(seeded, key), plan_id=plan.id, why="", now=NOW)


@pytest.mark.parametrize(("key", "opens"), [
    ("parent-shielded", True), ("parent-court-order", False), ("secondary-cover", False),
    ("young-person", True), ("primary-teacher", True),
])  # fmt: skip
def test_personas_open_what_they_should(seeded, key, opens):
    found = queries.children_open_to(actor(seeded, key), Action.VIEW_PLAN, now=NOW, column="id")
    rows = all_rows(f"SELECT 1 FROM people_child c WHERE {found.sql}", found.params)
    assert bool(rows) is opens


def test_the_command_seeds_an_empty_demo_once(db, settings, tmp_path, small):
    settings.DEMO, settings.DATABASE_ROLE, settings.VAR = True, "owner", tmp_path
    with as_owner():
        first, second = StringIO(), StringIO()
        call_command("seed_demo", "--scale", "small", stdout=first)
        (tmp_path / "demo-personas.json").unlink()
        call_command("seed_demo", "--scale", "small", stdout=second)
        told = StringIO()
        call_command("personas", stdout=told)
    assert "leaves of the audit log" in first.getvalue()
    assert "there already" in second.getvalue()
    people = [json.loads(line) for line in told.getvalue().splitlines()]
    assert [person["key"] for person in people] == [person.key for person in small.personas]
    assert set(people[0]) == {"key", "name", "role", "school", "why"}


@pytest.mark.parametrize(("demo", "role", "words"), [
    (False, "owner", "not a demo"), (True, "app", "Only the owner"),
])  # fmt: skip
def test_the_command_refuses_where_it_should_not_write(db, settings, demo, role, words):
    settings.DEMO, settings.DATABASE_ROLE = demo, role
    with pytest.raises(CommandError, match=words):
        call_command("seed_demo")


def test_the_command_leaves_other_schools_alone(db, settings, small):
    settings.DEMO, settings.DATABASE_ROLE = True, "owner"
    with as_owner():
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO people_school (id, urn, laestab, name, phase, review_interval_weeks)"
                " VALUES (gen_random_uuid(), '123456', '8001234', 'Another', 'primary', 16)"
            )
        with pytest.raises(CommandError, match="not of the demo"):
            call_command("seed_demo")


def test_another_seed_is_told_apart(db, settings, small):
    settings.DEMO, settings.DATABASE_ROLE = True, "owner"
    with as_owner():
        load(build(8, date(2026, 11, 24), _small()))
        with pytest.raises(CommandError, match="another seed"):
            call_command("seed_demo", "--seed", "7")


def _small():
    from spinney.jobs.demo_world import SMALL

    return SMALL


def test_personas_asks_for_a_world_first(settings, tmp_path):
    settings.VAR = tmp_path
    with pytest.raises(CommandError, match="Run seed_demo first"):
        call_command("personas")


def test_only_tables_of_people_are_taken_over(db):
    with pytest.raises(ValueError, match="not tables of people"):
        take_over_people({"access_user": []})
