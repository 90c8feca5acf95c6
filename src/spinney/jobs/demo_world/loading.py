"""Write a world into the database: set by set, in one transaction, with a sound audit chain in every school."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

from spinney.access.services.bulk import record_past, take_over_accounts
from spinney.jobs.demo_world import tables
from spinney.jobs.demo_world.past import Past
from spinney.jobs.demo_world.translation import add_translation
from spinney.jobs.demo_world.types import World
from spinney.kernel import tenancy
from spinney.people.services.load import add_schools, take_over_people
from spinney.plans.services.load import take_over_plans

KEPT_EVENTS = timedelta(days=30)
Say = Callable[[str], None]


def _quiet(words: str) -> None:
    """Say nothing."""


def load(world: World, *, say: Say = _quiet) -> None:
    """All or nothing. Schools are public facts, so this needs the owner of the database."""
    with tenancy.acting_in(school.id for school in world.schools):
        add_schools(trusts=tables.trusts(world), schools=tables.schools(world))
        load_into_schools(world, say=say)


def load_into_schools(world: World, *, say: Say = _quiet) -> None:
    """Everything that the schools own, within a scope that reaches them."""
    say(f"{len(world.users):,} accounts and {len(world.ties):,} ties")
    take_over_accounts(
        users=tables.users(world), memberships=tables.memberships(world),
        subjects=tables.subjects(world), ties=tables.ties(world), denials=tables.denials(world),
    )  # fmt: skip
    say(
        f"{len(world.children):,} children, {len(world.carers):,} carers, {len(world.lessons):,} lessons"
    )
    take_over_people(tables.people(world))
    versions = sum(len(plan.versions) for plan in world.plans)
    say(f"{len(world.plans):,} plans in {versions:,} versions")
    past = Past(world)
    since = datetime.combine(world.today, time(), UTC) - KEPT_EVENTS
    acts = take_over_plans(past.plans(), events_since=since)
    leaves = record_past([*past.access_acts(), *acts, *past.looks()])
    say(f"{leaves:,} leaves of the audit log")
    add_translation(world)
