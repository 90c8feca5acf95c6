"""Find an entry of the bank by the words someone types, and put what fits the child first."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from spinney.plans.rules.bank import UNRATED
from spinney.plans.rules.bank_shipped import shipped
from spinney.plans.types.bank import BankFilter, BankItem, BankPhase, Entry, Fit

TITLE, ALSO, BODY = 8, 5, 1


def folded(text: str) -> str:
    """Small letters without accents, words apart by one space."""
    apart = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(c for c in apart if not unicodedata.combining(c) and c not in "'’")
    return " ".join(re.findall(r"\w+", plain))


Hay = tuple[str, str, str]


@lru_cache(maxsize=4096)
def _folded(title: str, also: str, body: str) -> Hay:
    return f" {folded(title)}", f" {folded(also)}", f" {folded(body)}"


def _hay(entry: Entry) -> Hay:
    return _folded(entry.title, entry.also, " ".join(map(str, entry.words.values())))


@lru_cache(maxsize=1)
def _shipped_hay() -> dict[int, Hay]:
    """By identity: shipped entries live as long as the process, and joining their words costs more than looking."""
    return {id(entry): _hay(entry) for entry in shipped()}


def score(hay: Hay, needles: Sequence[str]) -> int:
    """0 unless every word typed begins a word of the entry; more where the title says it."""
    title, also, body = hay
    total = 0
    for needle in needles:
        found = (needle in title) * TITLE + (needle in also) * ALSO + (needle in body) * BODY
        if not found:
            return 0
        total += found
    return total


def find(
    items: Iterable[BankItem], narrowed: BankFilter, *, fit: Fit | None = None
) -> tuple[BankItem, ...]:
    """The entries that match, the likeliest first: by the words typed, then by how they fit the child."""
    needles = [f" {word}" for word in folded(narrowed.words).split()[:8]]
    known = _shipped_hay()
    ranked = [
        (
            -score(known.get(id(item.entry)) or _hay(item.entry), needles) if needles else 0,
            -fitness(item.entry, fit),
            place,
            item,
        )
        for place, item in enumerate(items)
        if _passes(item, narrowed)
    ]
    return tuple(row[3] for row in sorted(ranked, key=lambda r: r[:3]) if row[0] < 0 or not needles)


def fitness(entry: Entry, fit: Fit | None) -> int:
    if fit is None:
        return 0
    return 2 * bool(fit.areas & set(entry.areas)) + (fit.phase in entry.phases)


def _passes(item: BankItem, narrowed: BankFilter) -> bool:
    entry = item.entry
    return (
        narrowed.kind in ("", entry.kind)
        and (not narrowed.area or narrowed.area in entry.areas)
        and (not narrowed.phase or narrowed.phase in entry.phases)
        and narrowed.cost in ("", entry.cost)
        and (not narrowed.evidence or narrowed.evidence in evidence_of(entry))
        and _in_state(item, narrowed.state)
    )


def evidence_of(entry: Entry) -> frozenset[str]:
    if entry.source in UNRATED:
        return frozenset({"practice"})
    return frozenset({"published", "rated"} if entry.rating else {"published"})


def _in_state(item: BankItem, state: str) -> bool:
    if state == "hidden":
        return item.hidden
    return not item.hidden and (state != "own" or item.own)


def phase_of_year(year: str) -> str:
    """The phase in which a year group is taught."""
    if year in ("N1", "N2", "R"):
        return BankPhase.EARLY_YEARS
    if not (year.isascii() and year.isdigit()):
        return ""
    number = int(year)
    if number <= 6:
        return BankPhase.PRIMARY
    return BankPhase.SECONDARY if number <= 11 else BankPhase.POST_16
