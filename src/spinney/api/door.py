"""The one door of the API: who may knock, in whose reach an operation runs, and how a refusal sounds."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, cast

from django.db import connection
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from spinney.access.services import record_refusal
from spinney.access.types import Actor
from spinney.kernel import tenancy
from spinney.kernel.errors import NotAllowed, NotFound
from spinney.kernel.reading import only_reads

Operation = Callable[..., Any]
only_looks = only_reads(but=("SELECT access_append_leaf", "INSERT INTO plans_reading"))


def signed_in(request: HttpRequest) -> Actor | None:
    """Auth of every operation: the session of a signed-in person. Reads only, so no cross-site token is needed."""
    return actor_of(request) if request.user.is_authenticated else None


def actor_of(request: HttpRequest) -> Actor:
    return cast("Actor", request.who.actor)  # type: ignore[attr-defined]


def now_of(request: HttpRequest) -> datetime:
    return cast("datetime", request.who.now)  # type: ignore[attr-defined]


def fenced(operation: Operation) -> Operation:
    """Run it in one transaction that reaches the person's own schools and can only look."""

    @wraps(operation)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        actor = actor_of(request)
        with (
            tenancy.acting_in(actor.schools, user_id=actor.id),
            connection.execute_wrapper(only_looks),
        ):
            return operation(request, *args, **kwargs)

    return answer


def refuse(api: NinjaAPI, request: HttpRequest, error: Exception) -> HttpResponse:
    """'Not allowed' and 'not there' are one answer, to the byte."""
    if isinstance(error, NotAllowed):
        match = request.resolver_match
        record_refusal(
            actor_of(request),
            match.view_name if match else "",
            subject_id=match.kwargs.get("plan_id") if match else None,
            why=str(error),
            now=now_of(request),
        )
    return api.create_response(request, {"detail": "Not found"}, status=404)


def hang(api: NinjaAPI) -> None:
    """Let the API answer refusals in its own words."""

    def refused(request: HttpRequest, error: Any) -> HttpResponse:
        return refuse(api, request, error)

    for kind in (NotAllowed, NotFound):
        api.add_exception_handler(kind, refused)
