"""Which column holds what. Headers are compared without case, spaces and signs.

The table covers exports shaped like those of Wonde, Arbor and SIMS; docs/guides/import.md shows it. The
first alias that a file has wins; the file's other columns for the same thing are left alone and named.
"""

import difflib
import re
from collections import Counter
from dataclasses import dataclass

from spinney.spine.ingest.csv_words import fold
from spinney.spine.ingest.records import refuse
from spinney.spine.ingest.text import clean

PUPIL_COLUMNS: dict[str, tuple[str, ...]] = {
    "upn": ("UPN", "Unique pupil number", "Pupil UPN", "Local UPN"),
    "former_upn": ("Former UPN", "Previous UPN"),
    "uln": ("ULN", "Unique learner number"),
    "mis_id": (
        "MIS ID", "Student ID", "Pupil ID", "Arbor student ID", "Student number", "Admission number",
        "Adno", "Adm no", "Person ID", "ID", "UPI",
    ),
    "surname": ("Legal surname", "Legal last name", "Surname", "Last name", "Family name"),
    "forename": ("Legal forename", "Legal first name", "Forename", "First name", "Given name"),
    "middle_names": ("Middle names", "Middle name", "Legal middle names", "Middle name(s)"),
    "preferred_surname": ("Preferred surname", "Preferred last name", "Chosen surname"),
    "preferred_forename": (
        "Preferred forename", "Preferred first name", "Chosen name", "Known as", "Preferred name",
    ),
    "born_on": ("Date of birth", "DOB", "Birth date", "Born"),
    "sex": ("Sex", "Legal sex", "Gender"),
    "year": (
        "NC year", "Current NC year", "NC year actual", "National curriculum year",
        "Curriculum year", "Year group", "Year", "Yr", "Year (current)",
    ),
    "registration_group": (
        "Registration group", "Registration form", "Reg group", "Reg form", "Reg", "Form group",
        "Form", "Tutor group", "Class",
    ),
    "teaching_groups": ("Teaching groups", "Classes", "Groups", "Courses", "Teaching group"),
    "enrolment_status": ("Enrolment status", "Enrol status", "Enrolment"),
    "joined_on": (
        "Admission date", "Date of admission", "DOA", "Entry date", "Date of entry", "Start date",
        "Enrolment date",
    ),
    "left_on": ("Leaving date", "Date of leaving", "DOL", "Leave date", "End date"),
    "looked_after": (
        "Looked after", "In care", "In LEA care", "In local authority care", "LAC", "CLA",
        "Looked after child", "Child looked after", "In care status",
    ),
    "looked_after_by": ("Care authority", "Caring authority", "Looked after by"),
    "sen_provision": (
        "SEN status code", "SEN provision", "SEN status", "SEND status", "Current SEN status",
        "SEN code", "SEN", "SEND",
    ),
    "sen_start": (
        "SEN start date", "SEN status start date", "SEN provision start date", "SEN status date",
    ),
    "sen_needs": ("SEN needs", "SEN types", "SEN need", "SEN type", "SEN need type", "Needs"),
    "languages": ("First language", "Home language", "Language", "First language code"),
    "address_whole": ("Address", "Home address", "Full address"),
    "postcode": ("Postcode", "Post code", "Home postcode"),
    "medical_flag": (
        "Medical flag", "Medical", "Has medical information", "Medical conditions",
        "Medical condition",
    ),
}  # fmt: skip

CONTACT_COLUMNS: dict[str, tuple[str, ...]] = {
    "mis_id": ("ID", "MIS ID", "Contact ID", "Person ID"),
    "title": ("Title",),
    "surname": ("Surname", "Last name", "Legal surname"),
    "forename": ("Forename", "First name", "Legal forename"),
    "relationship": ("Relationship", "Relation", "Relationship type", "Relationship to pupil"),
    "parental_responsibility": (
        "Parental responsibility", "PR", "Has parental responsibility", "Legal guardian",
        "Is legal guardian",
    ),
    "lives_with": ("Lives with pupil", "Lives with", "Lives with student", "Same household"),
    "priority": (
        "Priority", "Order", "Contact priority", "Contact order", "Emergency contact priority",
    ),
    "contact_restriction": (
        "Contact restriction", "Restriction", "Contact restrictions", "Restrictions", "Do not contact",
        "Restricted", "Access notes",
    ),
    "court_order": ("Court order", "Has court order", "Court orders"),
    "email": ("Email", "E-mail", "Email address", "Main email"),
    "phone": ("Phone", "Telephone", "Telephone number", "Phone number", "Main phone"),
    "mobile": ("Mobile", "Mobile phone", "Mobile number"),
    "home_phone": ("Home phone", "Home telephone"),
    "address_whole": ("Address", "Full address"),
    "postcode": ("Postcode", "Post code"),
}  # fmt: skip

_NUMBERED = re.compile(r"(?:contact|parent|guardian|carer|priority)(\d{1,2})(?:contact)?(\D.*)")
_SINGLE = re.compile(r"(?:primary)?(?:contact|parent|guardian|carer)(\D.*)")
_ADDRESS_LINE = re.compile(r"(?:home)?address(?:line)?(\d)")
_NEED = re.compile(
    r"(?:sen|send)?need(?:type)?([1-9])|(?:sen|send)type([1-9])"
    r"|(?:sen|send)?(primary|secondary)(?:sen|send)?(?:need|type|needtype)"
)


def _folded(table: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, int]]:
    return {
        fold(alias): (column, rank)
        for column, aliases in table.items()
        for rank, alias in enumerate(aliases)
    }


_PUPIL, _CONTACT = _folded(PUPIL_COLUMNS), _folded(CONTACT_COLUMNS)


@dataclass(frozen=True, slots=True)
class Column:
    index: int
    header: str


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each known thing stands. Contact 0 is the adult of a file with one row per pupil and adult."""

    width: int
    line: int
    pupil: dict[str, Column]
    needs: dict[int, Column]
    contacts: dict[int, dict[str, Column]]
    left_alone: tuple[str, ...]

    @property
    def row_per_contact(self) -> bool:
        return 0 in self.contacts


def known_in(cells: list[str]) -> int:
    """How many of these cells are headers that we know. Finds the header line, and the separator."""
    return sum(_place(fold(cell)) is not None for cell in cells)


Place = tuple[str, int, str, int]
"""Kind (pupil, contact, need), its number, the column, and how good the alias is (0 is best)."""


def _place(word: str) -> Place | None:
    if word in _PUPIL:
        return ("pupil", 0, *_PUPIL[word])
    if found := _ADDRESS_LINE.fullmatch(word):
        return ("pupil", 0, f"address_{found[1]}", 0)
    if found := _NEED.fullmatch(word):
        rank = {"primary": 1, "secondary": 2}.get(found[3]) or int(found[1] or found[2])
        return ("need", rank, "need", 0)
    for pattern, numbered in ((_NUMBERED, True), (_SINGLE, False)):
        if (found := pattern.fullmatch(word)) and (place := _contact_place(found[found.re.groups])):
            return ("contact", int(found[1]) if numbered else 0, *place)
    return None


def _contact_place(word: str) -> tuple[str, int] | None:
    if found := _ADDRESS_LINE.fullmatch(word):
        return f"address_{found[1]}", 0
    return _CONTACT.get(word)


def read_layout(cells: list[str], line: int) -> Layout:
    _refuse_doubles(cells, line)
    best: dict[tuple[str, int, str], tuple[int, int]] = {}
    for index, cell in enumerate(cells):
        place = _place(fold(cell))
        if place:
            kind, number, column, rank = place
            best[kind, number, column] = min(
                best.get((kind, number, column), (99, 0)), (rank, index)
            )
    kept = {key: Column(index, clean(cells[index])[0]) for key, (_, index) in best.items()}
    pupil = {key[2]: column for key, column in kept.items() if key[0] == "pupil"}
    _plain_names_are_preferred(pupil, cells)
    _refuse_missing(pupil, cells, line)
    contacts: dict[int, dict[str, Column]] = {}
    for (kind, number, name), found in kept.items():
        if kind == "contact":
            contacts.setdefault(number, {})[name] = found
    needs = {key[1]: column for key, column in sorted(kept.items()) if key[0] == "need"}
    used = {column.index for column in kept.values()} | {c.index for c in pupil.values()}
    left = [
        clean(cell)[0][:60]
        for index, cell in enumerate(cells)
        if cell.strip() and index not in used
    ]
    return Layout(len(cells), line, pupil, needs, contacts, tuple(left))


def _plain_names_are_preferred(pupil: dict[str, Column], cells: list[str]) -> None:
    """Beside a legal name, a plain one is the name the pupil goes by."""
    by_word = {fold(cell): index for index, cell in enumerate(cells)}
    for name in ("surname", "forename"):
        legal = fold(pupil[name].header).startswith("legal") if name in pupil else False
        if legal and name in by_word and f"preferred_{name}" not in pupil:
            index = by_word[name]
            pupil[f"preferred_{name}"] = Column(index, clean(cells[index])[0])


def _refuse_doubles(cells: list[str], line: int) -> None:
    counts = Counter(fold(cell) for cell in cells if _place(fold(cell)))
    for word, count in counts.items():
        if count > 1:
            places = [str(i) for i, cell in enumerate(cells, start=1) if fold(cell) == word]
            header = clean(cells[int(places[0]) - 1])[0]
            raise refuse(
                f"The column '{header}' stands in the file {count} times "
                f"(columns {' and '.join(places)}).",
                "Take out the one that is wrong, and export again.",
                line=line,
                field=header,
            )


def _refuse_missing(pupil: dict[str, Column], cells: list[str], line: int) -> None:
    missing = [
        name
        for name, any_of in (
            ("UPN or MIS ID", {"upn", "mis_id"}),
            ("Surname", {"surname", "forename"}),
            ("Date of birth", {"born_on"}),
        )
        if not any_of & set(pupil)
    ]
    if not missing:
        return
    # Only headers that we know, or nearly know, are named: without a header line the first row is a child.
    found = ", ".join(column.header for column in pupil.values()) or "none that are known here"
    raise refuse(
        f"The file has no column for {', nor for '.join(missing)}. Columns found: {found}.",
        f"{_suggestion(cells)}Add the column to the export; the guide on imports lists the names.",
        line=line,
        field=", ".join(missing),
    )


def _suggestion(cells: list[str]) -> str:
    for cell in cells:
        word = fold(cell)
        close = (
            difflib.get_close_matches(word, _PUPIL, n=1, cutoff=0.8) if word not in _PUPIL else []
        )
        if close:
            name = PUPIL_COLUMNS[_PUPIL[close[0]][0]][_PUPIL[close[0]][1]]
            return f"Is '{clean(cell)[0][:60]}' meant to be '{name}'? "
    return ""
