"""An invented plan, in memory: what the documents are made of."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID, uuid5

from spinney.plans.queries import AnswerForm, PrintedCopy
from spinney.plans.queries.answers import PaperFormView
from spinney.plans.rules.template import template_from
from spinney.plans.types import CardView, Change, Layer, Lifecycle, Line, PlanHeader, PlanView
from spinney.web.print import documents

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
HERE = UUID("0192aaaa-0000-7000-8000-000000000000")
BODY = json.loads(
    (Path(__file__).parents[3] / "src/spinney/plans/data/isp-1.json").read_text("utf-8")
)
TEMPLATE = template_from(BODY)
SCHOOL = "Alder Primary School"


def ident(name: str) -> UUID:
    return uuid5(HERE, name)


def line(section: str, name: str = "", **values: object) -> Line:
    return Line(ident(name or f"{section}{sorted(values)}"), section, 0, values)


LINES = (
    line("about", strengths="Funny and kind.", important_to_me="My sketchbook\n- Football\n- Ana",
         how_to_help="Read it to me first, then let me try."),
    line("child_voice", words="Say the word quietly to me.", how_given="said"),
    line("parent_voice", person=str(ident("mum")), who="Ada Okafor, mum", words="Keep Mrs Lund."),
    line("safety", "s1", kind="seizure", signs="She stops and stares.", action="Time it. Call 999."),
    line("safety", "s2", kind="allergy", signs="Swelling lips.", action="The pen in the office."),
    line("need", "n1", title="Reading accurately", area="CL", barrier="Sounds do not stick yet.",
         evidence="Reading test, September."),
    line("outcome", "o1", title="Reads a Year 3 page", needs=[str(ident("n1"))], baseline="14 mistakes",
         measure="One-minute reading", target="5 mistakes", by_when="2027-03-26", achievement="partly"),
    line("provision", "p1", what="Precision teaching", who="Mrs Lund", how_often="Every day",
         minutes=10, group_size=1, place="The nook", starts="2026-09-14", ends="2027-03-26",
         needs=[str(ident("n1"))], outcomes=[str(ident("o1"))]),
    line("adjustment", "a1", text="Give the first word, then wait."),
    line("adjustment", "a2", text="Two short steps."),
    line("review", next_review="2027-02-01"),
)  # fmt: skip
HEADER = PlanHeader(
    ident("plan"), ident("school"), ident("child"), "Maya Okafor", "4", "4 Oak", Layer.TARGETED_PLUS,
    Lifecycle.ACTIVE, 3, datetime(2026, 11, 20, 9, tzinfo=UTC), date(2027, 2, 1),
)  # fmt: skip
VIEW = PlanView(
    HEADER, TEMPLATE, LINES,
    (Change("provision", "added", "Added the provision “Precision teaching”."),),
    "Maya met her first target early.", withheld=False,
)  # fmt: skip


def a_copy(*, large: bool = False, recipient: str = "Ms Ada Okafor") -> documents.Copy:
    return documents.Copy(recipient, "Priya Nair", date(2026, 11, 24), large)


def a_printed(view: PlanView = VIEW) -> PrintedCopy:
    return PrintedCopy(view, "Ms Ada Okafor", SCHOOL)


def with_text(words: str) -> PlanView:
    """The same plan with these words wherever a person may write."""
    lines = tuple(
        Line(x.id, x.section, 0, {code: _said(x.section, code, v, words) for code, v in x.values.items()})
        for x in LINES
    )  # fmt: skip
    header = replace(HEADER, child_name=words[:200], registration_group=words[:40])
    return replace(VIEW, header=header, lines=lines, why=words)


def _said(section: str, code: str, value: object, words: str) -> object:
    spec = TEMPLATE.section(section).field(code)
    return words[: spec.most] if spec.kind in {"text", "short"} else value


def a_form(view: PlanView = VIEW, *, words_shown: bool = True) -> AnswerForm:
    sheet = PaperFormView(
        ident("form"), HEADER.id, 3, "Ms Ada Okafor", ident("mum"), "7HJK3MNP", date(2027, 2, 22)
    )
    return AnswerForm(sheet, view, SCHOOL, words_shown)


def some_cards(count: int = 7) -> list[CardView]:
    names = [
        "Maya Okafor",
        "Zoë O’Brien-Şahin",
        "Al",
        "Łukasz Świątek",
        "Muhammad-Ibrahim Al-Khwarizmi",
    ]
    return [
        CardView(
            ident(f"c{n}"), names[n % 5], ("Two short steps.", "Wait ten seconds."),
            ({"kind": "seizure", "signs": "Stares.", "action": "Time it. Call 999."},) * (n % 3),
            Layer.SPECIALIST, 2,
        )
        for n in range(count)
    ]  # fmt: skip
