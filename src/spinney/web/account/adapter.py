"""Where sign-in differs from allauth's: closed to sign-up, plain words, and a QR code without a request."""

import io
import time

import segno
from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

TOO_MANY = "There have been too many tries. Wait five minutes, then try again."
WRONG_CODE = (
    "That code is not right, or it has run out. Codes change every 30 seconds: type the newest one."
)
# allauth tells of success through these templates; what is not named here is not worth a message.
SAID = {
    "account/messages/password_changed.txt": (
        "Your password is changed. You have been signed out everywhere else."
    ),
    "mfa/messages/totp_activated.txt": "Your authenticator app is set up.",
    "mfa/messages/totp_deactivated.txt": "Your authenticator app is no longer used.",
    "mfa/messages/recovery_codes_generated.txt": (
        "You have new recovery codes. The old ones no longer work."
    ),
}


class ClosedAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs themselves up: a school gives accounts."""

    error_messages = DefaultAccountAdapter.error_messages | {
        # The same words whether the e-mail is unknown or the password wrong.
        "email_password_mismatch": (
            "That e-mail address and password do not go together. Check both and try again."
        ),
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
        "incorrect_password": "That is not your password. Try again.",
        "enter_current_password": "That is not your password now. Try again.",
        "account_inactive": "This account is closed. Speak to the school office.",
        "incorrect_code": WRONG_CODE,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        user.must_change_password = False  # type: ignore[attr-defined]
        super().set_password(user, password)

    def reauthenticate(self, user: AbstractBaseUser, password: str) -> bool:
        # allauth looks for the e-mail in a table of its own; ours is on the account.
        found = self.authenticate(
            context.request, email=getattr(user, "email", ""), password=password
        )
        return bool(found is not None and found.pk == user.pk)

    def is_reauthentication_required(self, *, app: str, **kwargs: object) -> bool:
        """Whoever typed their password a few minutes ago, to sign in, need not type it again at once."""
        request = context.request
        records = get_authentication_records(request, request.user)
        fresh = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
        if any(record["at"] > fresh for record in records):
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, object] | None = None,  # noqa: ARG002
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        words = message or SAID.get(message_template or "", "")
        if words:
            messages.add_message(request, level, words, extra_tags=extra_tags)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages = DefaultMFAAdapter.error_messages | {"incorrect_code": WRONG_CODE}

    def build_totp_svg(self, url: str) -> str:
        out = io.BytesIO()
        segno.make(url, error="m", micro=False).save(
            out, kind="svg", scale=6, border=4, dark="#000", light="#fff", xmldecl=False
        )
        return out.getvalue().decode("utf-8")
