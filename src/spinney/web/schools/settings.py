"""What a school settles about its plans, and its own fields on their form."""

from typing import Any, Final
from uuid import UUID

import msgspec
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from spinney.kernel.errors import BadInput
from spinney.plans import queries as plans
from spinney.plans import services
from spinney.plans.types import FieldKind, LegalStatus
from spinney.plans.types.forms import Additions, NewField, SchoolFormPage, Settings, SignOff
from spinney.web.routes import actor_of, attempt, now_of, school_of
from spinney.web.schools.frame import show

SIGN_OFF: Final = (
    (SignOff.NONE, "Nothing is asked", "The family is asked to read each version once it is out."),
    (SignOff.ASKED, "The family is asked first", "Whoever publishes says how and when they were asked."),
    (
        SignOff.ANSWERED, "The family has answered first",
        "An answer to the last version, or their words in the draft. Otherwise, a reason.",
    ),
)  # fmt: skip
LABELS: Final = ((LegalStatus.LOCAL, "Our own rule"), (LegalStatus.PROPOSAL, "A proposal"))
KINDS: Final = (
    (FieldKind.SHORT, "One line of words"), (FieldKind.TEXT, "Several lines of words"),
    (FieldKind.CHOICE, "One of a list of answers"), (FieldKind.DATE, "A date"),
    (FieldKind.NUMBER, "A whole number"),
)  # fmt: skip
SAVED: Final = "Saved. Plans that exist keep their form and their dates."
IN_USE: Final = (
    "Your form is in use for new plans. Plans that exist stay as they are; each can be moved to it."
)
MOST_FORM: Final = 200_000  # letters of the form that is being worked on


@require_http_methods(["GET", "POST"])
def plan_settings(request: HttpRequest) -> HttpResponse:
    actor, school = actor_of(request), school_of(request)
    errors: dict[str, str] = {}
    found = plans.settings_page(actor, school_id=school.id)
    if request.method == "POST":
        with attempt(errors):
            wanted = _settings(request, found.settings)
            services.change_settings(actor, school_id=school.id, wanted=wanted, now=now_of(request))
        if not errors:
            messages.success(request, SAVED)
            return redirect("plan_settings")
    context = {
        "found": found, "errors": errors, "sign_offs": SIGN_OFF, "labels": LABELS,
        "given": request.POST if errors else _as_posted(found.settings),
    }  # fmt: skip
    return show(
        request, "schools/settings.html", context, school=school, status=422 if errors else 200
    )


def _as_posted(settings: Settings) -> dict[str, str]:
    return {
        name: "" if value is None else str(value)
        for name, value in msgspec.to_builtins(settings).items()
    }


def _settings(request: HttpRequest, now: Settings) -> Settings:
    post = request.POST
    review = _weeks(post.get("review_weeks", ""), "review_weeks")
    if review is None:
        raise BadInput("Give a number of weeks from 1 to 104.", field="review_weeks")
    return Settings(
        template_id=_uuid(post.get("template_id", "")) or now.template_id,
        review_weeks=review,
        sign_off=_one_of(SignOff, post.get("sign_off", ""), "sign_off"),
        sign_off_status=_one_of(LegalStatus, post.get("sign_off_status", ""), "sign_off_status"),
        deadline_weeks=_weeks(post.get("deadline_weeks", ""), "deadline_weeks"),
        deadline_status=_one_of(LegalStatus, post.get("deadline_status", ""), "deadline_status"),
        answer_days=_days(post.get("answer_days", str(now.answer_days))),
    )


def _days(text: str) -> int:
    plain = text.strip()
    if not (plain.isascii() and plain.isdigit() and len(plain) < 4):
        raise BadInput("Give a number of working days from 1 to 20.", field="answer_days")
    return int(plain)


def _weeks(text: str, field: str) -> int | None:
    plain = text.strip()
    if not plain:
        return None
    if not (plain.isascii() and plain.isdigit() and len(plain) < 5):
        raise BadInput("Give a number of weeks from 1 to 104.", field=field)
    return int(plain)


def _one_of(kind: Any, value: str, field: str) -> Any:
    if value not in set(kind):
        raise BadInput("Choose one of the listed answers.", field=field)
    return kind(value)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@require_http_methods(["GET", "POST"])
def school_form(request: HttpRequest) -> HttpResponse:
    """Each button sends the whole form that is being worked on along; it is kept only when it is put in use."""
    actor, school = actor_of(request), school_of(request)
    base = _uuid(request.POST.get("base") or request.GET.get("base", ""))
    found = plans.school_form_page(actor, school_id=school.id, base_id=base)
    working, errors = found.additions, dict[str, str]()
    if request.method == "POST":
        with attempt(errors):
            working = _working(request)
            working = plans.changed_form(
                found, working, act=request.POST.get("act", ""), asked=_asked(request)
            )
            if request.POST.get("act") == "use":
                services.save_school_form(
                    actor, school_id=school.id, base_id=found.base.id, additions=working,
                    now=now_of(request),
                )  # fmt: skip
        if not errors and request.POST.get("act") == "use":
            messages.success(request, IN_USE)
            return redirect("school_form")
    context = _form_context(request, found, working, errors)
    return show(
        request, "schools/school_form.html", context, school=school, status=422 if errors else 200
    )


def _form_context(
    request: HttpRequest, found: SchoolFormPage, working: Additions, errors: dict[str, str]
) -> dict[str, Any]:
    try:
        preview = plans.form_preview(found, working)
    except BadInput as error:
        errors.setdefault("", str(error))
        working = found.additions
        preview = plans.form_preview(found, working)
    return {
        "found": found, "preview": preview, "errors": errors, "kinds": KINDS,
        "working": msgspec.json.encode(working).decode(), "given": request.POST if errors else {},
        "changed": working != found.additions,
    }  # fmt: skip


def _working(request: HttpRequest) -> Additions:
    text = request.POST.get("working", "")
    try:
        if len(text) > MOST_FORM:
            raise BadInput("The form is too long to be read. Reload the page and add fewer fields.")
        return msgspec.json.decode(text, type=Additions)
    except msgspec.DecodeError:
        raise BadInput("The form could not be read. Reload the page and start again.") from None


def _asked(request: HttpRequest) -> NewField:
    post = request.POST
    return NewField(
        section=post.get("section", ""), label=post.get("label", ""), kind=post.get("kind", ""),
        hint=post.get("hint", ""), choices=post.get("choices", ""),
        staff_only=post.get("staff_only") == "on", required=post.get("required") == "on",
    )  # fmt: skip
