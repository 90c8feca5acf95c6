"""Write a draft. One form for a new plan and an old one; it saves field by field, with script or without."""

from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

import msgspec
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from spinney.kernel.errors import NotNow
from spinney.people import queries as people
from spinney.plans import queries as plans
from spinney.plans import services
from spinney.plans.types import (
    ClashChoice,
    ClashView,
    DraftView,
    Lifecycle,
    Saved,
    SectionState,
    Undone,
)
from spinney.web.design.words import clock
from spinney.web.routes import actor_of, attempt, now_of
from spinney.web.schools import coach
from spinney.web.schools import editor_form as forms
from spinney.web.schools import editor_marks as marks
from spinney.web.schools.editor_acts import act_on
from spinney.web.schools.editor_live import here_words
from spinney.web.schools.frame import show

RESULTS: Final = (("met", "Met"), ("partly", "Partly met"), ("not_met", "Not met"))


@dataclass(slots=True)
class Problems:
    """What of a post could not be done. `errors` and `posted` go by the names of the form."""

    errors: dict[str, str] = field(default_factory=dict)
    posted: dict[str, Any] = field(default_factory=dict)
    lost: tuple[str, ...] = ()
    refused: str = ""
    undone: Undone | None = None

    def __bool__(self) -> bool:
        return bool(self.errors or self.lost or self.refused or self.undone)


class SaveBody(msgspec.Struct):
    """What autosave sends for one field."""

    line: UUID
    field: str
    value: str | int | bool | list[str] | None
    base_rev: int


@require_http_methods(["GET", "POST"])
def edit_plan(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    actor, now = actor_of(request), now_of(request)
    draft = plans.draft_for_editor(actor, plan_id=plan_id, now=now)
    if draft.header.lifecycle is Lifecycle.ENDED:
        return redirect("plan", plan_id)
    if request.method == "POST":
        return _posted(request, draft)
    return _form(request, draft)


def _posted(request: HttpRequest, draft: DraftView) -> HttpResponse:
    """Keep every field that can be kept, then do what the button said. A fault in one field spoils no other."""
    actor, now, plan_id = actor_of(request), now_of(request), draft.header.id
    problems = Problems()
    # With script every field has been saved by itself; what could not be is kept in the browser.
    if request.POST.get("autosaved") != "yes":
        _save_all(request, draft, problems)
        problems.lost = forms.orphans(request.POST, draft)
    _mark_all(request, draft, problems)
    act = request.POST.get("act", "save")
    acted = act_on(actor, plan_id, act, now=now)
    problems.refused, problems.undone = acted.refused, acted.undone
    if problems:
        return _form(request, plans.draft_for_editor(actor, plan_id=plan_id, now=now), problems)
    if acted.goes.startswith("/"):
        return redirect(acted.goes)
    if acted.told or act == "save":
        messages.success(request, acted.told or f"Saved {clock(now)}")
    return redirect(f"{reverse('edit_plan', args=[plan_id])}{acted.goes}")


def _save_all(request: HttpRequest, draft: DraftView, problems: Problems) -> None:
    for item in forms.touched(request.POST, draft):
        found: dict[str, str] = {}
        with attempt(found):
            services.save_field(
                actor_of(request), plan_id=draft.header.id, line_id=item.line_id, field=item.field,
                value=item.value, base_rev=item.base_rev, now=now_of(request),
            )  # fmt: skip
        if found:
            name = forms.name_for(item.line_id, item.field)
            problems.errors[name] = next(iter(found.values()))
            problems.posted[name] = item.value


def _mark_all(request: HttpRequest, draft: DraftView, problems: Problems) -> None:
    for item in marks.touched_marks(request.POST, draft):
        found: dict[str, str] = {}
        with attempt(found):
            services.mark_section(
                actor_of(request), plan_id=draft.header.id, section=item.section,
                state=SectionState(item.values["state"]), who=item.values["who"],
                why=item.values["why"], now=now_of(request),
            )  # fmt: skip
        for part, words in found.items():
            problems.errors[marks.name_for_mark(item.section, part or "state")] = words
            problems.posted |= {
                marks.name_for_mark(item.section, p): text for p, text in item.values.items()
            }


def _form(request: HttpRequest, draft: DraftView, problems: Problems | None = None) -> HttpResponse:
    actor, now, found = actor_of(request), now_of(request), problems or Problems()
    contacts = people.contact_choices(actor, child_id=draft.header.child_id, now=now)
    context = {
        "draft": draft, "header": draft.header, "person": actor.id, "problems": found,
        "errors": found.errors,
        "sections": forms.sections(
            draft, contacts=contacts, errors=found.errors, posted=found.posted
        ),
        "marks": {
            spec.code: marks.mark_box(
                spec, draft.marks[spec.code], errors=found.errors, posted=found.posted
            )
            for spec in draft.template.sections
        },
        "staff": people.staff_names(actor, school_id=draft.header.school_id),
        "here_words": [here_words(each, now) for each in plans.others_here(actor, draft, now=now)],
        "now": now,
        "clashes": _clashes(draft),
        "bank": plans.bank_in_editor(draft),
        "carried": plans.carried_in_draft(draft),
        "coach": coach.beside(request, draft),
    }  # fmt: skip
    status = 422 if found.errors or found.refused else 409 if found.undone else 200
    return show(request, "schools/editor.html", context, status=status)


def _clashes(draft: DraftView) -> list[dict[str, Any]]:
    """Each clash with the words for both sides, ids of lines told as their titles."""
    found = []
    for clash in draft.clashes:
        line = next((x for x in draft.lines if x.line.id == clash.line_id), None)
        section = draft.template.section(line.line.section) if line else None
        spec = section.field(clash.field) if section else None
        found.append({
            "clash": clash, "label": spec.label if spec else "A line that was removed",
            "standing": plans.words_of(draft, spec, clash.standing),
            "other": plans.words_of(draft, spec, clash.other),
            "joins": spec is not None and spec.kind in ("text", "short"), "gone": line is None,
        })  # fmt: skip
    return found


@require_POST
def settle_clash(request: HttpRequest, plan_id: UUID, clash_id: UUID) -> HttpResponse:
    choice = request.POST.get("choice", "")
    errors: dict[str, str] = {}
    if choice in set(ClashChoice):
        with attempt(errors):
            services.settle_clash(
                actor_of(request), plan_id=plan_id, clash_id=clash_id, choice=ClashChoice(choice),
                now=now_of(request),
            )  # fmt: skip
    for words in errors.values():
        messages.error(request, words)
    return redirect("edit_plan", plan_id)


@require_POST
def save_plan(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Autosave: one field. The answers are those that `frontend/js/save.js` knows."""
    actor = actor_of(request)
    # Words kept in a browser belong to whoever typed them, not to whoever is signed in by now.
    if request.headers.get("X-Autosave-For", f"{plan_id}:{actor.id}") != f"{plan_id}:{actor.id}":
        return JsonResponse({"message": "These words were typed by someone else."}, status=403)
    errors: dict[str, str] = {}
    try:
        sent = msgspec.json.decode(request.body, type=SaveBody)
    except msgspec.DecodeError:
        return JsonResponse({"message": "That could not be read. Reload the page."}, status=422)
    with attempt(errors):
        saved = services.save_field(
            actor, plan_id=plan_id, line_id=sent.line, field=sent.field, value=sent.value,
            base_rev=sent.base_rev, now=now_of(request),
        )  # fmt: skip
        if saved.clash is None:
            return JsonResponse({"saved_at": clock(saved.saved_at), "rev": saved.rev})
        return _clash(request, plan_id, saved, saved.clash, sent.value)
    return JsonResponse({"message": next(iter(errors.values()))}, status=422)


def _clash(
    request: HttpRequest, plan_id: UUID, saved: Saved, clash: ClashView, value: Any
) -> HttpResponse:
    """Both values, and both as words: a choice and a link are kept as codes and ids."""
    draft = plans.draft_for_editor(actor_of(request), plan_id=plan_id, now=now_of(request))
    found = next(item for item in _clashes(draft) if item["clash"].id == clash.id)
    theirs = found["clash"].standing
    answer = {
        "yours": value, "theirs": "" if theirs is None else theirs,
        "their_name": clash.standing_name, "rev": saved.rev,
        "yours_text": found["other"] or "(empty)", "theirs_text": found["standing"] or "(empty)",
    }  # fmt: skip
    return JsonResponse(answer, status=409)


@require_http_methods(["GET", "POST"])
def remove_line(request: HttpRequest, plan_id: UUID, line_id: UUID) -> HttpResponse:
    """Asks first, and asks of an outcome that families have seen how it went."""
    actor, now = actor_of(request), now_of(request)
    errors: dict[str, str] = {}
    given = {name: request.POST.get(name, "") for name in ("achievement", "why")}
    if request.method == "POST":
        with attempt(errors):
            services.remove_line(actor, plan_id=plan_id, line_id=line_id, now=now, **given)
        if not errors:
            messages.success(request, "It is off the draft. The published plan has not changed.")
            return redirect("edit_plan", plan_id)
    draft = plans.draft_for_editor(actor, plan_id=plan_id, now=now)
    try:
        line = plans.line_to_remove(draft, line_id=line_id)
    except NotNow as gone:
        messages.error(request, str(gone))
        return redirect("edit_plan", plan_id)
    context = {
        "header": draft.header, "line": line, "errors": errors, "given": given, "results": RESULTS,
    }  # fmt: skip
    return show(request, "schools/editor_remove.html", context, status=422 if errors else 200)
