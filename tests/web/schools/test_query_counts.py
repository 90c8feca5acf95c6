"""At most twelve questions a page, and as many for thirty rows as for three."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.access import NOW
from tests.factories.full_plan import a_full_plan
from tests.factories.people import a_carer, a_child
from tests.factories.plans import a_plan
from tests.factories.reviews import a_review

from spinney.kernel import tenancy
from spinney.plans import services
from spinney.plans.services import NewPerson
from spinney.plans.types import AnswerKind

MOST = 12
NOT_ASKING = ("SAVEPOINT", "RELEASE", "ROLLBACK", "SET LOCAL", "BEGIN", "COMMIT")


def asked(client, address):
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return sum(not q["sql"].lstrip().startswith(NOT_ASKING) for q in seen.captured_queries)


@pytest.fixture
def full(world):
    with tenancy.acting_in([world.alder]):
        child = a_child(world.alder, "Ali")
        a_carer(world.alder, child)
        return child, a_full_plan(world.actor("senco"), world.alder, child)


def more(world, full, count):
    """More of everything a page could loop over."""
    child, plan = full
    senco = world.actor("senco")
    with tenancy.acting_in([world.alder]):
        for n in range(count):
            a_carer(world.alder, child, forename=f"Adult{n}")
            line = services.add_line(senco, plan_id=plan, section="provision", now=NOW)
            services.save_field(
                senco,
                plan_id=plan,
                line_id=line,
                field="what",
                value=f"Thing {n}",
                base_rev=0,
                now=NOW,
            )
            services.publish_plan(senco, plan_id=plan, why=f"Step {n}", now=NOW)
            a_plan(senco, world.alder, a_child(world.alder, f"Child{n}"))
            services.answer_plan(
                world.actor("mother"), plan_id=world.plan, version=1, kind=AnswerKind.VIEWS,
                words=f"View {n}", now=NOW,
            )  # fmt: skip
            reviewed(senco, world, plan, n)


def reviewed(senco, world, plan, n):
    """Another cycle of the full plan, and another person with a task at the open review of Maya's."""
    a_review(senco, plan)
    person = services.add_person(
        senco, plan_id=world.plan, person=NewPerson(ref=f"carer:{a_carer(world.alder, world.maya)}"),
        now=NOW,
    )  # fmt: skip
    if n < 20:
        services.set_people(
            senco,
            plan_id=world.plan,
            present=frozenset({person}),
            voices=frozenset({person}),
            now=NOW,
        )
    services.add_task(
        senco, plan_id=world.plan, person_id=person, what=f"Task {n}", by_when=None, now=NOW
    )


def addresses(world, full):
    child, plan = full
    return [
        "/", "/plans", "/plans?size=200&waiting=reply", "/plans/start", "/search?q=chi",
        "/search?q=chi&partial=1", f"/pupils/{child}", f"/plans/{plan}", f"/plans/{plan}/versions/1",
        f"/plans/{plan}/compare", f"/plans/{plan}/life", f"/plans/{plan}/edit",
        f"/plans/{plan}/publish", f"/plans/{plan}/end",
        f"/plans/{world.plan}/answers", "/reviews?due=all", f"/plans/{world.plan}/review",
        f"/plans/{world.plan}/meeting", f"/plans/{world.plan}/read-back", f"/plans/{plan}/cycles", "/tasks",
        f"/plans/{plan}/check", f"/plans/{plan}/coach", "/quality",
        "/quality?by=year", "/quality/sample?plans=20", "/quality/counts.csv",
        f"/plans/{plan}/history", f"/pupils/{world.maya}",
        "/school/plans", "/school/form", f"/plans/{plan}/form",
    ]  # fmt: skip


def test_a_page_asks_as_little_for_thirty_rows_as_for_three(as_, world, full):
    client = as_("senco")
    client.get("/school/plans")  # each template is read once a process
    client.get("/plans")  # and the names of the classes once a minute
    more(world, full, 3)
    few = {address: asked(client, address) for address in addresses(world, full)}
    more(world, full, 27)
    many = {address: asked(client, address) for address in addresses(world, full)}
    assert many == few
    assert {address: n for address, n in many.items() if n > MOST} == {}
