"""Carried over, joined to the EHCP and to packages, and unmet: the pages, as people use them without script."""

import pytest
from tests.factories.access import NOW
from tests.factories.full_plan import a_full_plan
from tests.factories.people import a_child
from tests.factories.plans import line_of
from tests.web.schools.test_query_counts import MOST, asked

from spinney.kernel import tenancy
from spinney.kernel.ids import uuid7
from spinney.plans import services
from spinney.plans.models import DraftLine, EhcpItem, Plan, UnmetNeed
from spinney.plans.types.unmet import NewUnmet

UNMET = {
    "line": "", "missing": "Speech therapy", "since-day": "7", "since-month": "9", "since-year": "2025",
    "reason": "agency", "known_from": "A letter.",
}  # fmt: skip


@pytest.fixture
def full(world):
    with tenancy.acting_in([world.alder]):
        child = a_child(world.alder, "Ali")
        return child, a_full_plan(world.actor("senco"), world.alder, child)


@pytest.fixture
def unmet(world):
    with tenancy.acting_in([world.alder]):
        new = NewUnmet("Speech therapy", NOW.date(), "agency", "In confidence.")
        return services.record_unmet(world.actor("senco"), plan_id=world.plan, new=new, now=NOW)


def html(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode()


def within(world, ask):
    with tenancy.acting_in([world.alder]):
        return ask()


class TestCarried:
    def test_the_draft_says_which_lines_nobody_looked_at(self, as_, world, full):
        found = html(as_("senco").get(f"/plans/{full[1]}/edit"))
        assert "4 lines here were carried over" in found
        assert found.count("data-carried=") == 15
        assert "data-carried=" not in html(as_("senco").get(f"/plans/{world.draft}/edit"))

    def test_one_press_for_a_line_and_one_for_a_section(self, as_, world, full):
        client, plan = as_("senco"), full[1]
        line = within(world, lambda: line_of(plan, "outcome"))
        went = client.post(f"/plans/{plan}/edit", {"act": f"right:{line}"}, follow=True)
        assert "Noted: it is still right." in html(went)
        assert f'data-carried="{line}"' not in html(went)
        went = client.post(f"/plans/{plan}/edit", {"act": "allright:adjustment"}, follow=True)
        assert "Noted: 4 lines are still right." in html(went)
        assert "4 lines here were carried over" not in html(went)

    def test_a_second_press_says_that_it_is_done(self, as_, world, full):
        client = as_("senco")
        client.post(f"/plans/{full[1]}/edit", {"act": "allright:adjustment"})
        again = client.post(f"/plans/{full[1]}/edit", {"act": "allright:adjustment"})
        assert "looked at already" in html(again, 422)

    def test_publishing_counts_them_and_the_plan_says_so_to_staff_and_family(self, as_, world):
        client = as_("senco")
        with tenancy.acting_in([world.alder]):
            services.save_field(
                world.actor("senco"), plan_id=world.plan, line_id=line_of(world.plan, "about"),
                field="important_to_me", value="Clocks.", base_rev=0, now=NOW,
            )  # fmt: skip
        assert "not looked at this time: 4 lines" in html(
            client.get(f"/plans/{world.plan}/publish")
        )
        client.post(f"/plans/{world.plan}/publish", {"why": "News.", "layer": "targeted"})
        assert "4 lines not looked at again for version 2" in html(
            client.get(f"/plans/{world.plan}")
        )
        family = html(as_("mother").get(f"/my/plans/{world.plan}"))
        assert "The school did not look at these words again." in family

    def test_a_new_plan_may_begin_with_the_words_of_the_ended_one(self, as_, world, full):
        client, (child, plan) = as_("senco"), full
        assert "What should the draft begin with" not in html(
            client.get(f"/pupils/{world.sam}/plan")
        )
        client.post(f"/plans/{plan}/end", {"why": "Away.", "safety_handed_over": "on"})
        assert "The words of the plan that ended" in html(client.get(f"/pupils/{child}/plan"))
        begun = client.post(
            f"/pupils/{child}/plan", {"layer": "targeted", "earlier": str(plan)}, follow=True
        )
        assert "Word-finding games" in html(begun)
        assert html(begun).count("data-carried=") == 14

    def test_an_earlier_plan_that_is_none_is_told_and_nothing_is_begun(self, as_, world):
        with tenancy.acting_in([world.alder]):
            child = a_child(world.alder, "Bo")
        given = {"layer": "targeted", "earlier": str(world.plan)}
        assert "no ended plan" in html(as_("senco").post(f"/pupils/{child}/plan", given), 422)
        assert not within(world, lambda: Plan.objects.filter(child_id=child).exists())


class TestJoins:
    def test_writing_down_the_ehcp_and_joining_a_line_to_it(self, as_, world):
        client, base = as_("senco"), f"/plans/{world.plan}/joins"
        kept = client.post(
            base, {"section": "E", "words": "Asks for help\nMakes a friend"}, follow=True
        )
        assert "Kept: 2 more of section E." in html(kept)
        item = within(world, lambda: EhcpItem.objects.get(number=1).id)
        assert 'value="E"' in html(client.get(f"{base}/{world.line}"))
        went = client.post(
            f"{base}/{world.line}", {"items": [str(item)], "packages": ["spp-pmld:1"]}, follow=True
        )
        found = html(went)
        assert "No line covers it" in found
        assert "Covered by" in found
        client.post(f"/plans/{world.plan}/publish", {"why": "EHCP.", "layer": "targeted"})
        read = html(client.get(f"/plans/{world.plan}"))
        assert "EHCP section E (E1)" in read
        assert "Package: Profound and multiple learning difficulties (proposal)" in read
        assert "EHCP section E (E1)" in html(as_("mother").get(f"/my/plans/{world.plan}"))

    def test_the_usual_sections_in_one_press(self, as_, world):
        address = f"/plans/{world.plan}/joins/usual"
        assert "Joined: 1 more" in html(as_("senco").post(address, follow=True))
        assert "names a section already" in html(as_("senco").post(address, follow=True))

    def test_an_item_that_the_ehcp_no_longer_says_leaves_the_list(self, as_, world):
        client = as_("senco")
        client.post(f"/plans/{world.plan}/joins", {"section": "F", "words": "A yearly report"})
        item = within(world, lambda: EhcpItem.objects.get().id)
        went = client.post(f"/plans/{world.plan}/ehcp/{item}/end", follow=True)
        assert "A yearly report" not in html(went)

    def test_faults_are_told_where_they_are(self, as_, world):
        refused = as_("senco").post(f"/plans/{world.plan}/joins", {"section": "F", "words": " "})
        assert 'href="#words"' in html(refused, 422)
        refused = as_("senco").post(f"/plans/{world.plan}/joins/{world.line}", {"sections": ["Z"]})
        assert "not in the list" in html(refused, 422)

    def test_packages_are_told_to_be_a_proposal(self, as_, world):
        found = html(as_("senco").get(f"/plans/{world.plan}/joins"))
        assert "proposal of February 2026, not law" in found


class TestUnmet:
    def test_recording_stepping_and_closing(self, as_, world):
        client = as_("senco")
        went = client.post(f"/plans/{world.plan}/unmet/new", UNMET, follow=True)
        assert "It stands until you say how it is met." in html(went)
        made = within(world, lambda: UnmetNeed.objects.get().id)
        assert "1 unmet need on record" in html(client.get(f"/plans/{world.plan}"))
        step = {"step-what": "Wrote to them", "step-on-day": "1", "step-on-month": "10", "step-on-year": "2025",
                "step-told": "Mother"}  # fmt: skip
        assert "Told: Mother" in html(client.post(f"/unmet/{made}/step", step, follow=True))
        closing = {"close-closing": "met", "close-closed_on-day": "1", "close-closed_on-month": "11",
                   "close-closed_on-year": "2025", "close-closed_how": "She comes on Mondays."}  # fmt: skip
        assert "Met since 1 November 2025" in html(
            client.post(f"/unmet/{made}/close", closing, follow=True)
        )
        assert "on record" not in html(client.get(f"/plans/{world.plan}"))

    @pytest.mark.parametrize("part", ["missing", "since-day", "reason", "known_from"])
    def test_what_is_left_out_is_asked_for(self, as_, world, part):
        refused = as_("senco").post(f"/plans/{world.plan}/unmet/new", {**UNMET, part: ""})
        assert "needs another look" in html(refused, 422)

    def test_a_record_is_not_closed_without_how(self, as_, world, unmet):
        refused = as_("senco").post(f"/unmet/{unmet}/close", {"close-closing": "met"})
        assert "needs another look" in html(refused, 422)
        assert within(world, lambda: UnmetNeed.objects.get().closed_at) is None

    def test_the_school_s_list_by_reason(self, as_, world, unmet):
        found = html(as_("head").get("/unmet"))
        assert "Waiting for a service outside school" in found
        assert "Speech therapy" in found
        assert "Speech therapy" not in html(as_("head").get("/unmet?reason=no_staff"))

    def test_the_family_reads_it_in_plain_words(self, as_, world, unmet):
        found = html(as_("mother").get(f"/my/plans/{world.plan}"))
        assert "What is missing at the moment" in found
        assert "Speech therapy" in found
        assert "In confidence" not in found

    def test_a_teacher_reads_it_without_the_forms(self, as_, world, unmet):
        found = html(as_("teacher").get(f"/unmet/{unmet}"))
        assert "Speech therapy" in found
        assert "Close this record" not in found
        assert "In confidence" not in found


CLOSED = {
    "/plans/{plan}/joins": ("teacher", "head", "dsl", "office", "mother", "charlie", "birch_senco"),
    "/plans/{plan}/joins/{line}": ("teacher", "head", "mother", "charlie"),
    "/plans/{plan}/unmet": ("office", "other_teacher", "mother", "charlie", "birch_senco"),
    "/plans/{plan}/unmet/new": ("teacher", "head", "dsl", "office", "mother", "charlie"),
    "/unmet/{unmet}": ("office", "other_teacher", "mother", "charlie", "birch_senco"),
    "/unmet": ("teacher", "assistant", "office", "it_lead", "mother", "charlie"),
}
POSTS = ("/plans/{plan}/joins", "/plans/{plan}/joins/usual", "/plans/{plan}/joins/{line}",
         "/plans/{plan}/ehcp/{line}/end", "/plans/{plan}/unmet/new", "/unmet/{unmet}/step",
         "/unmet/{unmet}/close")  # fmt: skip


@pytest.mark.parametrize("pattern", CLOSED)
def test_who_may_not_gets_a_page_that_is_not_there(as_, world, unmet, pattern):
    for who in CLOSED[pattern]:
        client = as_(who)
        refused = client.get(pattern.format(plan=world.plan, line=world.line, unmet=unmet))
        nowhere = client.get(f"/plans/{uuid7()}")
        assert (who, refused.status_code) == (who, 404)
        assert refused.content == nowhere.content


@pytest.mark.parametrize("pattern", POSTS)
def test_nobody_else_writes(as_, world, unmet, pattern):
    given = {
        **UNMET, "section": "F", "words": "x", "step-what": "x", "step-on-day": "1", "step-on-month": "1",
        "step-on-year": "2026", "close-closing": "met", "close-closed_on-day": "1", "close-closed_on-month": "1",
        "close-closed_on-year": "2026", "close-closed_how": "x",
    }  # fmt: skip
    address = pattern.format(plan=world.plan, line=world.line, unmet=unmet)
    for who in ("teacher", "head", "office", "mother", "charlie", "birch_senco"):
        assert as_(who).post(address, given).status_code == 404, who
    with tenancy.acting_in([world.alder]):
        assert UnmetNeed.objects.count() == 1
        assert UnmetNeed.objects.get().closed_at is None
        assert not EhcpItem.objects.exists()
        assert not DraftLine.objects.filter(belongs__isnull=False).exists()


def test_these_pages_ask_as_little_for_many_as_for_few(as_, world, full, unmet):
    client, plan = as_("senco"), full[1]
    pages = [f"/plans/{plan}/joins", f"/plans/{plan}/joins/{_line(world, plan)}", f"/plans/{plan}/unmet",
             f"/plans/{plan}/unmet/new", "/unmet", f"/unmet/{unmet}", f"/plans/{plan}/publish"]  # fmt: skip
    client.get(pages[0])
    few = {address: asked(client, address) for address in pages}
    with tenancy.acting_in([world.alder]):
        senco = world.actor("senco")
        for n in range(12):
            services.add_ehcp_items(senco, plan_id=plan, section="F", words=f"Item {n}", now=NOW)
            new = NewUnmet(f"Thing {n}", NOW.date(), "no_staff", "Seen.")
            made = services.record_unmet(senco, plan_id=plan, new=new, now=NOW)
            services.add_unmet_step(senco, unmet_id=made, what="Asked", on=NOW.date(), now=NOW)
        services.join_usual(senco, plan_id=plan, now=NOW)
    many = {address: asked(client, address) for address in pages}
    assert many == few
    assert max(many.values()) <= MOST


def _line(world, plan):
    return within(world, lambda: line_of(plan, "provision"))
