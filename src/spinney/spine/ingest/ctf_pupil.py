"""One <Pupil> of a transfer file (versions 23 to 25) as a record, with whatever is wrong in it."""

from datetime import date

from lxml import etree

from spinney.guidance import codesets
from spinney.kernel.identifiers import Laestab
from spinney.spine.ingest import rules
from spinney.spine.ingest.checks import Cell, Checker
from spinney.spine.ingest.ctf_contact import address_of, contacts_of
from spinney.spine.ingest.records import (
    NeedRecord,
    PupilRecord,
    SchoolStay,
    SenPeriod,
    SpokenLanguage,
)
from spinney.spine.ingest.xml import at, each

_ALL_PROVISION = {**codesets.SEN_PROVISION, **codesets.SEN_PROVISION_WITHDRAWN}
_ONCE = frozenset({"UPN", "Surname", "Forename", "DOB", "Sex", "Gender"})


def read_pupil(
    pupil: etree._Element, *, row: int, today: date, ours: Laestab | None
) -> tuple[PupilRecord | None, Checker]:
    """None when a fault forbids taking the pupil; the checker has every fault found, not the first only."""
    check = Checker(row=row, line=pupil.sourceline or 0, today=today)
    _refuse_doubles(pupil, check)
    check.upn = check.checked_upn(at(pupil, "UPN"))
    if at(pupil, "UPN") is None:
        check.missing("UPN", "Every pupil in a transfer file has a UPN. Ask the sending school.")
    born_cell = at(pupil, "DOB")
    born = check.birthday(born_cell, check.iso_date(born_cell)) if born_cell else None
    if born_cell is None:
        check.missing("DOB", "Every pupil in a transfer file has a date of birth. Ask the sending school.")
    names = _names(pupil, check)
    details = _details(pupil, check)
    sen_history, sen_needs = _sen(pupil, check)
    stays = _stays(pupil, check)
    _attendance(pupil, check)
    joined = next((s for s in reversed(stays or ()) if ours and s.laestab == ours.plain), None)
    contacts = contacts_of(pupil, check)
    if born is None or check.refused:
        return None, check
    record = PupilRecord(
        line=check.line, row=row, upn=check.upn, born_on=born, sen_history=sen_history,
        sen_needs=sen_needs, school_history=stays, address=address_of(at, pupil, check),
        contacts=contacts, joined_on=joined.entered if joined else None,
        left_on=joined.left if joined else None, **names, **details,
    )  # fmt: skip
    rules.check_sense(record, check)
    return (None if check.refused else record), check
