"""What stands beside a plan's words on paper, as plain values: voices, what is missing, and how we know."""

from typing import Any

from spinney.plans.queries import OnPaper
from spinney.plans.types import Line, PlanView
from spinney.plans.types.voices import FACE_WORDS, Face, VoiceView
from spinney.web.design.words import day
from spinney.web.print.texts import is_rtl, paragraphs

Data = dict[str, Any]
HELPS = "Does it help?"
SAID_OF = {"adjustment": "text", "provision": "what"}


def voices(view: PlanView, beside: OnPaper) -> list[Data]:
    """One part for each voice, under the name of the one who speaks."""
    name = view.header.child_name
    told = (
        (beside.child, f"What {name} says"),
        (beside.own, "What you say in your own space"),
    )
    return [_voice(view, voice, title) for voice, title in told if voice]


def _voice(view: PlanView, voice: VoiceView, title: str) -> Data:
    lines = [_said(prompt, [_fact("words", "", _words(said))]) for prompt, said in voice.answers]
    if helps := _verdicts(view, voice):
        lines.append(_said(HELPS, helps))
    by = f"{voice.name}, {day(voice.changed_at)}."
    if voice.helper_name:
        by += f" {voice.helper_name} helped to write it down."
    return {"code": "voice", "title": title, "by": by, "lines": lines}


def _words(said: Any) -> str:
    """A face is told in its word: no symbol is needed to read it."""
    face = FACE_WORDS[Face(said.face)] if said.face else ""
    return "\n".join(filter(None, (face, said.words)))


def _verdicts(view: PlanView, voice: VoiceView) -> list[Data]:
    """Each answer, and the lines that it was given to."""
    of: dict[str, list[str]] = {}
    for line in view.lines:
        words = line.text(SAID_OF.get(line.section, ""))
        if words and (verdict := voice.verdict(line.id)):
            of.setdefault(verdict, []).append(words)
    return [_fact("verdict", verdict, "\n".join(each)) for verdict, each in of.items()]


def _said(head: str, facts: list[Data]) -> Data:
    return {"head": head, "rtl": is_rtl(head), "facts": facts}


def _fact(code: str, label: str, text: str) -> Data:
    return {"code": code, "label": label, "text": paragraphs(text), "short": False}


def missing(beside: OnPaper) -> list[Data]:
    """What the child needs and does not get at present."""
    return [
        {"missing": paragraphs(each.missing), "since": day(each.since), "why": each.why}
        for each in beside.goes_without
    ]


def sources(line: Line) -> list[str]:
    """How we know, in short: the source's own note stays on screen."""
    return [source.words for source in line.sources]
