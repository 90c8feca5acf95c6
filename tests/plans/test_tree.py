"""The provision map: totals equal a plain model's, and nobody's hold a child whose plan they may not open."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from itertools import count

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories.access import NOW
from tests.factories.database import undone
from tests.factories.full_plan import a_full_plan
from tests.factories.people import a_child

from spinney.access.models import AuditLeaf
from spinney.kernel.rows import run
from spinney.plans import queries, services
from spinney.plans.models import Plan, ProvisionLine
from spinney.plans.queries import TreeFilter
from spinney.plans.queries.tree import term_dates

TODAY = date(2026, 11, 23)
LONG_AGO, LATER = TODAY - timedelta(400), TODAY + timedelta(400)
_numbers = count(1)


def tree(actor, world, **narrowed):
    return queries.provision_tree(
        actor, school_id=world.alder, now=NOW, narrowed=TreeFilter(**narrowed)
    )


def a_row(world, plan, child, **known):
    return ProvisionLine.objects.create(
        **{
            "school_id": world.alder, "plan_id": plan, "child_id": child, "line": plan, "version": 1,
            "position": next(_numbers) % 30_000, "kind": "games", "what": "Games", "who": "Mr Osei",
            "place": "Hall", "how_often": "3 times a week", "staffed": True, "sessions": Decimal(3),
            "minutes": 20, "group_size": 2, "areas": ["CI"], **known,
        }
    )  # fmt: skip


@pytest.fixture
def full(world, senco):
    child = a_child(world.alder, "Ali", year="6")
    return child, a_full_plan(senco, world.alder, child)


def test_publishing_reads_the_promises_into_rows(world, full):
    rows = list(ProvisionLine.objects.filter(plan_id=full[1]).order_by("position"))
    games, timetable = rows
    assert (games.kind, games.sessions, games.minutes, games.group_size) == (
        "word-finding games with pictures", Decimal(3), 20, 2,
    )  # fmt: skip
    assert (games.areas, timetable.areas) == (["CI"], ["SEMH"])
    assert (timetable.sessions, timetable.ends) == (Decimal(5), None)
    assert Plan.objects.get(id=full[1]).areas == ["CI", "SEMH"]


def test_a_new_version_takes_the_place_of_the_old_rows(world, senco, full):
    line = services.add_line(senco, plan_id=full[1], section="provision", now=NOW)
    services.save_field(
        senco, plan_id=full[1], line_id=line, field="what", value="Art", base_rev=0, now=NOW
    )
    services.publish_plan(senco, plan_id=full[1], why="More", now=NOW)
    rows = ProvisionLine.objects.filter(plan_id=full[1])
    assert {row.version for row in rows} == {2}
    assert [row.staffed for row in rows.order_by("position")] == [True, True, False]


def test_the_rebuild_makes_the_same_rows_again(world, full):
    def told():
        names = [f.attname for f in ProvisionLine._meta.fields if f.name != "id"]
        return sorted(ProvisionLine.objects.values_list(*names), key=str)

    before = told()
    run("DELETE FROM plans_provisionline WHERE school_id = %s", [world.alder])
    Plan.objects.filter(id=full[1]).update(areas=[])
    assert services.rebuild_provision(world.alder) == 2
    assert told() == before
    assert Plan.objects.get(id=full[1]).areas == ["CI", "SEMH"]


def test_the_tree_goes_from_type_to_group_to_pupil(world, senco, full):
    found = tree(senco, world)
    assert [kind.name for kind in found.kinds] == [
        "Word-finding games with pictures", "Picture timetable checked at the start of each session",
    ]  # fmt: skip
    group = found.kinds[0].groups[0]
    assert (group.size, group.place, group.who) == (
        2,
        "Library corner",
        "Mr Osei, teaching assistant",
    )
    assert [place.child_name for place in group.places] == ["Ali Okafor"]
    assert found.totals.adult_minutes == 3 * 20 / 2 + 5 * 5
    assert found.totals.child_minutes == 3 * 20 + 5 * 5


@pytest.mark.parametrize(
    ("narrowed", "lines"),
    [({}, 2), ({"year": "6"}, 2), ({"year": "4"}, 0), ({"layer": "targeted_plus"}, 2),
     ({"layer": "specialist"}, 0), ({"area": "CI"}, 1), ({"area": "SEMH"}, 1), ({"area": "SP"}, 0),
     ({"group": "4O"}, 2), ({"group": "5X"}, 0), ({"when": "spring"}, 2), ({"when": "summer"}, 1),
     ({"when": "any"}, 2), ({"staffed": "no"}, 0), ({"when": "nonsense"}, 2)],
)  # fmt: skip
def test_totals_follow_the_filters(world, senco, full, narrowed, lines):
    assert tree(senco, world, **narrowed).totals.lines == lines


def test_what_cannot_be_read_is_counted_and_named_and_in_no_total(world, senco, full):
    a_row(world, full[1], full[0], how_often="as needed", sessions=None, minutes=30)
    a_row(world, full[1], full[0], how_often="daily", sessions=5, minutes=None, group_size=None)
    found = tree(senco, world)
    assert found.totals.unclear == 2
    assert {place.unclear for place in found.unclear} == {
        ("how often",), ("minutes", "group size"),
    }  # fmt: skip
    assert found.totals.adult_minutes == 55


def test_need_without_staff_is_shown_as_need_and_not_taken_away(world, senco, full):
    before = tree(senco, world).totals
    ProvisionLine.objects.filter(plan_id=full[1], position=0).update(who="TBC", staffed=False)
    found = tree(senco, world).totals
    assert (found.adult_minutes, found.child_minutes) == (
        before.adult_minutes,
        before.child_minutes,
    )
    assert (found.unstaffed, found.unstaffed_minutes) == (1, 30)


@pytest.mark.parametrize(
    ("who", "lines"),
    [("senco", 3), ("head", 3), ("dsl", 3), ("teacher", 1), ("assistant", 1), ("other_teacher", 0),
     ("office", 0), ("it_lead", 0), ("birch_senco", 0), ("charlie", 0)],
)  # fmt: skip
def test_totals_hold_only_children_whose_plans_one_may_open(world, full, who, lines):
    a_row(world, world.plan, world.maya)
    found = tree(world.actor(who), world)
    assert found.totals.lines == lines
    named = {p.child_name for k in found.kinds for g in k.groups for p in g.places}
    assert len(named) == min(lines, 2)


def test_a_plan_that_is_not_in_force_promises_nothing_now(world, senco, full):
    services.hold_plan(senco, plan_id=full[1], now=NOW, why="Away")
    assert tree(senco, world).totals.lines == 0


def test_who_is_named_was_looked_at(world, senco, full):
    tree(senco, world)
    leaf = AuditLeaf.objects.filter(actor_id=senco.id).latest("seq")
    assert (leaf.action, leaf.subject_ids) == ("view_plan", [full[0]])


def test_a_term_is_its_months_of_this_school_year():
    assert term_dates("spring", TODAY) == (date(2027, 1, 1), date(2027, 3, 31))
    assert term_dates("autumn", date(2027, 5, 1)) == (date(2026, 9, 1), date(2026, 12, 31))
    assert term_dates("now", TODAY) == (TODAY, TODAY)


def test_the_tree_asks_as_little_for_three_hundred_lines_as_for_three(world, senco, full):
    def asked():
        with CaptureQueriesContext(connection) as seen:
            tree(senco, world)
        return len(seen.captured_queries)

    a_row(world, full[1], full[0], sessions=None)
    few = asked()
    for n in range(300):
        a_row(world, full[1], full[0], kind=f"kind {n}", sessions=None if n % 3 else 1)
    assert asked() <= few


LINE = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["games", "talk", "maths"]),
        "place": st.sampled_from(["Hall", ""]),
        "who": st.sampled_from(["Mr Osei", ""]),
        "sessions": st.none() | st.decimals("0.0256", "10", places=4),
        "minutes": st.none() | st.integers(1, 600),
        "group_size": st.none() | st.integers(1, 60),
        "starts": st.sampled_from([None, LONG_AGO, TODAY, LATER]),
        "ends": st.sampled_from([None, LONG_AGO, TODAY, LATER]),
        "areas": st.sampled_from([[], ["CI"], ["CI", "CL"]]),
    }
)


def model(lines):
    """The same sums in plain Python."""
    whole = [x for x in lines if x["sessions"] is not None and x["minutes"] is not None]
    sized = [x for x in whole if x["group_size"] is not None]

    def adult(found):
        return sum(x["sessions"] * x["minutes"] / x["group_size"] for x in found)

    return (
        len(lines), sum(x["sessions"] for x in lines if x["sessions"] is not None),
        sum(x["sessions"] * x["minutes"] for x in whole), adult(sized),
        sum(not x["who"] for x in lines), adult([x for x in sized if not x["who"]]),
        sum(None in (x["sessions"], x["minutes"], x["group_size"]) for x in lines),
    )  # fmt: skip


def told(totals):
    return (
        totals.lines, totals.sessions, totals.child_minutes, totals.adult_minutes, totals.unstaffed,
        totals.unstaffed_minutes, totals.unclear,
    )  # fmt: skip


def near(one, other):
    return all(
        abs(Decimal(a) - Decimal(b)) < Decimal("0.000001") for a, b in zip(one, other, strict=True)
    )


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(LINE, max_size=12), st.sampled_from(["", "CI", "CL"]), st.sampled_from(["now", "any"])
)
def test_totals_equal_a_plain_models_at_every_level(world, senco, lines, area, when):
    with undone():
        for line in lines:
            a_row(world, world.plan, world.maya, staffed=bool(line["who"]), what=line["kind"],
                  **{k: v for k, v in line.items() if k != "what"})  # fmt: skip
        found = tree(senco, world, area=area, when=when)
    kept = [
        x for x in lines
        if (not area or area in x["areas"])
        and (when == "any" or ((x["starts"] or TODAY) <= TODAY and (x["ends"] or TODAY) >= TODAY))
    ]  # fmt: skip
    assert near(told(found.totals), model(kept))
    kinds, groups = defaultdict(list), defaultdict(list)
    for x in kept:
        kinds[x["kind"]].append(x)
        groups[x["kind"], x["group_size"], x["place"], x["who"]].append(x)
    assert {kind.name for kind in found.kinds} == set(kinds)
    for kind in found.kinds:
        assert near(told(kind.totals), model(kinds[kind.name]))
        for group in kind.groups:
            mine = groups[kind.name, group.size, group.place, group.who]
            assert near(told(group.totals), model(mine))
            assert len(group.places) == len(mine)
