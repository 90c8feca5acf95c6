"""How a page is declared: its address, its audience, and the fence around its view.

`page()` is the only way to add a route. It keeps the audience for the architecture tests, opens one transaction
scoped to the schools the person is tied to by name, and lets a GET write nothing but that someone looked.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from functools import wraps
from typing import Any, cast
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from spinney.access.types import Actor
from spinney.kernel import tenancy
from spinney.kernel.errors import BadInput, NotAllowed, NotNow
from spinney.kernel.reading import only_reads
from spinney.people.queries import schools_of
from spinney.people.types import SchoolSummary

View = Callable[..., HttpResponse]


class Audience(StrEnum):
    PUBLIC = "public"  # anyone, signed in or not
    PERSON = "person"  # anyone signed in
    STAFF = "staff"  # a member of staff of some school
    FAMILY = "family"  # a parent or young person tied to a child
    DEMO = "demo"  # exists in demo mode only


AUDIENCES: dict[str, Audience] = {}
only_looks = only_reads(but=("SELECT access_append_leaf", "INSERT INTO plans_reading"))


def page(route: str, view: View, *, name: str, audience: Audience) -> URLPattern:
    AUDIENCES[name] = audience
    return path(route, fenced(view, audience), name=name)


def fenced(view: View, audience: Audience) -> View:
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if audience in {Audience.PUBLIC, Audience.DEMO}:
            return view(request, *args, **kwargs)
        with tenancy.acting_in((), user_id=request.user.pk):
            actor = actor_of(request)
            _right_door(actor, audience)
            with tenancy.reaching(actor.schools):
                if request.method in {"GET", "HEAD"}:
                    with connection.execute_wrapper(only_looks):
                        return view(request, *args, **kwargs)
                return view(request, *args, **kwargs)

    if audience in {Audience.PUBLIC, Audience.DEMO}:
        return cast("View", login_not_required(answer))
    return answer


def _right_door(actor: Actor, audience: Audience) -> None:
    if audience is Audience.STAFF and not actor.memberships:
        raise NotAllowed("staff_page")
    if audience is Audience.FAMILY and not actor.tied_schools:
        raise NotAllowed("family_page")


def actor_of(request: HttpRequest) -> Actor:
    return cast("Actor", request.who.actor)  # type: ignore[attr-defined]


def now_of(request: HttpRequest) -> datetime:
    return cast("datetime", request.who.now)  # type: ignore[attr-defined]


def school_of(request: HttpRequest) -> SchoolSummary:
    """The school this member of staff is working in: their only one, or the one they chose."""
    actor = actor_of(request)
    open_to_them = {m.school_id for m in actor.memberships}
    chosen = request.session.get("school")
    wanted = UUID(chosen) if chosen and UUID(chosen) in open_to_them else None
    found = schools_of([wanted] if wanted else open_to_them)
    if not found:
        raise NotAllowed("no_school")
    return found[0]


@contextmanager
def attempt(errors: dict[str, str]) -> Iterator[None]:
    """Try one act. When it cannot be kept, nothing of it is stored and `errors` says why, by field."""
    try:
        with transaction.atomic():
            yield
    except BadInput as error:
        errors[error.field] = str(error)
    except NotNow as error:
        errors[""] = str(error)
