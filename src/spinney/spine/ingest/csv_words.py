"""The words that MIS exports use where the DfE has codes, and dates as people write them."""

import re
from collections.abc import Mapping
from datetime import date

from spinney.guidance import codesets
from spinney.spine.ingest.checks import make_date


def fold(text: str) -> str:
    """Small letters and digits only, so that "D.O.B." and "dob" are the same word."""
    return re.sub(r"[\W_]+", "", text.casefold())


def _lookup(codes: Mapping[str, str], words: dict[str, str]) -> dict[str, str]:
    names = {fold(name): code for code, name in codes.items()}
    return names | {fold(code): code for code in codes} | words


SEX = _lookup(codesets.SEX, {"boy": "M", "girl": "F"})
YEAR = _lookup(codesets.NC_YEAR, {"rec": "R", "yearr": "R", "yrr": "R", "foundation": "R"}) | {
    f"{word}{number}": str(number)
    for number in range(1, 15)
    for word in ("year", "yr", "y", "year0", "y0", "yr0", "0", "nc", "ncyear", "yeargroup")
}
ENROLMENT = _lookup(
    codesets.ENROLMENT_STATUS,
    {
        "current": "C",
        "single": "C",
        "singleregistration": "C",
        "currentsingleregistrationatthisschool": "C",
        "main": "M",
        "currentmaindualregistration": "M",
        "dualmain": "M",
        "subsidiary": "S",
        "currentsubsidiarydualregistration": "S",
        "dualsubsidiary": "S",
    },
)
PROVISION = _lookup(
    codesets.SEN_PROVISION,
    {
        "none": "N",
        "no": "N",
        "nosen": "N",
        "nospecialeducationalneeds": "N",
        "support": "K",
        "sensupport": "K",
        "ehcp": "E",
        "ehc": "E",
        "ehcplan": "E",
        "educationhealthcareplan": "E",
        "educationhealthandcareplan": "E",
    },
)
NEED = _lookup(
    codesets.SEN_TYPE,
    {
        "autisticspectrumdisorder": "ASD",
        "autismspectrumdisorder": "ASD",
        "autisticspectrumcondition": "ASD",
        "asc": "ASD",
        "socialemotionalandmentalhealthneeds": "SEMH",
        "speechlanguageandcommunicationneeds": "SLCN",
        "speechlanguageorcommunicationneeds": "SLCN",
        "visualimpairment": "VI",
        "multisensoryimpairment": "MSI",
        "specificlearningdifficultydyslexia": "SPLD",
        "dyslexia": "SPLD",
        "downssyndrome": "DS",
        "otherdifficultydisability": "OTH",
        "other": "OTH",
        "sensupportbutnospecialistassessmentoftypeofneed": "NSA",
        "nospecialistassessment": "NSA",
    },
)
RELATIONSHIP = _lookup(
    codesets.CONTACT_RELATIONSHIP,
    {
        "mum": "PAM",
        "dad": "PAF",
        "stepmother": "STP",
        "stepfather": "STP",
        "stepmum": "STP",
        "stepdad": "STP",
        "fosterparent": "CAR",
        "fostercarer": "CAR",
        "guardian": "CAR",
        "grandmother": "FAM",
        "grandfather": "FAM",
        "grandparent": "FAM",
        "sister": "FAM",
        "brother": "FAM",
        "aunt": "FAM",
        "uncle": "FAM",
        "relative": "REL",
        "gp": "DOC",
        "other": "OTH",
    },
)
LANGUAGE = _lookup(codesets.LANGUAGES, {})


def code_of(text: str, words: Mapping[str, str]) -> str | None:
    """The code for a word; "K - SEN Support" and "SEN Support (K)" are read by their parts."""
    parts = [text, *re.split(r"\s+[-–]\s+|:\s+|[()]", text)]
    return next((words[fold(part)] for part in parts if fold(part) in words), None)


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TIME = r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?"
_DAY_FIRST = re.compile(rf"(\d{{1,2}})[/.\-](\d{{1,2}})[/.\-](\d{{4}}){_TIME}", re.ASCII)
_YEAR_FIRST = re.compile(rf"(\d{{4}})[/.\-](\d{{1,2}})[/.\-](\d{{1,2}}){_TIME}", re.ASCII)
_NAMED = re.compile(r"(\d{1,2})[ \-]([A-Za-z]{3,9})[ \-](\d{4})", re.ASCII)
_SHORT_YEAR = re.compile(r"\d{1,2}[/.\-](?:\d{1,2}|[A-Za-z]{3})[/.\-]\d{2}", re.ASCII)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?", re.ASCII)


def date_of(text: str) -> date | str:
    """The date, or in a sentence what is wrong with it."""
    if found := _YEAR_FIRST.fullmatch(text):
        made = make_date(int(found[1]), int(found[2]), int(found[3]))
    elif found := _DAY_FIRST.fullmatch(text):
        made = make_date(int(found[3]), int(found[2]), int(found[1]))
    elif (found := _NAMED.fullmatch(text)) and found[2][:3].lower() in _MONTHS:
        made = make_date(int(found[3]), _MONTHS.index(found[2][:3].lower()) + 1, int(found[1]))
    elif _SHORT_YEAR.fullmatch(text):
        return "The year has two figures, so the century would be a guess."
    elif _SERIAL.fullmatch(text):
        return "This is a spreadsheet's number of days, not a date."
    else:
        return "This is not a date in the form 03/10/2014."
    return made or "This is not a real date. Days come before months here."


def month_first(text: str) -> bool | None:
    """Whether a date can only be month first (True) or day first (False). None: it could be either."""
    found = _DAY_FIRST.fullmatch(text.strip())
    if not found or (int(found[1]) <= 12 and int(found[2]) <= 12):
        return None
    return int(found[1]) <= 12
