"""A date as three boxes, the way people type it, with errors that say which part to mend."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import BaseRenderer
from django.utils.safestring import SafeString

PARTS = ("day", "month", "year")


class DayMonthYearInput(forms.Widget):
    """Drawn by `field()` as a GOV.UK date input; posts name-day, name-month and name-year."""

    def parts(self, value: date | tuple[str, ...] | None) -> tuple[str, ...]:
        if isinstance(value, date):
            return str(value.day), str(value.month), str(value.year)
        return value or ("", "", "")

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:  # noqa: ARG002
        return tuple(str(data.get(f"{name}-{part}", "")).strip() for part in PARTS)

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:  # noqa: ARG002
        return all(f"{name}-{part}" not in data for part in PARTS)

    def id_for_label(self, id_: str, index: Any = None) -> str:  # noqa: ARG002
        return f"{id_}-day"

    def render(
        self,
        name: str,
        value: Any,
        attrs: Mapping[str, Any] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        raise NotImplementedError("Draw this field with field(form[name]).")


class DayMonthYearField(forms.Field):
    widget = DayMonthYearInput

    def to_python(self, value: Any) -> date | None:
        if value is None or isinstance(value, date):
            return value
        if not any(value):
            return None
        missing = [part for part, text in zip(PARTS, value, strict=True) if not text]
        if missing:
            raise ValidationError(
                f"{self.label or 'Date'} must include a {' and a '.join(missing)}"
            )
        day, month, year = value
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            raise ValidationError(
                f"{self.label or 'Date'} must be a real date, like 24 11 2026"
            ) from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data) != self.to_python(initial))
        except ValidationError:
            return True
