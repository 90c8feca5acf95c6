"""The small grammar of the bank's sentences.

{name} {he} {him} {his} {himself}   the child; with a capital first letter where a sentence begins
{assistant} {teacher}               the adults who work with the child, by name where there is one
{interest} {other} {hobby}          what the child loves; {hobby} as someone else would say it
[a|b|c]                             one of these
[n=20-35]                           a number from 20 to 35, remembered as n; [20-35] is not remembered
[n+8]                               n and 8 more, so that a target lies beyond its baseline
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from spinney.jobs.demo_world.dice import Dice

_SLOT = re.compile(r"\[([^\]]+)\]")
_RANGE = re.compile(r"(?:(\w)=)?(\d+)-(\d+)")
_SUM = re.compile(r"(\w)([+-])(\d+)|(\w)")
_PARTS = "\x1f"


@dataclass(frozen=True, slots=True)
class Who:
    """The child as sentences speak of them."""

    name: str
    sex: str
    assistant: str = "a teaching assistant"
    teacher: str = "the class teacher"
    interest: str = "stories"
    other: str = "songs"

    def words(self) -> dict[str, str]:
        he, him, his = ("she", "her", "her") if self.sex == "F" else ("he", "him", "his")
        found = {
            "name": self.name, "he": he, "him": him, "his": his, "himself": f"{him}self",
            "assistant": self.assistant, "teacher": self.teacher, "interest": self.interest,
            "other": self.other, "hobby": re.sub(r"\bmy\b", his, self.interest),
        }  # fmt: skip
        return {**found, **{key.capitalize(): capital(text) for key, text in found.items()}}


def capital(text: str) -> str:
    """The first letter only: the rest may hold names."""
    return text[:1].upper() + text[1:]


def say(dice: Dice, text: str, who: Who) -> str:
    return say_all(dice, (text,), who)[0]


def say_all(dice: Dice, texts: Sequence[str], who: Who) -> list[str]:
    """Sentences that belong together share their remembered numbers."""
    kept: dict[str, int] = {}

    def fill(match: re.Match[str]) -> str:
        return _fill(dice, match[1], kept)

    # A name could hold any sign at all, so the slots are filled before names are put in.
    filled = _SLOT.sub(fill, _PARTS.join(texts))
    return filled.format(**who.words()).split(_PARTS)


def _fill(dice: Dice, slot: str, kept: dict[str, int]) -> str:
    if found := _RANGE.fullmatch(slot):
        number = dice.between(int(found[2]), int(found[3]))
        if found[1]:
            kept[found[1]] = number
        return str(number)
    if found := _SUM.fullmatch(slot):
        if found[4]:
            return str(kept[found[4]])
        more = int(found[3])
        return str(kept[found[1]] + (more if found[2] == "+" else -more))
    return dice.pick(slot.split("|"))
