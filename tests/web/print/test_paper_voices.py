"""A child's page and a parent's space on paper: printed empty, typed in as theirs, and it says by whom."""

import pytest
from django.test import Client
from tests.factories.access import NOW
from tests.web.families.world import two_homes
from tests.web.print.reading import read, smallest_letter

from spinney.access.models import AuditLeaf
from spinney.kernel import clock
from spinney.kernel.errors import BadInput, NotAllowed, NotFound, NotNow
from spinney.plans import queries, services
from spinney.plans.models import PaperForm, Plan, Voice
from spinney.plans.types.voices import Said, Sharing, Told

pytestmark = pytest.mark.django_db


@pytest.fixture
def homes(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return two_homes()


@pytest.fixture
def form(homes):
    with homes.scope():
        return services.make_paper_form(
            homes.actor("office"), plan_id=homes.plan, carer_id=homes.carers["mother"], now=NOW
        )


def as_(homes, who):
    client = Client()
    client.force_login(homes.user(who))
    return client


def ticked(homes, verdict="sort_of"):
    return {f"verdict-{homes.lines['provision']}": verdict}


def enter(homes, who, form, told):
    with homes.scope():
        code = PaperForm.objects.get(id=form).code
        return services.enter_parent_voice(
            homes.actor(who), school_id=homes.school, code=code, told=told, now=NOW
        )


def told(homes, verdict="helps"):
    return Told({}, {str(homes.lines["provision"]): verdict})


def test_what_a_mother_ticked_is_hers_and_says_who_typed_it(homes, form):
    answer = as_(homes, "office").post(f"/office/paper/{form}/helps", ticked(homes), follow=True)
    assert "Kept in Ada Okafor’s own space" in answer.content.decode()
    hers = as_(homes, "mother").get(f"/my/plans/{homes.plan}/space").content.decode()
    assert 'value="sort_of" checked' in hers
    assert "Mrs Haworth typed this in for you from paper." in hers
    his = as_(homes, "father").get(f"/my/plans/{homes.plan}/space").content.decode()
    assert "checked" not in his
    assert "Mrs Haworth" not in his.split("<main")[1]
    beside = as_(homes, "senco").get(f"/plans/{homes.plan}/voices").content.decode()
    assert "typed in by Mrs Haworth" in beside
    with homes.scope():
        leaves = AuditLeaf.objects.filter(action="enter_answer")
        assert sum("voice" in str(bytes(each.leaf)) for each in leaves) == 1


def test_what_she_says_on_screen_later_is_hers_alone(homes, form):
    enter(homes, "office", form, told(homes))
    as_(homes, "mother").post(f"/my/plans/{homes.plan}/space", ticked(homes, "doesnt"))
    with homes.scope():
        space = Voice.objects.get(speaker="parent")
    assert (space.helper_name, list(space.verdicts.values())) == ("", ["doesnt"])


@pytest.mark.parametrize("who", ["teacher", "mother", "father", "maya"])
def test_nobody_else_types_in_for_a_parent(homes, form, who):
    with pytest.raises((NotAllowed, NotFound)):
        enter(homes, who, form, told(homes))
    assert as_(homes, who).post(f"/office/paper/{form}/helps", ticked(homes)).status_code == 404
    with homes.scope():
        assert not Voice.objects.exists()


def test_a_form_of_an_older_version_or_without_a_tick_keeps_nothing(homes, form):
    with pytest.raises(BadInput):
        enter(homes, "office", form, Told({}, {}))
    with homes.scope():
        Plan.objects.filter(id=homes.plan).update(version=2)
    with pytest.raises(NotNow, match="newer version"):
        enter(homes, "office", form, told(homes))


def test_an_adult_without_an_account_has_no_space_and_is_not_asked(homes):
    from tests.factories.people import a_carer

    with homes.scope():
        carer = a_carer(homes.school, homes.maya, forename="Grace")
        form = services.make_paper_form(
            homes.actor("office"), plan_id=homes.plan, carer_id=carer, now=NOW
        )
        sheet = queries.answer_form(homes.actor("senco"), form_id=form, now=NOW)
    assert sheet.asked == ()
    with pytest.raises(NotNow, match="no account"):
        enter(homes, "office", form, told(homes))


def test_the_office_sees_numbers_and_no_words_of_the_plan(homes, form):
    page = as_(homes, "office").get(f"/office/paper/{form}").content.decode()
    assert "Provision 1" in page
    assert "Picture steps with an adult" not in page


@pytest.mark.parametrize("size", ["", "?size=large"])
def test_the_answer_form_asks_whether_each_line_helps(homes, form, size):
    found = read(as_(homes, "senco").get(f"/paper-forms/{form}.pdf{size}").content)
    for words in ("Does it help?", "Picture steps with an adult", "Sort of", "Doesn’t help"):
        assert found.says(words)


@pytest.mark.parametrize("size", ["", "?size=large"])
@pytest.mark.parametrize(
    ("who", "address"), [("maya", "/my/plans/{}/voice.pdf"), ("teacher", "/plans/{}/voice.pdf")]
)
def test_the_childs_sheet_is_empty_tagged_and_asks_what_the_page_asks(homes, who, address, size):
    with homes.scope():
        services.keep_child_voice(
            homes.actor("maya"), plan_id=homes.plan, sharing=Sharing.FAMILY, now=NOW,
            told=Told({"hard": Said("Lunch is loud", "sad")}, {}),
        )  # fmt: skip
    found = read(as_(homes, who).get(address.format(homes.plan) + size).content)
    for words in ("What is going well?", "Worried", "Picture steps", "Sort of", "Nobody else."):
        assert found.says(words)
    assert not found.says("Lunch is loud")
    assert found.reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert found.headings.count("/H1") == 1
    assert smallest_letter(found) >= (18 if size else 8)


@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("mother", "/my/plans/{}/voice.pdf"),
        ("father", "/my/plans/{}/voice.pdf"),
        ("office", "/plans/{}/voice.pdf"),
    ],
)
def test_who_may_not_sit_with_the_child_prints_no_sheet(homes, who, address):
    assert as_(homes, who).get(address.format(homes.plan)).status_code == 404
