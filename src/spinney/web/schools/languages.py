"""The SENCO's pages for a translation that a person made: typed in beside the English, then made ready."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from spinney.kernel.clock import school_day
from spinney.kernel.errors import BadInput
from spinney.plans import queries as plans
from spinney.plans import services
from spinney.plans.types.languages import (
    LANGUAGES,
    ROLE_WORDS,
    Asked,
    Key,
    TranslationForm,
    Translator,
    TranslatorRole,
)
from spinney.web.families.beside import Beside
from spinney.web.families.easy import EasyRead
from spinney.web.print import typeset
from spinney.web.print.easy import easy_pdf
from spinney.web.print.translated import translated_pdf
from spinney.web.routes import actor_of, attempt, now_of
from spinney.web.schools.frame import show

SAVED = "Saved. The family does not see it until you make it ready for them."
BAD_DATE = "Give the day on which it was translated, such as 24 11 2026."


@dataclass(frozen=True, slots=True)
class Group:
    """The texts of one line, under the heading of its section where it is the first."""

    heading: str
    name: str
    asked: tuple[Asked, ...]


@require_safe
def translations(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    found = plans.translations_page(actor_of(request), plan_id=plan_id, now=now_of(request))
    if request.GET.get("language") in {each.code for each in LANGUAGES}:
        return redirect("translate", plan_id, request.GET["language"])
    prints = {
        each.language.code for each in found.editions if typeset.can_print(each.language.code)
    }
    context = {
        "header": found.header, "editions": found.editions, "languages": LANGUAGES, "roles": ROLE_WORDS,
        "prints": prints,
    }  # fmt: skip
    return show(request, "schools/translations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def translate(request: HttpRequest, plan_id: UUID, language: str) -> HttpResponse:
    errors: dict[str, str] = {}
    if request.method == "POST":
        with attempt(errors):
            services.save_translation(
                actor_of(request), plan_id=plan_id, language=language, texts=_texts(request.POST),
                translator=_translator(request.POST), opened=_opened(request.POST),
                now=now_of(request),
            )  # fmt: skip
        if not errors:
            messages.success(request, SAVED)
            return redirect("translate", plan_id, language)
    return _form_page(request, plan_id, language, errors)


@require_http_methods(["POST"])
def release(request: HttpRequest, plan_id: UUID, language: str) -> HttpResponse:
    """What is typed is kept first, so that nothing on the page is lost; then it is made ready, or neither is."""
    errors: dict[str, str] = {}
    actor, now, typed = actor_of(request), now_of(request), request.POST
    with attempt(errors):
        opened = _opened(typed)
        rev = services.save_translation(
            actor, plan_id=plan_id, language=language, texts=_texts(typed),
            translator=_translator(typed), opened=opened, now=now,
        )  # fmt: skip
        services.release_translation(
            actor, plan_id=plan_id, language=language, now=now,
            opened=services.Opened(opened.version, rev), checked=typed.get("checked") == "yes",
        )  # fmt: skip
    if errors:
        return _form_page(request, plan_id, language, errors)
    messages.success(request, "It is ready: the family can read it beside the English now.")
    return redirect("translations", plan_id)


@require_safe
def translation_file(request: HttpRequest, plan_id: UUID, language: str) -> HttpResponse:
    """For the family, handed over by staff: it holds what a family may read, and no more."""
    copy = plans.copy_for_child(
        actor_of(request), plan_id=plan_id, now=now_of(request), how="translated, printed"
    )
    plan = Beside(copy, plans.translation_beside(copy.view, language=language))
    if not typeset.can_print(language):
        reason = (
            f"The letters of {plan.language.english} ({plan.language.script}) are in no font of this computer, so"
            " it cannot be printed here. The family can read it on screen, and print it from there."
        )
        return show(request, "schools/paper_refused.html", {"reason": reason}, status=409)
    return translated_pdf(request, plan)


def _form_page(
    request: HttpRequest, plan_id: UUID, language: str, errors: dict[str, str]
) -> HttpResponse:
    form = plans.translation_form(
        actor_of(request), plan_id=plan_id, language=language, now=now_of(request)
    )
    typed = request.POST if request.method == "POST" else None
    context: dict[str, Any] = {
        "header": form.header, "form_of": form, "groups": _groups(form), "roles": ROLE_WORDS,
        "errors": errors, "typed": _typed(typed, form), "person": _person(typed, form),
        "dir": "rtl" if form.language.rtl else "ltr",
    }  # fmt: skip
    return show(request, "schools/translate.html", context, status=422 if errors else 200)


def _groups(form: TranslationForm) -> tuple[Group, ...]:
    found: list[Group] = []
    section, numbers = "", 0
    by_line: dict[UUID, list[Asked]] = {}
    for asked in form.asked:
        by_line.setdefault(asked.piece.line, []).append(asked)
    for texts in by_line.values():
        piece = texts[0].piece
        is_first = piece.section != section
        section, numbers = piece.section, 1 if is_first else numbers + 1
        name = f"{piece.line_name.capitalize()} {numbers}" if piece.line_name else ""
        found.append(Group(piece.section_title if is_first else "", name, tuple(texts)))
    return tuple(found)


def name_of(key: Key) -> str:
    return f"{key[0]}-{key[1]}"


def _typed(posted: QueryDict | None, form: TranslationForm) -> dict[str, str]:
    """By the control's name: what was typed just now, else what is kept."""
    names = {name_of(asked.piece.key): asked.text for asked in form.asked}
    if posted is None:
        return names
    return {name: posted.get(name, kept) for name, kept in names.items()}


def _person(posted: QueryDict | None, form: TranslationForm) -> dict[str, str]:
    if posted is not None:
        return {
            name: posted.get(name, "") for name in ("translator", "role", "day", "month", "year")
        }
    by = form.translator
    on = by.on
    return {
        "translator": by.name, "role": by.role or "", "day": str(on.day) if on else "",
        "month": str(on.month) if on else "", "year": str(on.year) if on else "",
    }  # fmt: skip


def _texts(posted: QueryDict) -> dict[Key, str]:
    """Every control whose name is a line and a field; the service refuses what the family does not read."""
    found: dict[Key, str] = {}
    for name in posted:
        line, _, field = name[:36], name[36:37], name[37:]
        if len(name) > 37 and name[36] == "-":
            try:
                found[UUID(line), field] = (
                    posted.get(name, "").replace("\r\n", "\n").replace("\x00", "")
                )
            except ValueError:
                continue
    return found


def _translator(posted: QueryDict) -> Translator:
    role = posted.get("role", "")
    known = TranslatorRole(role) if role in set(TranslatorRole) else None
    name = " ".join(posted.get("translator", "").replace("\x00", "").split())
    return Translator(name, known, _day(posted))


def _day(posted: QueryDict) -> date | None:
    parts = [posted.get(name, "").strip() for name in ("day", "month", "year")]
    if not any(parts):
        return None
    try:
        return date(*(int(part) for part in reversed(parts)))
    except ValueError:
        raise BadInput(BAD_DATE, field="translated_on") from None


def _opened(posted: QueryDict) -> services.Opened:
    def number(name: str) -> int:
        text = posted.get(name, "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else -1

    return services.Opened(number("version"), number("rev"))


@require_safe
def easy(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    return show(request, "schools/easy.html", {"plan": _easy(request, plan_id, how="easy read")})


@require_safe
def easy_file(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    return easy_pdf(request, _easy(request, plan_id, how="easy read, printed"))


def _easy(request: HttpRequest, plan_id: UUID, *, how: str) -> EasyRead:
    copy = plans.copy_for_child(actor_of(request), plan_id=plan_id, now=now_of(request), how=how)
    return EasyRead(copy, today=school_day(now_of(request)))
