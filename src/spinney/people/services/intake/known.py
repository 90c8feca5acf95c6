"""What the school knows already of the children in one batch, loaded in a fixed number of queries."""

from dataclasses import dataclass
from uuid import UUID

from spinney.kernel.rows import all_rows
from spinney.people.rules import fold, full_name
from spinney.people.services.intake.sql import rows_by_id, rows_of
from spinney.people.services.intake.types import Incoming, Record

Rows = dict[str, list[Record]]


@dataclass(frozen=True, slots=True)
class Known:
    children: dict[str, Record]
    by_number: dict[tuple[str, str], str]
    """Scheme and value, of UPN and ULN, now or in the past."""
    by_mis_id: dict[str, str]
    by_name: dict[tuple[str, str], str]
    """Folded name and date of birth."""
    identifiers: Rows
    sen_statuses: Rows
    sen_needs: Rows
    enrolments: Rows
    contacts: Rows
    court_orders: Rows
    group_children: Rows
    carers: dict[str, list[Record]]
    """By folded name."""
    carers_by_id: dict[str, Record]
    groups: dict[tuple[str, str], Record]


def name_key(forename: str, surname: str, born_on: str) -> tuple[str, str]:
    return fold(full_name(forename=forename, surname=surname)), born_on


def load(school_id: UUID, batch: list[Incoming]) -> Known:
    by_number = _by_number(school_id, batch)
    by_mis_id = _by_mis_id(school_id, batch)
    by_name = _by_name(school_id, batch)
    ids = sorted({*by_number.values(), *by_mis_id.values(), *by_name.values()})
    contacts = rows_of("people_contact", school_id, ids)
    carers = _carers(school_id, batch, contacts)
    return Known(
        children=rows_by_id("people_child", school_id, ids),
        by_number=by_number,
        by_mis_id=by_mis_id,
        by_name=by_name,
        identifiers=rows_of("people_identifier", school_id, ids),
        sen_statuses=rows_of("people_senstatus", school_id, ids),
        sen_needs=rows_of("people_senneed", school_id, ids),
        enrolments=rows_of("people_enrolment", school_id, ids),
        contacts=contacts,
        court_orders=rows_of("people_courtorder", school_id, ids),
        group_children=rows_of("people_groupchild", school_id, ids),
        carers=carers,
        carers_by_id={carer["id"]: carer for rows in carers.values() for carer in rows},
        groups=_groups(school_id),
    )


def _by_number(school_id: UUID, batch: list[Incoming]) -> dict[tuple[str, str], str]:
    numbers = [number for child in batch for number in child.numbers]
    found = all_rows(
        "SELECT scheme, value, child_id::text FROM people_identifier WHERE school_id = %s"
        " AND scheme IN ('upn', 'uln') AND value = ANY(%s)",
        [school_id, [value for _, value in numbers]],
    )
    return {(scheme, value): child_id for scheme, value, child_id in found}


def _by_mis_id(school_id: UUID, batch: list[Incoming]) -> dict[str, str]:
    return dict(
        all_rows(
            "SELECT mis_id, id::text FROM people_child WHERE school_id = %s AND mis_id = ANY(%s)",
            [school_id, [child.mis_id for child in batch if child.mis_id]],
        )
    )


def _by_name(school_id: UUID, batch: list[Incoming]) -> dict[tuple[str, str], str]:
    found = all_rows(
        "SELECT forename, surname, born_on, id::text FROM people_child"
        " WHERE school_id = %s AND born_on = ANY(%s)",
        [school_id, list({child.born_on for child in batch})],
    )
    wanted = {
        name_key(c.fields["forename"], c.fields["surname"], c.born_on.isoformat()) for c in batch
    }
    named = {
        name_key(forename, surname, born.isoformat()): child_id
        for forename, surname, born, child_id in found
    }
    return {key: child_id for key, child_id in named.items() if key in wanted}


def _carers(school_id: UUID, batch: list[Incoming], contacts: Rows) -> dict[str, list[Record]]:
    """Those of the children found, and those who share a name with an adult of the file."""
    ids = [contact["carer_id"] for rows in contacts.values() for contact in rows]
    names = {(adult.surname, adult.forename) for child in batch for adult in child.adults}
    found = all_rows(
        "SELECT to_jsonb(t) FROM people_carer t WHERE school_id = %s AND (id = ANY(%s::uuid[])"
        " OR (surname, forename) IN (SELECT * FROM unnest(%s::text[], %s::text[])))",
        [school_id, ids, [s for s, _ in names], [f for _, f in names]],
    )
    by_name: dict[str, list[Record]] = {}
    for (row,) in found:
        by_name.setdefault(carer_key(row["forename"], row["surname"]), []).append(row)
    return by_name


def carer_key(forename: str, surname: str) -> str:
    return fold(f"{forename} {surname}".strip())


def _groups(school_id: UUID) -> dict[tuple[str, str], Record]:
    found = all_rows("SELECT to_jsonb(t) FROM people_group t WHERE school_id = %s", [school_id])
    return {(row["kind"], row["name"]): row for (row,) in found}
