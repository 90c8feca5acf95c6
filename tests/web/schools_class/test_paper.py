"""What comes back on paper is kept as the family's own words, and shows who typed it."""

from datetime import timedelta

import pytest
from tests.factories.access import NOW, a_denial
from tests.factories.plans import write

from spinney.access.types import DenialKind
from spinney.kernel import tenancy
from spinney.plans import services
from spinney.plans.models import Answer, PaperForm
from spinney.web.schools.paper import NO_SUCH_CODE

pytestmark = pytest.mark.django_db


def code_of(world) -> str:
    with tenancy.acting_in([world.alder]):
        return PaperForm.objects.get(id=world.paper).code


def answers(world) -> list[Answer]:
    with tenancy.acting_in([world.alder]):
        return list(Answer.objects.exclude(channel="screen").order_by("at"))


def given(**changes) -> dict[str, str]:
    return {
        "channel": "paper",
        "kind": "views",
        "words": "Mornings are hard.",
        "line": "",
        **changes,
    }


@pytest.mark.parametrize(
    "typed", [str.lower, str.upper, lambda c: f" {c[:4]}-{c[4:]} ", lambda c: f"{c[:4]} {c[4:]}"]
)
def test_a_code_is_found_however_it_is_typed(world, as_, typed):
    answer = as_("office").post("/office/paper", {"code": typed(code_of(world))})
    assert answer.status_code == 302
    assert answer["Location"] == f"/office/paper/{world.paper}"


@pytest.mark.parametrize("typed", ["AAAA-AAAA", "", " ", "x" * 5000, "'; --", "7HJK3MN\u0000"])
def test_a_wrong_code_says_what_to_do_and_confirms_nothing(world, as_, typed):
    page = as_("office").post("/office/paper", {"code": typed})
    assert page.status_code == 422
    text = page.content.decode()
    assert NO_SUCH_CODE[:40] in text
    assert "Maya" not in text
    assert "Okafor" not in text


def test_another_schools_code_is_a_wrong_code(world, as_):
    page = as_("birch_senco").post("/office/paper", {"code": code_of(world)})
    assert page.status_code == 422
    assert "Maya" not in page.content.decode()


def test_the_sheet_says_whose_form_it_is_and_about_which_version(world, as_):
    page = as_("office").get(f"/office/paper/{world.paper}").content.decode()
    assert "Answer from Ada Okafor" in page
    assert "About version 1" in page


def test_the_office_sees_lines_by_number_and_the_senco_in_words(world, as_):
    office = as_("office").get(f"/office/paper/{world.paper}").content.decode()
    senco = as_("senco").get(f"/office/paper/{world.paper}").content.decode()
    assert "Outcome 1" in office
    assert "asks for help with a card" not in office
    assert "asks for help with a card" in senco


def test_what_is_typed_is_kept_as_hers_and_shows_who_typed_it(world, as_):
    client = as_("office")
    done = client.post(
        f"/office/paper/{world.paper}",
        given(kind="question", line=str(world.line), channel="phone", words="How often?"),
    )
    assert done.status_code == 302
    (kept,) = answers(world)
    assert (kept.from_name, kept.entered_by_name) == ("Ada Okafor", "Office")
    assert kept.from_user == world.users["mother"]
    assert (kept.channel, kept.kind, kept.words, kept.line) == (
        "phone",
        "question",
        "How often?",
        world.line,
    )
    assert "typed in by Office" in client.get(done["Location"]).content.decode()
    senco = as_("senco").get(f"/plans/{world.plan}/answers").content.decode()
    assert "typed in by Office" in senco


def test_one_form_may_say_several_things(world, as_):
    client = as_("senco")
    client.post(f"/office/paper/{world.paper}", given(kind="agree", words=""))
    client.post(f"/office/paper/{world.paper}", given())
    assert [kept.kind for kept in answers(world)] == ["agree", "views"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"words": ""}, {"kind": ""}, {"kind": "shout"}, {"channel": ""}, {"channel": "screen"},
        {"line": "nonsense"}, {"line": "0192aaaa-0000-7000-8000-000000000000"}, {"words": "x" * 4001},
    ],
    ids=str,
)  # fmt: skip
def test_a_sheet_that_cannot_be_kept_says_why_and_loses_no_word(world, as_, wrong):
    sent = given(**wrong)
    answer = as_("office").post(f"/office/paper/{world.paper}", sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "needs another look" in page
    assert sent["words"] in page
    assert answers(world) == []


def test_an_expired_form_is_refused_with_what_to_do(world, as_):
    with tenancy.acting_in([world.alder]):
        PaperForm.objects.update(expires_on=(NOW - timedelta(days=1000)).date())
    answer = as_("office").post(f"/office/paper/{world.paper}", given())
    assert answer.status_code == 422
    assert "run out" in answer.content.decode()


def test_a_form_about_an_older_version_asks_for_a_new_one(world, as_):
    with tenancy.acting_in([world.alder]):
        senco = world.actor("senco")
        write(senco, world.plan, "about", "important_to_me", "Her grandad.", now=NOW)
        services.publish_plan(senco, plan_id=world.plan, why="More to say.", now=NOW)
    client = as_("office")
    by_code = client.post("/office/paper", {"code": code_of(world)})
    assert by_code.status_code == 422
    assert "newer version" in by_code.content.decode()
    assert client.get(f"/office/paper/{world.paper}").status_code == 409
    assert client.post(f"/office/paper/{world.paper}", given()).status_code == 409


def test_a_form_of_an_adult_now_under_a_court_order_goes_to_the_dsl(world, as_):
    with tenancy.acting_in([world.alder]):
        a_denial(world.alder, world.maya, DenialKind.COURT_ORDER, user_id=world.users["mother"])
    answer = as_("office").get(f"/office/paper/{world.paper}")
    assert answer.status_code == 409
    assert "Ask the DSL" in answer.content.decode()


@pytest.mark.parametrize(
    "who",
    [
        "teacher",
        "assistant",
        "head",
        "dsl",
        "it_lead",
        "mother",
        "father",
        "young_person",
        "charlie",
    ],
)
def test_nobody_else_types_answers_in(world, as_, who):
    client = as_(who)
    assert client.get("/office/paper").status_code == 404
    assert client.post("/office/paper", {"code": code_of(world)}).status_code == 404
    assert client.get(f"/office/paper/{world.paper}").status_code == 404
    assert client.post(f"/office/paper/{world.paper}", given()).status_code == 404
    assert answers(world) == []


def test_a_stranger_is_sent_to_sign_in(world, client):
    assert client.get("/office/paper").status_code == 302
    assert client.get(f"/office/paper/{world.paper}").status_code == 302
