"""allauth's forms in our words. `field()` draws them; nothing of how they check is changed."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as second
from allauth.mfa.totp import forms as totp
from django import forms

from spinney.web.design.language import gettext, mark

Words = dict[str, tuple[str, str]]  # field -> label, hint
CODE_ATTRS = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
LONG_ENOUGH = mark("At least 12 characters. Three random words make a good one.")


def reword(form: forms.BaseForm, words: Words) -> None:
    for name, (label, hint) in words.items():
        field = form.fields[name]
        field.label, field.help_text = gettext(label), gettext(hint) if hint else ""
        field.error_messages["required"] = f"Type {label[0].lower()}{label[1:]}."
        field.widget.attrs.pop("placeholder", None)


class SignInForm(account.LoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword(
            self,
            {"login": (mark("Your e-mail address"), ""), "password": (mark("Your password"), "")},
        )
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        self.fields["login"].error_messages["invalid"] = (
            "Type your e-mail address in full, like name@example.org."
        )


class ChangePasswordForm(account.ChangePasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {
            "oldpassword": (mark("Your password now"), ""),
            "password1": (mark("Your new password"), LONG_ENOUGH),
            "password2": (mark("Your new password again"), ""),
        }
        reword(self, words)

    def clean_password1(self) -> str:
        new: str = self.cleaned_data["password1"]
        if new == self.cleaned_data.get("oldpassword"):
            raise forms.ValidationError("That is your password now. Choose another one.")
        return new


class ConfirmPasswordForm(account.ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword(self, {"password": (mark("Your password"), "")})


class CodeWords:
    """The six figures of an authenticator app, or one of the recovery codes."""

    hint = mark("Six figures from your authenticator app, or one of your recovery codes.")
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword(self, {"code": (mark("Your code"), self.hint)})  # type: ignore[arg-type]  # allauth has no types
        self.fields["code"].widget.attrs.update(CODE_ATTRS)


class SecondFactorForm(CodeWords, second.AuthenticateForm):  # type: ignore[misc]
    pass


class ConfirmCodeForm(CodeWords, second.ReauthenticateForm):  # type: ignore[misc]
    pass


class SetUpForm(CodeWords, totp.ActivateTOTPForm):  # type: ignore[misc]
    hint = mark("The six figures that your app shows now.")
