"""Fields draw themselves as GOV.UK components, with hint, error and every character escaped."""

from datetime import date

import pytest
from django import forms

from spinney.web.design.dates import DayMonthYearField
from spinney.web.design.views import SampleForm

HOSTILE = '"><script>alert(1)</script>'


class Everything(forms.Form):
    text = forms.CharField(label=HOSTILE, help_text=HOSTILE)
    many_lines = forms.CharField(label=HOSTILE, widget=forms.Textarea)
    email = forms.EmailField(label=HOSTILE)
    number = forms.IntegerField(label=HOSTILE)
    choice = forms.ChoiceField(label=HOSTILE, choices=[("a", HOSTILE)])
    radio = forms.ChoiceField(label=HOSTILE, choices=[("a", HOSTILE)], widget=forms.RadioSelect)
    boxes = forms.MultipleChoiceField(
        label=HOSTILE, choices=[("a", HOSTILE)], widget=forms.CheckboxSelectMultiple
    )
    yes = forms.BooleanField(label=HOSTILE)
    when = DayMonthYearField(label=HOSTILE)
    file = forms.FileField(label=HOSTILE)
    password = forms.CharField(label=HOSTILE, widget=forms.PasswordInput)


@pytest.mark.parametrize("name", list(Everything.base_fields))
def test_no_field_lets_markup_through(name, draw):
    form = Everything({name: HOSTILE, f"{name}-day": HOSTILE}, initial={})
    drawn = draw("{{ error_summary(form) }}{{ field(form[name]) }}", form=form, name=name)
    assert "<script" not in drawn
    assert "&lt;script" in drawn


def test_a_hidden_field_stays_hidden(draw):
    class Hidden(forms.Form):
        code = forms.CharField(widget=forms.HiddenInput)

    drawn = draw("{{ field(form['code']) }}", form=Hidden(initial={"code": HOSTILE}))
    assert 'type="hidden"' in drawn
    assert "<script" not in drawn


def test_what_was_typed_comes_back_with_the_error(draw):
    form = SampleForm({"title": "", "barrier": "Too many steps"})
    drawn = draw("{{ field(form['title']) }}{{ field(form['barrier']) }}", form=form)
    assert "Too many steps" in drawn
    assert "Fill in “What should change for Maya?”" in drawn
    assert "govuk-input--error" in drawn


def test_a_password_is_never_sent_back(draw):
    drawn = draw("{{ field(form['password']) }}", form=SampleForm({"password": "correct horse"}))
    assert "correct horse" not in drawn


def test_a_choice_stays_chosen(draw):
    form = SampleForm({"layer": "specialist", "how": "drew", "areas": ["CL"], "agreed": "on"})
    drawn = draw(
        "{% for n in ('layer', 'how', 'areas', 'agreed') %}{{ field(form[n]) }}{% endfor %}",
        form=form,
    )
    assert drawn.count(" selected") == 1
    assert drawn.count(" checked") == 3


def test_what_may_be_left_out_says_so(draw):
    assert "What gets in the way? (optional)" in draw(
        "{{ field(form['barrier']) }}", form=SampleForm()
    )


def test_a_page_may_add_what_autosave_needs(draw):
    source = "{{ field(form['title'], attributes={'data-autosave': '', 'data-line': 'x'}) }}"
    assert 'data-line="x"' in draw(source, form=SampleForm())


def test_an_error_in_the_summary_leads_to_its_field(draw):
    form = SampleForm({"by_when-day": "31", "by_when-month": "2", "by_when-year": "2027"})
    drawn = draw(
        "{{ error_summary(form) }}{{ field(form['by_when']) }}{{ field(form['how']) }}", form=form
    )
    for target in ("id_by_when-day", "id_how"):
        assert f'href="#{target}"' in drawn
        assert f'id="{target}"' in drawn


def test_a_form_without_errors_has_no_summary(draw):
    assert draw("{{ error_summary(form) }}", form=SampleForm()) == ""


def test_a_widget_nobody_has_drawn_yet_is_an_error(draw):
    class Odd(forms.Form):
        colour = forms.CharField(widget=forms.Widget)

    with pytest.raises(LookupError, match="Widget"):
        draw("{{ field(form['colour']) }}", form=Odd())


@pytest.mark.parametrize(
    ("parts", "outcome"),
    [
        (("24", "11", "2026"), date(2026, 11, 24)),
        ((" 1", "2", "2027 "), date(2027, 2, 1)),
        (("", "", ""), "Fill in"),
        (("31", "2", "2027"), "When must be a real date, like 24 11 2026"),
        (("one", "2", "2027"), "When must be a real date, like 24 11 2026"),
        (("1", "", "2027"), "When must include a month"),
        (("", "", "2027"), "When must include a day and a month"),
        (("1", "1", "99999"), "When must be a real date, like 24 11 2026"),
    ],
)
def test_a_date_is_read_as_people_type_it(parts, outcome, draw):
    class OneDate(forms.Form):
        when = DayMonthYearField(label="When")

    form = OneDate(dict(zip(("when-day", "when-month", "when-year"), parts, strict=True)))
    if isinstance(outcome, date):
        assert form.is_valid()
        assert form.cleaned_data["when"] == outcome
    else:
        assert outcome in draw("{{ field(form['when']) }}", form=form)
        assert parts[2].strip() in draw("{{ field(form['when']) }}", form=form)
