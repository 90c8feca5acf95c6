"""The log of who did what: one leaf an act, hash-chained, and any tampering named by its first bad leaf."""

from contextlib import contextmanager

import msgspec
import pytest
from tests.factories import access as make
from tests.factories.database import as_owner

from spinney.access import services
from spinney.access.models import AuditHead, AuditLeaf
from spinney.access.services.audit import EMPTY, leaf_bytes, leaf_hash, link
from spinney.access.types import NOBODY, Action, Actor
from spinney.kernel import tenancy
from spinney.kernel.ids import uuid7
from spinney.kernel.rows import all_rows, run

pytestmark = pytest.mark.django_db
NOW = make.NOW
LEAVES = 12


@pytest.fixture
def school():
    """A school with a log of twelve leaves, numbered 0 to 11."""
    school = uuid7()
    with tenancy.acting_in([school]):
        for number in range(LEAVES):
            write(school, number=number)
        yield school


def write(school, *, actor=None, **detail):
    services.record(
        actor or Actor(uuid7(), "Sam"), Action.VIEW_PLAN, school_id=school, subjects=[uuid7()],
        now=NOW, outcome="seen", **detail,
    )  # fmt: skip


@contextmanager
def someone_who_owns_the_database():
    """The worst case: the append-only trigger is off, and every row can be rewritten."""
    with as_owner():
        run("ALTER TABLE access_auditleaf DISABLE TRIGGER append_only")
        yield
        run("ALTER TABLE access_auditleaf ENABLE TRIGGER append_only")


def change(school, sql, **params):
    with someone_who_owns_the_database():
        touched = run(sql, {"school": school, **params})
        assert touched > 0


def first_bad(school, **noted):
    report = services.verify_chain(school, **noted)
    assert report.sound is (report.first_bad is None)
    return report.first_bad


def test_a_log_that_nobody_touched_is_sound(school):
    report = services.verify_chain(school)
    assert (report.size, report.first_bad, report.sound) == (LEAVES, None, True)
    assert report.head == bytes(AuditHead.objects.get(school_id=school).hash).hex()


def test_the_empty_log_is_sound():
    report = services.verify_chain(uuid7())
    assert (report.size, report.head, report.sound) == (0, EMPTY.hex(), True)


def test_the_chain_is_made_as_written_down(school):
    """RFC 6962 leaf hashes, each link over the one before: worked out here again from the leaves alone."""
    previous = EMPTY
    for leaf, stored_leaf, stored_chain in all_rows(
        "SELECT leaf, leaf_hash, chain_hash FROM access_auditleaf WHERE school_id = %s ORDER BY seq",
        [school],
    ):
        assert leaf_hash(bytes(leaf)) == bytes(stored_leaf)
        previous = link(previous, bytes(leaf))
        assert previous == bytes(stored_chain)


TAMPERINGS = {
    "a leaf's words": (5, "UPDATE access_auditleaf SET leaf = leaf || ' ' WHERE seq = 5"),
    "one bit of a leaf": (
        5,
        "UPDATE access_auditleaf SET leaf = set_bit(leaf, 15, 1) WHERE seq = 5",
    ),
    "a leaf's hash": (4, "UPDATE access_auditleaf SET leaf_hash = sha256('x') WHERE seq = 4"),
    "a link": (3, "UPDATE access_auditleaf SET chain_hash = sha256('x') WHERE seq = 3"),
    "who": (2, "UPDATE access_auditleaf SET actor_id = gen_random_uuid() WHERE seq = 2"),
    "when": (2, "UPDATE access_auditleaf SET at = at + interval '1 microsecond' WHERE seq = 2"),
    "what": (7, "UPDATE access_auditleaf SET action = 'view_card' WHERE seq = 7"),
    "whose": (0, "UPDATE access_auditleaf SET subject_ids = '{}' WHERE seq = 0"),
    "deleted in the middle": (6, "DELETE FROM access_auditleaf WHERE seq = 6"),
    "the first deleted": (0, "DELETE FROM access_auditleaf WHERE seq = 0"),
    "cut short": (8, "DELETE FROM access_auditleaf WHERE seq >= 8"),
    "all gone": (0, "DELETE FROM access_auditleaf WHERE seq >= 0"),
    "the head": (LEAVES, "UPDATE access_audithead SET hash = sha256('x') WHERE size > 0"),
    "the head's count": (LEAVES, "UPDATE access_audithead SET size = size + 1 WHERE size > 0"),
    "one put before the first": (
        LEAVES,
        "INSERT INTO access_auditleaf SELECT gen_random_uuid(), -1, at, actor_id, action, subject_ids,"
        " leaf, leaf_hash, chain_hash, school_id FROM access_auditleaf WHERE seq = 0",
    ),
    "one added at the end": (
        LEAVES,
        "INSERT INTO access_auditleaf SELECT gen_random_uuid(), 12, at, actor_id, action, subject_ids,"
        " leaf, leaf_hash, chain_hash, school_id FROM access_auditleaf WHERE seq = 11",
    ),
}


@pytest.mark.parametrize(("bad", "sql"), TAMPERINGS.values(), ids=TAMPERINGS)
def test_tampering_is_found_and_its_first_leaf_named(school, bad, sql):
    sql = sql.replace(
        "INSERT INTO access_auditleaf SELECT", f"INSERT INTO access_auditleaf ({COLUMNS}) SELECT"
    )
    change(school, f"{sql} AND school_id = %(school)s")
    assert first_bad(school) == bad


COLUMNS = "id, seq, at, actor_id, action, subject_ids, leaf, leaf_hash, chain_hash, school_id"


def test_two_leaves_that_changed_places_are_found(school):
    change(
        school,
        "UPDATE access_auditleaf SET seq = -seq - 100 WHERE school_id = %(school)s AND seq IN (4, 9)",
    )
    change(
        school,
        "UPDATE access_auditleaf SET seq = CASE seq WHEN -104 THEN 9 ELSE 4 END"
        " WHERE school_id = %(school)s AND seq < 0",
    )
    assert first_bad(school) == 4


def test_a_leaf_slipped_in_between_is_found(school):
    change(
        school,
        "UPDATE access_auditleaf SET seq = seq + 1000 WHERE school_id = %(school)s AND seq > 5",
    )
    change(
        school,
        "UPDATE access_auditleaf SET seq = seq - 999 WHERE school_id = %(school)s AND seq > 1000",
    )
    forged = leaf_bytes(
        at=NOW, actor_id=NOBODY.id, action="view_plan", subjects=[], outcome="seen", purpose="care",
        detail={},
    )  # fmt: skip
    change(
        school,
        f"INSERT INTO access_auditleaf ({COLUMNS}) SELECT gen_random_uuid(), 6, at, actor_id, action,"
        " subject_ids, %(leaf)s, sha256('\\x00'::bytea || %(leaf)s), chain_hash, school_id"
        " FROM access_auditleaf WHERE school_id = %(school)s AND seq = 5",
        leaf=forged,
    )
    assert first_bad(school) == 6


def rebuild(school, *, since, whole=True):
    """Rewrite one leaf and hash everything after it anew; with `whole`, the head too."""
    rows = all_rows(
        "SELECT seq, leaf, chain_hash FROM access_auditleaf WHERE school_id = %s ORDER BY seq",
        [school],
    )
    previous = bytes(rows[since - 1][2]) if since else EMPTY
    for seq, leaf, _ in rows[since:]:
        text = bytes(leaf)
        if seq == since:
            told = {**msgspec.json.decode(text), "outcome": "forged"}
            text = msgspec.json.encode(told, order="sorted")
        previous = link(previous, text)
        change(
            school,
            "UPDATE access_auditleaf SET leaf = %(leaf)s, leaf_hash = %(hash)s, chain_hash = %(chain)s"
            " WHERE school_id = %(school)s AND seq = %(seq)s",
            leaf=text, hash=leaf_hash(text), chain=previous, seq=seq,
        )  # fmt: skip
    if whole:
        change(
            school, "UPDATE access_audithead SET hash = %(head)s WHERE school_id = %(school)s",
            head=previous,
        )  # fmt: skip


def test_a_log_hashed_anew_from_the_middle_no_longer_fits_its_head(school):
    rebuild(school, since=5, whole=False)
    assert first_bad(school) == LEAVES


def test_a_whole_new_chain_shows_only_against_a_head_kept_elsewhere(school):
    """Honest about the limit: someone who owns the database can rebuild everything inside it."""
    early, late = head_at(school, 4), head_at(school, LEAVES)
    rebuild(school, since=5)
    assert first_bad(school) is None
    assert first_bad(school, noted={LEAVES: late}) == 0
    # The nearer the noted heads, the closer the answer: between leaf 4 and leaf 11.
    assert first_bad(school, noted={4: early, LEAVES: late}) == 4
    assert first_bad(school, noted={4: early}) is None


def head_at(school, size):
    return bytes(AuditLeaf.objects.get(school_id=school, seq=size - 1).chain_hash).hex()


def test_a_log_cut_short_with_its_head_shows_against_a_noted_head(school):
    late = head_at(school, LEAVES)
    head = head_at(school, 8)
    change(school, "DELETE FROM access_auditleaf WHERE school_id = %(school)s AND seq >= 8")
    change(
        school, "UPDATE access_audithead SET size = 8, hash = %(head)s WHERE school_id = %(school)s",
        head=bytes.fromhex(head),
    )  # fmt: skip
    assert first_bad(school) is None
    assert first_bad(school, noted={LEAVES: late}) == 8


def test_a_noted_head_of_the_empty_log_must_be_the_empty_one(school):
    assert first_bad(school, noted={0: EMPTY.hex()}) is None
    assert first_bad(school, noted={0: "00"}) == 0


def test_one_schools_log_does_not_touch_anothers(school):
    other = uuid7()
    with tenancy.acting_in([other]):
        write(other)
    change(school, "DELETE FROM access_auditleaf WHERE school_id = %(school)s")
    with tenancy.acting_in([other]):
        assert first_bad(other) is None


def test_a_long_log_is_walked_in_parts():
    school = uuid7()
    with tenancy.acting_in([school]):
        leaf = leaf_bytes(
            at=NOW, actor_id=NOBODY.id, action="x", subjects=[], outcome="done", purpose="care",
            detail={},
        )  # fmt: skip
        run(
            "SELECT count(access_append_leaf(%s, gen_random_uuid(), %s, %s, 'x', '{}', %s))"
            " FROM generate_series(1, 5003)",
            [school, NOW, NOBODY.id, leaf],
        )
        assert services.verify_chain(school).size == 5003
        assert first_bad(school) is None


class TestWriting:
    def test_a_look_at_nobody_leaves_nothing(self, school):
        services.record_sight(
            Actor(uuid7(), "Sam"), Action.VIEW_PLAN, school_id=school, subjects=[], now=NOW
        )
        assert AuditLeaf.objects.count() == LEAVES

    def test_a_leaf_holds_ids_and_codes_and_no_names(self, school):
        write(school, actor=Actor(uuid7(), "Sam Senco"), line="x")
        assert b"Sam" not in bytes(AuditLeaf.objects.latest("seq").leaf)

    def test_a_refusal_is_kept_by_every_school_that_knows_the_person(self):
        alder, birch, user = uuid7(), uuid7(), make.a_user()
        actor = Actor(user, "Sam", tied_schools=frozenset({alder, birch}))
        services.record_refusal(actor, "plan", subject_id=uuid7(), why="no_grant", now=NOW)
        for school in (alder, birch):
            with tenancy.acting_in([school]):
                leaf = msgspec.json.decode(bytes(AuditLeaf.objects.get().leaf))
                assert (leaf["outcome"], leaf["detail"]["why"]) == ("refused", "no_grant")
