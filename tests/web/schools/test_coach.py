"""The coach's pages as people use them: beside the editor, all on one page, and refreshed after a save."""

import html
import re

import pytest
from tests.factories.access import NOW
from tests.factories.plans import line_of, save

from spinney.access.models import AuditLeaf
from spinney.kernel import tenancy
from spinney.kernel.ids import uuid7
from spinney.plans import services
from spinney.plans.models import SetAside

STAFF_WHO_MAY_NOT = [
    "head",
    "dsl",
    "office",
    "teacher",
    "assistant",
    "it_lead",
    "other_teacher",
    "birch_senco",
]
OTHERS = ["mother", "father", "stepfather", "young_person", "charlie"]


@pytest.fixture
def weak(world):
    """A strategy that promises nothing."""
    with tenancy.acting_in([world.alder]):
        line = line_of(world.plan, "adjustment")
        save(
            world.actor("senco"),
            world.plan,
            line,
            "text",
            "Access to a quiet room as required",
            base_rev=1,
        )
    return line


def text(answer):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def form_for(page, rule):
    """The hidden fields of the set-aside form of the first note of this rule."""
    forms = re.findall(r"<form method=\"post\".*?</form>", page.content.decode(), re.DOTALL)
    form = next(f for f in forms if f'name="rule" value="{rule}"' in f)
    return dict(re.findall(r'name="(rule|line|field|mark)" value="([^"]*)"', form))


class TestEditor:
    def test_notes_stand_under_the_line_they_are_about(self, as_, world, weak):
        page = as_("senco").get(f"/plans/{world.plan}/edit").content.decode()
        place = page.index(f'data-coach-line="{weak}"')
        assert page.index(f'id="f-{weak}-text"') < place < page.index("[who] gives Maya", place)
        assert "[who] gives Maya a quiet room when [what you would see]" in page

    def test_a_line_without_notes_has_a_place_for_them(self, as_, world):
        page = as_("senco").get(f"/plans/{world.plan}/edit").content.decode()
        with tenancy.acting_in([world.alder]):
            line = line_of(world.plan, "about")
        found = re.search(rf'data-coach-line="{line}"[^>]*data-coach-count="0">\s*</div>', page)
        assert found

    def test_saving_and_publishing_go_on_whatever_the_coach_says(self, as_, world, weak):
        senco = as_("senco")
        assert "Check this plan" in text(senco.get(f"/plans/{world.plan}/publish"))
        answer = senco.post(
            f"/plans/{world.plan}/publish", {"why": "A quiet room", "layer": "targeted"}
        )
        assert answer.status_code == 302


class TestRefresh:
    def test_notes_come_by_line_drawn_as_the_editor_draws_them(self, as_, world, weak):
        answer = as_("senco").get(f"/plans/{world.plan}/coach")
        told = answer.json()["lines"][str(weak)]
        page = as_("senco").get(f"/plans/{world.plan}/edit").content.decode()
        assert told["count"] == 1
        assert " ".join(told["html"].split()) in " ".join(page.split())
        assert "no-store" in answer["Cache-Control"]

    def test_what_a_person_wrote_is_never_markup(self, as_, world):
        with tenancy.acting_in([world.alder]):
            line = line_of(world.plan, "adjustment")
            words = "Access to <script>alert(1)</script>\" onload='x'"
            save(world.actor("senco"), world.plan, line, "text", words, base_rev=1)
        for address in ("coach", "check", "edit"):
            body = as_("senco").get(f"/plans/{world.plan}/{address}").content.decode()
            assert "<script>alert" not in body
        drawn = as_("senco").get(f"/plans/{world.plan}/coach").json()["lines"][str(line)]["html"]
        assert "<script" not in drawn
        assert "onload='x'" not in drawn

    @pytest.mark.parametrize("who", [*STAFF_WHO_MAY_NOT, *OTHERS])
    def test_whoever_may_not_edit_hears_nothing(self, as_, world, who):
        client = as_(who)
        for address in ("coach", "check"):
            answer = client.get(f"/plans/{world.plan}/{address}")
            nothing = client.get(f"/plans/{uuid7()}/{address}")
            assert answer.status_code == nothing.status_code == 404

    def test_a_get_writes_only_the_look(self, as_, world):
        with tenancy.acting_in([world.alder]):
            before = AuditLeaf.objects.filter(school_id=world.alder).count()
        as_("senco").get(f"/plans/{world.plan}/coach")
        with tenancy.acting_in([world.alder]):
            assert AuditLeaf.objects.filter(school_id=world.alder).count() == before + 1


class TestCheckPage:
    def test_it_lists_every_note_with_why_and_whence(self, as_, world, weak):
        page = as_("senco").get(f"/plans/{world.plan}/check")
        told = text(page)
        assert "Outcome 1" in told
        assert "Nothing says how it will be measured" in told
        assert "A phrase that promises nothing" in told
        assert "Source: SEND Code of Practice 2015, 9.69" in told
        assert "Rule weasel" in told

    def test_a_note_is_set_aside_with_a_reason_and_brought_back_without_script(
        self, as_, world, weak
    ):
        senco = as_("senco")
        address = f"/plans/{world.plan}/check"
        sent = form_for(senco.get(address), "weasel")
        answer = senco.post(
            address,
            {**sent, "act": "aside", "why": "The family and I agreed these words."},
            follow=True,
        )
        told = text(answer)
        assert "Set aside, with your reason" in told
        assert "The family and I agreed these words." in told
        assert (
            "A phrase that promises nothing"
            not in told.split("Set aside Set", 1)[0].split("Bring it back")[1:]
        )
        assert "access to" not in senco.get(f"/plans/{world.plan}/coach").content.decode()
        again = senco.post(address, {**sent, "act": "again"}, follow=True)
        assert "It is back on the list." in text(again)
        assert "Bring it back" not in text(again)

    def test_a_missing_reason_is_asked_for_beside_the_note(self, as_, world, weak):
        senco = as_("senco")
        address = f"/plans/{world.plan}/check"
        sent = form_for(senco.get(address), "weasel")
        answer = senco.post(address, {**sent, "act": "aside", "why": " "})
        body = answer.content.decode()
        assert answer.status_code == 422
        assert f'href="#why-note-{weak}-text-weasel"' in body
        assert f'id="error-note-{weak}-text-weasel"' in body
        assert body.count('<details class="govuk-details" open>') == 1

    def test_what_was_typed_is_given_back_when_it_is_too_long(self, as_, world, weak):
        senco = as_("senco")
        address = f"/plans/{world.plan}/check"
        sent = form_for(senco.get(address), "weasel")
        answer = senco.post(address, {**sent, "act": "aside", "why": "x" * 600})
        assert answer.status_code == 422
        assert "x" * 600 in answer.content.decode()
        assert "Nothing you typed has been lost" in text(answer)

    @pytest.mark.parametrize("wrong", [
        {}, {"rule": "weasel"}, {"rule": "\x00", "line": "\x00", "field": "\x00", "mark": "\x00"},
        {"rule": "weasel", "line": "not-an-id", "field": "text", "mark": "a"},
        {"rule": "x" * 9000, "line": str(uuid7()), "field": "y" * 9000, "mark": "z" * 9000},
    ])  # fmt: skip
    def test_nonsense_is_answered_in_words_and_nothing_is_kept(self, as_, world, wrong):
        answer = as_("senco").post(
            f"/plans/{world.plan}/check", {**wrong, "act": "aside", "why": "Because"}
        )
        assert answer.status_code == 422
        assert "Nothing was set aside" in text(answer)
        with tenancy.acting_in([world.alder]):
            assert not SetAside.objects.exists()

    @pytest.mark.parametrize("who", [*STAFF_WHO_MAY_NOT, *OTHERS])
    def test_whoever_may_not_edit_may_not_set_aside(self, as_, world, weak, who):
        sent = form_for(as_("senco").get(f"/plans/{world.plan}/check"), "weasel")
        answer = as_(who).post(
            f"/plans/{world.plan}/check", {**sent, "act": "aside", "why": "Mine"}
        )
        assert answer.status_code == 404
        with tenancy.acting_in([world.alder]):
            assert not SetAside.objects.exists()

    def test_an_ended_plan_leads_to_the_plan(self, as_, world):
        with tenancy.acting_in([world.alder]):
            services.end_plan(
                world.actor("senco"),
                plan_id=world.plan,
                why="Moved",
                now=NOW,
                safety_handed_over=True,
            )
        answer = as_("senco").get(f"/plans/{world.plan}/check")
        assert (answer.status_code, answer["Location"]) == (302, f"/plans/{world.plan}")
