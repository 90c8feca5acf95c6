"""The bank's codes in words, and a form's answers as an entry."""

from collections.abc import Mapping
from typing import Any, Final

from django.http import QueryDict

from spinney.plans.types.bank import (
    BankArea,
    BankFilter,
    BankKind,
    BankPhase,
    Cost,
    Entry,
    Rating,
)

KINDS: Final = {
    BankKind.STRATEGY: "Strategy", BankKind.TARGET: "Target", BankKind.INTERVENTION: "Intervention",
}  # fmt: skip
AREAS: Final = {
    BankArea.CI: "Communication and interaction", BankArea.CL: "Cognition and learning",
    BankArea.SEMH: "Social, emotional and mental health", BankArea.SP: "Sensory and/or physical",
}  # fmt: skip
PHASES: Final = {
    BankPhase.EARLY_YEARS: "Early years", BankPhase.PRIMARY: "Primary",
    BankPhase.SECONDARY: "Secondary", BankPhase.POST_16: "Post-16",
}  # fmt: skip
COSTS: Final = {
    Cost.NONE: "No extra cost",
    Cost.LOW: "Low",
    Cost.MEDIUM: "Medium",
    Cost.HIGH: "High",
}
EVIDENCE: Final = {
    "rated": "Rated in a published review", "published": "From a published source",
    "practice": "From practice",
}  # fmt: skip
STATES: Final = {"own": "Your school’s own", "hidden": "Hidden"}
Choices = Mapping[str, Mapping[Any, str]]
CHOICES: Final[Choices] = {
    "kind": KINDS, "area": AREAS, "phase": PHASES, "cost": COSTS, "evidence": EVIDENCE, "state": STATES,
}  # fmt: skip
LABELS: Final = {
    "kind": "Kind", "area": "Area of need", "phase": "Phase", "cost": "Cost", "evidence": "Evidence",
    "state": "Whose",
}  # fmt: skip


def first_words(entry: Entry) -> str:
    """What an entry says, short, for lists."""
    words = entry.words
    if entry.kind is BankKind.INTERVENTION:
        often = str(words["how_often"])
        often = often[:1].lower() + often[1:]
        return f"{words['what']} {words['who']}, {often}, {words['minutes']} minutes."
    told = str(words.get("text") or words.get("title") or "").replace("[name]", "the child")
    return told[:1].upper() + told[1:]


WORDS: Final = {
    "kinds": KINDS, "areas": AREAS, "phases": PHASES, "costs": COSTS, "source_words": lambda entry: (
        "From practice" if entry.source == "practice" else entry.source
    ), "first_words": first_words,
}  # fmt: skip
MOST_WORDS: Final = 100


def chosen_from(get: QueryDict) -> BankFilter:
    """A filter nobody offered is no filter: an old link still opens the page."""
    known = {
        name: value if (value := get.get(name, "")) in choices else ""
        for name, choices in CHOICES.items()
    }
    return BankFilter(words=typed(get), **known)


def typed(get: QueryDict) -> str:
    return get.get("q", "").replace("\x00", "")[:MOST_WORDS].strip()


def entry_from(post: QueryDict, *, code: str, kind: BankKind, rating: Rating | None) -> Entry:
    """Whatever was sent, as an entry: the rules say what is wrong with it."""
    cost = post.get("cost", "")
    return Entry(
        code=code, kind=kind, title=post.get("title", ""), source=post.get("source", ""),
        also=post.get("also", ""), rating=rating,
        words={key.removeprefix("words."): post[key] for key in post if key.startswith("words.")},
        areas=tuple(area for area in BankArea if area in post.getlist("areas")),
        phases=tuple(phase for phase in BankPhase if phase in post.getlist("phases")),
        cost=Cost(cost) if cost in set(Cost) else Cost.NONE,
    )  # fmt: skip
