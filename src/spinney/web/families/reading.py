"""The plan as a family's page: what `plan.html` names, made once from the rendering for this reader."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final
from uuid import UUID

from spinney.plans.queries import FamilyPlan
from spinney.plans.types import AnswerKind, Lifecycle, Line, SectionSpec
from spinney.web.design.address import url
from spinney.web.design.evidence import all_cited, cited
from spinney.web.design.language import gettext as _
from spinney.web.design.words import day
from spinney.web.families import words

Facts = tuple[tuple[str, str], ...]
# The fields that each part of the page tells in words of its own.
KNOWN: Final = {
    "about": ("strengths", "important_to_me", "how_to_help"),
    "child_voice": ("words", "how_given"),
    "parent_voice": ("person", "who", "words"),
    "safety": ("kind", "signs", "action"),
    "need": ("title", "area", "barrier", "strengths", "evidence"),
    "outcome": ("title", "baseline", "target", "by_when", "measure", "achievement"),
    "provision": ("what", "who", "how_often", "minutes", "group_size", "starts", "ends", "place"),
    "adjustment": ("text",),
    "review": ("next_review",),
}


@dataclass(frozen=True, slots=True)
class ReadLine:
    """One line, with the sentence or facts to show and where to ask about it."""

    id: UUID
    title: str
    sentence: str
    facts: tuple[tuple[str, str], ...]
    caption: str
    ask_href: str


@dataclass(frozen=True, slots=True)
class Safety:
    kind: str
    signs: str
    action: str
    ask_href: str
    old: str = ""  # how old the words are, where nobody looked at them again
    sources: tuple[str, ...] = ()


class Reading:
    """Read in `plan.html` as `plan.…`."""

    def __init__(self, plan: FamilyPlan, *, today: date) -> None:
        self._today = today
        self.header, self.view = plan.view.header, plan.view
        self.about_me, self.school_name = plan.about_me, plan.school_name
        self.title = words.whose_plan(self.header, about_me=plan.about_me)
        self.name = _("you") if plan.about_me else self.header.child_name
        self.voice = plan.voice
        self.news_title = words.news_title(plan)
        self.first_read = plan.read_before == 0
        self.written_by = plan.news[0].by if plan.news else ""
        self.news = tuple((news, words.told(news.changes)) for news in plan.news)
        self.layer = words.LAYERS[self.header.layer]
        self.layer_meaning = _(words.LAYER_MEANINGS[self.header.layer])
        self.languages = plan.languages
        self.answers = tuple(words.own_answer(plan.view, each) for each in plan.answers)
        self.agreed_on = next(
            (a.at for a in plan.answers if a.kind is AnswerKind.AGREE and a.version == self.header.version),
            None,
        )  # fmt: skip
        self.in_use = self.header.lifecycle is Lifecycle.ACTIVE
        self.ended = self.header.lifecycle is Lifecycle.ENDED
        self.goes_without = plan.goes_without
        self.paused = self.header.lifecycle is Lifecycle.ON_HOLD

    def one(self, code: str, field: str) -> str:
        line = self.view.one(code)
        return line.text(field) if line else ""

    def ask(self, code: str) -> str:
        """Where to ask about a section that is a single line."""
        line = self.view.one(code)
        return self._ask(line) if line else ""

    @cached_property
    def how_given(self) -> str:
        line, section = self.view.one("child_voice"), self.view.template.section("child_voice")
        return words.choice(section, line, "how_given") if line and section else ""

    @cached_property
    def safety(self) -> tuple[Safety, ...]:
        return tuple(
            Safety(
                words.choice(section, line, "kind"),
                line.text("signs"),
                line.text("action"),
                self._ask(line),
                self._old(line),
                tuple(cited(source) for source in line.sources),
            )
            for section, line in self._lines("safety")
        )

    @cached_property
    def own_words(self) -> tuple[Line, ...]:
        """Only this reader's: another adult's lines are not in the rendering at all."""
        return self.view.section("parent_voice")

    @cached_property
    def needs(self) -> tuple[ReadLine, ...]:
        return tuple(
            self._line(
                section, line,
                caption=words.choice(section, line, "area"),
                facts=(
                    (_("What gets in the way"), line.text("barrier")),
                    (_("Strengths to build on"), line.text("strengths")),
                    (_("How we know"), line.text("evidence")),
                ),
            )
            for section, line in self._lines("need")
        )  # fmt: skip

    @cached_property
    def outcomes(self) -> tuple[ReadLine, ...]:
        return tuple(
            self._line(
                section, line,
                facts=(
                    (_("Where things are now"), line.text("baseline")),
                    (_("What we are aiming for"), line.text("target")),
                    (_("By when"), _day(line.text("by_when"))),
                    (_("How we will know"), line.text("measure")),
                    (_("How it went"), self._result(section, line)),
                ),
            )
            for section, line in self._lines("outcome")
        )  # fmt: skip

    @cached_property
    def provision(self) -> tuple[ReadLine, ...]:
        return tuple(
            self._line(
                section, line,
                sentence=words.promise(line, today=self._today),
                facts=(
                    (_("Where"), line.text("place")),
                    (_("To help with"), words.linked(self.view.template, self.view.lines, line, "needs")),
                    (_("Working towards"), words.linked(self.view.template, self.view.lines, line, "outcomes")),
                ),
            )
            for section, line in self._lines("provision")
        )  # fmt: skip

    @cached_property
    def strategies(self) -> tuple[ReadLine, ...]:
        return tuple(self._line(section, line) for section, line in self._lines("adjustment"))

    def more(self, code: str) -> tuple[tuple[str, str], ...]:
        """Of a part that is a single line: what the page does not tell in words of its own."""
        line, section = self.view.one(code), self.view.template.section(code)
        if not line or not section:
            return ()
        return (*words.more_facts(section, line, KNOWN[code]), *self._beside(line))

    def _old(self, line: Line) -> str:
        mark = self.view.carried.get(line.id)
        return (
            _("The school did not look at these words again. They are from %(day)s.")
            % {"day": day(mark.at)}
            if mark
            else ""
        )

    def _beside(self, line: Line) -> Facts:
        """What stands beside a line's words: what else it is part of, and how old it is."""
        belongs = self.view.belongs.get(line.id)
        found = [(_("Part of"), ", ".join(belongs.told))] if belongs else []
        return tuple(found + ([(_("Not new"), old)] if (old := self._old(line)) else []))

    @cached_property
    def others(self) -> tuple[tuple[str, tuple[tuple[Facts, str], ...]], ...]:
        """Parts that this page has no place for, each with the facts of its lines and where to ask."""
        found = []
        for section in self.view.template.sections:
            told = tuple(
                (facts, self._ask(line))
                for line in self.view.section(section.code)
                if section.code not in KNOWN and (facts := words.more_facts(section, line, ()))
            )
            if told:
                found.append((section.title, told))
        return tuple(found)

    def _lines(self, code: str) -> list[tuple[SectionSpec, Line]]:
        section = self.view.template.section(code)
        return [(section, line) for line in self.view.section(code)] if section else []

    def _line(
        self,
        section: SectionSpec,
        line: Line,
        *,
        sentence: str = "",
        caption: str = "",
        facts: tuple[tuple[str, str], ...] = (),
    ) -> ReadLine:
        title = words.name_of_line(section, line)
        sources = all_cited(line.sources)
        more = words.more_facts(section, line, KNOWN[section.code])
        comes = [(_("Where this comes from"), sources)] if sources else []
        facts = (*facts, *more, *comes, *self._beside(line))
        return ReadLine(line.id, title, sentence, facts, caption, self._ask(line))

    def _ask(self, line: Line) -> str:
        return url("family_ask", self.header.id, line.id)

    @staticmethod
    def _result(section: SectionSpec, line: Line) -> str:
        reviewed = line.text("achievement") not in {"", "not_reviewed"}
        return words.choice(section, line, "achievement") if reviewed else ""


def _day(text: str) -> str:
    return day(date.fromisoformat(text)) if text else ""
