"""What a school settles, its own form, and moving a plan: the pages as people use them."""

import json
import re

import pytest
from django.test import Client
from tests.factories.access import NOW
from tests.factories.people import a_child
from tests.factories.plans import a_draft, line_of, save, write
from tests.web.schools.test_query_counts import asked

from spinney.access.models import AuditLeaf
from spinney.kernel import tenancy
from spinney.kernel.ids import uuid7
from spinney.plans import services
from spinney.plans.models import DraftLine, Plan, SchoolForm, SchoolSettings, TemplateVersion

LEADERS = ("senco", "head")
OTHERS = ("teacher", "assistant", "dsl", "office", "it_lead", "other_teacher")
OUTSIDERS = ("mother", "father", "young_person", "charlie")
ADDRESSES = ("/school/plans", "/school/form")


def versions():
    return {t.version: t.id for t in TemplateVersion.objects.all()}


def settled(**more):
    return {
        "template_id": str(versions()[1]), "review_weeks": "12", "sign_off": "none",
        "sign_off_status": "local", "deadline_weeks": "", "deadline_status": "local", **more,
    }  # fmt: skip


def working(client, **post):
    """The form that is being worked on, as the page carries it to the next press of a button."""
    html = client.post("/school/form", post) if post else client.get("/school/form")
    text = html.content.decode()
    hidden = re.search(r'name="working" value="([^"]*)"', text)[1]
    import html as entities

    return text, entities.unescape(hidden)


def with_field(client, label="Who to ring first", **more):
    _, begun = working(client)
    return working(
        client, act="add", working=begun, section="need", label=label, kind="short", **more
    )


def use(client, form):
    return client.post("/school/form", {"act": "use", "working": form})


class TestWhoMay:
    @pytest.mark.parametrize("address", ADDRESSES)
    def test_the_senco_and_the_head_open_it(self, as_, address):
        for who in LEADERS:
            assert as_(who).get(address).status_code == 200, who

    @pytest.mark.parametrize("address", ADDRESSES)
    @pytest.mark.parametrize("who", OTHERS + OUTSIDERS)
    def test_nobody_else_does_and_nothing_is_written(self, as_, world, who, address):
        client = as_(who)
        nothing = client.get(f"/school/{uuid7()}")
        answers = [client.get(address), client.post(address, settled(act="use", working="{}"))]
        assert [a.status_code for a in answers] == [404, 404]
        assert answers[0].content == nothing.content
        with tenancy.acting_in([world.alder]):
            assert not SchoolSettings.objects.exists()
            assert not SchoolForm.objects.exists()

    @pytest.mark.parametrize("who", [*OTHERS, *OUTSIDERS, "head", "birch_senco"])
    def test_only_the_childs_senco_moves_a_plan(self, as_, world, who):
        client = as_(who)
        for address in (f"/plans/{world.plan}/form", f"/plans/{world.plan}/form/back"):
            assert client.post(address, {"to": str(versions()[2])}).status_code == 404
        answer, missing = (
            client.get(f"/plans/{world.plan}/form"),
            client.get(f"/plans/{uuid7()}/form"),
        )
        assert answer.status_code == 404
        assert answer.content == missing.content

    def test_a_stranger_is_sent_to_sign_in(self, world):
        for address in (*ADDRESSES, f"/plans/{world.plan}/form"):
            assert Client().get(address).status_code == 302

    def test_the_menu_shows_it_to_those_who_lead(self, as_):
        assert "/school/plans" in as_("senco").get("/plans").content.decode()
        assert "/school/plans" not in as_("teacher").get("/plans").content.decode()


class TestSettings:
    def test_the_page_says_whom_each_setting_reaches(self, as_):
        html = as_("senco").get("/school/plans").content.decode()
        assert "2 open plans" in html
        assert "1 plan that has not been published" in html
        assert "official list is not known" in html

    def test_what_is_saved_stays_and_belongs_to_that_school_alone(self, as_, world):
        client = as_("head")
        form = settled(template_id=str(versions()[2]), sign_off="asked", deadline_weeks="8",
                       deadline_status="proposal")  # fmt: skip
        assert client.post("/school/plans", form).status_code == 302
        html = client.get("/school/plans").content.decode()
        assert (
            f'value="{versions()[2]}" aria-describedby="template-{versions()[2]}-hint" checked'
            in html
        )
        assert 'value="8"' in html
        with tenancy.acting_in([world.birch]):
            assert not SchoolSettings.objects.exists()
        assert 'value="16"' in as_("birch_senco").get("/school/plans").content.decode()

    @pytest.mark.parametrize(("field", "value"), [
        ("review_weeks", ""), ("review_weeks", "0"), ("review_weeks", "105"), ("review_weeks", "x"),
        ("review_weeks", "1e3"), ("review_weeks", "٣"), ("deadline_weeks", "-1"), ("deadline_weeks", "99999999"),
        ("sign_off", "always"), ("sign_off_status", "in_force"), ("deadline_status", "statutory_guidance"),
        ("deadline_status", ""), ("sign_off", "no\x00ne"),
    ])  # fmt: skip
    def test_nonsense_is_told_beside_its_box(self, as_, world, field, value):
        answer = as_("senco").post("/school/plans", settled(**{field: value}))
        assert answer.status_code == 422
        assert f'href="#{field}"' in answer.content.decode()
        with tenancy.acting_in([world.alder]):
            assert not SchoolSettings.objects.exists()

    def test_a_template_that_is_not_there_is_refused(self, as_):
        answer = as_("senco").post("/school/plans", settled(template_id=str(uuid7())))
        assert answer.status_code == 422

    def test_the_draft_suggests_the_date_of_the_next_review(self, as_, world):
        client = as_("senco")
        assert (
            "Your school reviews every 16 weeks"
            in client.get(f"/plans/{world.draft}/edit").content.decode()
        )
        client.post("/school/plans", settled(review_weeks="12"))
        assert (
            "Your school reviews every 12 weeks"
            in client.get(f"/plans/{world.draft}/edit").content.decode()
        )

    def test_by_when_a_plan_is_to_be_written_is_told_only_where_a_deadline_is_set(self, as_, world):
        client = as_("senco")
        assert "To be written by" not in client.get(f"/pupils/{world.sam}").content.decode()
        client.post("/school/plans", settled(deadline_weeks="8", deadline_status="proposal"))
        html = client.get(f"/pupils/{world.sam}").content.decode()
        assert "To be written by" in html
        assert "a proposal, not law" in html
        assert "To be written by" not in client.get(f"/pupils/{world.maya}").content.decode()
        home = client.get("/").content.decode()
        assert "Plans to write" in home
        assert home.count("To be written by") == 1

    def test_publishing_asks_what_the_schools_rule_asks(self, as_, world):
        client, address = as_("senco"), f"/plans/{world.draft}/publish"
        client.post("/school/plans", settled(sign_off="asked"))
        assert "Has the family been asked?" in client.get(address).content.decode()
        refused = client.post(address, {"why": ""})
        assert refused.status_code == 422
        assert 'href="#family_asked"' in refused.content.decode()
        done = client.post(address, {"why": "", "family_asked": "Rang Mr Ó Briain on Monday."})
        assert done.status_code == 302


class TestSchoolForm:
    def test_a_field_is_added_seen_and_put_in_use(self, as_, world):
        client = as_("senco")
        html, form = with_field(client, hint="A name and a number")
        assert "Who to ring first" in html
        assert "not in use yet" in html
        with tenancy.acting_in([world.alder]):
            assert not SchoolForm.objects.exists()
        assert use(client, form).status_code == 302
        with tenancy.acting_in([world.alder]):
            made = SchoolForm.objects.get()
            assert made.number == 1
            assert made.body["fields"]["need"][0]["code"] == "local_who_to_ring_fir"
        assert use(client, form).status_code == 302  # once more: the same form, no new number
        with tenancy.acting_in([world.alder]):
            assert SchoolForm.objects.count() == 1

    def test_the_preview_says_who_will_read_it(self, as_):
        html, _ = with_field(as_("senco"), label="Between us", staff_only="on")
        part = html[html.index("<strong>Between us") :][:900]
        assert "Only those who lead the plan" in part

    def test_fields_change_places(self, as_):
        client = as_("senco")
        _, form = with_field(client)
        _, form = working(client, act="up:need.local_who_to_ring_fir", working=form)
        order = json.loads(form)["order"]["need"]
        assert order.index("local_who_to_ring_fir") == len(order) - 2
        _, form = working(client, act="remove:need.local_who_to_ring_fir", working=form)
        assert json.loads(form)["fields"]["need"] == []

    @pytest.mark.parametrize(("asked", "field"), [
        ({"label": ""}, "label"), ({"label": "x" * 121}, "label"), ({"label": " \x00 "}, "label"),
        ({"label": "How we know"}, "label"), ({"section": "safety"}, "section"),
        ({"section": "parent_voice"}, "section"), ({"section": "nowhere"}, "section"),
        ({"kind": "links"}, "kind"), ({"kind": "person"}, "kind"), ({"kind": ""}, "kind"),
        ({"kind": "choice", "choices": "One"}, "choices"), ({"kind": "choice", "choices": "\n"}, "choices"),
        ({"kind": "choice", "choices": "\n".join(map(str, range(13)))}, "choices"),
        ({"hint": "x" * 201}, "hint"),
    ])  # fmt: skip
    def test_a_field_that_cannot_be_is_told_beside_its_box(self, as_, asked, field):
        client = as_("senco")
        _, form = working(client)
        sent = {
            "act": "add",
            "working": form,
            "section": "need",
            "label": "New",
            "kind": "text",
            **asked,
        }
        answer = client.post("/school/form", sent)
        assert answer.status_code == 422
        assert f'href="#{field}"' in answer.content.decode()

    @pytest.mark.parametrize("form", [
        "", "{", "[]", "7", '{"fields": 3}', '{"fields": {"safety": [%s]}}', '{"fields": {"gone": [%s]}}',
        '{"order": {"need": ["nothing"]}}', '{"order": {"safety": ["action"]}}', '{"fields": {"need": [%s, %s]}}',
        '{"fields": {"need": [{"code": "local_x", "label": "X", "kind": "person"}]}}',
        '{"fields": {"need": [{"code": "local_x", "label": "X", "kind": "text", "field_class": "health"}]}}',
        '{"fields": {"need": [{"code": "title", "label": "X", "kind": "text"}]}}',
        '{"fields": {"need": [{"code": "local_x", "label": "X", "kind": "text", "editors": ["head"]}]}}',
        '{"fields": {"need": [{"code": "local_x", "label": "X", "kind": "text", "most": 900000}]}}',
        '{"fields": {"need": [{"code": "local_X y", "label": "X", "kind": "text"}]}}',
        "x" * 200_001,
    ])  # fmt: skip
    def test_a_form_that_was_tampered_with_is_refused_and_not_kept(self, as_, world, form):
        field = '{"code": "local_x", "label": "X", "kind": "text"}'
        answer = use(as_("senco"), form.replace("%s", field))
        assert answer.status_code == 422
        with tenancy.acting_in([world.alder]):
            assert not SchoolForm.objects.exists()

    def test_a_template_that_is_not_there_is_not_found(self, as_):
        assert as_("senco").get(f"/school/form?base={uuid7()}").status_code == 404


class TestMove:
    def test_the_page_shows_what_goes_where_and_a_person_chooses(self, as_, world):
        client, plan = as_("senco"), world.draft
        with tenancy.acting_in([world.alder]):
            senco = world.actor("senco")
            need = services.add_line(senco, plan_id=plan, section="need", now=NOW)
            save(senco, plan, need, "area", "SP")
            save(senco, plan, need, "title", "Loud rooms")
        html = client.get(f"/plans/{plan}/form").content.decode()
        assert "Changed: Area of development" in html
        assert "Need 1: Loud rooms" in html
        assert "Several may fit" in html
        to = str(versions()[2])
        refused = client.post(f"/plans/{plan}/form", {"to": to, f"c-{need}-area": "CI"})
        assert refused.status_code == 422
        done = client.post(f"/plans/{plan}/form", {"to": to, f"c-{need}-area": "SEN"})
        html = client.get(done["Location"]).content.decode()
        assert "Kept from the older form" in html
        assert "Sensory and/or physical" in html
        assert client.post(f"/plans/{plan}/form/back").status_code == 302
        with tenancy.acting_in([world.alder]):
            assert DraftLine.objects.get(id=need).values["area"] == "SP"
            assert Plan.objects.get(id=plan).template_id == versions()[1]

    @pytest.mark.parametrize("to", ["", "x", "\x00", str(uuid7())])
    def test_a_form_that_is_not_offered_is_refused(self, as_, world, to):
        answer = as_("senco").post(f"/plans/{world.plan}/form", {"to": to})
        assert answer.status_code == 422

    def test_there_is_nothing_to_take_back_from_a_plan_that_never_moved(self, as_, world):
        client = as_("senco")
        html = client.post(f"/plans/{world.plan}/form/back", follow=True).content.decode()
        assert "was not moved to another form" in html


def test_the_home_with_a_deadline_asks_no_more_for_many_drafts(as_, world):
    client = as_("senco")
    client.post("/school/plans", settled(deadline_weeks="8"))
    client.get("/")
    few = asked(client, "/")
    with tenancy.acting_in([world.alder]):
        for n in range(6):
            a_draft(world.actor("senco"), world.alder, a_child(world.alder, f"Child{n}"))
    assert asked(client, "/") == few <= 12


def test_every_act_leaves_its_mark_in_the_log(as_, world):
    client = as_("senco")
    client.post("/school/plans", settled(review_weeks="9"))
    _, form = with_field(client)
    use(client, form)
    client.post(f"/plans/{world.plan}/form", {"to": str(versions()[2])})
    client.post(f"/plans/{world.plan}/form/back")
    with tenancy.acting_in([world.alder]):
        told = [
            bytes(x) for x in AuditLeaf.objects.order_by("-seq").values_list("leaf", flat=True)[:12]
        ]
    for words in (b'"review_weeks":9', b'"number":1', b'"taken_back":false', b'"taken_back":true'):
        assert any(words in leaf for leaf in told), words


def test_a_field_the_school_added_is_read_by_everyone_it_is_for(as_, world):
    """From the form, through draft and publishing, to the family, the teacher and paper."""
    client = as_("senco")
    _, form = with_field(client, label="Calm place")
    for label, part, extra in (
        ("Between us", "need", {"staff_only": "on"}),
        ("Reward", "adjustment", {}),
    ):
        _, form = working(
            client, act="add", working=form, section=part, label=label, kind="text", **extra
        )
    assert use(client, form).status_code == 302
    with tenancy.acting_in([world.alder]):
        own, senco = SchoolForm.objects.get().id, world.actor("senco")
    client.post(f"/plans/{world.plan}/form", {"to": str(own)})
    with tenancy.acting_in([world.alder]):
        need = services.add_line(senco, plan_id=world.plan, section="need", now=NOW)
        save(senco, world.plan, need, "title", "Loud rooms")
        save(senco, world.plan, need, "local_calm_place", "The reading tent")
        save(senco, world.plan, need, "local_between_us", "Ask the psychologist")
        write(senco, world.plan, "adjustment", "local_reward", "Ten minutes of maps")
        services.publish_plan(senco, plan_id=world.plan, why="Newer form", now=NOW)
        assert line_of(world.plan, "need") == need
    pages = {
        "senco": f"/plans/{world.plan}", "teacher": f"/plans/{world.plan}",
        "mother": f"/my/plans/{world.plan}",
    }  # fmt: skip
    for who, address in pages.items():
        html = as_(who).get(address).content.decode()
        assert "The reading tent" in html, who
        assert "Ten minutes of maps" in html, who
        assert ("Ask the psychologist" in html) == (who == "senco"), who
    assert as_("senco").get(f"/plans/{world.plan}/versions/1").status_code == 200
    assert client.get(f"/plans/{world.plan}/form").status_code == 200
