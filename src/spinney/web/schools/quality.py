"""How well plans are written, for those who lead and for a governor's sample. Counts only: no child is named."""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from spinney.people.types import year_words
from spinney.plans import queries as plans
from spinney.plans import services
from spinney.plans.types.coach import QUESTIONS, QualitySummary, Rule, SampledPlan
from spinney.spine.ingest.text import harmless_cell
from spinney.web.routes import actor_of, now_of, school_of
from spinney.web.schools.disclosure import shown, shown_parts
from spinney.web.schools.frame import show
from spinney.web.schools.lists import PRIMARY, SECONDARY

LAYERS: Final = {
    "targeted": "Targeted", "targeted_plus": "Targeted Plus", "specialist": "Specialist",
}  # fmt: skip
YEARS: Final = dict.fromkeys((*PRIMARY, *SECONDARY))
SIZES: Final = (5, 10, 20)
SEED = re.compile(r"[A-Za-z0-9 .-]{1,40}")


@dataclass(frozen=True, slots=True)
class Row:
    """One rule, as it may be shown: small numbers are words."""

    rule: Rule
    plans: str
    share: str
    cells: dict[str, str]


@require_http_methods(["GET", "POST"])
def plan_quality(request: HttpRequest) -> HttpResponse:
    actor, school = actor_of(request), school_of(request)
    if request.method == "POST":
        done = services.count_uncounted(actor, school_id=school.id, now=now_of(request))
        messages.success(request, f"{done} plans were counted." if done else "All were counted.")
        return redirect("plan_quality")
    summary = plans.quality_summary(actor, school_id=school.id)
    by = "year" if request.GET.get("by") == "year" else "layer"
    groups = _groups(summary, by)
    context: dict[str, Any] = {
        "summary": summary, "by": by, "columns": _names(groups, by), "rows": _rows(summary, by),
        "totals": shown_parts(groups), "total": shown(summary.plans), "sizes": SIZES,
        "seed": f"{now_of(request):%Y-%m-%d}", "uncounted": summary.uncounted,
    }  # fmt: skip
    return show(request, "schools/quality.html", context, school=school)


def _groups(summary: QualitySummary, by: str) -> dict[str, int]:
    """In the order of the layers, or of the years."""
    known: Mapping[str, int] = summary.years if by == "year" else summary.layers
    order = [*(YEARS if by == "year" else LAYERS)]
    return {
        code: known[code]
        for code in [*order, *(c for c in known if c not in order)]
        if code in known
    }


def _names(groups: Mapping[str, int], by: str) -> dict[str, str]:
    return {code: year_words(code) if by == "year" else LAYERS.get(code, code) for code in groups}


def _rows(summary: QualitySummary, by: str) -> list[Row]:
    groups = _groups(summary, by)
    counted = summary.plans - summary.uncounted
    rows = []
    for item in summary.rules:
        parts = item.years if by == "year" else item.layers
        cells = shown_parts({code: parts.get(code, 0) for code in groups})
        many = shown(item.plans)
        share = f"{round(100 * item.plans / counted)} %" if many.isdigit() and counted else ""
        rows.append(Row(item.rule, many, share, cells))
    return rows


@require_safe
def quality_csv(request: HttpRequest) -> HttpResponse:
    """The same numbers, and the same words for small ones, for a spreadsheet."""
    school = school_of(request)
    summary = plans.quality_summary(actor_of(request), school_id=school.id)
    out = StringIO("\ufeff")  # or Excel reads UTF-8 as something else
    out.seek(0, 2)
    writer = csv.writer(out)
    for row in _csv_rows(summary):
        writer.writerow([harmless_cell(cell) for cell in row])
    return HttpResponse(
        out.getvalue(), content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": 'attachment; filename="plan-quality.csv"', "Cache-Control": "no-store",
        },
    )  # fmt: skip


def _csv_rows(summary: QualitySummary) -> Iterator[list[str]]:
    layers, years = _groups(summary, "layer"), _groups(summary, "year")
    heads = [*_names(layers, "layer").values(), *_names(years, "year").values()]
    yield ["Rule", "What it looks for", "Plans", *heads]
    totals = [*shown_parts(layers).values(), *shown_parts(years).values()]
    yield ["All plans in force", "", shown(summary.plans), *totals]
    for one, other in zip(_rows(summary, "layer"), _rows(summary, "year"), strict=True):
        cells = [*one.cells.values(), *other.cells.values()]
        yield [one.rule.title, one.rule.looks_for, one.plans, *cells]


@dataclass(frozen=True, slots=True)
class Answer:
    question: str
    notes: str


@dataclass(frozen=True, slots=True)
class Sampled:
    plan: SampledPlan
    year: str
    answers: list[Answer]


@require_safe
def quality_sample(request: HttpRequest) -> HttpResponse:
    actor, school, now = actor_of(request), school_of(request), now_of(request)
    given = " ".join(request.GET.get("seed", "").split())
    seed = given if SEED.fullmatch(given) else f"{now:%Y-%m-%d}"
    wanted = request.GET.get("plans", "")
    size = next((n for n in SIZES if str(n) == wanted), SIZES[1])
    found = plans.quality_sample(actor, school_id=school.id, seed=seed, most=size, now=now)
    context: dict[str, Any] = {
        "seed": seed, "size": size, "sizes": SIZES, "bad_seed": bool(given) and given != seed,
        "sample": [Sampled(plan, year_words(plan.year), _answers(plan)) for plan in found],
    }  # fmt: skip
    return show(request, "schools/quality_sample.html", context, school=school)


def _answers(plan: SampledPlan) -> list[Answer]:
    if plan.notes is None:
        return [Answer(question, "not counted yet") for question in QUESTIONS.values()]
    answers = []
    for topic, question in QUESTIONS.items():
        notes, aside = plan.notes.get(topic, 0), plan.aside.get(topic, 0)
        told = "no notes" if not notes else f"{notes} note{'' if notes == 1 else 's'}"
        answers.append(Answer(question, f"{told}, {aside} set aside" if aside else told))
    return answers
