"""How many questions a family's page asks the database, whatever its size."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.access import NOW, a_tie
from tests.factories.people import a_child
from tests.factories.plans import a_plan
from tests.web.families.world import publish_again, two_homes

from spinney.access.services import record_sight
from spinney.access.types import Action, Relation

pytestmark = pytest.mark.django_db
MOST = 12
# Transactions and their scope are counted apart: they carry no question.
NOT_ASKING = ("SAVEPOINT", "RELEASE", "ROLLBACK", "SET LOCAL", "BEGIN", "COMMIT")


def asked(client, address) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(address).status_code == 200
    return sum(not q["sql"].lstrip().startswith(NOT_ASKING) for q in seen.captured_queries)


@pytest.fixture
def homes():
    return two_homes()


@pytest.fixture
def busy(homes):
    """Three children, five versions, forty looks."""
    for minutes in range(20, 25):
        publish_again(homes, "Again.", minutes=str(minutes))
    with homes.scope():
        senco = homes.actor("senco")
        for name in ("Ife", "Zoë"):
            child = a_child(homes.school, name)
            a_tie(homes.users["mother"], homes.school, child, Relation.PARENT)
            a_plan(senco, homes.school, child)
        for _ in range(40):
            record_sight(
                senco, Action.VIEW_PLAN, school_id=homes.school, subjects=[homes.maya], now=NOW
            )
    return homes


def pages(homes) -> dict[str, str]:
    plan = f"/my/plans/{homes.plan}"
    return {
        "home": "/my", "plan": plan, "ask": f"{plan}/ask/{homes.lines['provision']}",
        "views": f"{plan}/views", "looks": f"/my/children/{homes.maya}/who-looked",
        "account": "/account",
    }  # fmt: skip


@pytest.mark.parametrize("page", ["home", "plan", "ask", "views", "looks", "account"])
def test_a_page_asks_at_most_twelve_questions_however_much_there_is(client, busy, page):
    client.force_login(busy.user("mother"))
    count = asked(client, pages(busy)[page])
    assert count <= MOST, count


@pytest.mark.parametrize("page", ["home", "plan", "looks"])
def test_more_children_versions_and_looks_ask_no_more_questions(client, homes, page, request):
    client.force_login(homes.user("mother"))
    few = asked(client, pages(homes)[page])
    request.getfixturevalue("busy")
    assert asked(client, pages(homes)[page]) == few
