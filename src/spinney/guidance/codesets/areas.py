"""Areas of need of today's Code, the five proposed areas of development, and what may become of each.

The five are a proposal of 2026 and the official list is not known: names, codes and every row below are our own
reading of what others say of it, to be checked when the list is published. Nothing here is in force. The old code
is what statistics ask for, so it is kept whatever is chosen.
"""

from collections.abc import Iterable
from typing import Final, NamedTuple

from spinney.guidance.codesets.sen import AREA_OF_NEED

AREA_OF_DEVELOPMENT: Final = {
    "SLC": "Speech, language and communication",
    "SE": "Social and emotional",
    "EF": "Executive function",
    "SEN": "Sensory",
    "MP": "Motor and physical",
}


class AreaLink(NamedTuple):
    old: str
    new: str
    why: str


# Many to many. CL stands nowhere: literacy, numeracy and general cognition do not appear among the five.
AREA_LINKS: Final = (
    AreaLink("CI", "SLC", "speech, language and communication needs"),
    AreaLink("CI", "SE", "interaction with others, where that is the greater barrier"),
    AreaLink("SEMH", "SE", "social and emotional needs, with wellbeing"),
    AreaLink("SEMH", "EF", "attention and self-control, which the proposal draws out of SEMH"),
    AreaLink("SP", "SEN", "hearing, vision and other senses"),
    AreaLink("SP", "MP", "physical disability and movement"),
)


def areas_after(old: str) -> tuple[str, ...]:
    """The areas of development that may take an area of need. Several: a person chooses. None: a person decides."""
    return tuple(link.new for link in AREA_LINKS if link.old == old)


def areas_before(new: str) -> tuple[str, ...]:
    return tuple(link.old for link in AREA_LINKS if link.new == new)


def suggested(code: str, among: Iterable[str]) -> tuple[str, ...]:
    """What may stand in place of `code` in a list that lacks it, from either list of areas to the other."""
    open_to = set(among)
    found = areas_after(code) if code in AREA_OF_NEED else areas_before(code)
    return tuple(each for each in found if each in open_to)
