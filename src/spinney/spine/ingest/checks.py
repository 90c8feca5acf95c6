"""Read single values and note what is wrong with them. Shared by every format."""

import re
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from spinney.kernel import identifiers
from spinney.spine.ingest.records import Fault, Severity, pupil_ref
from spinney.spine.ingest.text import clean, shape_of

OLDEST = 26
"""An EHC plan may run until the day before the 26th birthday; nobody older is on a roll."""

YES = frozenset({"true", "1", "yes", "y", "t"})
NO = frozenset({"false", "0", "no", "n", "f"})
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)


class Cell(NamedTuple):
    """One value as the file has it, where it stands and what the file calls it."""

    value: str
    field: str
    line: int


class Checker:
    """The faults of one pupil, gathered while their values are read."""

    def __init__(self, *, row: int, line: int, today: date) -> None:
        self.row, self.line, self.today = row, line, today
        self.upn: str | None = None
        self.faults: list[Fault] = []

    @property
    def refused(self) -> bool:
        return any(fault.severity is Severity.ERROR for fault in self.faults)

    def error(self, cell: Cell, cause: str, remedy: str, *, shape: str = "") -> None:
        self._note(cell, cause, remedy, Severity.ERROR, shape)

    def warn(self, cell: Cell, cause: str, remedy: str, *, shape: str = "") -> None:
        self._note(cell, cause, remedy, Severity.WARNING, shape)

    def missing(self, name: str, remedy: str) -> None:
        self.error(Cell("", name, self.line), f"{name} is missing.", remedy)

    def _note(
        self, cell: Cell, cause: str, remedy: str, severity: Severity, shape: str = ""
    ) -> None:
        self.faults.append(
            Fault(
                line=cell.line,
                field=cell.field,
                shape=shape or shape_of(cell.value),
                cause=cause,
                remedy=remedy,
                severity=severity,
                ref=pupil_ref(self.row, self.upn),
            )
        )

    def text(self, cell: Cell | None, *, longest: int = 100, soft: bool = False) -> str | None:
        """Text that is too long refuses the pupil, or when `soft` is left out with a warning."""
        if cell is None:
            return None
        found, hidden = clean(cell.value)
        if hidden:
            self.warn(
                cell,
                "The text held signs that cannot be seen or that turn the reading direction.",
                "They were taken out. Check the spelling and type it again in the source.",
            )
        if len(found) > longest:
            self._note(
                cell,
                f"The text is longer than the {longest} characters that can be kept."
                + (" It was left out." if soft else ""),
                "Shorten it in the source and export again.",
                Severity.WARNING if soft else Severity.ERROR,
            )
            return None
        return found or None

    def fact(self, cell: Cell | None) -> bool | None:
        """Yes, no, or unknown: a word that is neither must not give or take a right."""
        found = (self.text(cell, soft=True) or "").casefold()
        if cell is None or not found:
            return None
        if found in YES | NO:
            return found in YES
        self.warn(
            cell,
            "This is neither yes nor no. It was left unknown.",
            "Write Yes or No in the source.",
        )
        return None

    def priority(self, cell: Cell | None) -> int | None:
        found = (self.text(cell, soft=True) or "").lstrip("0")
        if cell is None or not found:
            return None
        if re.fullmatch(r"[0-9]{1,2}", found):
            return int(found)
        self.warn(cell, "This is not a priority from 1 to 99. It was left out.", "Use a number.")
        return None

    def nameless(self, cell: Cell) -> None:
        self.warn(
            cell,
            "There is an adult without a name. They were left out.",
            "Add the adult's name in the source.",
        )

    def code(self, cell: Cell | None, codes: Mapping[str, str], *, what: str) -> str | None:
        """A code that decides something about the child: an unknown one refuses the pupil."""
        return self._code(cell, codes, what, Severity.ERROR)

    def soft_code(self, cell: Cell | None, codes: Mapping[str, str], *, what: str) -> str | None:
        """A code that is good to have: an unknown one is left out, the pupil is taken."""
        return self._code(cell, codes, what, Severity.WARNING)

    def _code(
        self, cell: Cell | None, codes: Mapping[str, str], what: str, severity: Severity
    ) -> str | None:
        found = self.text(cell)
        if cell is None or found is None:
            return None
        if found.upper() in codes:
            return found.upper()
        known = (
            f"Use one of {', '.join(codes)}." if len(codes) <= 20 else "Use a code of the DfE list."
        )
        left = "" if severity is Severity.ERROR else " It was left out."
        self._note(cell, f"This is not a known {what}.{left}", known, severity)
        return None

    def flag(self, cell: Cell | None) -> bool | None:
        found = (self.text(cell) or "").casefold()
        if cell is None or not found:
            return None
        if found in YES or found in NO:
            return found in YES
        self.error(cell, "This is neither yes nor no.", "Write Yes or No in the source.")
        return None

    def number(self, cell: Cell | None, *, least: int, most: int) -> int | None:
        found = self.text(cell)
        if cell is None or found is None:
            return None
        if re.fullmatch(r"[0-9]{1,9}", found) and least <= int(found) <= most:
            return int(found)
        self.error(
            cell, f"This is not a whole number from {least} to {most}.", "Correct it in the source."
        )
        return None

    def iso_date(self, cell: Cell | None) -> date | None:
        found = self.text(cell)
        if cell is None or found is None:
            return None
        parts = _ISO.fullmatch(found)
        made = make_date(*map(int, parts.groups())) if parts else None
        if made is None:
            self.error(
                cell,
                "This is not a real date."
                if parts
                else "This is not a date in the form 2014-10-03.",
                "Correct the date in the sending system and export again.",
            )
        return made

    def birthday(self, cell: Cell, born: date | None) -> date | None:
        if born is None:
            return None
        if born > self.today:
            self.error(cell, "The date of birth is in the future.", "Correct it in the source.")
        elif born.year < self.today.year - OLDEST:
            self.error(
                cell,
                f"The date of birth is more than {OLDEST} years ago.",
                "Correct it in the source, or leave the person out of the export.",
            )
        else:
            return born
        return None

    def not_future(self, cell: Cell | None, day: date | None, *, what: str) -> date | None:
        if cell is not None and day is not None and day > self.today:
            self.error(cell, f"The {what} is in the future.", "Correct the date in the source.")
            return None
        return day

    def checked_upn(self, cell: Cell | None) -> str | None:
        found = identifiers.tidy_upn(self.text(cell) or "")
        if cell is None or not found:
            return None
        fault = identifiers.upn_fault(found)
        if fault is None:
            return found
        self.error(
            cell,
            f"The UPN is not valid: {fault.value}.",
            "Look the UPN up in the MIS or on Get Information about Pupils, and correct it there.",
        )
        return None

    def checked_uln(self, cell: Cell | None) -> str | None:
        """A wrong ULN is left out: the pupil can be known without it."""
        found = (self.text(cell) or "").replace(" ", "")
        if cell is None or found in {"", identifiers.ULN_PLACEHOLDER}:
            return None
        if identifiers.is_uln(found):
            return found
        self.warn(
            cell,
            "The unique learner number is not valid. It was left out.",
            "Look it up in the Learning Records Service and correct it in the MIS.",
        )
        return None


def make_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
