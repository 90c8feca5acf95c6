"""kill -9 at random moments: nothing acknowledged is lost, nothing is half-written, and the checker is proved."""

import random
import time
from dataclasses import replace

import pytest
from tests.durability.checker import Save, faults
from tests.durability.site import Site
from tests.durability.writers import Writer, acknowledged, at_work, until_answered
from tests.factories.database import as_owner
from tests.factories.plans import save

from spinney.kernel import tenancy
from spinney.kernel.rows import run

pytestmark = pytest.mark.durability
ROUNDS, MANY_ROUNDS, RELAY_EVERY = 20, 300, 3
EACH = 8  # answers that are waited for before most kills


def one_round(
    site: Site, spare: Site, writers: list[Writer], session: str, dice: random.Random
) -> None:
    """`site` is up: let them write for a moment and kill everything of it, while the next server starts."""
    spare.start()
    for writer in writers:
        writer.look()
    kept = acknowledged(writers)
    _, threads = at_work(writers, site.port, session)
    # Most are killed in the midst of work, some on their first request.
    until_answered(writers, threads, kept + (EACH if dice.random() < 0.75 else 0))
    time.sleep(dice.uniform(0, 0.3))
    site.kill()
    for thread in threads:
        thread.join(30)
    spare.wait()


def rounds(site: Site, writers, session, number: int) -> tuple[int, list[str]]:
    """How many acts were acknowledged, and every fault found after any of the kills."""
    dice, found = random.Random(number), []
    spare = replace(site, parts=[])
    site.start()
    site.wait()
    try:
        for turn in range(number):
            if turn % RELAY_EVERY == 0:
                site.start_relay()  # killed with its server, at whatever it was doing
            one_round(site, spare, writers, session, dice)
            site, spare = spare, site
            if found := all_faults(writers):
                break
    finally:
        site.kill()
        spare.kill()
    assert [s for w in writers for s in w.surprises] == []
    return acknowledged(writers), found


def all_faults(writers) -> list[str]:
    saves = [each for writer in writers for each in writer.saves]
    published = [each for writer in writers for each in writer.published]
    return faults(writers[0].school, saves, published)


def test_twenty_kills_lose_nothing_and_leave_nothing_half_written(site, writers, session):
    told, found = rounds(site, writers, session, ROUNDS)
    assert found == []
    assert told > ROUNDS * 4


@pytest.mark.slow
def test_three_hundred_kills_lose_nothing_and_leave_nothing_half_written(site, writers, session):
    told, found = rounds(site, writers, session, MANY_ROUNDS)
    assert found == []
    assert told > MANY_ROUNDS * 4


def test_an_event_written_after_the_commit_is_caught(site, writers, session):
    """The planted fault, run by the same server, killed the same way, found by the same checker."""
    site.settings = "tests.durability.planted_settings"
    _, found = rounds(site, writers, session, ROUNDS)
    assert any("has no event" in fault for fault in found)


class TestChecker:
    """The checker on a quiet database: each kind of loss, planted by the owner, is named."""

    @pytest.fixture
    def kept(self, writers, senco):
        writer = writers[0]
        with tenancy.acting_in([writer.school]):
            rev = save(senco, writer.plan, writer.line, "how_to_help", "Wait ten seconds.")
            from tests.factories.access import NOW

            from spinney.plans.services import publish_plan

            publish_plan(senco, plan_id=writer.plan, why="", now=NOW)
        return Save(str(writer.line), "how_to_help", rev, "Wait ten seconds.")

    def after(self, writers, kept, sql) -> list[str]:
        school = writers[0].school
        with tenancy.acting_in([school]), as_owner():
            run("ALTER TABLE access_auditleaf DISABLE TRIGGER append_only")
            assert run(sql, {"school": school, "line": kept.line}) > 0
            run("ALTER TABLE access_auditleaf ENABLE TRIGGER append_only")
        return faults(school, [kept], [])

    def test_a_sound_database_has_no_faults(self, writers, kept):
        assert faults(writers[0].school, [kept], []) == []

    @pytest.mark.parametrize(
        ("sql", "told"),
        [
            (
                "UPDATE plans_draft_line SET values = values - 'how_to_help' WHERE id = %(line)s",
                "lost",
            ),
            (
                "UPDATE plans_draft_line SET revs = revs - 'how_to_help' WHERE id = %(line)s",
                "leaf of a save that is not there",
            ),
            (
                "DELETE FROM events_outbox WHERE school_id = %(school)s AND data ->> 'field' = 'how_to_help'",
                "has no event",
            ),
            (
                "DELETE FROM access_auditleaf WHERE school_id = %(school)s AND seq ="
                " (SELECT max(seq) FROM access_auditleaf WHERE school_id = %(school)s"
                "  AND action = 'edit_plan' AND leaf::text LIKE '%%')",
                "the chain breaks",
            ),
            ("DELETE FROM plans_card WHERE school_id = %(school)s", "card 0"),
            ("DELETE FROM plans_version WHERE school_id = %(school)s", "newest 0"),
            (
                "UPDATE plans_plan SET version = version + 1 WHERE school_id = %(school)s AND version > 0",
                "version 2, card 1",
            ),
            (
                "DELETE FROM events_outbox WHERE school_id = %(school)s AND type LIKE '%%published%%'",
                "version",
            ),
            (
                "INSERT INTO events_outbox SELECT gen_random_uuid(), type, subject_id, at, data, relayed_at,"
                " attempts, next_try_at, last_fault, school_id FROM events_outbox"
                " WHERE school_id = %(school)s AND data ->> 'field' = 'how_to_help'",
                "second event",
            ),
        ],
    )
    def test_each_kind_of_damage_is_named(self, writers, kept, sql, told):
        columns = "(id, type, subject_id, at, data, relayed_at, attempts, next_try_at, last_fault, school_id)"
        sql = sql.replace("INTO events_outbox SELECT", f"INTO events_outbox {columns} SELECT")
        assert any(told in fault for fault in self.after(writers, kept, sql))
