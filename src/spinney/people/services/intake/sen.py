"""SEN provision as a history, never only the current value; and the types of need."""

from datetime import date, timedelta
from itertools import zip_longest

from spinney.people.services.intake.draft import PERSON, Draft
from spinney.people.services.intake.types import Incoming, Record

DAY = timedelta(days=1)


def settle_sen(draft: Draft, child: Record, incoming: Incoming, rows: list[Record]) -> None:
    told = child["provenance"].get("sen_provision", {})
    if told.get("source") == PERSON:
        if incoming.sen_provision not in {None, child["sen_provision"]}:
            draft.hold("sen_provision", incoming.sen_provision, told)
        return
    periods = sorted(rows, key=lambda row: row["valid_from"])
    for start, provision in _new_periods(incoming, periods, draft.source.on):
        _add_period(draft, periods, start.isoformat(), provision)
    _close_gaps(draft, periods)
    now = _current(periods, draft.source.on)
    if now and draft.merge(child, {"sen_provision": now}, provenance=child["provenance"]):
        draft.put("people_child", child)


def _new_periods(incoming: Incoming, periods: list[Record], today: date) -> list[tuple[date, str]]:
    if incoming.sen_history is not None:
        return list(incoming.sen_history)
    if incoming.sen_provision in {None, _current(periods, today)}:
        return []
    if incoming.sen_provision == "N" and not periods:
        return []
    since = incoming.sen_since or today
    if periods and since.isoformat() <= max(row["valid_from"] for row in periods):
        since = today  # what is known begins later, so the change was only seen today
    return [(since, str(incoming.sen_provision))]


def _add_period(draft: Draft, periods: list[Record], start: str, provision: str) -> None:
    same_day = next((row for row in periods if row["valid_from"] == start), None)
    if same_day and (same_day["provision"] == provision or same_day["source"] == PERSON):
        return
    if same_day:
        same_day |= {"provision": provision, "source": draft.source.name}
        draft.put("people_senstatus", same_day, field="SEN history")
        return
    row = draft.new(
        child_id=draft.child_id, provision=provision, valid_from=start, valid_to=None,
        source=draft.source.name,
    )  # fmt: skip
    periods.append(row)
    draft.put("people_senstatus", row, field="SEN history")


def _close_gaps(draft: Draft, periods: list[Record]) -> None:
    """Each period ends the day before the next begins; the last is open."""
    periods.sort(key=lambda row: row["valid_from"])
    for row, after in zip_longest(periods, periods[1:]):
        ends = (date.fromisoformat(after["valid_from"]) - DAY).isoformat() if after else None
        if row["valid_to"] != ends:
            row["valid_to"] = ends
            draft.put("people_senstatus", row, field="SEN history")


def _current(periods: list[Record], today: date) -> str | None:
    begun = [row for row in periods if row["valid_from"] <= today.isoformat()]
    return max(begun, key=lambda row: row["valid_from"])["provision"] if begun else None


def settle_needs(draft: Draft, incoming: Incoming, rows: list[Record]) -> None:
    """The file's needs, in its order. Silence on needs changes nothing; a need a person set stays."""
    if not incoming.needs:
        return
    current = {row["need_type"]: row for row in rows if row["valid_to"] is None}
    past = {(row["need_type"], row["valid_from"]) for row in rows if row["valid_to"]}
    for need in incoming.needs:
        starts = need.start.isoformat() if need.start else None
        if need.end and (need.type, starts) in past:
            continue
        row = current.pop(need.type, None) or draft.new(
            child_id=draft.child_id, need_type=need.type, rank=0, valid_from=starts,
            valid_to=None, source=draft.source.name,
        )  # fmt: skip
        wanted = {"rank": need.rank, "valid_to": need.end.isoformat() if need.end else None}
        wanted["valid_from"] = starts or row["valid_from"]
        if any(row[key] != value for key, value in wanted.items()):
            draft.put("people_senneed", row | wanted, field="SEN needs")
    for row in current.values():
        if row["source"] == PERSON:
            draft.hold("SEN needs", "no longer listed", {"on": row["valid_from"] or ""})
        else:
            row["valid_to"] = draft.source.on.isoformat()
            draft.put("people_senneed", row, field="SEN needs")
