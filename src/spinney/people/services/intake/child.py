"""The child's own row, the numbers others know them by, and the schools they were at."""

from datetime import date
from uuid import UUID

from spinney.kernel import identifiers
from spinney.people.rules import name_words
from spinney.people.services.intake.draft import Draft
from spinney.people.services.intake.known import Known
from spinney.people.services.intake.types import Incoming, Record, Source

NAMES = ("forename", "surname", "preferred_forename", "preferred_surname", "middle_names")

# The database has no defaults, as Django keeps them in Python; a new row states every column.
EMPTY: Record = {
    "forename": "", "surname": "", "preferred_forename": "", "preferred_surname": "",
    "middle_names": "", "sex": "", "year": "", "registration_group": "", "joined_on": None,
    "left_on": None, "looked_after_by": "", "sen_provision": "N", "mis_id": "", "languages": [],
    "address_lines": [], "postcode": "", "medical_flag": None,
}  # fmt: skip


def new_child(school_id: UUID, incoming: Incoming, source: Source) -> tuple[Record, Draft]:
    draft = Draft(school_id=school_id, child_id="", source=source, is_new=True)
    child = draft.new(**EMPTY, provenance={}, born_on=incoming.born_on.isoformat())
    child["provenance"]["born_on"] = source.told()
    draft.child_id = child["id"]
    draft.put("access_subject", {"id": child["id"], "school_id": child["school_id"]})
    return child, draft


def settle_row(draft: Draft, child: Record, incoming: Incoming) -> None:
    wanted = {**incoming.fields, "born_on": incoming.born_on.isoformat()}
    if incoming.mis_id:
        wanted["mis_id"] = incoming.mis_id
    if incoming.registration_group:
        wanted["registration_group"] = incoming.registration_group
    touched = draft.merge(child, wanted, provenance=child["provenance"])
    if _came_back(child, incoming):
        child["left_on"] = None
        draft.note("left_on")
        touched = True
    if touched or draft.is_new:
        draft.put("people_child", child)


def _came_back(child: Record, incoming: Incoming) -> bool:
    joined = incoming.fields.get("joined_on")
    return bool(
        child["left_on"]
        and joined
        and "left_on" not in incoming.fields
        and joined > child["left_on"]
    )


def words_of(child: Record) -> list[str]:
    return name_words(child[name] for name in NAMES)


def settle_numbers(draft: Draft, incoming: Incoming, known: Known) -> None:
    rows = known.identifiers.get(draft.child_id, [])
    given: list[tuple[str, str, str]] = []
    if incoming.upn:
        temporary = identifiers.upn_kind(incoming.upn) is identifiers.UpnKind.TEMPORARY
        given.append(("upn", incoming.upn, "temporary" if temporary else "valid"))
        _retire_other_upns(draft, rows, incoming.upn)
    if incoming.former_upn:
        given.append(("upn", incoming.former_upn, "former"))
    if incoming.uln:
        given.append(("uln", incoming.uln, "valid"))
    for scheme, value, status in given:
        if (scheme, value) not in known.by_number:
            known.by_number[scheme, value] = draft.child_id
            _add_number(draft, scheme, value, status)


def _retire_other_upns(draft: Draft, rows: list[Record], upn: str) -> None:
    """A temporary UPN gives way to the permanent one, and is kept as a former one."""
    for row in rows:
        current = row["scheme"] == "upn" and row["valid_to"] is None and row["value"] != upn
        if current and row["status"] == "temporary":
            row |= {"status": "former", "valid_to": draft.source.on.isoformat()}
            draft.put("people_identifier", row, field="upn")


def _add_number(draft: Draft, scheme: str, value: str, status: str) -> None:
    on = draft.source.on.isoformat()
    row = draft.new(
        child_id=draft.child_id, scheme=scheme, value=value, status=status,
        source=draft.source.name, valid_from=on, valid_to=on if status == "former" else None,
    )  # fmt: skip
    draft.put("people_identifier", row, field="former_upn" if status == "former" else scheme)


def settle_enrolment(draft: Draft, child: Record, incoming: Incoming, known: Known) -> None:
    rows = known.enrolments.get(draft.child_id, [])
    _settle_stay_here(draft, child, incoming, [row for row in rows if not row["laestab"]])
    entered = {(row["laestab"], row["valid_from"]): row for row in rows}
    for stay in incoming.stays:
        _settle_stay_before(draft, stay.laestab, stay.name, (stay.entered, stay.left), entered)


def _settle_stay_here(draft: Draft, child: Record, incoming: Incoming, rows: list[Record]) -> None:
    current = next((row for row in rows if row["valid_to"] is None), None)
    if current is None and child["left_on"] is None:
        current = draft.new(
            child_id=draft.child_id, status=incoming.enrolment_status or "C",
            valid_from=child["joined_on"] or draft.source.on.isoformat(), valid_to=None,
            school_name="", laestab="", source=draft.source.name,
        )  # fmt: skip
        draft.put("people_enrolment", current, field="enrolment")
    if current is None:
        return
    wanted = {"status": incoming.enrolment_status or current["status"]}
    if child["left_on"]:
        wanted["valid_to"] = child["left_on"]
    if any(current[key] != value for key, value in wanted.items()):
        draft.put("people_enrolment", current | wanted, field="enrolment")


def _settle_stay_before(
    draft: Draft,
    laestab: str,
    name: str,
    dates: tuple[date, date | None],
    entered: dict[tuple[str, str], Record],
) -> None:
    starts, ends = dates[0].isoformat(), dates[1].isoformat() if dates[1] else None
    row = entered.get((laestab, starts))
    if row is None:
        row = draft.new(
            child_id=draft.child_id, status="C", valid_from=starts, valid_to=ends,
            school_name=name, laestab=laestab, source=draft.source.name,
        )  # fmt: skip
    elif ends is None or row["valid_to"] == ends:
        return
    entered[laestab, starts] = row
    draft.put("people_enrolment", row | {"valid_to": ends}, field="earlier schools")
