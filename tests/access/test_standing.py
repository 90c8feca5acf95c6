"""No page gives anyone a role or a tie to a child, so nobody signed in may: only the server's command line."""

import pytest
from tests.factories import access as make
from tests.personas import small_world

from spinney.access import services
from spinney.access.models import AuditLeaf, Membership, Tie
from spinney.access.types import Relation, Role, at_command_line
from spinney.kernel import tenancy
from spinney.kernel.errors import NotAllowed

pytestmark = pytest.mark.django_db
NOW = make.NOW
EVERYONE = ("senco", "head", "dsl", "office", "it_lead", "teacher", "mother", "charlie")


@pytest.fixture
def world():
    world = small_world()
    with tenancy.acting_in([world.alder]):
        yield world


def grant(world, actor):
    return services.grant_membership(
        actor, school_id=world.alder, user_id=world.users["charlie"], role=Role.SENCO,
        source="test", now=NOW,
    )  # fmt: skip


def tie(world, actor):
    return services.tie(
        actor, school_id=world.alder, subject_id=world.maya, user_id=world.users["other_teacher"],
        relation=Relation.KEY_ADULT, source="test", now=NOW,
    )  # fmt: skip


def open_account(world, actor):
    return services.open_account(
        actor, school_id=world.alder, email="n@school.example", name="N", now=NOW
    )


def add_staff(world, actor):
    return services.add_staff_account(
        actor, school_id=world.alder, email="n@school.example", name="N", role=Role.DSL, now=NOW
    )


def password(world, actor):
    return services.give_password(actor, email="person1@school.example", now=NOW)


def end(world, actor):
    return services.end_account(
        actor, school_id=world.alder, email="person1@school.example", now=NOW
    )


@pytest.mark.parametrize("act", [grant, tie, open_account, add_staff, password, end])
@pytest.mark.parametrize("who", EVERYONE)
def test_nobody_who_signs_in_gives_or_ends_standing(world, who, act):
    before = Membership.objects.count(), Tie.objects.count(), AuditLeaf.objects.count()
    with pytest.raises(NotAllowed):
        act(world, world.actor(who))
    assert before == (Membership.objects.count(), Tie.objects.count(), AuditLeaf.objects.count())


def test_the_command_line_may_and_it_is_in_the_log(world):
    actor = at_command_line(world.alder)
    grant(world, actor)
    tie(world, actor)
    told = AuditLeaf.objects.filter(actor_id=actor.id).order_by("seq")
    assert list(told.values_list("action", flat=True)) == ["grant_membership", "tie"]
    assert world.actor("charlie").roles_in(world.alder) == {Role.SENCO}
