"""From a file's record to what people take in. Nothing is made up: what the file leaves out stays out."""

from typing import Any

from spinney.kernel.identifiers import Laestab
from spinney.people.services.intake import (
    Incoming,
    IncomingAdult,
    IncomingNeed,
    IncomingStay,
)
from spinney.spine.ingest.records import ContactRecord, PostalAddress, PupilRecord

AUTHORITY_NOT_SAID = "XXX"
"""In care, but the file does not say with which authority; the transfer file's own sign for unknown."""


def incoming(record: PupilRecord, *, ours: Laestab | None) -> Incoming:
    return Incoming(
        line=record.line,
        row=record.row,
        born_on=record.born_on,
        fields=_fields(record),
        upn=record.upn,
        former_upn=record.former_upn,
        uln=record.uln,
        mis_id=record.mis_id,
        sen_history=_history(record),
        sen_provision=record.sen_provision,
        sen_since=record.sen_since,
        needs=tuple(
            IncomingNeed(type=need.type, rank=need.rank, start=need.start, end=need.end)
            for need in record.sen_needs or ()
        ),
        registration_group=record.registration_group,
        teaching_groups=record.teaching_groups,
        adults=tuple(map(_adult, record.contacts or ())),
        stays=_stays(record, ours),
        enrolment_status=record.enrolment_status,
    )


def _said(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _fields(record: PupilRecord) -> dict[str, Any]:
    # Some people have one name; it is then what they are called by.
    forename, surname = record.forename, record.surname
    return _said(
        forename=forename or surname or "",
        surname=(surname or "") if forename else "",
        middle_names=record.middle_names,
        preferred_forename=record.preferred_forename,
        preferred_surname=record.preferred_surname,
        sex=record.sex,
        year=record.year,
        joined_on=record.joined_on.isoformat() if record.joined_on else None,
        left_on=record.left_on.isoformat() if record.left_on else None,
        looked_after_by=_looked_after(record),
        languages=[spoken.code for spoken in record.languages] if record.languages else None,
        medical_flag=record.medical_flag,
        **_address(record.address),
    )


def _looked_after(record: PupilRecord) -> str | None:
    if record.looked_after is None:
        return None
    return (record.looked_after_by or AUTHORITY_NOT_SAID) if record.looked_after else ""


def _address(address: PostalAddress | None) -> dict[str, Any]:
    if address is None:
        return {}
    return {"address_lines": list(address.lines), "postcode": address.postcode}


def _history(record: PupilRecord) -> tuple[Any, ...] | None:
    if record.sen_history is None:
        return None
    return tuple((period.start, period.provision) for period in record.sen_history)


def _stays(record: PupilRecord, ours: Laestab | None) -> tuple[IncomingStay, ...]:
    return tuple(
        IncomingStay(laestab=stay.laestab, name=stay.name, entered=stay.entered, left=stay.left)
        for stay in record.school_history or ()
        if stay.laestab and (ours is None or stay.laestab != ours.plain)
    )


def _adult(contact: ContactRecord) -> IncomingAdult:
    return IncomingAdult(
        forename=contact.forename or "",
        surname=contact.surname or "",
        relationship=contact.relationship,
        values=_said(
            title=contact.title,
            email=contact.email,
            phones=list(contact.phones) or None,
            **_address(contact.address),
        ),
        facts=_said(
            parental_responsibility=contact.parental_responsibility,
            lives_with=contact.lives_with,
            priority=contact.priority,
            contact_restriction=contact.contact_restriction,
            court_order=contact.court_order,
        ),
    )
