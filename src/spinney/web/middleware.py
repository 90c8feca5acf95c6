"""Deny by default, and know who is asking."""

from collections.abc import Callable
from functools import cached_property

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from spinney.access import queries as access
from spinney.access.services import record_refusal
from spinney.access.types import NOBODY, Actor
from spinney.kernel import clock
from spinney.kernel.errors import NotAllowed, NotFound
from spinney.web.design import language, tongues

Respond = Callable[[HttpRequest], HttpResponse]
TEXTS = ("text/", "application/json")


class SignInRequired(LoginRequiredMiddleware):
    """Every page wants a signed-in person, unless its view is marked `login_not_required`."""


class Language:
    """The interface in the language that this browser chose. Without a choice it is English and costs nothing."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(language.COOKIE)
        if chosen != language.WELSH:
            return self.get_response(request)
        with language.speaking(language.WELSH):
            answer = self.get_response(request)
        # A page has said its languages already; data and files of text say none.
        if answer.headers.get("Content-Type", "").startswith(TEXTS) and not answer.streaming:
            answer.content = tongues.bare_bytes(answer.content)
        return answer


class Who:
    """Who asks, and the one moment of this request, so that what is decided and what is recorded agree."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self.now = clock.now()

    @cached_property
    def actor(self) -> Actor:
        """Read once, and only when a view asks."""
        user = self._request.user
        if not user.is_authenticated:
            return NOBODY
        return access.actor_for(user_id=user.id, display_name=user.display_name, now=self.now)


class ActorMiddleware:
    """Gives each request its `who`; refusals become 404."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.who = Who(request)  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """'Not allowed' and 'not there' look the same from outside, to the byte."""
        if not isinstance(error, NotAllowed | NotFound):
            return None
        if isinstance(error, NotAllowed):
            self._remember(request, error)
        return render(request, "errors/404.html", status=404)

    @staticmethod
    def _remember(request: HttpRequest, error: NotAllowed) -> None:
        match = request.resolver_match
        record_refusal(
            request.who.actor,  # type: ignore[attr-defined]
            match.view_name if match else "",
            subject_id=(match.kwargs.get("child_id") or match.kwargs.get("plan_id"))
            if match
            else None,
            why=str(error),
            now=request.who.now,  # type: ignore[attr-defined]
        )
