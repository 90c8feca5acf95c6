"""Sign-in and out, the account's own page, and where someone goes when they have signed in."""

from typing import Any, cast
from uuid import UUID

from allauth.account.internal.flows.login import record_authentication
from allauth.account.views import LoginView, LogoutView, PasswordChangeView
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from spinney.access.personas import kept_personas
from spinney.access.types import Role
from spinney.kernel.errors import NotFound
from spinney.people.queries import my_children, schools_of
from spinney.web.account.middleware import has_given_code
from spinney.web.routes import actor_of, now_of, school_of

ROLE_WORDS = {
    Role.SENCO: "SENCO",
    Role.HEAD: "Head teacher",
    Role.DSL: "Designated safeguarding lead",
    Role.TEACHER: "Teacher",
    Role.ASSISTANT: "Teaching assistant",
    Role.OFFICE: "School office",
    Role.IT_LEAD: "IT lead",
}


def start(request: HttpRequest) -> HttpResponse:
    """The first page after signing in. Someone to whom nothing is open is told so, whatever the reason."""
    actor = actor_of(request)
    if actor.is_staff:
        return redirect("/")
    if my_children(actor, now=now_of(request)):
        return redirect("family_home")
    return redirect("account")


def overview(request: HttpRequest) -> HttpResponse:
    actor, user = actor_of(request), _account(request)
    roles: dict[UUID, list[str]] = {}
    for membership in sorted(actor.memberships, key=lambda m: list(Role).index(m.role)):
        roles.setdefault(membership.school_id, []).append(ROLE_WORDS[membership.role])
    context = {
        "email": getattr(user, user.get_email_field_name()),
        "has_password": user.has_usable_password(),
        "second_factor": is_mfa_enabled(request.user, [Authenticator.Type.TOTP]),
        "code_given": has_given_code(request),
        "must_have_one": actor.is_staff and settings.STAFF_MFA,
        "works_at": [(school, roles[school.id]) for school in schools_of(roles)],
        "children": my_children(actor, now=now_of(request)),
    }
    return render(request, "account/overview.html", context)


def _account(request: HttpRequest) -> AbstractBaseUser:
    """The signed-in account; the routes let nobody else come this far."""
    return cast("AbstractBaseUser", request.user)


def choose_school(request: HttpRequest) -> HttpResponse:
    """For staff of several schools: which one the pages are about. Kept in this session only."""
    schools = schools_of(m.school_id for m in actor_of(request).memberships)
    if request.method == "POST":
        chosen = request.POST.get("school", "")
        if chosen not in {str(school.id) for school in schools}:
            raise NotFound("You do not work at that school.")
        request.session["school"] = chosen
        return redirect("/")
    context = {"schools": schools, "current": school_of(request).id}
    return render(request, "account/school.html", context)


class SignIn(LoginView):  # type: ignore[misc]
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        personas = kept_personas(settings.VAR) if settings.DEMO else ()
        return super().get_context_data(**kwargs) | {"personas": personas}  # type: ignore[no-any-return]


class SignOut(LogoutView):  # type: ignore[misc]
    """GET only asks; POST signs out. The form clears this person's unsent words from the device."""


class ChangePassword(PasswordChangeView):  # type: ignore[misc]
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not _account(request).has_usable_password():
            return redirect("account")  # a demo persona has no password to change
        self.first_time = getattr(request.user, "must_change_password", False)
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"first_time": self.first_time}  # type: ignore[no-any-return]

    def get_default_success_url(self) -> str:
        return "/account/start" if self.first_time else "/account"


class SetUpSecondFactor(ActivateTOTPView):  # type: ignore[misc]
    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        # They have just shown a code, so this session has its second factor.
        record_authentication(self.request, self.request.user, "mfa", type="totp")
        return response
