"""Checks on lines: what is missing, what nobody could count, what is tied to nothing, and dates that cannot be."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from spinney.plans.rules.changes import NAMING
from spinney.plans.rules.coach import table
from spinney.plans.rules.coach.hits import Check, Hit
from spinney.plans.rules.coach.sheet import WORDS, Sheet, filled
from spinney.plans.types import FieldKind, Line

TOKEN = re.compile(r"[a-z]+(?:[-'][a-z]+)*|\d+")
DIGIT = re.compile(r"\d")
YEAR = timedelta(days=366)
NO_RESULT = frozenset({"", "not_reviewed"})


def naming(line: Line) -> str:
    return next((text for code in NAMING if (text := line.text(code))), "")


def missing(section: str, part: str) -> Check:
    """A line that has begun, and this part of it empty."""

    def check(sheet: Sheet) -> Iterator[Hit]:
        spec = sheet.spec(section, part)
        if spec is not None:
            for line in sheet.section(section):
                if not filled(line.values.get(spec.code)):
                    yield Hit(line, spec.code, naming(line))

    return check


def no_review(sheet: Sheet) -> Iterator[Hit]:
    """Asked of an empty section too: a plan without a review is never looked at again."""
    spec = sheet.spec("review", "next_review", FieldKind.DATE)
    if spec is not None:
        for line in sheet.all_lines("review"):
            if not filled(line.values.get(spec.code)):
                yield Hit(line, spec.code, "")


def vague_who(sheet: Sheet) -> Iterator[Hit]:
    spec = sheet.spec("provision", "who", *WORDS)
    if spec is not None:
        for line in sheet.section("provision"):
            text = line.text(spec.code)
            if text and is_nobody(text):
                yield Hit(line, spec.code, text, {"found": text})


def uncountable(sheet: Sheet) -> Iterator[Hit]:
    spec = sheet.spec("provision", "often", *WORDS)
    if spec is not None:
        for line in sheet.section("provision"):
            text = line.text(spec.code)
            if text and is_uncountable(text):
                yield Hit(line, spec.code, text, {"found": text})


def is_nobody(text: str) -> bool:
    return not set(TOKEN.findall(text.lower())) - table.NOBODY


def is_uncountable(text: str) -> bool:
    return not DIGIT.search(text) and not _any_of(text, table.COUNTABLE)


def _any_of(text: str, known: frozenset[str]) -> bool:
    return bool(known & set(TOKEN.findall(text.lower())))


def _countable(text: str) -> bool:
    return bool(DIGIT.search(text)) or _any_of(text, table.NUMBERS | table.OBSERVABLE)


def unmeasurable(sheet: Sheet) -> Iterator[Hit]:
    """No number, nothing to see or hear, and no way to know."""
    spec = sheet.spec("outcome", "target", *WORDS) or sheet.spec("outcome", "title", *WORDS)
    if spec is None:
        return
    for line in sheet.section("outcome"):
        aim = f"{sheet.text(line, 'title')} {sheet.text(line, 'target')}".strip()
        if aim and not _countable(aim) and not sheet.text(line, "measure"):
            yield Hit(line, spec.code, aim)


SOFT = re.compile(
    r"(?<!\w)(?:"
    + "|".join(sorted(map(re.escape, table.SOFT), key=len, reverse=True))
    + r")(?!\w)",
    re.IGNORECASE,
)


def soft_verb(sheet: Sheet) -> Iterator[Hit]:
    for part in ("title", "target"):
        spec = sheet.spec("outcome", part, *WORDS)
        if spec is None:
            continue
        for line in sheet.section("outcome"):
            text = line.text(spec.code)
            found = SOFT.search(text)
            if found and not _countable(text):
                yield Hit(line, spec.code, text, {"found": found[0]})


def _linked(sheet: Sheet, section: str, part: str) -> bool:
    return sheet.spec(section, part, FieldKind.LINKS) is not None


def _needs_by_outcome(sheet: Sheet) -> dict[str, set[str]]:
    return {str(line.id): sheet.links(line, "needs") for line in sheet.section("outcome")}


def _needs_of(sheet: Sheet, provision: Line, by_outcome: dict[str, set[str]]) -> set[str]:
    """Straight, or by way of an outcome."""
    reached = (by_outcome.get(item, set()) for item in sheet.links(provision, "outcomes"))
    return sheet.links(provision, "needs").union(*reached)


def need_without_provision(sheet: Sheet) -> Iterator[Hit]:
    spec = sheet.spec("need", "title")
    tied = _linked(sheet, "provision", "needs") or _linked(sheet, "provision", "outcomes")
    if spec is None or not tied:
        return
    by_outcome = _needs_by_outcome(sheet)
    served: set[str] = set()
    for line in sheet.section("provision"):
        served |= _needs_of(sheet, line, by_outcome)
    for need in sheet.section("need"):
        if str(need.id) not in served:
            yield Hit(need, spec.code, naming(need))


def provision_without_need(sheet: Sheet) -> Iterator[Hit]:
    spec = sheet.spec("provision", "needs", FieldKind.LINKS)
    if spec is None:
        return
    by_outcome = _needs_by_outcome(sheet)
    for line in sheet.section("provision"):
        if not _needs_of(sheet, line, by_outcome):
            yield Hit(line, spec.code, naming(line))


def tied_to_nothing(section: str, part: str) -> Check:
    def check(sheet: Sheet) -> Iterator[Hit]:
        spec = sheet.spec(section, part, FieldKind.LINKS)
        if spec is not None:
            for line in sheet.section(section):
                if not sheet.links(line, part):
                    yield Hit(line, spec.code, naming(line))

    return check


def outcome_without_provision(sheet: Sheet) -> Iterator[Hit]:
    spec = sheet.spec("outcome", "title")
    if spec is None or not _linked(sheet, "provision", "outcomes"):
        return
    worked = set().union(*(sheet.links(line, "outcomes") for line in sheet.section("provision")))
    for line in sheet.section("outcome"):
        if str(line.id) not in worked:
            yield Hit(line, spec.code, naming(line))


def _told(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""


def ends_before_start(sheet: Sheet) -> Iterator[Hit]:
    spec = sheet.spec("provision", "ends", FieldKind.DATE)
    for line in sheet.section("provision") if spec else ():
        starts, ends = sheet.day(line, "starts"), sheet.day(line, "ends")
        if spec and starts and ends and ends < starts:
            yield Hit(
                line, spec.code, f"{starts} {ends}", {"starts": _told(starts), "ends": _told(ends)}
            )


def provision_over(sheet: Sheet) -> Iterator[Hit]:
    spec = sheet.spec("provision", "ends", FieldKind.DATE)
    for line in sheet.section("provision") if spec else ():
        ends = sheet.day(line, "ends")
        if spec and ends and ends < sheet.today:
            yield Hit(line, spec.code, str(ends), {"ends": _told(ends)})


def _open_targets(sheet: Sheet) -> Iterator[tuple[Line, str, date]]:
    """Outcomes with a date and without a result."""
    spec = sheet.spec("outcome", "by_when", FieldKind.DATE)
    for line in sheet.section("outcome") if spec else ():
        day = sheet.day(line, "by_when")
        if spec and day and sheet.text(line, "achievement") in NO_RESULT:
            yield line, spec.code, day


def target_past(sheet: Sheet) -> Iterator[Hit]:
    for line, code, day in _open_targets(sheet):
        if day < sheet.today:
            yield Hit(line, code, str(day), {"by_when": _told(day)})


def _review(sheet: Sheet) -> date | None:
    days = [day for line in sheet.all_lines("review") if (day := sheet.day(line, "next_review"))]
    return days[0] if days else None


def target_after_review(sheet: Sheet) -> Iterator[Hit]:
    review = _review(sheet)
    for line, code, day in _open_targets(sheet) if review else ():
        if review and day > review:
            told = {"by_when": _told(day), "next_review": _told(review)}
            yield Hit(line, code, f"{day} {review}", told)


def target_far(sheet: Sheet) -> Iterator[Hit]:
    for line, code, day in _open_targets(sheet):
        if day > sheet.today + YEAR:
            yield Hit(line, code, str(day), {"by_when": _told(day)})


def review_past(sheet: Sheet) -> Iterator[Hit]:
    spec = sheet.spec("review", "next_review", FieldKind.DATE)
    for line in sheet.all_lines("review") if spec else ():
        day = sheet.day(line, "next_review")
        if spec and day and day < sheet.today:
            yield Hit(line, spec.code, str(day), {"next_review": _told(day)})


def carried_over(sheet: Sheet) -> Iterator[Hit]:
    """The review has moved on from the version in force, and an outcome stands untouched, without a result."""
    spec = sheet.spec("outcome", "achievement", FieldKind.CHOICE)
    reviews = [line for line in sheet.before.values() if line.section == "review"]
    was = [day for line in reviews if (day := sheet.day(line, "next_review"))]
    review = _review(sheet)
    if spec is None or not was or review is None or review <= was[0]:
        return
    for line in sheet.section("outcome"):
        before = sheet.before.get(line.id)
        if before and _same(before, line) and line.text(spec.code) in NO_RESULT:
            yield Hit(line, spec.code, f"{naming(line)} {review}")


def _same(before: Line, after: Line) -> bool:
    """The same words. A date moved on is not a look."""
    moved = {"by_when", "due"}
    asked = [code for code, value in after.values.items() if code not in moved and filled(value)]
    return all(before.values.get(code) == after.values[code] for code in asked)
