"""The list of all plans: whatever it is narrowed to, the count, the page and 'all that match' agree."""

import random
from datetime import timedelta
from itertools import product
from uuid import UUID

import pytest
from tests.factories.access import NOW, a_denial
from tests.factories.full_plan import a_full_plan
from tests.factories.people import a_child
from tests.factories.plans import a_plan

from spinney.access.types import DenialKind
from spinney.people.models import Child
from spinney.plans import queries, services
from spinney.plans.models import Plan
from spinney.plans.queries import PlanFilter
from spinney.plans.queries.choices import natural

FILTERS = {
    "layer": ("", "targeted", "targeted_plus"),
    "area": ("", "CI", "SP"),
    "group": ("", "4O", "6B"),
    "year": ("", "6"),
    "lifecycle": ("", "active", "on_hold", "ended"),
    "due": ("", "overdue", "month"),
    "waiting": ("", "review", "parent"),
}


@pytest.fixture
def some(world, senco):
    ali, bea = a_child(world.alder, "Ali", year="6"), a_child(world.alder, "Bea", year="6")
    Child.objects.filter(id=bea).update(registration_group="6B")
    plans = [a_full_plan(senco, world.alder, ali), a_plan(senco, world.alder, bea)]
    services.hold_plan(senco, plan_id=plans[1], now=NOW, why="Away")
    for plan, days in ((world.plan, -3), (plans[0], 25)):
        Plan.objects.filter(id=plan).update(review_due=NOW.date() + timedelta(days=days))
    return plans


def listed(actor, world, **narrowed):
    return queries.plan_list_page(
        actor, school_id=world.alder, now=NOW, narrowed=PlanFilter(**narrowed)
    )


@pytest.mark.parametrize("who", ["senco", "teacher", "charlie"])
def test_count_page_and_all_that_match_agree_for_any_combination(world, some, who):
    actor, met = world.actor(who), {listed(world.actor(who), world).total}
    for values in random.Random(11).sample(list(product(*FILTERS.values())), 80):
        narrowed = dict(zip(FILTERS, values, strict=True))
        rows = listed(actor, world, **narrowed, most=400)
        assert rows.total == len(rows.rows), narrowed
        matching = queries.plans_matching(
            actor, school_id=world.alder, now=NOW, narrowed=PlanFilter(**narrowed), most=400
        )
        assert set(matching) == {UUID(row.id) for row in rows.rows}, narrowed
        met.add(rows.total)
    assert max(met) == {"senco": 4, "teacher": 1, "charlie": 0}[who]


@pytest.mark.parametrize(
    ("sort", "order"),
    [("name", ["Ali", "Bea", "Maya", "Sam"]), ("year", ["Maya", "Sam", "Ali", "Bea"]),
     ("review", ["Maya", "Ali", "Bea", "Sam"]), ("nonsense", ["Maya", "Ali", "Bea", "Sam"])],
)  # fmt: skip
def test_the_order_is_the_one_asked_for(world, senco, some, sort, order):
    found = [row.child_name.split()[0] for row in listed(senco, world, sort=sort).rows]
    assert found == order


def test_pages_of_a_sorted_list_follow_one_another(world, senco, some):
    pages = [listed(senco, world, sort="name", most=2, skip=skip) for skip in (0, 2)]
    names = [row.child_name.split()[0] for page in pages for row in page.rows]
    assert names == ["Ali", "Bea", "Maya", "Sam"]
    assert {page.total for page in pages} == {4}


def test_a_court_order_takes_a_child_out_of_count_and_match(world, senco, some):
    a_denial(world.alder, world.maya, DenialKind.COURT_ORDER, user_id=senco.id)
    assert listed(senco, world).total == 3
    found = queries.plans_matching(
        senco, school_id=world.alder, now=NOW, narrowed=PlanFilter(), most=400
    )
    assert world.plan not in found


def test_one_more_than_the_most_tells_that_there_are_too_many(world, senco, some):
    found = queries.plans_matching(
        senco, school_id=world.alder, now=NOW, narrowed=PlanFilter(), most=2
    )
    assert len(found) == 3


def test_classes_stand_in_the_order_people_count(world):
    names = ["10A", "4B", "Oak", "4A", "2 Rowan", "², odd"]
    assert sorted(names, key=natural) == ["2 Rowan", "4A", "4B", "10A", "Oak", "², odd"]


def test_the_filters_offer_the_areas_of_every_form_and_the_classes_in_reach(world, senco, some):
    found = queries.list_choices(senco, school_id=world.alder, now=NOW)
    assert found.groups == ("4O", "6B")
    assert found.areas["SEMH"] == "Social, emotional and mental health"
    teacher = queries.list_choices(world.actor("teacher"), school_id=world.alder, now=NOW)
    assert teacher.groups == ("4O",)
