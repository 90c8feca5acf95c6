"""Take over what lies beyond a plan's words: the EHCP's items, what lines are joined to, what children lack."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from spinney.access.services.bulk import PastAct
from spinney.access.types import Action, Actor
from spinney.events.types import Event
from spinney.guidance.packages import catalogue
from spinney.kernel.ids import uuid7
from spinney.plans.events import EhcpItemsChanged, UnmetNeedRecorded
from spinney.plans.rules import belongs as rules
from spinney.plans.rules.carried import is_written, print_of
from spinney.plans.types import Line
from spinney.plans.types.belongs import Item
from spinney.plans.types.unmet import UnmetReason

BEYOND_TABLES = ("plans_ehcp_item", "plans_unmet_need", "plans_unmet_step")
Rows = Mapping[str, list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class PastStepTaken:
    on: date
    at: datetime
    what: str
    told: str


@dataclass(frozen=True, slots=True)
class PastUnmet:
    """An open record: what a child goes without."""

    line: UUID | None
    about: str
    missing: str
    since: date
    reason: UnmetReason
    known_from: str
    at: datetime
    steps: tuple[PastStepTaken, ...] = ()


@dataclass(frozen=True, slots=True)
class PastBeyond:
    """`items` are the EHCP's by section; `joins` say what each line of the newest version belongs to: letters,
    labels of items ("F1") and keys of packages."""

    at: datetime
    items: Mapping[str, tuple[str, ...]]
    joins: Mapping[UUID, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]]
    unmet: tuple[PastUnmet, ...] = ()


@dataclass(frozen=True, slots=True)
class Owner:
    plan_id: UUID
    school_id: UUID
    child_id: UUID
    author: Actor


def add_beyond(
    rows: Rows, owner: Owner, past: PastBeyond | None
) -> tuple[dict[UUID, rules.Kept], dict[str, rules.Frozen], list[tuple[PastAct, datetime, Event]]]:
    """What each line belongs to, as the draft and as the version keep it; and what goes on the log and the feed."""
    if past is None:
        return {}, {}, []
    items = _items(rows, owner, past)
    kept, frozen = _joins(past, items)
    told = [*_told_items(owner, past), *(_add_unmet(rows, owner, each) for each in past.unmet)]
    return kept, frozen, told


def _items(rows: Rows, owner: Owner, past: PastBeyond) -> dict[str, Item]:
    found = {}
    for section, words in past.items.items():
        for number, text in enumerate(words, start=1):
            item = Item(uuid7(), section, number, text)
            found[item.label] = item
            rows["plans_ehcp_item"].append(
                {
                    "id": item.id, "school_id": owner.school_id, "child_id": owner.child_id,
                    "section": section, "number": number, "words": text, "added_at": past.at,
                    "added_by": owner.author.id, "added_by_name": owner.author.display_name,
                    "ended_at": None, "ended_by_name": "",
                }
            )  # fmt: skip
    return found


def _joins(
    past: PastBeyond, items: Mapping[str, Item]
) -> tuple[dict[UUID, rules.Kept], dict[str, rules.Frozen]]:
    by_id = {str(item.id): item for item in items.values()}
    packages = {package.key: package for package in catalogue()}
    kept, frozen = {}, {}
    for line, (letters, labels, keys) in past.joins.items():
        kept[line] = rules.kept_from(letters, [str(items[x].id) for x in labels], keys)
        frozen[str(line)] = rules.frozen_to(rules.resolved(kept[line], by_id, packages))
    return kept, frozen


def _told_items(owner: Owner, past: PastBeyond) -> Iterator[tuple[PastAct, datetime, Event]]:
    for section, words in past.items.items():
        act = _act(owner, past.at, ehcp=section, added=len(words), ended=0)
        yield act, past.at, EhcpItemsChanged(
            school_id=owner.school_id, subject_id=owner.child_id, child_id=owner.child_id,
            section=section, added=len(words), ended=0,
        )  # fmt: skip


def _add_unmet(rows: Rows, owner: Owner, past: PastUnmet) -> tuple[PastAct, datetime, Event]:
    made, by = uuid7(), owner.author
    rows["plans_unmet_need"].append(
        {
            "id": made, "school_id": owner.school_id, "child_id": owner.child_id,
            "plan_id": owner.plan_id, "line": past.line, "about": past.about,
            "missing": past.missing, "since": past.since, "reason": past.reason,
            "known_from": past.known_from, "recorded_at": past.at, "recorded_by": by.id,
            "recorded_by_name": by.display_name, "closing": "", "closed_on": None, "closed_how": "",
            "closed_at": None, "closed_by": None, "closed_by_name": "",
        }
    )  # fmt: skip
    rows["plans_unmet_step"].extend(
        {
            "id": uuid7(), "school_id": owner.school_id, "unmet_id": made, "on": step.on,
            "what": step.what, "told": step.told, "at": step.at, "by": by.id,
            "by_name": by.display_name,
        }
        for step in past.steps
    )  # fmt: skip
    event = UnmetNeedRecorded(
        school_id=owner.school_id, subject_id=made, child_id=owner.child_id, plan_id=owner.plan_id,
        line_id=past.line, code=past.reason.value, since=past.since,
    )  # fmt: skip
    return _act(owner, past.at, recorded=str(made), reason=past.reason.value), past.at, event


def _act(owner: Owner, at: datetime, **detail: Any) -> PastAct:
    return PastAct(
        owner.school_id, at, owner.author.id, Action.EDIT_PLAN.value, (owner.child_id,), detail=detail
    )  # fmt: skip


class CarriedThrough:
    """What was carried over from version to version, as publishing would have marked it."""

    def __init__(self) -> None:
        self._seen: dict[UUID, tuple[dict[str, Any], int, datetime]] = {}

    def version(
        self, number: int, at: datetime, lines: tuple[Line, ...], looked: frozenset[UUID]
    ) -> dict[str, Any] | None:
        """What nobody looked at again for this version."""
        carried, seen = {}, {}
        for line in lines:
            was = self._seen.get(line.id)
            if was and was[0] == line.values and line.id not in looked and is_written(line.values):
                carried[str(line.id)] = {"version": was[1], "at": was[2].isoformat()}
                seen[line.id] = was
            else:
                seen[line.id] = (line.values, number, at)
        self._seen = seen
        return carried or None

    def mark(self, line: UUID) -> dict[str, Any] | None:
        """For the draft that follows the last version."""
        if line not in self._seen or not is_written(self._seen[line][0]):
            return None
        values, number, at = self._seen[line]
        return {"version": number, "at": at.isoformat(), "print": print_of(values)}
