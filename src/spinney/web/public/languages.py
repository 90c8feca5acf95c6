"""Choose the language of the interface. Kept in a cookie of this browser; nothing about anyone is in it."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from spinney.kernel.errors import NotFound
from spinney.web.design import language


@require_http_methods(["GET", "HEAD", "POST"])
def choose_language(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        back = _path(urlsplit(request.headers.get("Referer", "")).path)
        context = {
            "choices": language.CHOICES,
            "back": back,
            "spoken": language.spoken(),
            "tags": language.TAGS,
        }
        return render(request, "public/language.html", context)
    chosen = request.POST.get("language", "")
    if chosen not in language.TAGS:
        raise NotFound("There is no such language.")
    answer = redirect(_path(request.POST.get("back", "")))
    answer.set_cookie(
        language.COOKIE, chosen, max_age=language.A_YEAR, secure=settings.SECURE, httponly=True,
        samesite="Lax",
    )  # fmt: skip
    return answer


def _path(address: str) -> str:
    """Only an address of ours, and never this page again."""
    known = url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if known and address.startswith("/") and address != "/language" else "/"
