"""Change a school's bank. Shipped entries are never copied: a school keeps only what it says differently."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from spinney.access import services as access
from spinney.access.types import Action, Actor
from spinney.events.services import emit
from spinney.kernel.errors import BadInput, NotNow
from spinney.kernel.ids import uuid7
from spinney.kernel.rows import run
from spinney.plans.events import BankChanged
from spinney.plans.models import BankEntry
from spinney.plans.rules import bank as rules
from spinney.plans.services.bank_held import item_of
from spinney.plans.types.bank import CameFrom, Entry

MOST_OWN: Final = 500
FULL: Final = (
    f"A school’s bank holds at most {MOST_OWN} entries of its own. Hide or share some first."
)


def add_bank_entry(actor: Actor, *, school_id: UUID, entry: Entry, now: datetime) -> str:
    """Add an entry of the school's own; returns the code that it goes by from now on."""
    access.require_in_school(actor, Action.LEAD_SEND, school_id=school_id)
    lock(school_id)
    kept = _kept(entry, code=f"own-{uuid7().hex[-12:]}")
    room_for(school_id, 1)
    store(actor, school_id, kept, came_from=None, now=now)
    tell(actor, school_id, "added", [kept.code], now=now)
    return kept.code


def change_bank_entry(
    actor: Actor, *, school_id: UUID, entry: Entry, base_version: int, now: datetime
) -> int:
    """Put the school's words in place of an entry's. `base_version` is the version that the writer saw."""
    access.require_in_school(actor, Action.LEAD_SEND, school_id=school_id)
    lock(school_id)
    item = item_of(school_id, entry.code)
    if item.entry.version != base_version:
        raise NotNow(
            "Someone else changed this entry meanwhile. Copy your words, then open it again."
        )
    kept = _kept(entry, code=entry.code)
    if kept.kind is not item.entry.kind:
        raise BadInput("An entry keeps its kind. Add a new one instead.", field="kind")
    if rules.same_words(kept, item.entry):
        return item.entry.version
    if not item.own:
        room_for(school_id, 1)
    came = item.came_from or CameFrom("shipped", entry.code, item.entry.version)
    version = store(actor, school_id, kept, came_from=came, now=now)
    tell(actor, school_id, "changed", [kept.code], now=now)
    return version


def hide_bank_entry(actor: Actor, *, school_id: UUID, code: str, now: datetime) -> None:
    """Take an entry out of the school's bank. Plans that use it keep their words, and it can be brought back."""
    _set_hidden(actor, school_id, code, hidden=True, now=now)


def show_bank_entry(actor: Actor, *, school_id: UUID, code: str, now: datetime) -> None:
    """Bring back an entry that was hidden."""
    _set_hidden(actor, school_id, code, hidden=False, now=now)


def _set_hidden(actor: Actor, school_id: UUID, code: str, *, hidden: bool, now: datetime) -> None:
    access.require_in_school(actor, Action.LEAD_SEND, school_id=school_id)
    lock(school_id)
    item = item_of(school_id, code)
    if item.hidden is hidden:
        return
    BankEntry.objects.update_or_create(
        school_id=school_id, code=code,
        defaults={"hidden": hidden, **_by(actor, now)},
        create_defaults={"hidden": hidden, "kind": item.entry.kind, **_by(actor, now)},
    )  # fmt: skip
    tell(actor, school_id, "hidden" if hidden else "shown", [code], now=now)


def use_original_entry(actor: Actor, *, school_id: UUID, code: str, now: datetime) -> None:
    """Let the school's own words for a shipped entry go, so that the shipped ones stand again."""
    access.require_in_school(actor, Action.LEAD_SEND, school_id=school_id)
    lock(school_id)
    item = item_of(school_id, code)
    if item.original is None:
        raise NotNow("This entry is your school’s own, so there is no original. You can hide it.")
    if BankEntry.objects.filter(school_id=school_id, code=code, body__isnull=False).delete()[0]:
        tell(actor, school_id, "original", [code], now=now)


def lock(school_id: UUID) -> None:
    """One writer at a time in a school's bank: the first change of a shipped entry has no row to lock."""
    run("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"bank:{school_id}"])


def _kept(entry: Entry, *, code: str) -> Entry:
    given = msgspec.convert({**msgspec.to_builtins(entry), "code": code}, Entry)
    kept, faults = rules.cleaned(given)
    if faults:
        raise BadInput(f"{faults[0].cause} {faults[0].remedy}", field=faults[0].field)
    return kept


def room_for(school_id: UUID, more: int) -> None:
    if BankEntry.objects.filter(school_id=school_id, body__isnull=False).count() + more > MOST_OWN:
        raise NotNow(FULL)


def store(
    actor: Actor, school_id: UUID, entry: Entry, *, came_from: CameFrom | None, now: datetime
) -> int:
    """Write the school's own words under their next version; returns it. Call under `lock`."""
    body = {k: v for k, v in msgspec.to_builtins(entry).items() if k != "version"}
    row, made = BankEntry.objects.get_or_create(
        school_id=school_id, code=entry.code,
        defaults={
            "kind": entry.kind, "body": body, "version": 1, "came_from": _plain(came_from),
            **_by(actor, now),
        },
    )  # fmt: skip
    if made:
        return 1
    row.body, row.version, row.kind = body, row.version + 1, entry.kind
    row.came_from = _plain(came_from)
    row.changed_by, row.changed_by_name, row.changed_at = actor.id, actor.display_name, now
    row.save()
    return row.version


def _plain(came_from: CameFrom | None) -> dict[str, Any] | None:
    return msgspec.to_builtins(came_from) if came_from else None


def _by(actor: Actor, now: datetime) -> dict[str, Any]:
    return {"changed_by": actor.id, "changed_by_name": actor.display_name, "changed_at": now}


def tell(actor: Actor, school_id: UUID, what: str, codes: Sequence[str], *, now: datetime) -> None:
    access.record(
        actor, Action.LEAD_SEND, school_id=school_id, now=now, bank=what, codes=list(codes)
    )
    emit(
        BankChanged(school_id=school_id, subject_id=school_id, what=what, codes=list(codes)),
        now=now,
    )
