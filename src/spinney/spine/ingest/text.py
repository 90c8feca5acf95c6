"""Make text safe to keep and show, and describe a value by its shape when it must not be shown."""

import re
import unicodedata
from itertools import groupby

# Signs that change what a reader sees without being seen: marks, overrides and isolates of reading
# direction; zero-width spaces; soft hyphen; byte order mark; invisible operators; tags.
_HIDDEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f]"
)
# Joiners are spelling in Persian and Indic scripts, and a disguise anywhere else.
_JOINERS = re.compile("(?<![\u0590-\u1fff])[\u200c\u200d]")
_CONTROLS = re.compile("[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ud800-\udfff]")
_SPACES = re.compile(r"\s+")


def clean(value: str) -> tuple[str, bool]:
    """The text in NFC with single spaces; and whether signs that cannot be seen were taken out."""
    plain = _HIDDEN.sub("", _JOINERS.sub("", _CONTROLS.sub("", value)))
    return _SPACES.sub(" ", unicodedata.normalize("NFC", plain)).strip(), plain != value


def _kind(sign: str) -> str:
    if sign.isdecimal():
        return "digit"
    if sign.isalpha() or unicodedata.category(sign).startswith("M"):
        return "letter"
    return {" ": "space", "-": "hyphen", "/": "slash", ".": "full stop"}.get(sign, "other sign")


def shape_of(value: str) -> str:
    """What a value looks like, never what it is: "13 characters: letter, 12 digits"."""
    if not value:
        return "empty"
    runs = [(kind, len(list(signs))) for kind, signs in groupby(value, key=_kind)]
    kinds = {kind for kind, _ in runs}
    if kinds <= {"letter", "space", "hyphen"} and "letter" in kinds:
        unit = "letter" if len(kinds) == 1 else "character"
        return f"text of {len(value)} {unit}{'' if len(value) == 1 else 's'}"
    described = ", ".join(kind if count == 1 else f"{count} {kind}s" for kind, count in runs)
    if len(runs) > 7:
        described = ", ".join(f"{kind}s" for kind in dict.fromkeys(kind for kind, _ in runs))
    return f"{len(value)} character{'' if len(value) == 1 else 's'}: {described}"


_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless_cell(value: str) -> str:
    """A spreadsheet runs a cell that starts like a formula; an apostrophe before it makes it text."""
    return f"'{value}" if value.lstrip(" ").startswith(_FORMULA) else value
