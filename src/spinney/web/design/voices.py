"""The form on a child's page and in a parent's space; and the child's page, which two doors lead to."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from spinney.files import scan
from spinney.kernel.errors import BadInput
from spinney.plans import queries as plans
from spinney.plans import services
from spinney.plans.types.voices import (
    FACE_WORDS,
    PROMPTS,
    VERDICT_WORDS,
    Said,
    Sharing,
    Told,
    VoiceView,
)
from spinney.web.design.language import gettext, mark
from spinney.web.routes import actor_of, attempt, now_of
from spinney.web.uploads import uploaded

SKIPPED = ""  # "I do not want to say" is an answer of the form, and nothing to keep
SAVED = {
    Sharing.NOBODY: mark("Saved. Nobody else can see it."),
    Sharing.SCHOOL: mark("Saved. The adults at school who read your plan can see it."),
    Sharing.FAMILY: mark(
        "Saved. The adults at school who read your plan can see it, and so can your family."
    ),
}
TAKEN_BACK = mark("Taken back. From now on nobody new can read it.")
Draw = Callable[[dict[str, Any], int], HttpResponse]
# The words of `plans`, which knows no languages, for the translators; a template says them by `_()`.
WORDS = (
    mark("What is going well?"), mark("What is hard?"), mark("What helps?"), mark("What do I want next?"),
    mark("Helps"), mark("Sort of"), mark("Doesn’t help"),
    mark("Good"), mark("OK"), mark("Worried"), mark("Sad"), mark("Cross"),
)  # fmt: skip
CHOICES = {
    "prompts": PROMPTS,
    "faces": tuple(FACE_WORDS.items()),
    "verdicts": tuple(VERDICT_WORDS.items()),
}


def told_in(request: HttpRequest) -> Told:
    post = request.POST
    says = {
        str(prompt): Said(post.get(f"words-{prompt}", ""), post.get(f"face-{prompt}", ""))
        for prompt, _ in PROMPTS
    }
    verdicts = {
        name.removeprefix("verdict-"): value
        for name, value in post.items()
        if name.startswith("verdict-") and isinstance(value, str) and value != SKIPPED
    }
    return Told(says, verdicts)


def sharing_in(request: HttpRequest) -> Sharing:
    wanted = request.POST.get("sharing", Sharing.NOBODY)
    if wanted not in set(Sharing):
        raise BadInput("Choose who can see this.", field="sharing")
    return Sharing(wanted)


def shown_in_form(voice: VoiceView | None, typed: Told | None) -> Told:
    """What was typed when it could not be kept; otherwise what is kept."""
    return typed or (voice.told if voice else Told())


def child_page(request: HttpRequest, plan_id: UUID, *, here: str, draw: Draw) -> HttpResponse:
    """The same page for a child in their own account and for a child with an adult beside them."""
    errors: dict[str, str] = {}
    typed = None
    actor, now = actor_of(request), now_of(request)
    if request.method == "POST":
        typed = told_in(request)
        with attempt(errors):
            wanted = sharing_in(request)
            aloud = uploaded(request, "recording")
            services.keep_child_voice(
                actor, plan_id=plan_id, told=typed, sharing=wanted, now=now,
                aloud=aloud.chunks() if aloud else None, wipe=request.POST.get("wipe") == "yes",
            )  # fmt: skip
        if "file" in errors:
            errors["recording"] = errors.pop("file")
        if not errors:
            messages.success(request, gettext(SAVED[wanted]))
            return redirect(here, plan_id)
    found = plans.child_page(actor, plan_id=plan_id, now=now)
    context = {
        "child_page": found, "header": found.header, "told": shown_in_form(found.mine, typed),
        "given": request.POST if errors else {}, "errors": errors, "here": here,
        "may_record": scan.is_open(), **CHOICES,
    }  # fmt: skip
    return draw(context, 422 if errors else 200)


def take_back(request: HttpRequest, plan_id: UUID, voice_id: UUID, *, here: str) -> HttpResponse:
    errors: dict[str, str] = {}
    with attempt(errors):
        services.take_back_voice(
            actor_of(request), plan_id=plan_id, voice_id=voice_id, now=now_of(request)
        )
    if errors:
        messages.error(request, next(iter(errors.values())))
    else:
        messages.success(request, gettext(TAKEN_BACK))
    return redirect(here, plan_id)
