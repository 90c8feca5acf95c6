"""The coach: plain rules that read a plan and say what is worth another look. Advice only; nothing here blocks."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from typing import Final
from uuid import UUID

from spinney.plans.rules.coach import checks_lines as on_lines
from spinney.plans.rules.coach import checks_words as on_words
from spinney.plans.rules.coach.hits import Check, Hit
from spinney.plans.rules.coach.sheet import WORDS, Sheet
from spinney.plans.rules.coach.table import BY_CODE, EDITION, RULES, WEASELS
from spinney.plans.types import FieldSpec, Line
from spinney.plans.types.coach import Finding, Rule

__all__ = ["BY_CODE", "CHECKS", "EDITION", "RULES", "WEASELS", "Sheet", "counts_of", "find"]

CHECKS: Final[dict[str, Check]] = {
    "need_no_words": on_lines.missing("need", "title"),
    "need_no_barrier": on_lines.missing("need", "barrier"),
    "need_no_evidence": on_lines.missing("need", "evidence"),
    "provision_no_what": on_lines.missing("provision", "what"),
    "provision_no_who": on_lines.missing("provision", "who"),
    "who_is_vague": on_lines.vague_who,
    "provision_no_often": on_lines.missing("provision", "often"),
    "often_uncountable": on_lines.uncountable,
    "provision_no_minutes": on_lines.missing("provision", "minutes"),
    "provision_no_group": on_lines.missing("provision", "group"),
    "provision_no_start": on_lines.missing("provision", "starts"),
    "safety_no_signs": on_lines.missing("safety", "signs"),
    "safety_no_action": on_lines.missing("safety", "action"),
    "outcome_no_words": on_lines.missing("outcome", "title"),
    "outcome_no_baseline": on_lines.missing("outcome", "baseline"),
    "outcome_no_measure": on_lines.missing("outcome", "measure"),
    "outcome_no_target": on_lines.missing("outcome", "target"),
    "outcome_no_date": on_lines.missing("outcome", "by_when"),
    "target_unmeasurable": on_lines.unmeasurable,
    "soft_verb": on_lines.soft_verb,
    "need_without_provision": on_lines.need_without_provision,
    "provision_without_need": on_lines.provision_without_need,
    "outcome_without_need": on_lines.tied_to_nothing("outcome", "needs"),
    "provision_without_outcome": on_lines.tied_to_nothing("provision", "outcomes"),
    "outcome_without_provision": on_lines.outcome_without_provision,
    "ends_before_start": on_lines.ends_before_start,
    "target_past": on_lines.target_past,
    "target_after_review": on_lines.target_after_review,
    "target_far": on_lines.target_far,
    "review_no_date": on_lines.no_review,
    "review_past": on_lines.review_past,
    "provision_over": on_lines.provision_over,
    "carried_over": on_lines.carried_over,
    "weasel": on_words.weasel,
    "diagnosis_as_need": on_words.diagnosis,
    "abbreviation": on_words.abbreviation,
    "deficit": on_words.deficit,
    "office_words": on_words.office_words,
    "gap_left": on_words.gap_left,
    "reading_age": on_words.reading,
    "long_sentence": on_words.long_sentence,
    "too_long": on_words.too_long,
    "plan_too_long": on_words.plan_too_long,
    "same_text": on_words.same_text,
}
GAPS: Final = {
    "who": "[who]", "often": "[how often]", "minutes": "[how many] minutes each time", "group": "[how many]",
    "starts": "[date]", "what": "[what happens]",
}  # fmt: skip
# What would be put into a better sentence must itself be good enough to stand there.
VAGUE: Final = {"who": on_lines.is_nobody, "often": on_lines.is_uncountable}


def find(sheet: Sheet) -> list[Finding]:
    """Everything worth another look, in the order of the plan and then of the table."""
    found = [_finding(sheet, rule, hit) for rule in RULES for hit in CHECKS[rule.code](sheet)]
    places = {section.code: n for n, section in enumerate(sheet.template.sections)}
    lines: dict[UUID | None, int] = {line.id: n for n, line in enumerate(sheet.lines)}
    return sorted(found, key=lambda x: (places.get(x.section, -1), lines.get(x.line_id, -1)))


def counts_of(findings: Iterable[Finding]) -> dict[str, int]:
    return dict(Counter(finding.rule.code for finding in findings))


def _finding(sheet: Sheet, rule: Rule, hit: Hit) -> Finding:
    values = _Values(_values(sheet, hit))
    spec = _spec(sheet, hit)
    better = _filled(rule.better, values)
    return Finding(
        rule=rule, section=hit.line.section if hit.line else "",
        line_id=hit.line.id if hit.line else None, field=hit.field,
        where=_where(sheet, hit.line, spec), label=spec.label if spec else "",
        says=rule.says.format_map(values), better=better, usable=_fits(rule, spec, better),
        mark=hashlib.sha256(hit.text.encode()).hexdigest()[:32],
    )  # fmt: skip


def _fits(rule: Rule, spec: FieldSpec | None, better: str) -> bool:
    """Whether the sentence may stand in the field as it is."""
    worded = spec is not None and spec.kind in WORDS and len(better) <= spec.most
    return worded and rule.replaces and bool(better)


def _filled(template: str, values: "_Values") -> str:
    """Twice for a rewritten text alone: the phrases put into it may name parts of the line."""
    if template == "{rewritten}":
        return _parts_put(values["rewritten"], values)
    return template.format_map(values)


def _parts_put(text: str, values: "_Values") -> str:
    """Only our own marks are filled: a writer's curly brackets stay as they are."""
    for part in ("who", "often", "child", "group"):
        text = text.replace("{" + part + "}", values[part]).replace(
            "{" + part.title() + "}", values[part]
        )
    return text


class _Values(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return GAPS.get(key, f"[{key}]")


def _values(sheet: Sheet, hit: Hit) -> dict[str, str]:
    known = {"child": sheet.child, "name": "this line"}
    if hit.line:
        known["name"] = on_lines.naming(hit.line)[:80] or "this line"
        for part in GAPS:
            text = sheet.text(hit.line, part)
            if text and not (part in VAGUE and VAGUE[part](text)):
                known[part] = text
        known |= _promise(sheet, hit.line, known)
    return known | hit.values


def _promise(sheet: Sheet, line: Line, known: dict[str, str]) -> dict[str, str]:
    """The whole promise in one sentence, with a gap for each part that is not there."""
    part = _Values(known)
    minutes = f"{known['minutes']} minutes each time" if "minutes" in known else part["minutes"]
    size = part["group"]
    group = "one to one" if size == "1" else f"in a group of {size}"
    day = sheet.day(line, "starts")
    starts = f"{day.day} {day:%B %Y}" if day else GAPS["starts"]
    who, what = part["who"], part["what"]
    act = what if what.startswith(who) else f"{who}: {what}"
    told = f"{act}, {part['often']}, {minutes}, {group}, from {starts}"
    return {"promise": f"{told}.", "promise_open": told}


def _spec(sheet: Sheet, hit: Hit) -> FieldSpec | None:
    section = sheet.template.section(hit.line.section) if hit.line else None
    return section.field(hit.field) if section else None


def _where(sheet: Sheet, line: Line | None, spec: FieldSpec | None) -> str:
    section = sheet.template.section(line.section) if line else None
    if line is None or section is None:
        return "The whole plan"
    name = section.title
    if section.many:
        name = f"{section.line_name.capitalize()} {sheet.number(line)}"
    return f"{name}: {spec.label}" if spec else name
