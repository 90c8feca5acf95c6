"""Settle a batch: match each child, work out what changes, and write it in a handful of statements."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from spinney.access import services as access
from spinney.access.types import Action, Actor
from spinney.kernel.errors import NotFound
from spinney.kernel.ids import uuid7
from spinney.kernel.rows import all_rows, one_row, run
from spinney.people.services.intake import adults, child, groups, sen, sql
from spinney.people.services.intake.closing import close_and_propose
from spinney.people.services.intake.draft import Draft
from spinney.people.services.intake.known import Known, load
from spinney.people.services.intake.match import match
from spinney.people.services.intake.types import (
    Incoming,
    Outcome,
    OutcomeKind,
    Outcomes,
    Record,
    Source,
)


def settle(
    actor: Actor,
    *,
    school_id: UUID,
    batch: list[Incoming],
    source: Source,
    now: datetime,
    writing: bool,
) -> Outcomes:
    """Work out what the batch changes; write it only when `writing`. Needs a transaction in scope."""
    access.require_in_school(actor, Action.IMPORT_PUPILS, school_id=school_id)
    known = load(school_id, batch)
    settled = Outcomes()
    drafts: list[tuple[Draft, Record]] = []
    taken: set[str] = set()
    for incoming in batch:
        found, why = match(incoming, known)
        if found and found["id"] in taken:
            found, why = None, "Another row of this file is about the same child."
        if why:
            settled.outcomes.append(_unsure(incoming, why))
            continue
        draft, record = _draft(school_id, incoming, found, source, known)
        taken.add(draft.child_id)
        settled.outcomes.append(_outcome(draft, record, incoming))
        drafts.append((draft, record))
    _name_who_decided(settled)
    if writing:
        _write(drafts)
        close_and_propose(actor, school_id, [d for d, _ in drafts], source, settled, now=now)
    return settled


def _draft(
    school_id: UUID, incoming: Incoming, found: Record | None, source: Source, known: Known
) -> tuple[Draft, Record]:
    if found is None:
        record, draft = child.new_child(school_id, incoming, source)
    else:
        record = found
        draft = Draft(school_id=school_id, child_id=found["id"], source=source, is_new=False)
    child.settle_row(draft, record, incoming)
    child.settle_numbers(draft, incoming, known)
    child.settle_enrolment(draft, record, incoming, known)
    sen.settle_sen(draft, record, incoming, known.sen_statuses.get(draft.child_id, []))
    sen.settle_needs(draft, incoming, known.sen_needs.get(draft.child_id, []))
    groups.settle_groups(draft, incoming, known)
    adults.settle_adults(draft, incoming, known)
    return draft, record


def _outcome(draft: Draft, record: Record, incoming: Incoming) -> Outcome:
    kind = OutcomeKind.CHANGED if draft.changed else OutcomeKind.LEFT
    return Outcome(
        kind=OutcomeKind.ADDED if draft.is_new else kind,
        line=incoming.line,
        row=incoming.row,
        name=f"{record['forename']} {record['surname']}".strip(),
        child_id=UUID(draft.child_id),
        fields=tuple(draft.changed),
        held=tuple(draft.held),
    )


def _unsure(incoming: Incoming, why: str) -> Outcome:
    return Outcome(OutcomeKind.UNSURE, incoming.line, incoming.row, incoming.name, why=why)


def _name_who_decided(settled: Outcomes) -> None:
    """Held values name the person who corrected them; an account that is gone is "a colleague"."""
    ids = {held.held_by for outcome in settled.outcomes for held in outcome.held if held.held_by}
    rows = all_rows(
        "SELECT id::text, display_name FROM access_user WHERE id::text = ANY(%s)", [list(ids)]
    )
    names: dict[str, str] = dict(rows)
    settled.outcomes = [
        replace(
            outcome,
            held=tuple(
                replace(held, held_by=names.get(held.held_by, "a colleague"))
                for held in outcome.held
            ),
        )
        for outcome in settled.outcomes
    ]


def _write(drafts: Iterable[tuple[Draft, Record]]) -> None:
    rows: list[tuple[str, Record]] = []
    renamed: list[Record] = []
    for draft, record in drafts:
        rows += draft.rows
        if draft.is_new or set(child.NAMES) & set(draft.changed):
            renamed.append(record)
    sql.write(rows)
    _index_names(renamed)


def _index_names(children: list[Record]) -> None:
    if not children:
        return
    run(
        "DELETE FROM people_nameword WHERE school_id = %s AND child_id = ANY(%s::uuid[])",
        [children[0]["school_id"], [record["id"] for record in children]],
    )
    sql.write(
        (
            "people_nameword",
            {
                "id": str(uuid7()),
                "school_id": record["school_id"],
                "child_id": record["id"],
                "word": word,
            },
        )
        for record in children
        for word in child.words_of(record)
    )


def roll_size(school_id: UUID) -> int:
    row = one_row(
        "SELECT count(*) FROM people_child WHERE school_id = %s AND left_on IS NULL", [school_id]
    )
    return int(row[0]) if row else 0


def missing_from(
    school_id: UUID, seen: Iterable[UUID], *, most: int
) -> tuple[int, tuple[tuple[UUID, str], ...]]:
    """How many on the roll are not among `seen`, and the first of them by name."""
    rows = all_rows(
        "SELECT id, trim(forename || ' ' || surname) AS name, count(*) OVER () FROM people_child"
        " WHERE school_id = %s AND left_on IS NULL AND NOT id = ANY(%s) ORDER BY name LIMIT %s",
        [school_id, list(seen), most],
    )
    return (rows[0][2] if rows else 0), tuple((child_id, name) for child_id, name, _ in rows)


def school_numbers(school_id: UUID) -> tuple[str, str]:
    """URN and LAESTAB."""
    row = one_row("SELECT urn, laestab FROM people_school WHERE id = %s", [school_id])
    if row is None:
        raise NotFound("There is no such school here.")
    return row[0], row[1]
