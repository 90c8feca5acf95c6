"""Give entries of the bank to another school as a file, and take over theirs."""

from collections.abc import Collection
from datetime import datetime
from typing import Final
from uuid import UUID

from spinney.access import services as access
from spinney.access.types import Action, Actor
from spinney.kernel.errors import BadInput
from spinney.plans.rules import bank_file
from spinney.plans.rules.bank_find import find
from spinney.plans.services.bank import lock, room_for, store, tell
from spinney.plans.services.bank_held import bank_of
from spinney.plans.types.bank import BankFilter, BankItem, BankPreview, CameFrom, FileEntry

MOST_BANK_BYTES: Final = bank_file.MOST_BYTES
NOTHING: Final = "Tick at least one entry."


def share_bank_entries(
    actor: Actor, *, school_id: UUID, school_name: str, codes: Collection[str], now: datetime
) -> bytes:
    """The chosen entries as a file. It holds no name of a child or of a member of staff."""
    access.require_in_school(actor, Action.LEAD_SEND, school_id=school_id)
    wanted = set(codes)
    items = [x for x in find(bank_of(school_id).values(), BankFilter()) if x.entry.code in wanted]
    if not items:
        raise BadInput(NOTHING, field="codes")
    access.record(
        actor, Action.LEAD_SEND, school_id=school_id, now=now, bank="shared",
        codes=[item.entry.code for item in items],
    )  # fmt: skip
    return bank_file.as_file(items, school=school_name, now=now)


def take_over_bank_file(
    actor: Actor,
    *,
    school_id: UUID,
    data: bytes,
    now: datetime,
    only: Collection[str] | None = None,
) -> BankPreview:
    """Add and change what the file says, or of it only the codes in `only`. The same file twice changes nothing."""
    access.require_in_school(actor, Action.LEAD_SEND, school_id=school_id)
    lock(school_id)
    bank = bank_of(school_id)
    found = bank_file.read_file(data, bank=bank)
    taken = [
        item
        for item in (*found.which("added"), *found.which("changed"))
        if only is None or item.entry.code in only
    ]
    room_for(school_id, sum(not _is_own(bank.get(item.entry.code)) for item in taken))
    for item in taken:
        came = CameFrom(found.from_school, item.entry.code, item.entry.version)
        store(actor, school_id, item.entry, came_from=came, now=now)
    for what in ("added", "changed"):
        if codes := [item.entry.code for item in taken if item.what == what]:
            tell(actor, school_id, f"taken-{what}", codes, now=now)
    return BankPreview(found.from_school, _with_left(found, taken), found.faults)


def _is_own(item: BankItem | None) -> bool:
    return item is not None and item.own


def _with_left(found: BankPreview, taken: list[FileEntry]) -> tuple[FileEntry, ...]:
    return tuple(x if x in taken else FileEntry(x.entry, "left") for x in found.entries)
