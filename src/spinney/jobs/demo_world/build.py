"""Build the demo world: the same seed and day give the same world, to the last comma."""

from datetime import date

from spinney.jobs.demo_world.cases import add_cases, scripted_sen
from spinney.jobs.demo_world.contacts import (
    add_contacts,
    add_family_ties,
    add_staff_ties,
    open_accounts,
)
from spinney.jobs.demo_world.maker import Maker, begin
from spinney.jobs.demo_world.personas import choose_personas
from spinney.jobs.demo_world.plans import choose_children, make_desk, write_plans
from spinney.jobs.demo_world.roster import Roster
from spinney.jobs.demo_world.schools import FULL, Scale
from spinney.jobs.demo_world.sen import assign_sen, first_need
from spinney.jobs.demo_world.staffing import hire_leaders
from spinney.jobs.demo_world.timetable import class_timetables
from spinney.jobs.demo_world.timetable_secondary import secondary_timetable
from spinney.jobs.demo_world.types import World


def build(seed: int, today: date, scale: Scale = FULL) -> World:
    maker = begin(seed, today, scale)
    hire_leaders(maker)
    roster = Roster(maker)
    cases = add_cases(maker, roster)
    roster.fill()
    assign_sen(maker, scripted_sen(maker))
    class_timetables(maker, roster.specs)
    secondary_timetable(maker)
    children = choose_children(maker)
    open_accounts(maker, roster.families, {child.id for child in children})
    around = add_contacts(maker, roster.families)
    add_family_ties(maker, roster.families, around)
    add_staff_ties(maker)
    write_plans(make_desk(maker, around, first_need(maker)), children)
    choose_personas(maker, cases)
    return _freeze(maker)


def _freeze(maker: Maker) -> World:
    return World(
        seed=maker.seed, today=maker.today, trust=maker.trust, schools=tuple(maker.schools.values()),
        users=tuple(maker.users), memberships=tuple(maker.memberships), staff=tuple(maker.staff),
        children=tuple(maker.children.values()), enrolments=tuple(maker.enrolments),
        sen_statuses=tuple(maker.sen_statuses), sen_needs=tuple(maker.sen_needs),
        carers=tuple(maker.carers), contacts=tuple(maker.contacts),
        court_orders=tuple(maker.court_orders), ties=tuple(maker.ties), denials=tuple(maker.denials),
        groups=tuple(maker.groups), group_children=tuple(maker.group_children),
        group_staff=tuple(maker.group_staff), lessons=tuple(maker.lessons), plans=tuple(maker.plans),
        personas=tuple(maker.personas), cases=tuple(sorted(maker.cases.items())),
    )  # fmt: skip
