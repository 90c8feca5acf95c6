"""Where a line comes from, as pages without script: a page a line, the editor, the plan, and home."""

import re

import pytest
from tests.factories.plans import line_of

from spinney.kernel import tenancy
from spinney.plans.models import LineSource

WHO = "Dr Ellis"
FORM = {"act": "add", "kind": "report", "who": WHO, "day": "3", "month": "6", "year": "2026",
        "page": "4", "note": "Needs more time."}  # fmt: skip
WORDS = "Report, Dr Ellis, 3 June 2026, page 4"


@pytest.fixture
def at(world):
    with tenancy.acting_in([world.alder]):
        return f"/plans/{world.plan}/lines/{line_of(world.plan, 'outcome')}/sources"


def text_of(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def test_a_source_is_added_read_published_and_removed(as_, world, at):
    senco = as_("senco")
    assert "No source yet" in text_of(senco.get(at))
    assert senco.post(at, FORM).url == at
    assert WORDS in text_of(senco.get(at))
    assert WORDS in text_of(senco.get(f"/plans/{world.plan}/edit"))
    assert "No source yet" in text_of(senco.get(f"/plans/{world.plan}"))
    senco.post(f"/plans/{world.plan}/publish", {"why": "The report came."})
    for who, where in (("senco", f"/plans/{world.plan}"), ("mother", f"/my/plans/{world.plan}")):
        assert f"{WORDS}: Needs more time." in text_of(as_(who).get(where)), who
    with tenancy.acting_in([world.alder]):
        made = LineSource.objects.get().id
    assert senco.post(at, {"act": f"remove:{made}"}).status_code == 302
    assert "off the draft" in text_of(senco.get(at))
    assert WORDS in text_of(senco.get(f"/plans/{world.plan}"))


def test_home_is_not_told_what_has_no_source(as_, world):
    assert "No source yet" not in text_of(as_("mother").get(f"/my/plans/{world.plan}"))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"kind": ""}, "Choose what kind of source it is."),
        ({"who": ""}, "Say who wrote it"),
        ({"day": "31", "month": "2"}, "not a real date"),
        ({"year": ""}, "not a real date"),
        ({"day": "", "month": "", "year": "2199"}, "not a real date"),
        ({"act": "remove:x"}, "names no source"),
    ],
)
def test_a_fault_keeps_what_was_typed(as_, at, given, words):
    answer = as_("senco").post(at, {**FORM, **given})
    assert answer.status_code == 422
    text = text_of(answer)
    assert words in text
    assert "Needs more time." in text
    assert "<title>Error:" in text


def test_the_editor_saves_what_was_typed_and_leads_there(as_, world, at):
    line = at.split("/")[-2]
    answer = as_("senco").post(f"/plans/{world.plan}/edit", {"act": f"sources:{line}"})
    assert (answer.status_code, answer.url) == (302, at)


@pytest.mark.parametrize(
    "who", ["head", "dsl", "office", "teacher", "mother", "birch_senco", "charlie"]
)
def test_others_get_the_page_that_is_not_there(as_, world, at, who):
    absent = re.sub(r"[0-9a-f-]{36}/sources", "00000000-0000-7000-8000-000000000000/sources", at)
    for act in ("get", "post"):
        client = as_(who)
        here, nowhere = getattr(client, act)(at, FORM), getattr(client, act)(absent, FORM)
        assert (here.status_code, nowhere.status_code) == (404, 404)
        assert len(here.content) == len(nowhere.content)


def test_a_line_s_page_asks_as_little_with_ten_sources(as_, at, django_assert_max_num_queries):
    senco = as_("senco")
    for number in range(10):
        senco.post(at, {**FORM, "page": str(number)})
    with django_assert_max_num_queries(13):
        senco.get(at)
