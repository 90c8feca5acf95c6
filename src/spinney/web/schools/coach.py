"""The coach beside the editor, and the page that lists all it has to say. Advice only: it stops nobody."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from spinney.kernel.errors import BadInput
from spinney.kernel.ids import parse
from spinney.plans import queries as plans
from spinney.plans import services
from spinney.plans.types import DraftView, Lifecycle
from spinney.plans.types.coach import Finding, FindingKey, Topic, Weight
from spinney.web.routes import actor_of, attempt, now_of
from spinney.web.schools.frame import show

HEAVIEST_FIRST = {Weight.HIGH: 0, Weight.USUAL: 1, Weight.LOW: 2}


@dataclass(frozen=True, slots=True)
class Beside:
    """What the editor shows beside its lines, the weightiest first."""

    url: str
    check_url: str
    by_line: dict[UUID, list[Finding]]

    def notes(self, line_id: UUID) -> list[Finding]:
        return self.by_line.get(line_id, [])


def beside(request: HttpRequest, draft: DraftView) -> Beside:
    """The editor's one value: everything the coach says of the draft in hand."""
    found = plans.advice_beside(draft, now=now_of(request))
    return _beside(draft.header.id, found.standing)


def _beside(plan_id: UUID, standing: Iterable[Finding]) -> Beside:
    by_line: dict[UUID, list[Finding]] = {}
    for finding in sorted(standing, key=_order):
        if finding.line_id:
            known = by_line.setdefault(finding.line_id, [])
            # The whole promise is the example for each part that it lacks: once is enough.
            twice = finding.better in {item.better for item in known}
            known.append(replace(finding, better="") if twice else finding)
    url, check = reverse("plan_coach", args=[plan_id]), reverse("plan_check", args=[plan_id])
    return Beside(url, check, by_line)


def _order(finding: Finding) -> tuple[bool, int]:
    """What is written, before what is not: an empty box can be seen without us. Then the weightiest."""
    about_words = finding.rule.topic in {Topic.WORDS, Topic.READING}
    return not about_words, HEAVIEST_FIRST[finding.rule.weight]


@require_safe
def plan_coach(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """After an autosave: the notes of every line that has any, drawn as the editor draws them."""
    found = plans.advice_refreshed(actor_of(request), plan_id=plan_id, now=now_of(request))
    coach = _beside(plan_id, found.standing)
    lines = {
        str(line): {
            "count": len(notes),
            "html": render_to_string(
                "schools/coach_notes.html", {"notes": notes, "check_url": coach.check_url}
            ),
        }
        for line, notes in coach.by_line.items()
    }
    return JsonResponse({"lines": lines}, headers={"Cache-Control": "no-store"})


@require_http_methods(["GET", "POST"])
def plan_check(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    errors: dict[str, str] = {}
    sent = {name: request.POST.get(name, "") for name in ("rule", "line", "field", "mark", "why")}
    if request.method == "POST":
        with attempt(errors):
            _act(request, plan_id, sent)
        if not errors:
            return redirect("plan_check", plan_id)
    draft = plans.draft_for_editor(actor_of(request), plan_id=plan_id, now=now_of(request))
    if draft.header.lifecycle is Lifecycle.ENDED:
        return redirect("plan", plan_id)
    found = plans.advice_beside(draft, now=now_of(request))
    wrong = anchor(sent["rule"], sent["line"], sent["field"]) if errors else ""
    context: dict[str, Any] = {
        "header": draft.header, "groups": list(_groups(found.standing)), "aside": found.aside,
        "total": len(found.standing), "errors": errors, "wrong": wrong, "why": sent["why"],
        "note_id": note_id, "stands": wrong in set(map(note_id, found.standing)),
    }  # fmt: skip
    return show(request, "schools/coach_check.html", context, status=422 if errors else 200)


def _act(request: HttpRequest, plan_id: UUID, sent: dict[str, str]) -> None:
    actor, now = actor_of(request), now_of(request)
    line = parse(sent["line"]) if sent["line"] else None
    if sent["line"] and line is None:
        raise BadInput("That button names no line. Reload the page and try again.")
    key = FindingKey(sent["rule"], line, sent["field"], sent["mark"])
    if request.POST.get("act") == "again":
        services.take_up_again(actor, plan_id=plan_id, key=key, now=now)
        messages.success(request, "It is back on the list.")
    else:
        services.set_aside(actor, plan_id=plan_id, key=key, why=sent["why"], now=now)
        messages.success(request, "Set aside, with your reason. It comes back if the words change.")


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    notes: list[Finding]


def _groups(found: Iterable[Finding]) -> Iterator[Group]:
    for _, notes in groupby(found, key=lambda x: x.line_id):
        held = list(notes)
        yield Group(held[0].where.split(": ")[0], held)


def anchor(rule: str, line: str, field: str) -> str:
    return f"note-{line or 'plan'}-{field}-{rule}"


def note_id(finding: Finding) -> str:
    return anchor(finding.rule.code, str(finding.line_id or ""), finding.field)
