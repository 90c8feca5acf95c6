"""Text pasted from a word processor, as plain lines: lists stay lists, and nothing else of its looks is kept."""

import re
import unicodedata

# Characters that change how other text reads (bidi overrides) or cannot be seen at all.
HIDDEN = {"Cc", "Cf", "Co", "Cs"}
KEPT = {"\n", "\t", "\u200d", "\u200c"}  # joiners are letters in some scripts

# What word processors put before an item: round, hollow and square bullets, and arrows. Those from the Symbol and
# Wingdings fonts come as private letters, which show as boxes anywhere else.
BULLETS = "•‣⁃∙●○◦▪▫■□◆◇➢➤►▶"
PRIVATE = str.maketrans(dict.fromkeys("\uf0b7\uf0a7\uf0d8\uf076\uf0fc\uf02d\uf0a8", "•"))
LINE_ENDS = re.compile("\r\n|[\r\v\u2028\u2029]")
BULLET = re.compile(rf"^([ \t]*)(?:[{BULLETS}][ \t]*)+", re.MULTILINE)
# A hollow bullet comes as the letter o, a square one as §, a dash as –, each with a tab after it.
LETTER = re.compile(r"^([ \t]*)[o§–—·-] *\t[ \t]*", re.MULTILINE)
NUMBER = re.compile(r"^([ \t]*)(\d{1,3}|[a-zA-Z])([.)]) *\t[ \t]*", re.MULTILINE)
TRAILING = re.compile(r"[ \t]+$", re.MULTILINE)
BLANK = re.compile(r"\n{3,}")


def lines_of(text: str) -> str:
    """The words with '- ' before the items of a list. Quotation marks, and dashes in sentences, are kept."""
    plain = BULLET.sub(r"\1- ", _plain(text))
    plain = NUMBER.sub(r"\1\2\3 ", LETTER.sub(r"\1- ", plain))
    return BLANK.sub("\n\n", TRAILING.sub("", plain)).strip()


def one_line(text: str) -> str:
    """The words of a field of one line, which is no list."""
    return " ".join(BULLET.sub("", " ".join(_plain(text).split())).split())


def _plain(text: str) -> str:
    ended = LINE_ENDS.sub("\n", text.translate(PRIVATE))
    seen = "".join(c for c in ended if c in KEPT or unicodedata.category(c) not in HIDDEN)
    # Last, since letters may only now stand beside the accents that belong to them.
    normal = unicodedata.normalize("NFC", seen)
    return "".join(" " if unicodedata.category(c) == "Zs" else c for c in normal)
