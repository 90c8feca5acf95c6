"""A plan told in the order a reader needs it: safety, the child, then each need with what follows from it.

The sections it knows by name get a place of their own; any other section of a template is shown after them,
field by field, so that a newer template loses nothing.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from spinney.plans.types import FieldKind, FieldSpec, Line, PlanView, SectionSpec, Template
from spinney.web.design.evidence import cited
from spinney.web.design.words import day

Fact = tuple[str, str]
WORDS: Final = {"need": "Need", "outcome": "Outcome", "provision": "Support"}
KNOWN: Final = frozenset(
    {
        "about",
        "child_voice",
        "parent_voice",
        "safety",
        "need",
        "outcome",
        "provision",
        "adjustment",
        "review",
    }
)

# The fields that a part with a place of its own tells there.
TOLD: Final = {
    "child_voice": frozenset({"words", "how_given"}),
    "parent_voice": frozenset({"words", "who", "person"}),
    "safety": frozenset({"kind", "signs", "action"}),
    "adjustment": frozenset({"text"}),
}


@dataclass(frozen=True, slots=True)
class Safety:
    kind: str
    signs: str
    action: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Voice:
    words: str
    who: str
    how: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One need, outcome or provision line. `also` names the other lines it belongs to, told elsewhere."""

    id: str
    kind: str
    number: int
    title: str
    caption: str
    facts: tuple[Fact, ...]
    also: tuple[str, ...] = ()
    achievement: str = ""
    under: tuple["Card", ...] = ()
    see: tuple[
        tuple[str, str], ...
    ] = ()  # what serves this line and is told elsewhere: address, name
    belongs: tuple[str, ...] = ()  # sections of the EHCP, packages
    not_reviewed: datetime | None = (
        None  # when its words were last written or checked, if not for this version
    )
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    safety: tuple[Safety, ...]
    profile: tuple[Fact, ...]
    child_voice: Voice | None
    family: tuple[Voice, ...]
    needs: tuple[Card, ...]
    loose: tuple[Card, ...]  # outcomes and provision that are joined to no need
    strategies: tuple[str, ...]
    strategy_sources: tuple[tuple[str, ...], ...]  # of each strategy, in the same order
    review: tuple[Fact, ...]
    others: tuple[tuple[str, tuple[tuple[Fact, ...], ...]], ...]
    not_reviewed: tuple[tuple[str, datetime], ...] = ()


def tell(view: PlanView, *, child: str) -> Story:
    about, voice, review = view.one("about"), view.one("child_voice"), view.one("review")
    woven = Weave(view).woven()
    strategies = [line for line in view.section("adjustment") if line.text("text")]
    return Story(
        safety=tuple(_safety(view.template, line) for line in view.section("safety")),
        profile=facts_of(view.template, about) if about else (),
        child_voice=_child_voice(view.template, voice, child) if voice else None,
        family=tuple(
            Voice(line.text("words"), line.text("who")) for line in view.section("parent_voice")
        ),
        needs=woven[0],
        loose=woven[1],
        strategies=tuple(line.text("text") for line in strategies),
        strategy_sources=tuple(map(sources_of, strategies)),
        review=facts_of(view.template, review) if review else (),
        others=tuple(_others(view)),
        not_reviewed=tuple(_not_reviewed(view)),
    )


def _not_reviewed(view: PlanView) -> Iterable[tuple[str, datetime]]:
    for section in view.template.sections if view.carried else ():
        for line in view.section(section.code):
            if mark := view.carried.get(line.id):
                name = f"{section.line_name.capitalize()}: {name_of_line(line)}"
                yield (name if section.many else section.title), mark.at


Named = tuple[str, Line]  # a line with its number as text, which links are written in


@dataclass(slots=True)
class Weave:
    """Joins needs, outcomes and provision by their links. Each line is told in full once, at its first place."""

    view: PlanView
    told: set[str] = field(default_factory=set)
    numbers: dict[str, tuple[str, int]] = field(default_factory=dict)
    parts: dict[str, list[Named]] = field(default_factory=dict)
    serve: dict[str, list[Named]] = field(default_factory=dict)  # by the line that they link to

    def woven(self) -> tuple[tuple[Card, ...], tuple[Card, ...]]:
        self._look_up()
        needs = tuple(self._need(*named) for named in self.parts["need"])
        loose = [self._outcome(*x) for x in self.parts["outcome"] if x[0] not in self.told]
        loose += [self._card(*x) for x in self.parts["provision"] if x[0] not in self.told]
        return needs, tuple(loose)

    def _look_up(self) -> None:
        self.parts = {code: [] for code in WORDS}
        for line in self.view.lines:
            if (part := self.parts.get(line.section)) is None:
                continue
            named = (str(line.id), line)
            part.append(named)
            self.numbers[named[0]] = (line.section, len(part))
            for to in dict.fromkeys(_links(line)):
                self.serve.setdefault(to, []).append(named)

    def _under(self, here: str, section: str) -> Iterable[Named]:
        """What links to this line and is not told yet, read as it is asked for: telling one tells others."""
        for named in self.serve.get(here, ()):
            if named[1].section == section and named[0] not in self.told:
                yield named

    def _need(self, here: str, line: Line) -> Card:
        under = [self._outcome(*x) for x in self._under(here, "outcome")]
        under += [self._card(*x) for x in self._under(here, "provision")]
        return self._card(here, line, under=tuple(under))

    def _outcome(self, here: str, line: Line) -> Card:
        self.told.add(here)
        under = tuple(self._card(*x) for x in self._under(here, "provision"))
        return self._card(here, line, under=under)

    def _card(self, here: str, line: Line, under: tuple[Card, ...] = ()) -> Card:
        self.told.add(here)
        kind, number = self.numbers[here]
        section = self.view.template.section(kind)
        facts = FACTS[kind](self.view.template, line)
        area = section.field("area") if section else None
        return Card(
            id=f"line-{here}", kind=kind, number=number,
            title=line.text("title") or line.text("what") or "(no words yet)",
            caption=shown(area, line.values.get("area")) if area else "",
            facts=facts, also=self._also(line), under=under,
            achievement=line.text("achievement"), see=self._see(here, under),
            belongs=belongs.told if (belongs := self.view.belongs.get(line.id)) else (),
            not_reviewed=mark.at if (mark := self.view.carried.get(line.id)) else None,
            sources=sources_of(line),
        )  # fmt: skip

    def _see(self, here: str, under: tuple[Card, ...]) -> tuple[tuple[str, str], ...]:
        serving = self.serve.get(here)
        if not serving:
            return ()
        shown_here = {card.id for card in _flat(under)}
        return tuple(
            (anchor, f"{WORDS[x.section]} {self.numbers[other][1]}")
            for other, x in serving
            if (anchor := f"line-{other}") not in shown_here
        )

    def _also(self, line: Line) -> tuple[str, ...]:
        """Names of what this line serves, so that the join can be read as well as seen."""
        found = [self.numbers[item] for item in _links(line) if item in self.numbers]
        return tuple(f"{WORDS[kind]} {number}" for kind, number in sorted(found))


def _links(line: Line) -> list[str]:
    return [*(line.values.get("needs") or ()), *(line.values.get("outcomes") or ())]


def _flat(cards: Iterable[Card]) -> Iterable[Card]:
    for card in cards:
        yield card
        yield from _flat(card.under)


def _plain(template: Template, line: Line) -> tuple[Fact, ...]:
    return facts_of(template, line, without=("title", "area", "needs", "achievement"))


def _promise(template: Template, line: Line) -> tuple[Fact, ...]:
    """What a parent can check, in one line: how often, how long, how many together."""
    minutes, group = line.text("minutes"), line.text("group_size")
    together = {"": "", "1": "one to one"}.get(group, f"in a group of {group}")
    how = ", ".join(
        part
        for part in (
            line.text("how_often"),
            f"{minutes} minutes each time" if minutes else "",
            together,
        )
        if part
    )
    rest = facts_of(
        template, line,
        without=("what", "how_often", "minutes", "group_size", "starts", "ends", "needs", "outcomes"),
    )  # fmt: skip
    return (("How often", how), *rest, ("When", _span(line)))


def _span(line: Line) -> str:
    starts, ends = line.text("starts"), line.text("ends")
    if starts and ends:
        return f"{_day(starts)} to {_day(ends)}"
    return f"From {_day(starts)}" if starts else f"Until {_day(ends)}" if ends else ""


FACTS: Final[dict[str, Callable[[Template, Line], tuple[Fact, ...]]]] = {
    "need": _plain,
    "outcome": _plain,
    "provision": _promise,
}


def facts_of(template: Template, line: Line, *, without: Iterable[str] = ()) -> tuple[Fact, ...]:
    """Label and words of each field that is filled in, in the template's order."""
    section = template.section(line.section)
    left_out = frozenset(without)
    return tuple(
        (spec.label, words)
        for spec in (section.fields if section else ())
        if spec.code not in left_out and (words := shown(spec, line.values.get(spec.code)))
    )


def sources_of(line: Line) -> tuple[str, ...]:
    return tuple(cited(source) for source in line.sources)


def shown(spec: FieldSpec, value: Any) -> str:
    if value in (None, "", []) or spec.kind in (FieldKind.LINKS, FieldKind.PERSON):
        return ""
    if spec.kind is FieldKind.CHOICE:
        return dict(spec.choices).get(str(value), str(value))
    if spec.kind is FieldKind.DATE:
        return _day(str(value))
    return str(value)


def _day(text: str) -> str:
    return day(date.fromisoformat(text))


def _safety(template: Template, line: Line) -> Safety:
    section = template.section("safety")
    kind = section.field("kind") if section else None
    words = shown(kind, line.values.get("kind")) if kind else ""
    return Safety(words or "Safety", line.text("signs"), line.text("action"), sources_of(line))


def _child_voice(template: Template, line: Line, child: str) -> Voice | None:
    section = template.section("child_voice")
    how = section.field("how_given") if section else None
    if not line.text("words"):
        return None
    return Voice(line.text("words"), child, shown(how, line.values.get("how_given")) if how else "")


def _others(view: PlanView) -> Iterable[tuple[str, tuple[tuple[Fact, ...], ...]]]:
    for section in view.template.sections:
        if section.code not in KNOWN and (found := _filled(view, section)):
            yield section.title, found
        if section.code in TOLD and (more := _more(view, section)):
            yield f"{section.title}: more", more


def _more(view: PlanView, section: SectionSpec) -> tuple[tuple[Fact, ...], ...]:
    """What else a line holds where its place on the page tells a part of it: fields that a school added."""
    found = []
    for line in view.section(section.code):
        more = facts_of(view.template, line, without=TOLD[section.code])
        name = ((section.line_name.capitalize(), name_of(line)),) if section.many else ()
        if more:
            found.append((*name, *more))
    return tuple(found)


def name_of_line(line: Line) -> str:
    text = line.text("title") or line.text("what") or line.text("signs") or line.text("action")
    return name_of(line) if not text else text if len(text) <= 80 else text[:79].rstrip() + "…"


def name_of(line: Line) -> str:
    text = line.text("text") or line.text("words")
    return text if len(text) <= 80 else text[:79].rstrip() + "…"


def _filled(view: PlanView, section: SectionSpec) -> tuple[tuple[Fact, ...], ...]:
    told = (facts_of(view.template, line) for line in view.section(section.code))
    return tuple(facts for facts in told if facts)
