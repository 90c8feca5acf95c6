"""Writing together, as pages: statuses by form, undo by button and by script, who is here, who wrote what."""

import html
import json
import re

import pytest
from tests.factories.access import NOW, a_membership, a_user, the_actor
from tests.web.schools.test_editor import Form, values

from spinney.access.types import Role
from spinney.kernel import tenancy
from spinney.plans import services
from spinney.plans.models import DraftLine, Presence, SectionMark
from spinney.plans.types import SectionState


@pytest.fixture
def bea(world):
    world.users["bea"] = a_user("Bea Second")
    with tenancy.acting_in([world.alder]):
        a_membership(world.users["bea"], world.alder, Role.SENCO)
    return the_actor(world.users["bea"], "Bea Second")


def post_json(client, address, body, **headers):
    return client.post(address, json.dumps(body), content_type="application/json", headers=headers)


def undo_as(client, world, who="senco"):
    owner = f"{world.plan}:{world.users[who]}"
    return post_json(client, f"/plans/{world.plan}/undo", {}, **{"X-Autosave-For": owner})


def marked(world, section):
    with tenancy.acting_in([world.alder]):
        return SectionMark.objects.filter(plan_id=world.plan, section=section).first()


def choose(form, section, state, **said):
    for part, text in {"state": state, **said}.items():
        form.values[f"m-{section}-{part}"] = [text]
    return form


def test_a_status_is_set_without_script_and_shown_in_the_contents(as_, world):
    client = as_("senco")
    answer = choose(Form(client, world.plan), "need", "waiting", who="Ms Shah").press("mark:need")
    assert answer["Location"].endswith("#section-need")
    page = client.get(f"/plans/{world.plan}/edit").content.decode()
    assert re.search(r"Needs</a> <span[^>]*>Waiting for Ms Shah", page)
    told = client.get(f"/plans/{world.plan}/history").content.decode()
    assert "Set the status: Needs<" in told
    assert "Senco said so" in page
    reading = client.get(f"/plans/{world.plan}").content.decode()
    assert "Draft: waiting for Ms Shah" in reading
    assert "Ms Shah" not in as_("teacher").get(f"/plans/{world.plan}").content.decode()


def test_a_status_chosen_before_another_button_is_kept_too(as_, world):
    client = as_("senco")
    choose(Form(client, world.plan), "need", "done").press("add:need", autosaved="yes")
    assert marked(world, "need").state == "done"


def test_a_form_that_was_only_looked_at_sets_no_status(as_, world):
    Form(as_("senco"), world.plan).press()
    assert marked(world, "need") is None


def test_an_old_form_does_not_take_back_a_colleague_s_status(as_, world, bea):
    form = Form(as_("senco"), world.plan)
    choose(Form(as_("bea"), world.plan), "need", "done").press()
    form.press()
    assert marked(world, "need").state == "done"


@pytest.mark.parametrize(
    ("section", "state", "part", "words"),
    [
        ("need", "waiting", "who", "Say whom"),
        ("need", "not_needed", "why", "Say why"),
        ("safety", "not_needed", "state", "has words in it"),
        ("review", "not_needed", "state", "needed on every plan"),
    ],
)
def test_a_status_that_lacks_something_says_so_beside_it(as_, world, section, state, part, words):
    answer = choose(Form(as_("senco"), world.plan), section, state).press(f"mark:{section}")
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 422
    assert words in page
    assert f'href="#m-{section}-{part}"' in page
    assert f'id="m-{section}-{part}-error"' in page
    assert '<details class="sp-status" open>' in page
    assert marked(world, section) is None


@pytest.mark.parametrize("state", ["", "nonsense", "40%"])
def test_a_status_that_nobody_offered_is_no_status(as_, world, state):
    assert choose(Form(as_("senco"), world.plan), "need", state).press().status_code == 302
    assert marked(world, "need") is None


def test_the_undo_button_takes_back_without_script(as_, world):
    client = as_("senco")
    Form(client, world.plan).write(world.line, "target", "One").press()
    Form(client, world.plan).write(world.line, "target", "Two").press()
    answer = Form(client, world.plan).press("undo")
    assert answer["Location"].endswith(f"#line-{world.line}")
    assert values(world, world.line)["target"] == "One"
    assert "Taken back: what you wrote" in client.get(f"/plans/{world.plan}/edit").content.decode()


def test_undo_without_script_leaves_a_colleague_s_words_and_shows_both(as_, world, bea):
    client = as_("senco")
    Form(client, world.plan).write(world.line, "target", "First").press()
    Form(client, world.plan).write(world.line, "target", "Mine").press()
    Form(as_("bea"), world.plan).write(world.line, "target", "Hers").press()
    answer = Form(client, world.plan).press("undo")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Bea Second has written in" in page
    assert page.index("In the draft now") < page.index("Hers") < page.index("Before your change")
    assert values(world, world.line)["target"] == "Hers"


def test_with_nothing_to_undo_there_is_no_button_to_press(as_, world, bea):
    page = as_("bea").get(f"/plans/{world.plan}/edit").content.decode()
    assert re.search(r'data-undo="[^"]*" hidden>', page)
    assert Form(as_("bea"), world.plan).press("undo").status_code == 422


def test_undo_by_script_gives_the_field_back_in_place(as_, world):
    client = as_("senco")
    Form(client, world.plan).write(world.line, "target", "One").press()
    body = undo_as(client, world).json()
    assert (body["in_place"], body["line"], body["field"]) == (True, str(world.line), "target")
    assert (body["value"], body["rev"]) == ("", 2)


def test_undo_by_script_of_a_removed_line_says_where_it_is(as_, world):
    client = as_("senco")
    Form(client, world.plan).press("add:need")
    with tenancy.acting_in([world.alder]):
        line = DraftLine.objects.get(plan_id=world.plan, section="need").id
    client.post(f"/plans/{world.plan}/lines/{line}/remove")
    body = undo_as(client, world).json()
    assert (body["in_place"], body["anchor"]) == (False, f"#line-{line}")
    assert "is in the draft again" in client.get(f"/plans/{world.plan}/edit").content.decode()


def test_undo_by_script_is_for_whoever_typed(as_, world):
    assert undo_as(as_("senco"), world, "head").status_code == 403
    assert post_json(as_("senco"), f"/plans/{world.plan}/undo", {}).status_code == 403


def test_undo_by_script_with_nothing_to_undo_says_so(as_, world, bea):
    answer = undo_as(as_("bea"), world, "bea")
    assert answer.status_code == 422
    assert "nothing in this draft" in answer.json()["message"]


@pytest.mark.parametrize("who", ["teacher", "head", "office", "mother", "birch_senco", "charlie"])
def test_undo_and_who_is_here_are_closed_to_everyone_else(as_, world, who):
    client = as_(who)
    here = post_json(client, f"/plans/{world.plan}/here", {"section": "need"})
    assert (here.status_code, undo_as(client, world, who).status_code) == (404, 404)
    with tenancy.acting_in([world.alder]):
        assert not Presence.objects.exists()


def test_opening_the_draft_writes_no_presence_but_is_seen_without_script(as_, world, bea):
    as_("bea").get(f"/plans/{world.plan}/edit")
    with tenancy.acting_in([world.alder]):
        assert not Presence.objects.exists()
    page = as_("senco").get(f"/plans/{world.plan}/edit").content.decode()
    assert "Bea Second opened this just now" in page


def test_a_sign_of_life_says_who_is_here_and_what_they_wrote(as_, world, bea):
    client = as_("senco")
    page = client.get(f"/plans/{world.plan}/edit").content.decode()
    since = re.search(r'data-here-since="([^"]+)"', page)[1]
    post_json(as_("bea"), f"/plans/{world.plan}/here", {"section": "need"})
    Form(as_("bea"), world.plan).write(world.line, "target", "Hers").press()
    body = post_json(client, f"/plans/{world.plan}/here", {"section": "", "since": since}).json()
    assert re.fullmatch(r"Bea Second is here, in Needs, since \d\d:\d\d", body["here"][0])
    assert [(x["field"], x["value"], x["rev"], x["words"]) for x in body["fields"]] == [
        ("target", "Hers", 1, "Bea Second changed 'What we are aiming for'.")
    ]
    assert body["again"] == 20
    assert "Bea Second is here" in client.get(f"/plans/{world.plan}/edit").content.decode()


@pytest.mark.parametrize(
    "body", ["", "[]", "not json", '{"section": 5}', '{"since": "yesterday"}', '{"since": 1}']
)
def test_a_sign_of_life_that_cannot_be_read_is_refused(as_, world, body):
    answer = as_("senco").post(f"/plans/{world.plan}/here", body, content_type="application/json")
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "body",
    [
        {"section": "x" * 5000}, {"section": "\x00"}, {"since": "0001-01-01T00:00:00Z"},
        {"since": "9999-12-31T23:59:59Z"}, {"since": "2026-01-01T00:00:00"}, {},
    ],
)  # fmt: skip
def test_a_strange_sign_of_life_does_no_harm(as_, world, body):
    answer = post_json(as_("senco"), f"/plans/{world.plan}/here", body)
    assert answer.status_code == 200
    assert answer.json()["fields"] == []


def test_a_sign_of_life_is_a_post(as_, world):
    assert as_("senco").get(f"/plans/{world.plan}/here").status_code == 405


def test_the_history_says_who_wrote_what_and_what_stood_before(as_, world, bea):
    Form(as_("senco"), world.plan).write(world.line, "target", "First").press()
    Form(as_("bea"), world.plan).write(world.line, "target", "Second").press()
    page = as_("senco").get(f"/plans/{world.plan}/history?line={world.line}&field=target")
    text = re.sub(r"<[^>]+>|\s+", " ", page.content.decode())
    text = " ".join(text.split())
    assert re.search(r"Bea Second , .* Wrote: Outcome: .* Now Second Before First", text)
    assert text.index("Bea Second") < text.index("Senco , ")
    assert "Where the child is now" not in text


@pytest.mark.parametrize(
    "query", ["?line=nonsense", "?field=%00", "?page=-1", "?page=99999", "?page=900", "?line=&field="]
)  # fmt: skip
def test_a_strange_question_of_the_history_is_answered_calmly(as_, world, query):
    assert as_("senco").get(f"/plans/{world.plan}/history{query}").status_code == 200


def test_the_history_of_another_school_s_line_is_empty(as_, world):
    with tenancy.acting_in([world.birch]):
        line = DraftLine.objects.filter(plan_id=world.birch_plan, section="outcome").get().id
    page = as_("senco").get(f"/plans/{world.plan}/history?line={line}").content.decode()
    assert "Nothing written yet" in page


def test_every_line_has_a_way_to_its_history(as_, world):
    page = as_("senco").get(f"/plans/{world.plan}/edit").content.decode()
    assert f'href="/plans/{world.plan}/history?line={world.line}"' in page


def test_whoever_reads_goes_from_child_to_child_by_name_within_what_they_may_see(as_, world):
    senco = as_("senco")
    page = senco.get(f"/plans/{world.plan}").content.decode()
    assert f'rel="next" href="/pupils/{world.maya}/after?to=plan"' in page
    after = senco.get(f"/pupils/{world.maya}/after?to=plan")
    assert after["Location"] == f"/plans/{world.draft}"  # Maya Adeyemi, then Sam Ó Briain
    assert senco.get(f"/pupils/{world.sam}/before")["Location"] == f"/pupils/{world.maya}"
    for way in ("after", "before"):  # she teaches Maya alone
        gone = as_("teacher").get(f"/pupils/{world.maya}/{way}", follow=True)
        assert "child with a plan, by name" in gone.content.decode()


@pytest.mark.parametrize("who", ["office", "it_lead", "birch_senco", "other_teacher", "charlie"])
def test_whoever_may_not_read_the_plan_goes_nowhere_from_it(as_, world, who):
    for way in ("after", "before"):
        assert as_(who).get(f"/pupils/{world.maya}/{way}").status_code == 404


def test_the_list_of_keys_is_a_page_for_anyone(client):
    page = client.get("/keyboard").content.decode()
    for key in ("/", "j", "k", "e", "?", "Ctrl + Enter", "Ctrl + Z"):
        assert f"<kbd>{key}</kbd>" in page


def test_home_says_for_whom_a_draft_waits(as_, world):
    client = as_("senco")
    with tenancy.acting_in([world.alder]):
        services.mark_section(
            the_actor(world.users["senco"], "Senco"), plan_id=world.draft, section="need",
            state=SectionState.WAITING, who="parent view", now=NOW,
        )  # fmt: skip
    assert "Draft waits for parent view" in client.get("/").content.decode()


def test_a_pasted_list_is_kept_as_lines(as_, world):
    Form(as_("senco"), world.plan).write(world.line, "baseline", "•\tOne\r\n•\u00a0Two").press()
    assert values(world, world.line)["baseline"] == "- One\n- Two"
