"""The numbers England gives to children and schools: their shapes, check characters, blind display.

A number here is evidence of identity and never a key: rows are keyed by UUID.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

# I, O and S are never used. A letter's place in this row is its value (Government Data Standards
# Catalogue, Unique Pupil Number 2.0).
UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
ULN_PLACEHOLDER = "9999999999"
"""Written where no unique learner number is known; it fails its own check and is never kept."""

_UPN = re.compile(rf"[{UPN_LETTERS}][0-9]{{11}}[0-9{UPN_LETTERS}]", re.ASCII)
_UPN_BODY = re.compile(rf"[0-9]{{11}}[0-9{UPN_LETTERS}]", re.ASCII)
_TEN_DIGITS = re.compile(r"[1-9][0-9]{9}", re.ASCII)
_URN = re.compile(r"[1-9][0-9]{5}", re.ASCII)
_LAESTAB = re.compile(r"([0-9]{3})[/ -]?([0-9]{4})", re.ASCII)


class UpnKind(StrEnum):
    PERMANENT = "permanent"
    TEMPORARY = "temporary"  # kept as the former UPN once the permanent one is known


class UpnFault(StrEnum):
    LENGTH = "a UPN has 13 characters"
    SHAPE = (
        "a UPN is a letter, then 11 digits, then a digit or (temporary) a letter; never I, O or S"
    )
    CHECK_LETTER = "the check letter at the front does not fit the rest"


class TenDigits(StrEnum):
    ULN = "unique learner number"
    NHS = "NHS number"
    PLACEHOLDER = "placeholder"
    NEITHER = "neither"


def upn_check_letter(body: str) -> str:
    """The letter in front of `body`, the twelve characters after it."""
    if not _UPN_BODY.fullmatch(body):
        raise ValueError("The body of a UPN is 11 digits and a digit or letter.")
    total = sum(place * _upn_value(sign) for place, sign in enumerate(body, start=2))
    return UPN_LETTERS[total % 23]


def _upn_value(sign: str) -> int:
    return int(sign) if sign.isdecimal() else UPN_LETTERS.index(sign)


def tidy_upn(value: str) -> str:
    """As people type it: spaces and small letters are forgiven."""
    return re.sub(r"\s", "", value).upper()


def upn_fault(value: str) -> UpnFault | None:
    if len(value) != 13:
        return UpnFault.LENGTH
    if not _UPN.fullmatch(value):
        return UpnFault.SHAPE
    return None if upn_check_letter(value[1:]) == value[0] else UpnFault.CHECK_LETTER


def upn_kind(value: str) -> UpnKind | None:
    """None when the UPN is not valid."""
    if upn_fault(value) is not None:
        return None
    return UpnKind.PERMANENT if value[-1].isdecimal() else UpnKind.TEMPORARY


def blind(value: str) -> str:
    """Enough to tell two records apart on a page, too little to use as an identifier elsewhere."""
    return f"…{value[-3:]}" if len(value) > 6 else "…"


def _weighted_remainder(digits: str) -> int:
    """Weights 10 down to 1, modulo 11. The scheme of ULN and NHS number alike."""
    weights = range(10, 10 - len(digits), -1)
    return sum(w * int(d) for w, d in zip(weights, digits, strict=True)) % 11


def is_uln(value: str) -> bool:
    """Valid when the full weighted sum leaves 10; the placeholder fails this by itself."""
    return bool(_TEN_DIGITS.fullmatch(value)) and _weighted_remainder(value) == 10


def uln_check_digit(stem: str) -> str | None:
    """The tenth digit; None for a stem that is never issued."""
    remainder = _weighted_remainder(stem)
    return None if remainder == 0 else str(10 - remainder)


def is_nhs_number(value: str) -> bool:
    """Valid when the full weighted sum leaves 0, so no number is both a ULN and an NHS number."""
    return bool(_TEN_DIGITS.fullmatch(value)) and _weighted_remainder(value) == 0


def classify_ten_digits(value: str) -> TenDigits:
    """What a pasted number is. Spaces are forgiven, as both numbers are often shown in groups."""
    digits = value.replace(" ", "")
    if digits == ULN_PLACEHOLDER:
        return TenDigits.PLACEHOLDER
    if is_uln(digits):
        return TenDigits.ULN
    return TenDigits.NHS if is_nhs_number(digits) else TenDigits.NEITHER


def is_urn(value: str) -> bool:
    return bool(_URN.fullmatch(value))


@dataclass(frozen=True, slots=True)
class Laestab:
    """A school's DfE number: three digits of the local authority, four of the establishment."""

    authority: str
    establishment: str

    def __str__(self) -> str:
        return f"{self.authority}/{self.establishment}"

    @property
    def plain(self) -> str:
        return self.authority + self.establishment


def parse_laestab(value: str) -> Laestab | None:
    """Reads 8204999, 820/4999, 820-4999 and 820 4999."""
    found = _LAESTAB.fullmatch(value.strip())
    return Laestab(found[1], found[2]) if found else None
