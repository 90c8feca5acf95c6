"""What holds for every page of someone signed in: a password of their own, for staff a second factor, and
nothing stays behind."""

from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode

from spinney.web.routes import AUDIENCES, Audience, actor_of

Respond = Callable[[HttpRequest], HttpResponse]
OPEN = frozenset({Audience.PUBLIC, Audience.DEMO})


class OwnPasswordFirst:
    """Someone else has seen a one-time password. Until its owner has changed it, nothing else opens.

    It stands before the second factor: the authenticator app is set up by whoever chose the password.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Callable[..., Any], _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        name = _name_of(request)
        if AUDIENCES.get(name) in OPEN or name == "account_change_password":
            return None
        if getattr(request.user, "must_change_password", False):
            return redirect("account_change_password")
        return None


class StaffSecondFactor:
    """A member of staff sees no page about a child before a code from their authenticator app.

    A session that has given one is known by allauth's own record of it, without a query.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Callable[..., Any], _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        if not settings.STAFF_MFA or _needs_none(request) or not request.user.is_authenticated:
            return None
        if has_given_code(request) or not actor_of(request).is_staff:
            return None
        if is_mfa_enabled(request.user, [Authenticator.Type.TOTP]):
            return redirect(f"{reverse('mfa_reauthenticate')}?{_back_to(request)}")
        return redirect("mfa_activate_totp")


def _needs_none(request: HttpRequest) -> bool:
    return AUDIENCES.get(_name_of(request)) in OPEN or request.path_info.startswith("/account")


def _name_of(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""


def _back_to(request: HttpRequest) -> str:
    # A POST cannot be taken up again by a link.
    return urlencode({"next": request.get_full_path()}) if request.method == "GET" else ""


def has_given_code(request: HttpRequest) -> bool:
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)


class NothingLeftBehind:
    """Pages made for one person are not kept by the browser: 'Back' after sign-out shows nothing."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # A page that is not there and a page that is not theirs must not differ by a header either.
        if request.session.accessed or response.status_code == 404:
            response.headers["Cache-Control"] = "private, no-store"
            patch_vary_headers(response, ["Cookie"])
        return response
