"""What must be true of the database after any crash, whatever the writers were told. Faults in words."""

from dataclasses import dataclass
from uuid import UUID

from spinney.access.services import verify_chain
from spinney.kernel import tenancy
from spinney.kernel.rows import all_rows


@dataclass(frozen=True, slots=True)
class Save:
    """A field that the server said it had kept."""

    line: str
    field: str
    rev: int
    value: str


@dataclass(frozen=True, slots=True)
class Published:
    plan: str
    least: int  # the version that was acknowledged, or a later one


FIELDS_SQL = """
SELECT l.id::text, r.key, r.value::int, l.values ->> r.key
  FROM plans_draft_line l, jsonb_each_text(l.revs) r WHERE l.school_id = %s
"""
LEAVES_SQL = """
SELECT d ->> 'line', d ->> 'field', (d ->> 'rev')::int
  FROM access_auditleaf a, LATERAL (SELECT convert_from(a.leaf, 'UTF8')::jsonb -> 'detail' AS d) x
 WHERE a.school_id = %s AND a.action = 'edit_plan' AND d ? 'rev'
"""
EVENTS_SQL = """
SELECT data ->> 'line_id', data ->> 'field', (data ->> 'rev')::int FROM events_outbox
 WHERE school_id = %s AND type = 'spinney.plan.draft-saved.v1'
"""
VERSIONS_SQL = "SELECT plan_id::text, number FROM plans_version WHERE school_id = %s"
TOLD_SQL = """
SELECT subject_id::text, (data ->> 'version')::int FROM events_outbox
 WHERE school_id = %s AND type = 'spinney.plan.published.v1'
"""
SIGNED_SQL = """
SELECT p.id::text, (convert_from(a.leaf, 'UTF8')::jsonb -> 'detail' ->> 'version')::int
  FROM access_auditleaf a JOIN plans_plan p ON p.school_id = a.school_id AND p.child_id = a.subject_ids[1]
 WHERE a.school_id = %s AND a.action = 'publish_plan'
"""
PLANS_SQL = """
SELECT p.id::text, p.version, coalesce(c.version, 0), coalesce((SELECT max(number) FROM plans_version v
       WHERE v.school_id = p.school_id AND v.plan_id = p.id), 0)
  FROM plans_plan p LEFT JOIN plans_card c ON c.school_id = p.school_id AND c.plan_id = p.id
 WHERE p.school_id = %s
"""


def faults(school: UUID, saves: list[Save], published: list[Published]) -> list[str]:
    with tenancy.acting_in([school]):
        return [*_lost(school, saves, published), *_half_written(school), *_chain(school)]


def _lost(school: UUID, saves: list[Save], published: list[Published]) -> list[str]:
    now = {(line, name): (rev, value) for line, name, rev, value in all_rows(FIELDS_SQL, [school])}
    found = []
    for save in saves:
        rev, value = now.get((save.line, save.field), (0, None))
        if rev < save.rev or (rev == save.rev and value != save.value):
            found.append(f"lost: {save}, the line has rev {rev} '{value}'")
    newest = {plan: version for plan, version, *_ in all_rows(PLANS_SQL, [school])}
    found += [f"lost: {each}" for each in published if newest.get(each.plan, 0) < each.least]
    return found


def _half_written(school: UUID) -> list[str]:
    fields = {
        (line, name, rev)
        for line, name, last, _ in all_rows(FIELDS_SQL, [school])
        for rev in range(1, last + 1)
    }
    found = _differ("save", fields, all_rows(LEAVES_SQL, [school]), all_rows(EVENTS_SQL, [school]))
    versions = {tuple(row) for row in all_rows(VERSIONS_SQL, [school])}
    found += _differ(
        "version", versions, all_rows(SIGNED_SQL, [school]), all_rows(TOLD_SQL, [school])
    )
    for plan, version, card, newest in all_rows(PLANS_SQL, [school]):
        if not version == card == newest:
            found.append(f"plan {plan}: version {version}, card {card}, newest {newest}")
    return found


def _differ(what: str, facts: set, leaves: list, events: list) -> list[str]:
    """Fact, leaf and event, each exactly once and all three together."""
    found = []
    for name, rows in (("leaf", leaves), ("event", events)):
        told = [tuple(row) for row in rows]
        found += [f"{what} {fact} has no {name}" for fact in sorted(facts - set(told))]
        found += [
            f"{name} of a {what} that is not there: {row}" for row in sorted(set(told) - facts)
        ]
        if len(told) != len(set(told)):
            found.append(f"a {what} has a second {name}")
    return found


def _chain(school: UUID) -> list[str]:
    report = verify_chain(school)
    return [] if report.sound else [f"the chain breaks at leaf {report.first_bad}"]
