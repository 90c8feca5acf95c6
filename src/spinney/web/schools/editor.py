"""Write a draft. One form for a new plan and an old one; it saves field by field, with script or without."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_http_methods, require_POST

from spinney.access.types import Actor
from spinney.kernel.errors import BadInput, NotNow
from spinney.kernel.ids import parse
from spinney.people import queries as people
from spinney.plans import queries as plans
from spinney.plans import services
from spinney.plans.types import ClashChoice, ClashView, DraftView, Lifecycle, Saved
from spinney.web.design.words import clock
from spinney.web.routes import actor_of, attempt, now_of
from spinney.web.schools import coach
from spinney.web.schools import editor_form as forms
from spinney.web.schools.frame import show

RESULTS: Final = (("met", "Met"), ("partly", "Partly met"), ("not_met", "Not met"))


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
    errors: dict[str, str] = {}
    kept: dict[str, Any] = {}
    lost: tuple[str, ...] = ()
    # With script every field has been saved by itself; what could not be is kept in the browser.
    if request.POST.get("autosaved") != "yes":
        errors, kept = _save_all(request, draft)
        lost = forms.orphans(request.POST, draft)
    act = request.POST.get("act", "save")
    anchor, refused = _act(actor, plan_id, act, now=now)
    if errors or lost or refused:
        fresh = plans.draft_for_editor(actor, plan_id=plan_id, now=now)
        return _form(request, fresh, errors=errors, posted=kept, lost=lost, refused=refused)
    if anchor.startswith("/"):
        return redirect(anchor)
    if act == "save":
        messages.success(request, f"Saved {clock(now)}")
    return redirect(f"{reverse('edit_plan', args=[plan_id])}{anchor}")


def _save_all(request: HttpRequest, draft: DraftView) -> tuple[dict[str, str], dict[str, Any]]:
    errors: dict[str, str] = {}
    kept: dict[str, Any] = {}
    for item in forms.touched(request.POST, draft):
        found: dict[str, str] = {}
        with attempt(found):
            services.save_field(
                actor_of(request), plan_id=draft.header.id, line_id=item.line_id, field=item.field,
                value=item.value, base_rev=item.base_rev, now=now_of(request),
            )  # fmt: skip
        if found:
            name = forms.name_for(item.line_id, item.field)
            errors[name], kept[name] = next(iter(found.values())), item.value
    return errors, kept


Act = Callable[[Actor, UUID, str, datetime], str]


def _act(actor: Actor, plan_id: UUID, act: str, *, now: datetime) -> tuple[str, str]:
    """Where to go next, and why not where not."""
    verb, _, what = act.partition(":")
    found: dict[str, str] = {}
    anchor = ""
    if verb in ACTS:
        with attempt(found):
            anchor = ACTS[verb](actor, plan_id, what, now)
    return anchor, next(iter(found.values()), "")


def _add(actor: Actor, plan_id: UUID, section: str, now: datetime) -> str:
    made = services.add_line(actor, plan_id=plan_id, section=section, now=now)
    return f"#line-{made}"


def _line(text: str) -> UUID:
    found = parse(text)
    if found is None:
        raise BadInput("That button names no line. Reload the page and try again.")
    return found


def _up(actor: Actor, plan_id: UUID, line: str, now: datetime) -> str:
    services.move_line(actor, plan_id=plan_id, line_id=_line(line), up=True, now=now)
    return f"#line-{line}"


def _down(actor: Actor, plan_id: UUID, line: str, now: datetime) -> str:
    services.move_line(actor, plan_id=plan_id, line_id=_line(line), up=False, now=now)
    return f"#line-{line}"


def _restore(actor: Actor, plan_id: UUID, line: str, now: datetime) -> str:
    services.restore_line(actor, plan_id=plan_id, line_id=_line(line), now=now)
    return f"#line-{line}"


def _remove(_actor: Actor, plan_id: UUID, line: str, _now: datetime) -> str:
    return reverse("remove_line", args=[plan_id, _line(line)])


def _publish(_actor: Actor, plan_id: UUID, _what: str, _now: datetime) -> str:
    return reverse("publish_plan", args=[plan_id])


def _bank(_actor: Actor, plan_id: UUID, section: str, _now: datetime) -> str:
    try:
        return reverse("plan_bank", args=[plan_id, section])
    except NoReverseMatch:
        raise BadInput("That button names no list. Reload the page and try again.") from None


ACTS: Final[dict[str, Act]] = {
    "add": _add, "bank": _bank, "up": _up, "down": _down, "restore": _restore, "remove": _remove,
    "publish": _publish,
}  # fmt: skip


def _form(
    request: HttpRequest,
    draft: DraftView,
    *,
    errors: dict[str, str] | None = None,
    posted: dict[str, Any] | None = None,
    lost: tuple[str, ...] = (),
    refused: str = "",
) -> HttpResponse:
    actor = actor_of(request)
    contacts = people.contact_choices(actor, child_id=draft.header.child_id, now=now_of(request))
    context = {
        "draft": draft, "header": draft.header, "person": actor.id, "errors": errors or {},
        "sections": forms.sections(draft, contacts=contacts, errors=errors, posted=posted),
        "lost": lost, "refused": refused, "clashes": _clashes(draft),
        "bank": plans.bank_in_editor(draft),
        "coach": coach.beside(request, draft),
    }  # fmt: skip
    return show(request, "schools/editor.html", context, status=422 if errors or refused else 200)


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
