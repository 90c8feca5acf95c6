"""What a cover card may say, and when. Plain values in, plain values out.

A cover teacher needs to know what to do in one lesson. Whatever else a plan holds is not theirs to know:
no surname, no diagnosis, no need, no layer (UK GDPR art. 5(1)(c), data minimisation; art. 9 for health).
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from spinney.kernel.clock import LONDON

EARLY = timedelta(minutes=10)
SCHOOL_DAYS_AHEAD = 5
WRONG_CODES = 8
CODE_LENGTH = 6
MASK = "[not shown]"

# Words that name what a child has rather than what an adult does. A row is: as people write it, in small letters.
# A space stands for any gap or hyphen, ' for either apostrophe.
DIAGNOSES = (
    "autism", "autistic", "autistic spectrum disorder", "autism spectrum condition", "asperger", "asperger's",
    "aspergers", "adhd", "add/adhd", "attention deficit", "attention deficit disorder",
    "attention deficit hyperactivity disorder", "hyperactivity disorder", "audhd", "dyslexia", "dyslexic",
    "dyspraxia", "dyspraxic", "dyscalculia", "dyscalculic", "dysgraphia", "developmental co ordination disorder",
    "developmental coordination disorder", "developmental language disorder", "language disorder",
    "speech disorder", "auditory processing disorder", "sensory processing disorder",
    "epilepsy", "epileptic", "diabetes", "diabetic", "asthma", "asthmatic", "cerebral palsy", "down syndrome",
    "down's syndrome", "downs syndrome", "foetal alcohol", "fetal alcohol", "fasd", "tourette", "tourette's",
    "tourettes", "tourette's syndrome", "tic disorder", "obsessive compulsive disorder", "ocd",
    "oppositional defiant disorder", "conduct disorder", "pathological demand avoidance", "demand avoidance",
    "anxiety disorder", "generalised anxiety", "social anxiety", "depression", "depressive", "clinically depressed",
    "bipolar", "schizophrenia", "psychosis", "psychotic", "ptsd", "post traumatic stress", "attachment disorder",
    "reactive attachment", "personality disorder", "selective mutism", "selectively mute", "anorexia", "anorexic",
    "bulimia", "bulimic", "eating disorder", "arfid", "self harm", "self harms", "learning disability",
    "learning disabilities", "learning disabled", "learning difficulty", "learning difficulties",
    "moderate learning difficulties", "severe learning difficulties", "specific learning difficulty",
    "specific learning difficulties", "global delay", "global developmental delay", "developmental delay",
    "fragile x", "rett syndrome", "williams syndrome", "prader willi", "angelman", "klinefelter", "turner syndrome",
    "di george", "cystic fibrosis", "muscular dystrophy", "sickle cell", "haemophilia", "hiv", "leukaemia",
    "cancer", "crohn's", "crohns", "coeliac", "spina bifida", "hydrocephalus", "hypermobility", "ehlers danlos",
    "juvenile arthritis", "hearing impairment", "hearing impaired", "visual impairment", "visually impaired",
    "vision impairment", "brain injury", "neurodivergent", "neurodiverse", "neurodevelopmental",
    "semh", "slcn", "pmld", "spld", "ehcp", "ehc plan", "education health and care plan",
)  # fmt: skip
# These are words of everyday English in small letters ("add", "odd"), so only capitals count.
CAPITALS = ("ADD", "ASD", "ASC", "ODD", "PDA", "DCD", "DLD", "RAD", "APD", "SPD", "MLD", "SLD", "GDD", "SEN",
            "SEND", "SALT", "CFS", "POTS")  # fmt: skip


def _pattern(words: Iterable[str]) -> str:
    """Longest first, so that a whole name is covered and not its first word alone."""
    ordered = sorted(words, key=len, reverse=True)
    parts = [re.escape(w).replace(r"\ ", r"[\W_]*").replace("'", "['’ʼ`]?") for w in ordered]
    return rf"(?<![^\W_])(?:{'|'.join(parts)})(?![^\W_])"


_SMALL = re.compile(_pattern(DIAGNOSES), re.IGNORECASE)
_CAPITALS = re.compile(_pattern(CAPITALS))
# What cannot be seen could part a word from the table: soft hyphens, zero-width letters and the like.
_UNSEEN = {"Cf", "Cc"}


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one child, by which others may call them in a strategy."""

    forenames: tuple[str, ...]
    surnames: tuple[str, ...]


def plain(text: str) -> str:
    whole = unicodedata.normalize("NFKC", text)
    return "".join(c for c in whole if c in "\n\t" or unicodedata.category(c) not in _UNSEEN)


def names_a_diagnosis(text: str) -> bool:
    whole = plain(text)
    return bool(_SMALL.search(whole) or _CAPITALS.search(whole))


def without_diagnosis(text: str) -> str:
    return _CAPITALS.sub(MASK, _SMALL.sub(MASK, plain(text)))


def without_surnames(text: str, own: Names, others: Sequence[Names] = ()) -> str:
    """Their own surname goes wherever it stands; a classmate's where it follows that child's first name.

    A surname may be an everyday word ("Green"), and "green card" must stay: so letters' case counts, and a
    classmate's surname alone is left.
    """
    told = text
    for each in (own, *others):
        for surname in each.surnames:
            for forename in each.forenames:
                told = _word(f"{forename} {surname}").sub(forename, told)
    for surname in own.surnames:
        for written in {surname, surname.upper()}:
            told = _word(written).sub(f"{surname[:1]}.", told)
    return told


def names_of(forenames: Iterable[str], surnames: Iterable[str]) -> Names:
    """Every name, and each part of a double one. A part that is a first name as well is left."""
    first = {plain(name) for name in forenames if name.strip()}
    last = {plain(name) for name in surnames if name.strip()}
    parts = {part for name in last for part in re.split(r"[\s-]+", name) if len(part) > 2}
    whole = sorted((last | parts) - first, key=lambda name: (-len(name), name))
    return Names(tuple(sorted(first)), tuple(whole))


def _word(words: str) -> re.Pattern[str]:
    parts = r"[\s-]+".join(map(re.escape, words.split()))
    return re.compile(rf"(?<!\w){parts}(?!\w)")


def said(text: str, own: Names, others: Sequence[Names] = ()) -> str:
    """A line as a cover teacher may read it. Every line on a cover card has been through here."""
    return without_diagnosis(without_surnames(plain(text), own, others))


def first_names(children: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """By child: the first name, with as many letters of the surname as tell two apart, and never all of it."""
    count = Counter(_folded(first) for first, _ in children.values())
    found = {
        child: first if count[_folded(first)] == 1 else _with_initial(first, last, 1)
        for child, (first, last) in children.items()
    }
    for letters in (2, 3):
        again = Counter(map(_folded, found.values()))
        for child, (first, last) in children.items():
            if again[_folded(found[child])] > 1 and letters < len(last):
                found[child] = _with_initial(first, last, letters)
    return found


def _with_initial(first: str, last: str, letters: int) -> str:
    most = letters if letters < len(last) else 1
    return f"{first} {last[:most]}".strip()


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def days_to_cover(today: date) -> tuple[date, ...]:
    """Today, and the next five days from Monday to Friday. The timetable knows no holidays."""
    found, day = [today], today
    while len(found) <= SCHOOL_DAYS_AHEAD:
        day += timedelta(days=1)
        if day.isoweekday() <= 5:
            found.append(day)
    return tuple(found)


def hours_of(day: date, starts: time, ends: time) -> tuple[datetime, datetime]:
    """From ten minutes before the lesson to its bell, by the clock on the school's wall. The bell is the end."""
    begins = datetime.combine(day, starts, LONDON) - EARLY
    return begins, datetime.combine(day, ends, LONDON)
