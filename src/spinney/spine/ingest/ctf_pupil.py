"""One <Pupil> of a transfer file (versions 23 to 25) as a record, with all that is wrong in it."""

from collections import Counter
from datetime import date
from typing import Any

from lxml import etree

from spinney.guidance import codesets
from spinney.kernel.identifiers import Laestab
from spinney.spine.ingest import rules
from spinney.spine.ingest.checks import Cell, Checker
from spinney.spine.ingest.ctf_contact import address_of, contacts_of
from spinney.spine.ingest.elements import at, each, line_of
from spinney.spine.ingest.records import (
    NeedRecord,
    PupilRecord,
    SchoolStay,
    SenPeriod,
    SpokenLanguage,
)

_ALL_PROVISION = {**codesets.SEN_PROVISION, **codesets.SEN_PROVISION_WITHDRAWN}
_ONCE = ("UPN", "Surname", "Forename", "DOB")
ASK_SENDER = "Every pupil in a transfer file has one. Ask the sending school for it."


def read_pupil(
    pupil: etree._Element, *, row: int, today: date, ours: Laestab | None
) -> tuple[PupilRecord | None, Checker]:
    """No record when a fault forbids taking the pupil. The checker holds every fault found."""
    check = Checker(row=row, line=line_of(pupil), today=today)
    born = _identity(pupil, check)
    values = {**_names(pupil, check), **_details(pupil, check), **_sen(pupil, check)}
    stays = _stays(pupil, check)
    here = [stay for stay in stays or () if ours and stay.laestab == ours.plain]
    values |= {"school_history": stays, "address": address_of(pupil, check)}
    values |= {"contacts": contacts_of(pupil, check)}
    if here:
        values |= {"joined_on": here[-1].entered, "left_on": here[-1].left}
    _attendance(pupil, check)
    if born is None or check.refused:
        return None, check
    record = PupilRecord(line=check.line, row=row, upn=check.upn, born_on=born, **values)
    rules.check_sense(record, check)
    return (None if check.refused else record), check


def _identity(pupil: etree._Element, check: Checker) -> date | None:
    counts = Counter(child.tag for child in pupil)
    for name in _ONCE:
        if counts[name] > 1:
            check.error(
                Cell("", name, check.line),
                f"The pupil has {name} more than once, so it is not clear who this is.",
                "Ask the sending school to correct the record and send it again.",
                shape=f"{counts[name]} elements",
            )
    upn, born = at(pupil, "UPN"), at(pupil, "DOB")
    check.upn = check.checked_upn(upn)
    if upn is None or not upn.value.strip():
        check.missing("UPN", ASK_SENDER)
    if born is None or not born.value.strip():
        check.missing("DOB", ASK_SENDER)
        return None
    return check.birthday(born, check.iso_date(born))


def _names(pupil: etree._Element, check: Checker) -> dict[str, Any]:
    found = {
        "surname": check.text(at(pupil, "Surname")),
        "forename": check.text(at(pupil, "Forename")),
        "middle_names": check.text(at(pupil, "BasicDetails/MiddleNames"), longest=150),
        "preferred_surname": check.text(at(pupil, "BasicDetails/PreferredSurname")),
        "preferred_forename": check.text(at(pupil, "BasicDetails/PreferredForename")),
    }
    if not found["surname"] and not found["forename"] and not check.refused:
        check.missing("Surname", ASK_SENDER)
    return found


def _details(pupil: etree._Element, check: Checker) -> dict[str, Any]:
    in_care = check.flag(at(pupil, "LookedAfter/InCare"))
    authority = check.text(at(pupil, "LookedAfter/CareAuthority"), longest=3, soft=True)
    return {
        "former_upn": check.checked_upn(at(pupil, "BasicDetails/FormerUPN")),
        "uln": check.checked_uln(at(pupil, "UniqueLearnerNumber")),
        # Versions up to 23 call it Gender.
        "sex": check.soft_code(at(pupil, "Sex") or at(pupil, "Gender"), codesets.SEX, what="sex"),
        "year": check.soft_code(
            at(pupil, "BasicDetails/NCyearActual"), codesets.NC_YEAR, what="year group"
        ),
        "enrolment_status": check.soft_code(
            at(pupil, "BasicDetails/EnrolStatus"),
            codesets.ENROLMENT_STATUS,
            what="enrolment status",
        ),
        "medical_flag": check.flag(at(pupil, "BasicDetails/MedicalFlag")),
        "looked_after": in_care,
        "looked_after_by": authority if in_care else None,
        "languages": _languages(pupil, check),
    }


def _languages(pupil: etree._Element, check: Checker) -> tuple[SpokenLanguage, ...] | None:
    if pupil.find("BasicDetails/Languages") is None:
        return None
    found = []
    for element in each(pupil, "BasicDetails/Languages/Type"):
        code = check.soft_code(at(element, "Language"), codesets.LANGUAGES, what="language")
        kind = check.soft_code(
            at(element, "LanguageType"), codesets.LANGUAGE_KIND, what="language type"
        )
        if code:
            found.append(SpokenLanguage(code, kind or "F"))
    return tuple(found)


def _sen(pupil: etree._Element, check: Checker) -> dict[str, Any]:
    if pupil.find("SENhistory") is None:
        return {}
    history = [
        period for element in each(pupil, "SENhistory/SEN") if (period := _period(element, check))
    ]
    given = list(each(pupil, "SENhistory/SENneeds/SENneed"))
    needs = [need for element in given if (need := _need(element, check))]
    said_needs = pupil.find("SENhistory/SENneeds") is not None
    fault = rules.ranks_fault([need.rank for need in needs]) if len(needs) == len(given) else ""
    if fault:
        check.error(
            Cell("", "SENtypeRank", needs[-1].line),
            fault,
            "Ask the sending school which need comes first, second and so on.",
            shape=f"{len(needs)} ranks",
        )
    ordered = rules.in_date_order(history, check) if history else ()
    return {
        "sen_provision": ordered[-1].provision if ordered else None,
        "sen_since": ordered[-1].start if ordered else None,
        "sen_history": ordered or None,
        "sen_needs": tuple(sorted(needs, key=lambda need: need.rank)) if said_needs else None,
    }


def _period(element: etree._Element, check: Checker) -> SenPeriod | None:
    start_cell, cell = at(element, "StartDate"), at(element, "SENprovision")
    start = check.not_future(start_cell, check.iso_date(start_cell), what="start of SEN provision")
    provision = check.code(cell, _ALL_PROVISION, what="SEN provision code")
    for name, given in (("StartDate", start_cell), ("SENprovision", cell)):
        if given is None or not given.value.strip():
            check.missing(f"SENhistory/SEN/{name}", "Ask the sending school to complete it.")
    if start is None or provision is None:
        return None
    return SenPeriod(start=start, provision=provision, line=line_of(element))


def _need(element: etree._Element, check: Checker) -> NeedRecord | None:
    """SENtype and SENtypeRank stand in either order, by version."""
    start_cell = at(element, "NeedStartDate")
    start = check.not_future(start_cell, check.iso_date(start_cell), what="start of the need")
    end = check.iso_date(at(element, "NeedEndDate"))
    rank = check.number(at(element, "SENtypeRank"), least=1, most=99)
    kind = check.code(at(element, "SENtype"), codesets.SEN_TYPE, what="type of need")
    if rank is None or kind is None:
        if not check.refused:
            check.missing("SENhistory/SENneeds/SENneed", "Give both the type of need and its rank.")
        return None
    return NeedRecord(rank=rank, type=kind, start=start, end=end, line=line_of(element))


def _stays(pupil: etree._Element, check: Checker) -> tuple[SchoolStay, ...] | None:
    if pupil.find("SchoolHistory") is None:
        return None
    found = []
    for element in each(pupil, "SchoolHistory/School"):
        entered = check.iso_date(at(element, "EntryDate"))
        left = check.iso_date(at(element, "LeavingDate"))
        laestab = (check.text(at(element, "LEA")) or "") + (check.text(at(element, "Estab")) or "")
        name = check.text(at(element, "SchoolName"), longest=200, soft=True) or ""
        if entered is not None:
            found.append(
                SchoolStay(
                    laestab=laestab[:7],
                    name=name,
                    urn=check.text(at(element, "URN")) or "",
                    entered=entered,
                    left=left,
                    line=line_of(element),
                )
            )
    return tuple(sorted(found, key=lambda stay: stay.entered))


def _attendance(pupil: etree._Element, check: Checker) -> None:
    """Attendance is not taken from here, but sums that cannot be show that the record was damaged."""
    for element in each(pupil, "Attendance/YearData"):
        cells = [
            at(element, f"Sessions{part}")
            for part in ("Attended", "Authorised", "Unauthorised", "Possible")
        ]
        *parts, possible = [check.number(cell, least=0, most=999) for cell in cells]
        if possible is not None and sum(part or 0 for part in parts) > possible:
            check.error(
                Cell("", "Attendance/YearData", line_of(element)),
                "Attended, authorised and unauthorised sessions add up to more than were possible.",
                "Ask the sending school to correct the attendance and send it again.",
                shape="four numbers",
            )
