"""Ties begin, are confirmed and end; denials close at once. Each refusal says what to do next."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.factories import access as make
from tests.factories.people import a_child, a_class, a_member_of_staff, a_school
from tests.personas import small_world

from spinney.access import services
from spinney.access.models import Tie
from spinney.access.types import Action, DenialKind, Relation, Role, TieState
from spinney.kernel import tenancy
from spinney.kernel.errors import NotAllowed, NotFound, NotNow
from spinney.kernel.ids import uuid7
from spinney.people.models import GroupChild, GroupStaff, Staff
from spinney.people.services import refresh_teaching_ties

pytestmark = pytest.mark.django_db
NOW = make.NOW


@pytest.fixture
def world():
    world = small_world()
    with tenancy.acting_in([world.alder]):
        yield world


def sees(world, who, action=Action.VIEW_PLAN, *, now=NOW):
    actor = make.the_actor(world.users[who], now=now)
    return services.allows(
        actor, action, school_id=world.alder, subject_id=world.maya, now=now
    )  # fmt: skip


def propose(world, who="charlie"):
    return services.propose_tie(
        world.actor("office"), school_id=world.alder, subject_id=world.maya,
        user_id=world.users[who], relation=Relation.PARENT, source="mis", now=NOW,
    )  # fmt: skip


def test_a_feed_proposes_a_parent_and_that_opens_nothing(world):
    propose(world)
    assert not sees(world, "charlie")
    assert not sees(world, "stepfather")
    assert world.actor("charlie").schools == frozenset()


def test_a_person_at_the_school_confirms_and_then_it_opens(world):
    tie = propose(world)
    services.confirm_tie(world.actor("senco"), school_id=world.alder, tie_id=tie, now=NOW)
    assert sees(world, "charlie")
    assert world.actor("charlie").schools == {world.alder}


@pytest.mark.parametrize(
    "who", ["office", "teacher", "mother", "charlie", "birch_senco", "it_lead"]
)
def test_only_those_who_answer_for_the_record_confirm_a_tie(world, who):
    tie = propose(world)
    with pytest.raises(NotAllowed):
        services.confirm_tie(world.actor(who), school_id=world.alder, tie_id=tie, now=NOW)
    assert not sees(world, "charlie")


def test_nobody_confirms_a_tie_to_themselves(world):
    tie = propose(world, "senco")
    with pytest.raises(NotNow, match="Ask a colleague"):
        services.confirm_tie(world.actor("senco"), school_id=world.alder, tie_id=tie, now=NOW)


def test_a_tie_is_decided_once(world):
    tie = propose(world)
    services.confirm_tie(world.actor("senco"), school_id=world.alder, tie_id=tie, now=NOW)
    with pytest.raises(NotNow, match="already decided"):
        services.confirm_tie(world.actor("head"), school_id=world.alder, tie_id=tie, now=NOW)


def test_a_tie_that_is_not_there_is_not_found(world):
    for act in (services.confirm_tie, lambda *a, **k: services.end_tie(*a, why="x", **k)):
        with pytest.raises(NotFound):
            act(world.actor("senco"), school_id=world.alder, tie_id=uuid7(), now=NOW)
    with pytest.raises(NotFound):
        services.end_denial(
            world.actor("senco"), school_id=world.alder, denial_id=uuid7(), why="x", now=NOW
        )


@pytest.mark.parametrize("relation", [Relation.PARENT, Relation.SELF])
def test_a_family_tie_is_never_made_in_one_step(world, relation):
    with pytest.raises(ValueError, match="proposed, then confirmed"):
        services.tie(
            world.actor("senco"), school_id=world.alder, subject_id=world.maya,
            user_id=world.users["charlie"], relation=relation, source="mis", now=NOW,
        )  # fmt: skip


def test_an_ended_tie_is_closed_at_once_and_not_at_midnight(world):
    assert sees(world, "mother")
    tie = Tie.objects.get(user_id=world.users["mother"], subject_id=world.maya)
    services.end_tie(
        world.actor("dsl"), school_id=world.alder, tie_id=tie.id, why="moved away", now=NOW
    )
    assert not sees(world, "mother")


def test_a_parent_cannot_end_the_other_parents_tie(world):
    tie = Tie.objects.get(user_id=world.users["father"], subject_id=world.maya)
    with pytest.raises(NotAllowed):
        services.end_tie(
            world.actor("mother"), school_id=world.alder, tie_id=tie.id, why="x", now=NOW
        )


def test_a_court_order_stops_the_father_though_his_tie_is_confirmed(world):
    assert not sees(world, "father")
    assert sees(world, "mother")


def test_a_court_order_names_an_adult(world):
    with pytest.raises(NotNow, match="Name the adult"):
        services.deny(
            world.actor("dsl"), school_id=world.alder, subject_id=world.maya,
            kind=DenialKind.COURT_ORDER, source="paper", now=NOW,
        )  # fmt: skip


def test_a_freeze_closes_the_family_at_once_and_the_dsl_opens_it_again(world):
    made = services.deny(
        world.actor("office"), school_id=world.alder, subject_id=world.maya,
        kind=DenialKind.SAFEGUARDING_FREEZE, source="phone call", now=NOW,
    )  # fmt: skip
    assert not sees(world, "mother")
    assert not sees(world, "young_person")
    assert sees(world, "teacher")
    with pytest.raises(NotAllowed):  # the office may close; opening again takes more
        services.end_denial(
            world.actor("office"), school_id=world.alder, denial_id=made, why="x", now=NOW
        )
    services.end_denial(
        world.actor("dsl"), school_id=world.alder, denial_id=made, why="checked", now=NOW
    )
    assert sees(world, "mother")


@pytest.mark.parametrize("who", ["mother", "teacher", "charlie", "head", "birch_senco"])
def test_only_those_who_keep_the_record_close_it(world, who):
    with pytest.raises(NotAllowed):
        services.deny(
            world.actor(who), school_id=world.alder, subject_id=world.maya,
            kind=DenialKind.SAFEGUARDING_FREEZE, source="x", now=NOW,
        )  # fmt: skip


def test_a_membership_begins_and_ends_with_its_days():
    school, user = a_school(), make.a_user()
    with tenancy.acting_in([school]):
        make.a_membership(
            user, school, Role.SENCO, begins=NOW.date(), ends=NOW.date() + timedelta(7)
        )
    for days, roles in ((-1, set()), (0, {Role.SENCO}), (7, {Role.SENCO}), (8, set())):
        actor = make.the_actor(user, now=NOW + timedelta(days))
        assert actor.roles_in(school) == roles


def test_a_school_day_is_a_london_day():
    """On a summer night it is tomorrow in London an hour before it is in UTC."""
    school, user = a_school(), make.a_user()
    with tenancy.acting_in([school]):
        make.a_membership(user, school, Role.SENCO, begins=datetime(2026, 7, 2, tzinfo=UTC).date())
    assert not make.the_actor(user, now=datetime(2026, 7, 1, 22, 59, tzinfo=UTC)).is_staff
    assert make.the_actor(user, now=datetime(2026, 7, 1, 23, 1, tzinfo=UTC)).is_staff


class TestTimetable:
    """Whoever teaches a group is tied to the children in it, and no longer."""

    @pytest.fixture
    def lesson(self):
        school, user = a_school(), make.a_user("Toni Teacher")
        with tenancy.acting_in([school]):
            make.a_membership(user, school, Role.TEACHER)
            child, staff = a_child(school), a_member_of_staff(school, user)
            group = a_class(school, staff_id=staff, children=(child,))
            yield school, user, child, staff, group

    def refresh(self, school, now=NOW):
        return refresh_teaching_ties(make.the_actor(make.a_user()), school_id=school, now=now)

    def open_to(self, lesson, now=NOW):
        school, user, child, *_ = lesson
        actor = make.the_actor(user, now=now)
        return services.allows(actor, Action.VIEW_CARD, school_id=school, subject_id=child, now=now)

    def test_ties_follow_the_timetable_and_a_second_run_changes_nothing(self, lesson):
        assert not self.open_to(lesson)
        assert self.refresh(lesson[0]) == (1, 0)
        assert self.open_to(lesson)
        assert self.refresh(lesson[0]) == (0, 0)

    @pytest.mark.parametrize(
        "ends", ["child leaves group", "teacher leaves group", "teacher leaves"]
    )
    def test_ties_end_when_the_reason_for_them_ends(self, lesson, ends):
        school, _, _, staff, group = lesson
        self.refresh(school)
        yesterday = NOW.date() - timedelta(1)
        if ends == "child leaves group":
            GroupChild.objects.filter(group_id=group).update(valid_to=yesterday)
        elif ends == "teacher leaves group":
            GroupStaff.objects.filter(group_id=group).update(valid_to=yesterday)
        else:
            Staff.objects.filter(id=staff).update(left_on=yesterday)
        assert self.refresh(school) == (0, 1)
        assert not self.open_to(lesson)

    def test_a_child_who_comes_back_is_tied_again(self, lesson):
        school, *_, group = lesson
        self.refresh(school)
        GroupChild.objects.filter(group_id=group).update(valid_to=NOW.date() - timedelta(1))
        self.refresh(school)
        GroupChild.objects.filter(group_id=group).update(valid_to=None)
        assert self.refresh(school) == (1, 0)
        assert self.open_to(lesson)

    def test_a_tie_made_by_a_person_is_left_alone(self, lesson):
        school, user, child, *_ = lesson
        make.a_tie(user, school, child, Relation.KEY_ADULT, source="person")
        GroupStaff.objects.all().delete()
        assert self.refresh(school) == (0, 0)
        assert Tie.objects.get(relation=Relation.KEY_ADULT).state == TieState.CONFIRMED


def test_every_change_of_a_tie_leaves_a_leaf_in_the_log(world):
    from spinney.access.models import AuditLeaf

    tie = propose(world)
    services.confirm_tie(world.actor("senco"), school_id=world.alder, tie_id=tie, now=NOW)
    services.end_tie(world.actor("senco"), school_id=world.alder, tie_id=tie, why="x", now=NOW)
    told = list(AuditLeaf.objects.order_by("seq").values_list("action", flat=True))
    assert told[-3:] == ["propose_tie", "confirm_ties", "end_tie"]
