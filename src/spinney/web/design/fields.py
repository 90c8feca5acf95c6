"""Form fields that draw themselves as the right GOV.UK component, with hint and error.

`{{ field(form["name"]) }}` is all a page says. Texts go to the macros as text, never as HTML, so
that Jinja escapes them; nothing here builds markup from what a person wrote.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.forms import BoundField
from django.forms.forms import BaseForm
from markupsafe import Markup

from spinney.web.design.dates import DayMonthYearInput

Macro = Callable[..., Markup]
Params = dict[str, Any]
Builder = Callable[[BoundField, Params], Params]

# The attributes of a widget that the macros ask for by another name or draw by themselves.
OWN_ATTRIBUTES = {"id", "class", "aria-describedby", "required", "aria-invalid", "disabled"}
INPUT_TYPES = {
    forms.NumberInput: {"type": "text", "inputmode": "numeric", "spellcheck": False},
    forms.EmailInput: {"type": "email", "spellcheck": False},
    forms.URLInput: {"type": "url", "spellcheck": False},
}


def renderer(macros: Mapping[str, Macro]) -> Callable[..., Markup]:
    def field(bound: BoundField, **options: Any) -> Markup:
        """Options: any parameter of the component, and `label_size` (s, m, l, xl), `is_heading`."""
        if bound.is_hidden:
            return Markup(bound.as_hidden())  # noqa: S704  (Django's own escaped widget)
        macro, builder = component_for(bound.field.widget)
        params = builder(bound, common(bound, options))
        return macros[macro](params | options)

    return field


def summariser(macros: Mapping[str, Macro]) -> Callable[..., Markup]:
    def error_summary(form: BaseForm, *, takes_focus: bool = True) -> Markup:
        if not form.errors:
            return Markup()
        listed = [{"text": str(text)} for text in form.non_field_errors()]
        for name, problems in form.errors.items():
            if name in form.fields:
                href = f"#{first_id(form[name])}"
                listed += [{"text": plain(form[name], text), "href": href} for text in problems]
        return macros["govukErrorSummary"](
            {
                "titleText": "Some of this needs another look",
                "errorList": listed,
                "disableAutoFocus": not takes_focus,
            }
        )

    return error_summary


def common(bound: BoundField, options: Params) -> Params:
    params: Params = {
        "id": bound.id_for_label or bound.auto_id,
        "name": bound.html_name,
        "attributes": extra_attributes(bound) | options.pop("attributes", {}),
        "disabled": bound.field.disabled,
    }
    if bound.help_text:
        params["hint"] = {"text": str(bound.help_text)}
    if bound.errors:
        params["errorMessage"] = {"text": " ".join(plain(bound, error) for error in bound.errors)}
    size, heading = options.pop("label_size", ""), options.pop("is_heading", False)
    params["label"] = {
        "text": str(bound.label) if bound.field.required else f"{bound.label} (optional)",
        "classes": f"govuk-label--{size}" if size else "",
        "isPageHeading": heading,
    }
    return params


def plain(bound: BoundField, error: object) -> str:
    """Django's "This field is required." does not say which, nor what to do."""
    text = str(error)
    if text != str(forms.Field.default_error_messages["required"]):
        return text
    if isinstance(bound.field.widget, forms.CheckboxInput):
        return f"Tick “{bound.label}” to go on"
    chosen = isinstance(bound.field.widget, forms.Select | forms.RadioSelect)
    return f"Choose an answer for “{bound.label}”" if chosen else f"Fill in “{bound.label}”"


def extra_attributes(bound: BoundField) -> dict[str, str]:
    attributes = bound.build_widget_attrs(bound.field.widget.attrs)
    return {name: str(v) for name, v in attributes.items() if name not in OWN_ATTRIBUTES}


def component_for(widget: forms.Widget) -> tuple[str, Builder]:
    for kind, macro, builder in COMPONENTS:
        if isinstance(widget, kind):
            return macro, builder
    raise LookupError(f"No GOV.UK component is known for {type(widget).__name__}")


def text_input(bound: BoundField, params: Params) -> Params:
    params["value"] = shown(bound)
    for kind, extra in INPUT_TYPES.items():
        if isinstance(bound.field.widget, kind):
            params |= extra
    if autocomplete := params["attributes"].pop("autocomplete", ""):
        params["autocomplete"] = autocomplete
    return params


def textarea(bound: BoundField, params: Params) -> Params:
    return params | {
        "value": shown(bound),
        "rows": params["attributes"].pop("rows", "5"),
        "attributes": {k: v for k, v in params["attributes"].items() if k != "cols"},
    }


def password(_bound: BoundField, params: Params) -> Params:
    # A password is never sent back to the page, not even after an error.
    autocomplete = params["attributes"].pop("autocomplete", "current-password")
    return params | {"autocomplete": autocomplete}


def file_input(_bound: BoundField, params: Params) -> Params:
    return params


def select(bound: BoundField, params: Params) -> Params:
    return params | {"items": items(bound, chosen_key="selected")}


def radios(bound: BoundField, params: Params) -> Params:
    choices = [item for item in items(bound, chosen_key="checked") if item["value"] != ""]
    return in_fieldset(bound, params) | {"items": choices}


def checkboxes(bound: BoundField, params: Params) -> Params:
    return in_fieldset(bound, params) | {"items": items(bound, chosen_key="checked")}


def one_checkbox(bound: BoundField, params: Params) -> Params:
    item = {
        "id": params["id"],
        "value": "on",
        "text": str(bound.label),
        "checked": bool(bound.value()),
        "attributes": params.pop("attributes"),
    }
    if "hint" in params:
        item["hint"] = params.pop("hint")
    del params["label"]
    return params | {"idPrefix": params["id"], "items": [item]}


def date_input(bound: BoundField, params: Params) -> Params:
    widget = bound.field.widget
    parts = zip(("day", "month", "year"), (2, 2, 4), widget.parts(bound.value()), strict=True)
    problem = " govuk-input--error" if bound.errors else ""
    fields = [
        {
            "name": part,
            "label": part.capitalize(),
            "value": value,
            "classes": f"govuk-input--width-{width}{problem}",
        }
        for part, width, value in parts
    ]
    return in_fieldset(bound, params) | {"namePrefix": bound.html_name, "items": fields}


def in_fieldset(bound: BoundField, params: Params) -> Params:
    label = params.pop("label")
    size = label["classes"].removeprefix("govuk-label--")
    legend = {
        "text": label["text"],
        "classes": f"govuk-fieldset__legend--{size}" if size else "",
        "isPageHeading": label["isPageHeading"],
    }
    return params | {"fieldset": {"legend": legend}, "idPrefix": bound.auto_id}


def items(bound: BoundField, *, chosen_key: str) -> list[Params]:
    value = bound.value()
    chosen = {str(v) for v in value} if isinstance(value, list | tuple) else {str(value or "")}
    return [
        {"value": str(key), "text": str(text), chosen_key: str(key) in chosen}
        for key, text in flat_choices(bound)
    ]


def flat_choices(bound: BoundField) -> list[tuple[Any, Any]]:
    choices: list[tuple[Any, Any]] = []
    for key, text in bound.field.widget.choices:
        choices += text if isinstance(text, list | tuple) else [(key, text)]
    return choices


def shown(bound: BoundField) -> str:
    value = bound.value()
    return "" if value is None else str(bound.field.widget.format_value(value) or "")


def first_id(bound: BoundField) -> str:
    if isinstance(bound.field.widget, DayMonthYearInput):
        return f"{bound.auto_id}-day"
    return bound.auto_id


# The first kind that fits wins, so a kind stands above the kinds it derives from.
COMPONENTS: tuple[tuple[type[forms.Widget], str, Builder], ...] = (
    (DayMonthYearInput, "govukDateInput", date_input),
    (forms.CheckboxSelectMultiple, "govukCheckboxes", checkboxes),
    (forms.RadioSelect, "govukRadios", radios),
    (forms.CheckboxInput, "govukCheckboxes", one_checkbox),
    (forms.Select, "govukSelect", select),
    (forms.Textarea, "govukTextarea", textarea),
    (forms.PasswordInput, "govukPasswordInput", password),
    (forms.FileInput, "govukFileUpload", file_input),
    (forms.widgets.Input, "govukInput", text_input),
)
