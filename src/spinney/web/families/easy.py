"""A plan set out to be easy to read: short headings, one idea a line, a symbol beside each part.

The words are the plan's own. Whatever is left out is named, so that nobody takes this for the whole plan.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from markupsafe import Markup

from spinney.plans.queries import FamilyCopy
from spinney.plans.types import FieldKind, Lifecycle, Line
from spinney.web.design.language import gettext as _
from spinney.web.design.language import mark
from spinney.web.design.words import day
from spinney.web.families import symbols, words

# A sentence ends where the next begins with a capital, or the writer began a new line.
ENDS: Final = re.compile(r"(?<=[.!?…])[\"”’')]*\s+(?=[\"“‘'(]?[A-Z0-9])|\s*\n\s*")
# Not the end of a sentence: short forms that are followed by a name or a number.
SHORT: Final = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Dr|St|No|e\.g|i\.e|approx|min|mins)\.$", re.IGNORECASE
)
BULLET: Final = re.compile(r"^[-•*–]\s+")
# What each part shows, by section and field. The order is the reader's.
PARTS: Final = (
    ("good", mark("What I am good at"), (("about", ("strengths",)),)),
    ("matters", mark("What matters to me"), (("about", ("important_to_me",)),)),
    ("said", mark("What I say"), (("child_voice", ("words",)),)),
    ("hard", mark("What is hard"), (("need", ("title", "barrier")),)),
    ("helps", mark("What helps me"), (("about", ("how_to_help",)), ("adjustment", ("text",)))),
    ("safe", mark("What keeps me safe"), (("safety", ("action",)),)),
    ("who", mark("Who helps me and when"), (("provision", ("what",)),)),
    ("work", mark("What I am working on"), (("outcome", ("title", "target")),)),
)  # fmt: skip
# Told as a sentence, or at the end.
ALSO: Final = {
    "provision": ("who", "how_often", "minutes", "group_size", "starts", "ends"),
    "review": ("next_review",),
}


@dataclass(frozen=True, slots=True)
class Idea:
    """One thing the plan says: short sentences, the first of them in strong type where it is a title."""

    lines: tuple[str, ...]
    is_titled: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    symbol: str
    title: str
    ideas: tuple[Idea, ...]

    @property
    def drawing(self) -> Markup:
        return symbols.inline(self.symbol)


class EasyRead:
    """Read in templates as `plan.…`."""

    def __init__(self, copy: FamilyCopy, *, today: date) -> None:
        self.header, self.view = copy.view.header, copy.view
        self.school_name, self.about_me = copy.school_name, copy.about_me
        self.name, self._today = copy.view.header.child_name, today
        self.title = (
            _("My plan") if copy.about_me else words.whose_plan(self.header, about_me=False)
        )

    @property
    def parts(self) -> tuple[Part, ...]:
        told = [
            Part(symbol, _(title), ideas)
            for symbol, title, sources in PARTS
            if (ideas := tuple(self._ideas(sources)))
        ]
        return (*told, Part("next", _("What happens next"), (Idea(self._next()),)))

    @property
    def left_out(self) -> tuple[str, ...]:
        """The names of everything this reader's plan says and this page does not, in the plan's order."""
        shown: dict[str, set[str]] = {code: set(fields) for code, fields in ALSO.items()}
        for _symbol, _title, sources in PARTS:
            for code, fields in sources:
                shown.setdefault(code, set()).update(fields)
        found: dict[str, None] = {}
        for section in self.view.template.sections:
            for spec in section.fields:
                said = any(line.text(spec.code) for line in self.view.section(section.code))
                hidden = spec.kind in (FieldKind.LINKS, FieldKind.PERSON)
                if said and not hidden and spec.code not in shown.get(section.code, ()):
                    found[f"{section.title}: {spec.label}"] = None
        return tuple(found)

    def _ideas(self, sources: tuple[tuple[str, tuple[str, ...]], ...]) -> Iterator[Idea]:
        for code, fields in sources:
            for line in self.view.section(code):
                told = [sentences(line.text(field)) for field in fields]
                also = self._also(code, line)
                lines = tuple(text for texts in (*told, also) for text in texts)
                if lines:
                    yield Idea(lines, is_titled=len(fields) > 1 or bool(also))

    def _also(self, code: str, line: Line) -> tuple[str, ...]:
        return (words.promise(line, today=self._today),) if code == "provision" else ()

    def _next(self) -> tuple[str, ...]:
        header = self.header
        if header.lifecycle is Lifecycle.ENDED:
            return (_("This plan has ended."),)
        paused = (_("This plan is paused."),) if header.lifecycle is Lifecycle.ON_HOLD else ()
        if header.review_due is None:
            return (
                *paused,
                _("No day is set to look at my plan again."),
                _("Ask at school when it will be."),
            )
        return (
            *paused,
            _("We look at my plan again by %(day)s.") % {"day": day(header.review_due)},
            _("I can say what I think."),
        )


def sentences(text: str) -> tuple[str, ...]:
    """One idea a line: the writer's own lines, and within them each sentence."""
    found: list[str] = []
    for piece in ENDS.split(text):
        part = " ".join(BULLET.sub("", piece.strip()).split())
        if not part:
            continue
        if found and SHORT.search(found[-1]):
            found[-1] += f" {part}"
        else:
            found.append(part)
    return tuple(found)
