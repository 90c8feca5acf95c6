"""The school's bank: look through it, and for those who lead SEND add, change and hide entries."""

from dataclasses import asdict
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from spinney.access import services as access
from spinney.access.types import Action
from spinney.people.types import SchoolSummary
from spinney.plans import queries as plans
from spinney.plans import services
from spinney.plans.types.bank import BankKind, BankPhase, Cost, Entry
from spinney.web.routes import actor_of, attempt, now_of, school_of
from spinney.web.schools.bank_words import CHOICES, LABELS, WORDS, chosen_from, entry_from
from spinney.web.schools.frame import show

SIZE: Final = 30
DONE: Final = {
    "hide": (services.hide_bank_entry, "Hidden. Plans that use it keep their words."),
    "show": (services.show_bank_entry, "It is in the bank again."),
    "original": (services.use_original_entry, "The words that come with Spinney stand again."),
}


@require_safe
def bank(request: HttpRequest) -> HttpResponse:
    school, chosen = school_of(request), chosen_from(request.GET)
    text = request.GET.get("page", "")
    number = int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 4 else 1
    number = max(1, number)
    found = plans.bank_page(
        actor_of(request), school_id=school.id, narrowed=chosen, skip=(number - 1) * SIZE, most=SIZE
    )
    kept = {name: value for name, value in asdict(chosen).items() if value}
    query = {("q" if name == "words" else name): value for name, value in kept.items()}
    context: dict[str, Any] = {
        "found": found, "chosen": asdict(chosen), "choices": CHOICES, "labels": LABELS, **WORDS,
        "page_number": number, "pages": max(1, -(-found.total // SIZE)), "narrowed": bool(kept),
        "first": (number - 1) * SIZE + 1, "href": f"?{urlencode({**query, 'page': ''})}",
    }  # fmt: skip
    return show(request, "schools/bank.html", context, school=school)


@require_safe
def bank_entry(request: HttpRequest, code: str) -> HttpResponse:
    school = school_of(request)
    page = plans.bank_entry(actor_of(request), school_id=school.id, code=code, now=now_of(request))
    _, words = plans.fields_of_entry(page.item.entry.kind)
    context = {"shown": page, "item": page.item, "entry": page.item.entry, "specs": words, **WORDS}
    return show(request, "schools/bank_entry.html", context, school=school)


@require_http_methods(["GET", "HEAD", "POST"])
def add_bank_entry(request: HttpRequest) -> HttpResponse:
    school = _leading(request)
    asked = request.GET.get("kind", "")
    kind = BankKind(asked) if asked in set(BankKind) else BankKind.STRATEGY
    entry = Entry("", kind, "", {}, (), _phases_of(school), "practice", Cost.NONE)
    errors: dict[str, str] = {}
    if request.method == "POST":
        entry = entry_from(request.POST, code="own-new", kind=kind, rating=None)
        errors = _faults(entry)
        if not errors:
            with attempt(errors):
                code = services.add_bank_entry(
                    actor_of(request), school_id=school.id, entry=entry, now=now_of(request)
                )
                messages.success(request, "It is in your school’s bank.")
                return redirect("bank_entry", code)
    return _form(request, school, entry, errors, base=0)


@require_http_methods(["GET", "HEAD", "POST"])
def change_bank_entry(request: HttpRequest, code: str) -> HttpResponse:
    school, actor, now = _leading(request), actor_of(request), now_of(request)
    entry = plans.entry_to_change(actor, school_id=school.id, code=code)
    base, errors = entry.version, {}
    if request.method == "POST":
        given = request.POST.get("base", "")
        base = int(given) if given.isascii() and given.isdigit() and len(given) < 6 else 0
        entry = entry_from(request.POST, code=code, kind=entry.kind, rating=entry.rating)
        errors = _faults(entry)
        if not errors:
            with attempt(errors):
                services.change_bank_entry(
                    actor, school_id=school.id, entry=entry, base_version=base, now=now
                )
                messages.success(request, "These are your school’s words now.")
                return redirect("bank_entry", code)
    return _form(request, school, entry, errors, base=base)


@require_POST
def set_bank_entry(request: HttpRequest, code: str) -> HttpResponse:
    school, act = _leading(request), request.POST.get("act", "")
    errors: dict[str, str] = {}
    if act in DONE:
        do, words = DONE[act]
        with attempt(errors):
            do(actor_of(request), school_id=school.id, code=code, now=now_of(request))
            messages.success(request, words)
    for words in errors.values():
        messages.error(request, words)
    return redirect("bank_entry", code)


def _leading(request: HttpRequest) -> SchoolSummary:
    school = school_of(request)
    access.require_in_school(actor_of(request), Action.LEAD_SEND, school_id=school.id)
    return school


def _phases_of(school: SchoolSummary) -> tuple[BankPhase, ...]:
    known = {"nursery": BankPhase.EARLY_YEARS, "primary": BankPhase.PRIMARY,
             "secondary": BankPhase.SECONDARY}  # fmt: skip
    return (known[school.phase],) if school.phase in known else ()


def _faults(entry: Entry) -> dict[str, str]:
    """The first fault of each field, in the order of the form."""
    found: dict[str, str] = {}
    for fault in plans.faults_of_entry(entry):
        found.setdefault(fault.field, f"{fault.cause} {fault.remedy}")
    return found


def _form(
    request: HttpRequest, school: SchoolSummary, entry: Entry, errors: dict[str, str], *, base: int
) -> HttpResponse:
    about, words = plans.fields_of_entry(entry.kind)
    context = {
        "entry": entry, "errors": errors, "base": base, "about": {s.code: s for s in about},
        "specs": words, **WORDS,
    }  # fmt: skip
    return show(
        request, "schools/bank_form.html", context, school=school, status=422 if errors else 200
    )
