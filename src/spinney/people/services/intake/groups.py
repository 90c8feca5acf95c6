"""Classes and sets. A feed ends only the memberships that a feed began."""

from datetime import timedelta

from spinney.people.services.intake.draft import PERSON, Draft
from spinney.people.services.intake.known import Known
from spinney.people.services.intake.types import Incoming
from spinney.people.types import GroupKind


def settle_groups(draft: Draft, incoming: Incoming, known: Known) -> None:
    if incoming.registration_group:
        names = (incoming.registration_group,)
        _settle_kind(draft, GroupKind.REGISTRATION, names, incoming, known)
    if incoming.teaching_groups is not None:
        _settle_kind(draft, GroupKind.TEACHING, incoming.teaching_groups, incoming, known)


def _settle_kind(
    draft: Draft, kind: GroupKind, names: tuple[str, ...], incoming: Incoming, known: Known
) -> None:
    field = "registration_group" if kind is GroupKind.REGISTRATION else "teaching_groups"
    kind_of = {group["id"]: group["kind"] for group in known.groups.values()}
    current = {
        row["group_id"]: row
        for row in known.group_children.get(draft.child_id, [])
        if row["valid_to"] is None and kind_of.get(row["group_id"]) == kind.value
    }
    on = draft.source.on.isoformat()
    for name in names:
        group_id = _group(draft, kind, name, incoming, known)
        if current.pop(group_id, None) is None:
            row = draft.new(
                child_id=draft.child_id, group_id=group_id, valid_from=on, valid_to=None,
                source=draft.source.name,
            )  # fmt: skip
            draft.put("people_groupchild", row, field=field)
    for row in current.values():
        if row["source"] != PERSON:
            # The last day counts, so it is yesterday: today the child is elsewhere.
            row["valid_to"] = (draft.source.on - timedelta(days=1)).isoformat()
            draft.put("people_groupchild", row, field=field)


def _group(draft: Draft, kind: GroupKind, name: str, incoming: Incoming, known: Known) -> str:
    group = known.groups.get((kind.value, name))
    if group is None:
        group = draft.new(
            kind=kind.value, name=name, subject="", year=incoming.fields.get("year") or ""
        )
        known.groups[kind.value, name] = draft.put("people_group", group)
    return str(group["id"])
