"""The coach's rules, phrases and words, with the sentences that the tests hold them to."""

import tomllib
from collections.abc import Iterable
from typing import Any

from django.conf import settings

from spinney.jobs.reference.tables import page, table
from spinney.plans.rules.coach import RULES, WEASELS
from spinney.plans.rules.coach.table import ABBREVIATIONS, DEFICIT, OFFICE
from spinney.plans.types.coach import QUESTIONS, Rule, Topic

SENTENCES = "tests/spec/coach.toml"
SHOWN = 160  # letters of an example


def coach() -> str:
    examples = tomllib.loads((settings.ROOT / SENTENCES).read_text(encoding="utf-8"))
    parts = [part for topic in Topic for part in _topic(topic, examples)]
    return page(
        "The coach", "plans/data/coach and tests/spec/coach.toml", INTRODUCTION, *parts, *_words()
    )


INTRODUCTION = f"""Plain rules that read a draft and say what may be worth another look. They are advice:
none of them stops saving or publishing, and each can be set aside with a reason, until the words
change. They know nothing of the child. There is no service behind them and nothing leaves the school.
{len(RULES)} rules, {len(WEASELS)} phrases.

A better sentence is made from what is in the line; what only a person can know is a gap in square brackets.
A rule asks for a field only where the plan's own form has it. What a child or a parent said is never
judged.

The examples are the ones that `tests/spec/test_coach.py` holds each rule to. A small plan is written as its
lines, with ` / ` between them; "today" is 23 November 2026.

Reading age is the Flesch-Kincaid grade plus five years. It sees only the length of words and sentences: a
short rare word counts as easy and a long known one as hard, names count like any word, and under forty
words it says nothing. Syllables are counted by their vowels, which is right for about nine words of ten."""


def _topic(topic: Topic, examples: dict[str, Any]) -> Iterable[str]:
    yield f"## {QUESTIONS[topic]}"
    for rule in RULES:
        if rule.topic is topic:
            yield _rule(rule, examples[rule.code])


def _rule(rule: Rule, examples: dict[str, Any]) -> str:
    where = f", in `{examples['in']}`" if "in" in examples else ""
    lines = [
        f"### {rule.title} (`{rule.code}`)", "",
        f"Looks for {rule.looks_for}. {rule.why}", "",
        f"Source: {rule.source}. Weight: {rule.weight.value}.",
    ]  # fmt: skip
    if rule.better and rule.better != "{rewritten}":
        lines += ["", f"A better sentence: {rule.better}"]
    for kind, told in (("flagged", "Gets the note"), ("clear", "Does not")):
        lines += ["", f"{told}{where}:", "", *(f"- {_short(text)}" for text in examples[kind])]
    return "\n".join(lines)


def _short(text: str) -> str:
    cut = text if len(text) <= SHOWN else f"{text[:SHOWN].rsplit(' ', 1)[0]} …"
    return cut.replace("[", "\\[")


def _words() -> Iterable[str]:
    yield "## Phrases that promise nothing"
    yield table(["Phrase", "Why", "Instead"], [[x.words, x.why, x.instead] for x in WEASELS])
    yield "## Words that judge, and what to say"
    yield table(["Words", "Instead"], [[old, new] for old, new in DEFICIT.items()])
    yield "## Office words, and a plainer one"
    yield table(["Words", "Instead"], [[old, new] for old, new in OFFICE.items()])
    yield "## Letters that are asked to be spelt out once"
    yield table(["Letters", "In full"], [[short, full] for short, full in ABBREVIATIONS.items()])
