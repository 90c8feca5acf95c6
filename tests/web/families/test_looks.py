"""Who has looked: staff by name and role, and no trace of the rest."""

from datetime import datetime, timedelta

import pytest
from tests.factories.access import NOW, a_membership, a_tie, a_user, the_actor
from tests.web.families.test_plan import text
from tests.web.families.twins import bare
from tests.web.families.world import two_homes

from spinney.access.looks import who_looked
from spinney.access.services import record_sight
from spinney.access.types import Action, Relation, Role
from spinney.kernel import clock
from spinney.kernel.errors import NotAllowed
from spinney.plans.queries import plan_for_reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def homes():
    return two_homes()


@pytest.fixture
def mother(client, homes):
    client.force_login(homes.user("mother"))
    return client


def saw(homes, who, action=Action.VIEW_PLAN, *, now: datetime = NOW, **detail):
    with homes.scope():
        record_sight(
            homes.actor(who), action, school_id=homes.school, subjects=[homes.maya], now=now,
            **detail,
        )  # fmt: skip


def seen_by(homes, who="mother", **options):
    with homes.scope():
        return who_looked(homes.actor(who), child_id=homes.maya, now=NOW, **options)


def test_a_parent_reads_when_who_and_what_in_plain_words(mother, homes):
    saw(homes, "teacher", now=clock.now())
    page = text(mother.get(f"/my/children/{homes.maya}/who-looked"))
    assert "<strong>Mrs Osei</strong> (teacher of this child) read the plan" in page


@pytest.mark.parametrize(
    ("who", "role"),
    [("senco", "SENCO"), ("teacher", "teacher of this child"), ("office", "school office")],
)
def test_each_is_named_with_what_they_are_to_the_child(homes, who, role):
    saw(homes, who)
    assert [look.role for look in seen_by(homes).looks] == [role]


@pytest.mark.parametrize(
    ("action", "detail", "words"),
    [
        (Action.VIEW_PLAN, {}, "read the plan"),
        (Action.VIEW_PLAN, {"list": True}, "saw the plan in a list"),
        (Action.VIEW_CHILD, {"search": True}, "saw the name in a search"),
        (Action.VIEW_CARD, {}, "saw the classroom card"),
        (Action.VIEW_CONTACTS, {}, "looked at the contact details"),
    ],
)
def test_each_way_of_looking_has_its_words(homes, action, detail, words):
    saw(homes, "senco", action, **detail)
    assert [look.did for look in seen_by(homes).looks] == [words]


def test_the_safeguarding_lead_leaves_no_trace(mother, homes):
    address = f"/my/children/{homes.maya}/who-looked"
    before = bare(mother.get(address))
    saw(homes, "dsl", now=clock.now())
    assert bare(mother.get(address)) == before


def test_the_safeguarding_lead_leaves_no_trace_in_any_other_role_they_hold(homes):
    with homes.scope():
        a_membership(homes.users["dsl"], homes.school, Role.TEACHER)
        a_tie(homes.users["dsl"], homes.school, homes.maya, Relation.TEACHES)
    saw(homes, "dsl")
    assert seen_by(homes).looks == ()


def test_someone_who_was_safeguarding_lead_only_then_is_still_not_shown(homes):
    with homes.scope():
        user = a_user("Mr Grant")
        a_membership(user, homes.school, Role.TEACHER)
        a_membership(user, homes.school, Role.DSL, ends=NOW.date() - timedelta(days=2))
        for ago in (5, 1):
            record_sight(
                the_actor(user), Action.VIEW_PLAN, school_id=homes.school, subjects=[homes.maya],
                now=NOW - timedelta(days=ago),
            )  # fmt: skip
    (look,) = seen_by(homes).looks
    assert look.at == NOW - timedelta(days=1)


@pytest.mark.parametrize("who", ["father", "maya", "mother"])
def test_no_member_of_the_family_is_listed(homes, who):
    with homes.scope():
        plan_for_reader(homes.actor(who), plan_id=homes.plan, now=NOW)
    assert seen_by(homes).looks == ()


def test_a_father_who_also_teaches_at_the_school_is_not_listed(homes):
    with homes.scope():
        a_membership(homes.users["father"], homes.school, Role.TEACHER)
        a_tie(homes.users["father"], homes.school, homes.maya, Relation.TEACHES)
    saw(homes, "father")
    assert seen_by(homes).looks == ()


def test_looks_at_another_child_are_not_listed(homes):
    from tests.factories.people import a_child

    with homes.scope():
        other = a_child(homes.school, "Ife")
        record_sight(
            homes.actor("senco"),
            Action.VIEW_PLAN,
            school_id=homes.school,
            subjects=[other],
            now=NOW,
        )
    assert seen_by(homes).looks == ()


def test_what_was_done_rather_than_seen_is_not_a_look(homes):
    """Typing in the other parent's answer, replying to them, editing: none of it shows here."""
    assert seen_by(homes).looks == ()
    with homes.scope():
        from spinney.access.models import AuditLeaf

        assert AuditLeaf.objects.filter(subject_ids__contains=[homes.maya]).count() > 20


def test_ten_looks_on_one_day_are_one_line(homes):
    for minutes in range(10):
        saw(homes, "teacher", Action.VIEW_CARD, now=NOW + timedelta(minutes=minutes))
    (look,) = seen_by(homes).looks
    assert (look.times, look.at) == (10, NOW)


def test_the_list_goes_back_four_weeks_at_a_time(homes):
    saw(homes, "teacher", now=NOW - timedelta(days=40))
    newest = seen_by(homes)
    assert newest.looks == ()
    assert newest.earlier
    before = seen_by(homes, until=newest.before)
    assert len(before.looks) == 1
    assert not before.earlier


def test_a_look_just_before_midnight_belongs_to_the_day_in_london(homes):
    # 23:30 UTC on 30 June is half past midnight on 1 July in London.
    from datetime import UTC, date

    moment = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    saw(homes, "teacher", now=moment)
    found = seen_by(homes, until=date(2026, 6, 30))
    assert found.looks == ()
    assert len(seen_by(homes, until=date(2026, 7, 1)).looks) == 1


@pytest.mark.parametrize("who", ["senco", "dsl", "teacher"])
def test_staff_cannot_use_the_familys_page(homes, who):
    with homes.scope(), pytest.raises(NotAllowed):
        who_looked(homes.actor(who), child_id=homes.maya, now=NOW)


def test_that_a_parent_asked_is_recorded(mother, homes):
    from spinney.access.models import AuditLeaf

    mother.get(f"/my/children/{homes.maya}/who-looked")
    with homes.scope():
        assert AuditLeaf.objects.filter(
            actor_id=homes.users["mother"], action="see_who_looked"
        ).exists()


@pytest.mark.parametrize("until", ["", "nonsense", "0001-01-01", "9999-12-31", "2026-02-30"])
def test_any_date_in_the_address_gives_a_page(mother, homes, until):
    assert mother.get(f"/my/children/{homes.maya}/who-looked?until={until}").status_code == 200
