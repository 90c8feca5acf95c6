"""Every address under /account. allauth's own list is not used: what is not named here does not exist."""

from collections.abc import Callable

from allauth.account import views as account
from allauth.mfa.base import views as second
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseBase
from django.urls import URLPattern, path
from django.views.generic import RedirectView

from spinney.web.account import views
from spinney.web.routes import AUDIENCES, Audience, page

PUBLIC, PERSON, STAFF = Audience.PUBLIC, Audience.PERSON, Audience.STAFF
FACTOR = "account/second-factor"


def door(
    route: str, view: Callable[..., HttpResponseBase], *, name: str, audience: Audience
) -> URLPattern:
    """A page of allauth's: it touches accounts and sessions, never a school's rows, so it needs no fence."""
    AUDIENCES[name] = audience
    return path(route, login_not_required(view) if audience is PUBLIC else view, name=name)


urlpatterns = [
    page("account", views.overview, name="account", audience=PERSON),
    page("account/start", views.start, name="account_start", audience=PERSON),
    page("account/school", views.choose_school, name="account_school", audience=STAFF),
    door("account/sign-in", views.SignIn.as_view(), name="account_login", audience=PUBLIC),
    door("account/sign-out", views.SignOut.as_view(), name="account_logout", audience=PUBLIC),
    door("account/closed", account.account_inactive, name="account_inactive", audience=PUBLIC),
    door(
        "account/password",
        views.ChangePassword.as_view(),
        name="account_change_password",
        audience=PERSON,
    ),
    door(
        "account/confirm-password",
        account.reauthenticate,
        name="account_reauthenticate",
        audience=PERSON,
    ),
    door(
        FACTOR,
        RedirectView.as_view(pattern_name="account"),
        name="mfa_index",
        audience=PERSON,
    ),
    door(f"{FACTOR}/code", second.authenticate, name="mfa_authenticate", audience=PUBLIC),
    door(f"{FACTOR}/confirm", second.reauthenticate, name="mfa_reauthenticate", audience=PERSON),
    door(
        f"{FACTOR}/set-up",
        views.SetUpSecondFactor.as_view(),
        name="mfa_activate_totp",
        audience=PERSON,
    ),
    door(f"{FACTOR}/remove", totp.deactivate_totp, name="mfa_deactivate_totp", audience=PERSON),
    door(
        f"{FACTOR}/recovery-codes",
        codes.view_recovery_codes,
        name="mfa_view_recovery_codes",
        audience=PERSON,
    ),
    door(
        f"{FACTOR}/recovery-codes/new",
        codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
        audience=PERSON,
    ),
    door(
        f"{FACTOR}/recovery-codes/download",
        codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
        audience=PERSON,
    ),
]
