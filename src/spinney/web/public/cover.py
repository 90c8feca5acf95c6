"""A cover teacher's page: no account, one lesson, first names. Every way of being closed looks the same."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import constant_time_compare, salted_hmac
from django.views.decorators.http import require_http_methods

from spinney.plans import services
from spinney.plans.types.classroom import CoverView
from spinney.web.print.documents import SAFETY_KINDS
from spinney.web.public.limit import count_wrong_link, too_many_wrong_links
from spinney.web.routes import now_of

COOKIE = "cover"
SALT = "spinney.cover"
WRONG = "That code is not right. Check it against what you were given."
# No copy stays in the browser, no address is told to another site, no search engine keeps it.
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


@require_http_methods(["GET", "HEAD", "POST"])
def cover(request: HttpRequest, token: str) -> HttpResponse:
    now = now_of(request)
    if too_many_wrong_links(request):
        return _closed(render(request, "429.html", status=429))
    if not services.cover_is_open(token, now=now):
        count_wrong_link(request)
        return _closed(render(request, "public/cover_over.html", status=404))
    if request.method == "POST":
        view = services.open_cover(token, code=request.POST.get("code", ""), now=now)
        return _card(request, token, view) if view else _ask(request, WRONG)
    if not _proven(request, token):
        return _ask(request)
    view = services.look_at_cover_again(token, now=now)
    return _card(request, token, view) if view else _ask(request)


def _ask(request: HttpRequest, error: str = "") -> HttpResponse:
    status = 422 if error else 200
    answer = _closed(render(request, "public/cover_code.html", {"error": error}, status=status))
    # Without any referrer a browser sends the form from "null", and it would be refused as forged.
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer


def _card(request: HttpRequest, token: str, view: CoverView) -> HttpResponse:
    context = {"view": view, "kinds": SAFETY_KINDS}
    answer = _closed(render(request, "public/cover.html", context))
    # So that a phone that went dark needs no code again. It opens this one link, until the bell.
    answer.set_cookie(
        COOKIE, _proof(token), expires=view.closes_at, path=request.path, httponly=True,
        secure=settings.SECURE, samesite="Strict",
    )  # fmt: skip
    return answer


def _closed(answer: HttpResponse) -> HttpResponse:
    for name, value in HEADERS.items():
        answer.headers[name] = value
    # Django writes the address of each refusal into the log, and this one may open a card in ten minutes.
    answer._has_been_logged = True  # type: ignore[attr-defined]
    return answer


def _proof(token: str) -> str:
    return salted_hmac(SALT, token, algorithm="sha256").hexdigest()


def _proven(request: HttpRequest, token: str) -> bool:
    return bool(constant_time_compare(request.COOKIES.get(COOKIE, ""), _proof(token)))
