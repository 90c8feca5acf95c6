"""What each document says: frozen summaries in, plain JSON values out. No layout here, no words there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from spinney.people.types import year_words
from spinney.plans.queries import AnswerForm, PrintedCopy
from spinney.plans.types import (
    CardView,
    FieldKind,
    FieldSpec,
    Layer,
    Lifecycle,
    Line,
    PlanView,
    SectionSpec,
)
from spinney.plans.types.voices import Asked
from spinney.web.design.words import day
from spinney.web.print import beside
from spinney.web.print.texts import is_rtl, paragraphs

Data = dict[str, Any]
LAYERS = {
    Layer.UNIVERSAL: "Universal",
    Layer.TARGETED: "Targeted",
    Layer.TARGETED_PLUS: "Targeted Plus",
    Layer.SPECIALIST: "Specialist",
}
STANDING = {Lifecycle.ON_HOLD: "This plan is on hold.", Lifecycle.ENDED: "This plan has ended."}
SAFETY_KINDS = {
    "medical": "Medical", "seizure": "Seizures", "allergy": "Allergy",
    "escape": "May leave without warning", "restraint": "Physical intervention",
    "other": "Keep safe",
}  # fmt: skip
LONGEST_NAME = 90
SHORT_TEXT = 44  # letters that fit beside two others on one row
LONG_LINE = 1_500  # letters; a shorter line of the plan is kept on one page
NUMBERED = ("outcome", "provision")  # the answer form and the office call these by number
TITLES = {
    "title",
    "what",
    "text",
    "who",
}  # the field that heads a line, where the section has several


@dataclass(frozen=True, slots=True)
class Copy:
    """One printing: for whom, by whom, when, and in which size."""

    recipient: str
    printed_by: str
    on: date
    large: bool = False


def isolated(name: str) -> str:
    """A name of any script, kept from turning the words around it, and from filling the foot of a page."""
    shown = name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
    return f"\u2068{shown}\u2069"


def frame(copy: Copy, *, title: str, school: str, version: int = 0) -> Data:
    """What every document carries. `printed` stands at the foot of each page."""
    number = f" Version {version}." if version else ""
    return {
        "title": title,
        "school": school,
        "large": copy.large,
        "letters_missing": False,
        "printed": (
            f"Printed for {isolated(copy.recipient)} on {day(copy.on)}"
            f" by {isolated(copy.printed_by)}.{number}"
        ),
    }


def plan(printed: PrintedCopy, copy: Copy) -> Data:
    view = printed.view
    header = view.header
    return {
        **frame(
            copy,
            title=f"Individual Support Plan: {header.child_name}",
            school=printed.school_name,
            version=header.version,
        ),
        "name": header.child_name,
        "facts": _facts_of_header(view),
        "standing": STANDING.get(header.lifecycle, ""),
        "safety": safety_of(view),
        "sections": sections(view, but={"safety", "review"}),
        "review": sections(view, only={"review"}),
        "voices": beside.voices(view, printed.beside),
        "missing": beside.missing(printed.beside),
        "left_out": [f"{item.title}: {item.why}" for item in view.not_needed],
        "changes": [change.words for change in view.changes],
        "why": paragraphs(view.why),
        "withheld": view.withheld,
    }


def profile(printed: PrintedCopy, copy: Copy) -> Data:
    view = printed.view
    return {
        **frame(
            copy,
            title=f"One-page profile: {view.header.child_name}",
            school=printed.school_name,
            version=view.header.version,
        ),
        "name": view.header.child_name,
        "facts": _year_and_class(view),
        "safety": safety_of(view),
        "sections": sections(view, only={"about", "child_voice", "adjustment"}),
    }


def many(printed: Sequence[PrintedCopy], copy: Copy, *, kind: str, title: str, school: str) -> Data:
    """One document of many children's plans or profiles: each begins on a page numbered 1 and names its reader."""
    made = {"plan": plan, "profile": profile}[kind]
    return {
        **frame(copy, title=title, school=school),
        "kind": kind,
        "copies": [made(each, copy) for each in printed],
    }


def cards(found: Sequence[CardView], copy: Copy, *, group: str, school: str) -> Data:
    """Only strategies and safety lines: a card says what to do, never what a child has."""
    return {
        **frame(copy, title=f"Classroom cards: {group}", school=school),
        "group": group,
        "on": day(copy.on),
        "cards": [_card(card) for card in found],
    }


def _card(card: CardView) -> Data:
    told = {
        "name": card.name,
        "version": card.version,
        "strategies": [paragraphs(text) for text in card.strategies],
        "safety": [_safety(line) for line in card.safety],
    }
    return {**told, "long": letters(told) > LONG_LINE}


def letters(value: Any) -> int:
    """How much there is to print in a value, whatever its shape."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, dict):
        return sum(map(letters, value.values()))
    return sum(map(letters, value)) if isinstance(value, list | tuple) else 0


def answer_form(form: AnswerForm, copy: Copy) -> Data:
    view, sheet = form.view, form.form
    child = view.header.child_name
    return {
        **frame(
            copy, title=f"Your answer: {child}’s plan", school=form.school_name,
            version=sheet.version,
        ),
        "name": child,
        "recipient": sheet.recipient_name,
        "code": sheet.code_shown,
        "version": sheet.version,
        "return_by": day(sheet.expires_on),
        "lines": [
            {"name": name, "words": line_title(view, line) if form.words_shown else ""}
            for name, line in numbered_lines(view)
        ],
        "words_shown": form.words_shown,
        "helps": [one.words for one in asked_by_number(form)],
    }  # fmt: skip


def asked_by_number(form: AnswerForm) -> tuple[Asked, ...]:
    """What is asked of each line, called as on the plan; the words themselves for those who may read it."""
    names = {line.id: name for name, line in numbered_lines(form.view)}
    strategies = (one.line.id for one in form.asked if one.kind == "strategy")
    names |= {line_id: f"Strategy {number}" for number, line_id in enumerate(strategies, start=1)}
    return tuple(
        replace(
            one, more="",
            words=f"{names[one.line.id]}: {one.words}" if form.words_shown else names[one.line.id],
        )
        for one in form.asked
    )  # fmt: skip


def numbered_lines(view: PlanView) -> list[tuple[str, Line]]:
    """'Outcome 1', 'Provision 2': the same on the plan, on the form, and where the office types it in."""
    found = []
    for code in NUMBERED:
        for number, line in enumerate(view.section(code), start=1):
            found.append((f"{code.capitalize()} {number}", line))
    return found


def line_title(view: PlanView, line: Line) -> str:
    section = view.template.section(line.section)
    head = _head(section) if section else None
    return line.text(head.code) if head else ""


def safety_of(view: PlanView) -> list[Data]:
    return [
        {**_safety(line.values), "sources": beside.sources(line)} for line in view.section("safety")
    ]


def _safety(values: dict[str, Any]) -> Data:
    return {
        "kind": SAFETY_KINDS.get(str(values.get("kind", "")), SAFETY_KINDS["other"]),
        "signs": paragraphs(str(values.get("signs") or "")),
        "action": paragraphs(str(values.get("action") or "")),
    }


def sections(view: PlanView, *, only: Iterable[str] = (), but: Iterable[str] = ()) -> list[Data]:
    """Every section with something in it, in the template's order: a newer template's fields print too."""
    wanted, unwanted = set(only), set(but)
    names = _line_names(view)
    found = []
    for section in view.template.sections:
        lines = view.section(section.code)
        if not lines or section.code in unwanted or (wanted and section.code not in wanted):
            continue
        told = [_line(section, line, names, _beside(view, line)) for line in lines]
        told = [line for line in told if line["head"] or line["facts"]]
        if told:
            found.append(
                {"code": section.code, "title": section.title, "many": section.many, "lines": told}
            )
    return found


def _beside(view: PlanView, line: Line) -> list[Data]:
    """What stands beside a line's words: how we know, what else it is part of, and how old it is."""
    belongs, mark = view.belongs.get(line.id), view.carried.get(line.id)
    known = "; ".join(beside.sources(line))
    told = [("How we know", known)] if known else []
    told += [("Part of", ", ".join(belongs.told))] if belongs else []
    told += [("Not looked at again", f"Words of {day(mark.at)}")] if mark else []
    return [
        {
            "code": "beside",
            "label": label,
            "text": paragraphs(words),
            "short": len(words) <= SHORT_TEXT,
        }
        for label, words in told
    ]


def _line(section: SectionSpec, line: Line, names: dict[UUID, str], more: list[Data]) -> Data:
    head = _head(section)
    heading = line.text(head.code) if head else ""
    facts = []
    for spec in section.fields:
        if spec.kind is FieldKind.PERSON or (head and spec.code == head.code):
            continue
        if shown := display(spec, line.values.get(spec.code), names):
            short = spec.kind is not FieldKind.TEXT and len(shown) <= SHORT_TEXT
            facts.append(
                {"code": spec.code, "label": spec.label, "text": paragraphs(shown), "short": short}
            )
    if heading or facts:
        facts += more
    return {
        "number": names.get(line.id, ""),
        "head": heading,
        "rtl": is_rtl(heading),
        "facts": facts,
        "long": letters(facts) > LONG_LINE,
    }


def _head(section: SectionSpec) -> FieldSpec | None:
    if not section.many:
        return None
    return next((spec for spec in section.fields if spec.code in TITLES), None)


def _line_names(view: PlanView) -> dict[UUID, str]:
    named = {line.id: name for name, line in numbered_lines(view)}
    for number, line in enumerate(view.section("need"), start=1):
        named[line.id] = f"Need {number}"
    return named


def display(spec: FieldSpec, value: Any, names: dict[UUID, str]) -> str:
    """One value as people read it; empty when there is nothing to say."""
    if value in (None, "", []):
        return ""
    if spec.kind is FieldKind.LINKS:
        return ", ".join(names[UUID(x)] for x in value if UUID(x) in names)
    if spec.kind is FieldKind.DATE:
        return day(date.fromisoformat(str(value)))
    if spec.kind is FieldKind.CHOICE:
        return dict(spec.choices).get(str(value), str(value))
    return str(value)


def _year_and_class(view: PlanView) -> list[str]:
    header = view.header
    return [text for text in (year_words(header.year), header.registration_group) if text]


def _facts_of_header(view: PlanView) -> list[str]:
    header = view.header
    due = f"Next review {day(header.review_due)}" if header.review_due else ""
    told = [
        *_year_and_class(view), LAYERS[header.layer],
        f"Version {header.version}, {day(header.published_at)}", due,
    ]  # fmt: skip
    return [text for text in told if text]
