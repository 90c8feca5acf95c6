"""A feed may say who a parent is; a person at the school decides."""

import pytest
from tests.factories.access import a_denial, a_tie
from tests.factories.people import a_carer

from spinney.access.models import AuditLeaf, Tie
from spinney.access.types import DenialKind, Relation, TieState
from spinney.kernel import tenancy
from spinney.people.models import CourtOrder

pytestmark = pytest.mark.django_db
ADDRESS = "/office/people-to-confirm"


@pytest.fixture
def tie(world):
    with tenancy.acting_in([world.alder]):
        return Tie.objects.get(user_id=world.users["stepfather"]).id


def state(world, tie) -> str:
    with tenancy.acting_in([world.alder]):
        return Tie.objects.get(id=tie).state


@pytest.mark.parametrize("who", ["senco", "head", "dsl"])
def test_those_who_answer_for_the_child_see_who_waits_and_who_said_so(world, as_, tie, who):
    page = as_(who).get(ADDRESS).content.decode()
    assert "Stepfather, for Maya Okafor" in page
    assert "test" in page
    for canary in ("Canary Street", "ZZ99", "07700"):
        assert canary not in page


@pytest.mark.parametrize("who", ["senco", "head", "dsl"])
def test_a_confirmed_parent_may_read_the_plan_from_now_on(world, as_, tie, who):
    assert as_("stepfather").get(f"/my/plans/{world.plan}").status_code == 404
    assert as_(who).post(ADDRESS, {"tie": tie, "decision": "confirm"}).status_code == 302
    assert state(world, tie) == TieState.CONFIRMED
    assert as_("stepfather").get(f"/my/plans/{world.plan}").status_code == 200


def test_a_refused_person_sees_nothing_and_waits_no_longer(world, as_, tie):
    client = as_("dsl")
    assert client.post(ADDRESS, {"tie": tie, "decision": "refuse"}).status_code == 302
    assert state(world, tie) == TieState.REFUSED
    assert "Nobody is waiting" in client.get(ADDRESS).content.decode()
    assert as_("stepfather").get(f"/my/plans/{world.plan}").status_code == 404


@pytest.mark.parametrize(
    "who",
    [
        "teacher",
        "assistant",
        "office",
        "it_lead",
        "other_teacher",
        "mother",
        "stepfather",
        "charlie",
    ],
)
def test_nobody_else_decides(world, as_, tie, who):
    client = as_(who)
    assert client.get(ADDRESS).status_code == 404
    assert client.post(ADDRESS, {"tie": tie, "decision": "confirm"}).status_code == 404
    assert state(world, tie) == TieState.PROPOSED


def test_another_schools_senco_cannot_decide(world, as_, tie):
    client = as_("birch_senco")
    assert "Stepfather" not in client.get(ADDRESS).content.decode()
    assert client.post(ADDRESS, {"tie": tie, "decision": "confirm"}).status_code == 422
    assert state(world, tie) == TieState.PROPOSED


def test_nobody_confirms_themselves(world, as_):
    with tenancy.acting_in([world.alder]):
        own = a_tie(
            world.users["senco"], world.alder, world.sam, Relation.PARENT, state=TieState.PROPOSED
        )
    client = as_("senco")
    assert "your own account" in client.get(ADDRESS).content.decode()
    assert client.post(ADDRESS, {"tie": own, "decision": "confirm"}).status_code == 422
    assert state(world, own) == TieState.PROPOSED


@pytest.mark.parametrize("how", ["denial", "order nobody read", "no contact"])
def test_an_adult_under_a_court_order_is_not_confirmed_from_a_list(world, as_, tie, how):
    with tenancy.acting_in([world.alder]):
        user = world.users["stepfather"]
        carer = a_carer(world.alder, world.maya, user_id=user, forename="Sid")
        if how == "denial":
            a_denial(world.alder, world.maya, DenialKind.COURT_ORDER, user_id=user)
        else:
            CourtOrder.objects.create(
                school_id=world.alder, child_id=world.maya, carer_id=carer, source="test",
                effect="unknown" if how == "order nobody read" else "no_contact",
            )  # fmt: skip
    client = as_("senco")
    assert "A court order is in the record" in client.get(ADDRESS).content.decode()
    answer = client.post(ADDRESS, {"tie": tie, "decision": "confirm"})
    assert answer.status_code == 422
    assert "Ask the DSL" in answer.content.decode()
    assert state(world, tie) == TieState.PROPOSED


@pytest.mark.parametrize("sent", [{}, {"tie": "x", "decision": "confirm"}, {"decision": "confirm"}])
def test_a_decision_about_nobody_changes_nothing(world, as_, tie, sent):
    assert as_("senco").post(ADDRESS, sent).status_code == 422


def test_a_decision_that_is_neither_changes_nothing(world, as_, tie):
    assert as_("senco").post(ADDRESS, {"tie": tie, "decision": "maybe"}).status_code == 422
    assert state(world, tie) == TieState.PROPOSED


def test_deciding_twice_says_that_someone_has_decided(world, as_, tie):
    client = as_("senco")
    client.post(ADDRESS, {"tie": tie, "decision": "confirm"})
    answer = client.post(ADDRESS, {"tie": tie, "decision": "refuse"})
    assert "already decided" in answer.content.decode()
    assert state(world, tie) == TieState.CONFIRMED


def test_the_decision_is_recorded_against_the_child(world, as_, tie):
    as_("head").post(ADDRESS, {"tie": tie, "decision": "confirm"})
    with tenancy.acting_in([world.alder]):
        assert AuditLeaf.objects.filter(
            action="confirm_ties", actor_id=world.users["head"], subject_ids__contains=[world.maya]
        ).exists()
