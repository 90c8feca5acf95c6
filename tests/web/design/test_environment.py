"""Pages are strict, macros are lenient, and nothing a person wrote becomes markup."""

from pathlib import Path

import pytest
from django.template import engines
from jinja2 import TemplateRuntimeError, UndefinedError

from spinney.web.design.govuk_env import govuk_macros

TEMPLATES = Path(__file__).resolve().parents[3] / "src/spinney/web/templates"
OURS = sorted(
    str(path.relative_to(TEMPLATES))
    for folder in ("layouts", "components", "design", "errors")
    for path in (TEMPLATES / folder).glob("*.html")
)
HOSTILE = '<script>alert("x")</script>'


def test_a_misspelt_name_in_a_page_is_an_error_and_never_a_blank(draw):
    with pytest.raises(UndefinedError):
        draw("{{ child_nmae }}", child_name="Maya")


def test_a_misspelt_part_of_a_record_is_an_error_too(draw):
    with pytest.raises(UndefinedError):
        draw("{{ child.nmae }}", child={"name": "Maya"})


@pytest.mark.parametrize("name", sorted(govuk_macros()))
def test_every_govuk_macro_draws_with_next_to_nothing(name, draw):
    words = {"text": "Words"}
    least = words | {
        "id": "x",
        "name": "x",
        "label": words,
        "legend": words,
        "items": [],
        "rows": [],
    }
    assert draw("{{ macro(least) }}", macro=govuk_macros()[name], least=least)


@pytest.mark.parametrize("name", OURS)
def test_every_template_of_ours_compiles(name, settings):
    assert engines["jinja2"].get_template(name)


def test_what_a_person_wrote_is_escaped(draw):
    assert "<script>" not in draw("{{ words }}", words=HOSTILE)


@pytest.mark.parametrize(
    "call",
    [
        "{% from 'components/people.html' import person_header %}{{ person_header(words, words, words) }}",
        "{% from 'components/people.html' import voice_quote %}{{ voice_quote(words, words, words) }}",
        "{% from 'components/people.html' import strategy_list %}{{ strategy_list([words]) }}",
        "{% from 'components/people.html' import safety_box %}"
        "{{ safety_box([{'kind': words, 'signs': words, 'action': words}]) }}",
        "{% from 'components/plan.html' import plan_line %}"
        "{{ plan_line('need', words, words, [(words, words)], [words]) }}",
        "{% from 'components/plan.html' import change_list %}"
        "{{ change_list([{'kind': 'added', 'where': words, 'before': words, 'after': words}]) }}",
        "{% from 'components/records.html' import record_list %}{{ record_list([(words, words)]) }}",
        "{% from 'components/table.html' import data_table %}"
        "{{ data_table(words, [{'text': words}, {'text': words}], [[words, words]]) }}",
        "{% from 'components/lists.html' import stat_tile %}{{ stat_tile(words, words, words, words) }}",
        "{% from 'components/banner.html' import banner %}{{ banner(words, title=words) }}",
        "{% from 'components/heading.html' import page_heading %}{{ page_heading(words, words, words) }}",
        "{% from 'components/tags.html' import tag %}{{ tag(words) }}",
        "{% from 'components/search.html' import search_options %}"
        "{{ search_options([{'href': words, 'text': words, 'detail': words}]) }}",
    ],
)
def test_no_component_lets_markup_through(call, draw):
    drawn = draw(call, words=HOSTILE)
    assert "<script" not in drawn
    assert "&lt;script" in drawn


def test_a_title_names_the_page_the_school_and_the_service(draw):
    page = "{% extends 'layouts/staff.html' %}{% block title %}Maya{% endblock %}{% block main %}{% endblock %}"
    assert "<title>Maya – Oakfield Primary – Spinney</title>" in draw(page)


def test_a_title_says_error_first_when_the_form_came_back(draw):
    page = "{% extends 'layouts/staff.html' %}{% block title %}Maya{% endblock %}{% block main %}{% endblock %}"
    assert "<title>Error: Maya –" in draw(page, form={"errors": {"name": ["Fill it in"]}})


def test_a_page_must_have_a_title(draw):
    with pytest.raises(TemplateRuntimeError, match="title"):
        draw("{% extends 'layouts/staff.html' %}{% block main %}{% endblock %}")


def test_an_aside_is_drawn_only_when_a_page_fills_it(draw):
    page = "{% extends 'layouts/staff.html' %}{% block title %}T{% endblock %}{% block main %}{% endblock %}"
    assert "<aside" not in draw(page)
    assert "<aside" in draw(page + "{% block aside %}Who to ask{% endblock %}")


def test_a_family_is_offered_no_search_over_other_children(draw):
    page = "{% extends 'layouts/family.html' %}{% block title %}T{% endblock %}{% block main %}{% endblock %}"
    assert 'role="search"' not in draw(page)


@pytest.mark.parametrize("name", ["404", "403", "500", "offline"])
def test_an_error_page_can_be_drawn_when_there_is_no_request(name):
    assert "<h1" in engines["jinja2"].get_template(f"errors/{name}.html").render({})


def test_no_template_has_an_inline_script_or_style():
    for path in TEMPLATES.rglob("*.html"):
        source = path.read_text("utf-8")
        assert " style=" not in source, path
        assert " onclick=" not in source, path
        assert "<script>" not in source, path
        assert "<style" not in source, path


def test_our_record_list_is_what_the_govuk_macro_draws(draw):
    rows = [
        ("Born", "3 May 2018"),
        ("UPN", "<A>", {"href": "#u", "text": "Change", "hidden": "UPN"}),
    ]
    ours = draw(
        "{% from 'components/records.html' import record_list %}{{ record_list(rows) }}", rows=rows
    )
    action = {"href": "#u", "text": "Change", "visuallyHiddenText": "UPN"}
    params = {
        "rows": [
            {"key": {"text": "Born"}, "value": {"text": "3 May 2018"}},
            {"key": {"text": "UPN"}, "value": {"text": "<A>"}, "actions": {"items": [action]}},
        ]
    }
    theirs = draw("{{ govukSummaryList(params) }}", params=params)
    assert squeezed(ours) == squeezed(theirs)


def squeezed(html: str) -> str:
    return "".join(html.split())
