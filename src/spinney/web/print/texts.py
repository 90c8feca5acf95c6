"""What a person wrote, as paragraphs for paper, each in its own direction."""

import unicodedata
from typing import Any

BULLETS = ("- ", "• ", "* ", "– ")


def paragraphs(text: str) -> list[dict[str, Any]]:
    """One entry a line, in its own direction; `item` marks a bullet that the writer typed."""
    found = []
    for line in text.splitlines():
        words = line.strip()
        if words:
            bullet = next((b for b in BULLETS if words.startswith(b)), "")
            found.append({"t": words[len(bullet) :], "rtl": is_rtl(words), "item": bool(bullet)})
    return found


def is_rtl(text: str) -> bool:
    """By the first strong letter, as the Unicode bidirectional algorithm decides it."""
    for letter in text:
        direction = unicodedata.bidirectional(letter)
        if direction in {"L", "R", "AL"}:
            return direction != "L"
    return False
