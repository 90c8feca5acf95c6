"""Checks on words: phrases, labels, letters, respect, length, reading age. Own words are never judged."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache

from spinney.plans.rules.coach import table
from spinney.plans.rules.coach.checks_lines import naming
from spinney.plans.rules.coach.hits import Hit, about
from spinney.plans.rules.coach.sheet import WORDS, Sheet, Words
from spinney.plans.rules.coach.syllables import OLDEST, reading_age, sentences, words
from spinney.plans.types import FieldKind

# Where a child or a need is described nothing is promised, so no phrase can promise too little.
NOT_PROMISES = frozenset({"about", "need", "review"})
LETTERS = re.compile(r"(?<![\w&])(?:[A-Z]{2,8}\d?|SpLD|SaLT|SATs)(?![\w&])")
NO_VOWEL = re.compile(r"[B-DF-HJ-NP-TV-XZ]{2,5}")
KNOWN = frozenset(
    ["TV", "PE", "UK", "GP", "DVD", "PDF", "PC", "BBC", "NHS", "SEN", "SEND", "ISP", "PM", "DT"]
)
GAP = re.compile(r"\[[^\[\]\n]{2,80}\]")
MOST_SENTENCE, MOST_PLAN = 30, 2500
MOST_STRATEGY, MOST_SHORT, MOST_TEXT = 25, 35, 150
SAME_FROM = 6  # words


@lru_cache(maxsize=512)
def phrase(text: str, unless: str = "") -> re.Pattern[str]:
    after = rf"(?!\s+(?:{unless}))" if unless else ""
    return re.compile(rf"(?<![\w-]){re.escape(text)}(?![\w-]){after}", re.IGNORECASE)


def weasel(sheet: Sheet) -> Iterator[Hit]:
    """One finding a field: the longest phrases first, and each rewritten."""
    present = [item for item in LONGEST if item.words in sheet.low]
    for field in sheet.texts if present else ():
        if field.section.code in NOT_PROMISES:
            continue
        text, first = field.text, None
        for item in present:
            if item.words in field.low:
                text, count = phrase(item.words, item.unless).subn(_put(item.instead), text)
                first = first or (item if count else None)
        if first:
            yield about(field, found=first.words, reason=first.why, rewritten=text)


LONGEST: tuple[table.Phrase, ...] = tuple(
    sorted(table.WEASELS, key=lambda item: len(item.words), reverse=True)
)


def _put(instead: str) -> Callable[[re.Match[str]], str]:
    """The new words, with a capital where the old had one. A mark keeps later phrases from rewriting them."""

    def put(found: re.Match[str]) -> str:
        starts = found[0][0].isupper()
        return instead[0].upper() + instead[1:] if starts and instead[0].isalpha() else instead

    return put


def swapped(pairs: dict[str, str]) -> Callable[[Sheet], Iterator[Hit]]:
    """A list of words and what to write for each, as a check."""
    ordered = sorted(pairs.items(), key=lambda pair: len(pair[0]), reverse=True)

    def check(sheet: Sheet) -> Iterator[Hit]:
        present = [pair for pair in ordered if pair[0] in sheet.low]
        for field in sheet.texts if present else ():
            text, first = field.text, ""
            for old, new in present:
                if old in field.low:
                    text, count = phrase(old).subn(_put(new), text)
                    first = first or (old if count else "")
            if first:
                yield about(field, found=first, rewritten=text)

    return check


deficit = swapped(table.DEFICIT)
office_words = swapped(table.OFFICE)
LABEL = re.compile(
    r"(?<![\w-])(?:" + "|".join(map(re.escape, table.DIAGNOSES)) + r")(?![\w-])", re.IGNORECASE
)


def diagnosis(sheet: Sheet) -> Iterator[Hit]:
    """A label, and nothing beside it but words that belong to labels."""
    spec = sheet.spec("need", "title", *WORDS)
    for line in sheet.section("need") if spec else ():
        text = line.text(spec.code) if spec else ""
        found = LABEL.search(text)
        rest = {word.lower() for word in words(LABEL.sub(" ", text))}
        if spec and found and not rest - table.ROUND_A_LABEL - {sheet.child.lower()}:
            yield Hit(line, spec.code, text, {"found": found[0]})


def abbreviation(sheet: Sheet) -> Iterator[Hit]:
    told: set[str] = set()  # each once, where it is met first
    for field in sheet.texts:
        for found in LETTERS.findall(field.text) if field.for_family else ():
            full = table.ABBREVIATIONS.get(found, "")
            unknown = not full and found not in KNOWN and bool(NO_VOWEL.fullmatch(found))
            explained = found in told or (full and full.lower() in sheet.low)
            if (full or unknown) and not explained:
                told.add(found)
                spelt = f"{full or '[full words]'} ({found})"
                pattern = re.compile(rf"(?<![\w&]){re.escape(found)}(?![\w&])")
                text = pattern.sub(spelt.replace("\\", ""), field.text, count=1)
                yield about(field, found=found, rewritten=text)


def gap_left(sheet: Sheet) -> Iterator[Hit]:
    for field in sheet.texts if "[" in sheet.low else ():
        if found := GAP.search(field.text):
            yield about(field, found=found[0])


def reading(sheet: Sheet) -> Iterator[Hit]:
    for field in sheet.texts:
        if field.for_family and len(field.text) > 160:
            age = reading_age(field.text)
            if age is not None and age > OLDEST:
                yield about(field, age=f"{min(age, 25):.0f}", rewritten=easier(field.text))


def easier(text: str) -> str:
    """The same text in shorter sentences and plainer words, as far as a rule can do that."""
    for old, new in table.OFFICE.items():
        if old in text.lower():
            text = phrase(old).sub(_put(new), text)
    return " ".join(in_two(part) for part in sentences(text))


# A joint is where a new sentence can begin as it stands: before someone who does something.
JOINTS = re.compile(
    r";\s+|,? (?:and|but|so) (?=(?:he|she|they|it|i|we|you|then|there|this|that|nobody|if|when)\b)",
    re.IGNORECASE,
)
CUT_HERE = "[end the sentence here, and begin a new one]"


def in_two(sentence: str) -> str:
    """A long sentence cut at the joint nearest its middle; where there is none, the place is marked."""
    every = sentence.split()
    if len(every) <= 20:
        return sentence
    middle = len(sentence) / 2
    joints = sorted(JOINTS.finditer(sentence), key=lambda found: abs(found.start() - middle))
    if not joints:
        half = len(every) // 2
        return " ".join([*every[:half], CUT_HERE, *every[half:]])
    rest = sentence[joints[0].end() :]
    return f"{sentence[: joints[0].start()].rstrip(' ,;')}. {rest[:1].upper()}{rest[1:]}"


def long_sentence(sheet: Sheet) -> Iterator[Hit]:
    for field in sheet.texts:
        if len(field.text) < 4 * MOST_SENTENCE:
            continue
        for sentence in sentences(field.text):
            count = len(words(sentence))
            if count > MOST_SENTENCE:
                made = field.text.replace(sentence, in_two(sentence), 1)
                yield about(field, count=str(count), rewritten=made)
                break


def too_long(sheet: Sheet) -> Iterator[Hit]:
    for field in sheet.texts:
        most = _most(field)
        if len(field.text) > 3 * most and (count := len(field.text.split())) > most:
            cut = " ".join(field.text.split()[:most])
            yield about(field, count=str(count), most=str(most), rewritten=_whole_sentences(cut))


def _most(field: Words) -> int:
    if field.section.code == "adjustment":
        return MOST_STRATEGY
    return MOST_SHORT if field.spec.kind is FieldKind.SHORT else MOST_TEXT


def _whole_sentences(cut: str) -> str:
    end = max(cut.rfind(mark) for mark in ".!?")
    return cut[: end + 1] if end > len(cut) // 3 else f"{cut} [end here]"


def plan_too_long(sheet: Sheet) -> Iterator[Hit]:
    if len(sheet.low) > 4 * MOST_PLAN and (count := len(sheet.low.split())) > MOST_PLAN:
        yield Hit(None, "", str(count // 100), {"count": f"{count:,}"})


def same_text(sheet: Sheet) -> Iterator[Hit]:
    """Told on the second line and those after it: the first may be the one that is right."""
    first: dict[tuple[str, str, str], Words] = {}
    many = [(field, _plain(field)) for field in sheet.texts if field.section.many]
    counts = Counter((field.section.code, field.spec.code, text) for field, text in many)
    for field, text in many:
        key = (field.section.code, field.spec.code, text)
        if counts[key] < 2 or len(key[2].split()) < SAME_FROM:
            continue
        if key in first:
            yield about(field, others=f"“{naming(first[key].line)[:60]}”")
        else:
            first[key] = field


def _plain(field: Words) -> str:
    return " ".join(field.low.rstrip(" .!").split())
