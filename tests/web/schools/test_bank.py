"""The bank's pages without script: read, change, hide, share, and put an entry into a plan."""

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.access import NOW
from tests.plans.bank.entries import OWN, PROVISION, SHIPPED
from tests.web.schools.test_query_counts import MOST, NOT_ASKING

from spinney.kernel import tenancy
from spinney.plans import services
from spinney.plans.models import BankEntry, DraftLine

STAFF = ["senco", "head", "dsl", "teacher", "assistant", "other_teacher", "office", "it_lead"]
LEADING = ["senco", "head"]
STRANGERS = ["mother", "father", "young_person", "charlie"]
READ = ["/bank", f"/bank/entries/{SHIPPED}"]
LEAD = [
    "/bank/add", f"/bank/entries/{SHIPPED}/change", "/bank/share", "/bank/take-over",
]  # fmt: skip
FORM = {
    "title": "Blue cushion", "words.text": "Offer the blue cushion.", "areas": ["SP"],
    "phases": ["primary"], "cost": "low", "source": "practice", "also": "seat",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _own_inbox(settings, tmp_path):
    settings.VAR = tmp_path


def rows(world):
    with tenancy.acting_in([world.alder]):
        return list(BankEntry.objects.filter(school_id=world.alder))


def draft_lines(world):
    with tenancy.acting_in([world.alder]):
        return DraftLine.objects.filter(plan_id=world.plan).count()


@pytest.mark.parametrize("address", READ)
def test_every_member_of_staff_reads_the_bank_and_nobody_else(as_, world, address):
    for who in STAFF:
        assert as_(who).get(address).status_code == 200, who
    for who in STRANGERS:
        client = as_(who)
        answer = client.get(address)
        assert (answer.status_code, answer.content) == (404, client.get("/bank/nowhere").content)


@pytest.mark.parametrize("address", LEAD)
def test_only_those_who_lead_send_have_pages_to_change_it(as_, world, address):
    for who in LEADING:
        assert as_(who).get(address).status_code == 200, who
    for who in [*set(STAFF) - set(LEADING), *STRANGERS]:
        client = as_(who)
        for answer in (client.get(address), client.post(address, FORM)):
            assert answer.status_code == 404, who
            assert answer.content == client.get("/bank/nowhere").content
    assert rows(world) == []


def test_a_teacher_sees_no_button_that_would_not_work(as_):
    for address in READ:
        page = as_("teacher").get(address).content.decode()
        assert "/bank/share" not in page
        assert "/change" not in page
        assert "Where it is used" not in page


def test_the_bank_is_narrowed_by_words_and_by_every_filter(as_):
    client = as_("teacher")
    assert "Phonics again, every day" in client.get("/bank?q=phonics").content.decode()
    narrowed = client.get(
        "/bank?kind=intervention&area=CL&phase=secondary&cost=medium&evidence=rated"
    ).content.decode()
    assert "Phonics for older readers" in narrowed
    assert "1 entry" in narrowed
    assert "No entry matches" in client.get("/bank?q=xyzzy").content.decode()


@pytest.mark.parametrize(
    "query", ["q=%00", "q=" + "a" * 5000, "kind=x&area=y", "page=0", "page=-1", "page=x", "page=999", "q=%25%27%22"]
)  # fmt: skip
def test_nonsense_in_the_address_still_opens_the_page(as_, query):
    assert as_("senco").get(f"/bank?{query}").status_code == 200


def test_every_page_of_the_whole_bank_can_be_reached(as_):
    client, seen = as_("teacher"), set()
    for number in range(1, 8):
        page = client.get(f"/bank?page={number}").content.decode()
        seen |= set(re.findall(r'href="/bank/entries/([a-z0-9-]+)"', page))
    assert len(seen) >= 150


def test_an_entry_of_the_schools_own_is_added_and_found(as_, world):
    client = as_("senco")
    answer = client.post("/bank/add?kind=strategy", FORM)
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert "Blue cushion" in page
    assert "Your school’s words, version 1" in page
    assert "Blue cushion" in as_("teacher").get("/bank?q=cushion").content.decode()


def test_what_is_wrong_is_told_all_at_once_and_nothing_typed_is_lost(as_, world):
    answer = as_("senco").post(
        "/bank/add?kind=intervention", {"title": "Pond club", "words.minutes": "ten", "cost": "x"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Pond club" in page
    assert 'value="ten"' in page
    for href in ("#words.minutes", "#words.who", "#areas", "#phases", "#source"):
        assert f'href="{href}"' in page
    assert rows(world) == []


def test_words_that_look_like_code_are_shown_as_words(as_):
    client = as_("senco")
    shown = client.post("/bank/add", {**FORM, "title": "<script>alert(1)</script>"})
    page = client.get(shown["Location"]).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_shipped_entry_is_changed_compared_hidden_and_brought_back(as_, world):
    client, entry = as_("senco"), f"/bank/entries/{SHIPPED}"
    form = {**FORM, "base": "1", "title": "First sound", "words.text": "Say the first sound only."}
    assert client.post(f"{entry}/change", form).status_code == 302
    page = client.get(entry).content.decode()
    assert "Say the first sound only." in page
    assert "Say the first word of the answer." in page  # the words that come with Spinney, beside
    client.post(f"{entry}/set", {"act": "hide"})
    assert "First sound" not in client.get("/bank?q=first+sound").content.decode()
    assert "First sound" in client.get("/bank?state=hidden").content.decode()
    client.post(f"{entry}/set", {"act": "show"})
    client.post(f"{entry}/set", {"act": "original"})
    assert "Say the first sound only." not in client.get(entry).content.decode()
    assert client.post(f"{entry}/set", {"act": "burn"}).status_code == 302
    assert client.post("/bank/entries/none/set", {"act": "hide"}).status_code == 404


def test_two_who_change_one_entry_are_told(as_, world):
    client, entry = as_("senco"), f"/bank/entries/{SHIPPED}/change"
    form = {**FORM, "base": "1"}
    client.post(entry, form)
    client.post(entry, {**form, "title": "Red"})
    answer = client.post(entry, {**form, "title": "Green", "base": "7"})
    assert answer.status_code == 422
    assert "Someone else changed this entry" in answer.content.decode()
    assert 'value="Green"' in answer.content.decode()


def the_file(as_, *codes):
    answer = as_("senco").post("/bank/share", {"codes": list(codes)})
    assert answer["Content-Disposition"] == 'attachment; filename="spinney-bank.json"'
    return answer.content


def sent(data, name="bank.json"):
    return {"file": SimpleUploadedFile(name, data)}


def apply_address(page):
    return re.search(r'action="(/bank/take-over/[^"/]+)"', page)[1]


def test_a_file_goes_from_school_to_school_and_nothing_is_stored_before_it_is_taken_over(
    as_, world
):
    with tenancy.acting_in([world.birch]):
        code = services.add_bank_entry(
            world.actor("birch_senco"), school_id=world.birch, entry=PROVISION, now=NOW
        )
    data = as_("birch_senco").post("/bank/share", {"codes": [code]}).content
    client = as_("senco")
    page = client.post("/bank/take-over", sent(data)).content.decode()
    assert "Nothing is changed yet" in page
    assert "Birch Academy" in page
    assert "Pond club" in page
    assert rows(world) == []
    address = apply_address(page)
    assert client.post(address, {"only": [code]}).status_code == 302
    assert [row.code for row in rows(world)] == [code]
    assert client.post(address, {"only": [code]}).status_code == 422  # the file is used up
    again = client.post("/bank/take-over", sent(data)).content.decode()
    assert "Take over what is ticked" not in again


def test_what_is_not_ticked_is_not_taken_and_a_file_can_be_thrown_away(as_, world):
    data = json.loads(the_file(as_, SHIPPED))
    data["entries"][0]["code"] = "own-new-one"
    client = as_("senco")
    page = client.post("/bank/take-over", sent(json.dumps(data).encode())).content.decode()
    client.post(apply_address(page), {})
    assert rows(world) == []
    page = client.post("/bank/take-over", sent(json.dumps(data).encode())).content.decode()
    address = apply_address(page)
    assert client.post(f"{address}/discard").status_code == 302
    assert client.post(address, {"only": ["own-new-one"]}).status_code == 422


def test_a_bad_file_is_refused_and_faults_are_shown_by_entry(as_, world):
    client = as_("senco")
    for data in (b"", b"x" * (2 * 1024 * 1024 + 5), b"[" * 10_000, b"MZ\x00"):
        answer = client.post("/bank/take-over", sent(data))
        assert answer.status_code == 422
        assert (
            "Nothing was taken" in answer.content.decode()
            or "Choose a file" in answer.content.decode()
        )
    assert client.post("/bank/take-over", {}).status_code == 422
    data = json.loads(the_file(as_, SHIPPED))
    data["entries"].append({"code": "x"})
    page = client.post("/bank/take-over", sent(json.dumps(data).encode())).content.decode()
    assert "Entry 2" in page
    assert rows(world) == []


def test_another_schools_waiting_file_is_not_there(as_, world):
    data = the_file(as_, SHIPPED)
    page = as_("senco").post("/bank/take-over", sent(data)).content.decode()
    assert as_("birch_senco").post(apply_address(page), {}).status_code == 422


PICK = "/plans/{plan}/bank/provision"


def test_without_script_the_button_saves_the_draft_and_leads_to_the_list(as_, world):
    client = as_("senco")
    page = client.get(f"/plans/{world.plan}/edit").content.decode()
    assert page.count('value="bank:') == 3
    answer = client.post(f"/plans/{world.plan}/edit", {"act": "bank:provision"})
    assert answer["Location"] == PICK.format(plan=world.plan)
    assert client.post(f"/plans/{world.plan}/edit", {"act": "bank:../x"}).status_code == 422


def test_an_entry_is_added_and_the_draft_opens_at_the_new_line_and_says_where_it_is_from(
    as_, world
):
    client = as_("senco")
    page = client.get(f"{PICK.format(plan=world.plan)}?q=word+maps").content.decode()
    assert "Add to plan" in page
    answer = client.post(PICK.format(plan=world.plan), {"code": "ci-word-map-group"})
    found = re.search(r"/edit#line-([0-9a-f-]+)$", answer["Location"])
    draft = client.get(answer["Location"]).content.decode()
    assert f'id="line-{found[1]}"' in draft
    assert "From the bank: <a" in draft
    target = client.post(f"/plans/{world.plan}/bank/outcome", {"code": "ci-ask-for-help"})
    assert "Still to fill in: [number]" in client.get(target["Location"]).content.decode()


def test_an_entry_that_is_gone_is_told_on_the_list(as_, world):
    client = as_("senco")
    before = draft_lines(world)
    answer = client.post(PICK.format(plan=world.plan), {"code": "nothing"}, follow=True)
    assert "no longer in your school’s bank" in answer.content.decode()
    assert draft_lines(world) == before


def test_the_list_for_a_section_without_a_bank_or_of_an_ended_plan_is_not_there(as_, world):
    client = as_("senco")
    assert client.get(f"/plans/{world.plan}/bank/need").status_code == 404
    with tenancy.acting_in([world.alder]):
        services.end_plan(
            world.actor("senco"), plan_id=world.plan, why="x", now=NOW, safety_handed_over=True
        )
    assert client.get(PICK.format(plan=world.plan))["Location"] == f"/plans/{world.plan}"


@pytest.mark.parametrize(
    "who", ["teacher", "assistant", "head", "dsl", "office", "birch_senco", "mother", "charlie"]
)
def test_whoever_may_not_edit_gets_no_list_and_adds_nothing(as_, world, who):
    client, before = as_(who), draft_lines(world)
    for address in (PICK.format(plan=world.plan), PICK.format(plan=world.plan) + "?partial=1&q=a"):
        answer = client.get(address)
        assert (answer.status_code, answer.content) == (404, client.get("/bank/nowhere").content)
    assert client.post(PICK.format(plan=world.plan), {"code": SHIPPED}).status_code == 404
    assert draft_lines(world) == before


def test_options_for_type_ahead_are_few_and_say_how_many_there_are(as_, world):
    page = as_("senco").get(f"{PICK.format(plan=world.plan)}?q=&partial=1").content.decode()
    assert page.count('role="option"') == 8
    assert int(re.search(r'data-total="(\d+)"', page)[1]) > 30
    assert "Maya" not in page


def test_staff_read_on_the_plan_what_came_from_the_bank_and_families_do_not(as_, world):
    senco = world.actor("senco")
    with tenancy.acting_in([world.alder]):
        services.add_from_bank(senco, plan_id=world.plan, code=SHIPPED, now=NOW)
        services.publish_plan(senco, plan_id=world.plan, why="More", now=NOW)
    for who in ("senco", "teacher"):
        assert "1 line begun from the bank" in as_(who).get(f"/plans/{world.plan}").content.decode()
    page = as_("mother").get(f"/my/plans/{world.plan}").content.decode()
    assert "Say the first word" in page
    assert "begun from the bank" not in page
    assert SHIPPED not in page


def asked(client, address):
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return sum(not q["sql"].lstrip().startswith(NOT_ASKING) for q in seen.captured_queries)


def test_a_page_asks_as_little_for_a_full_bank_as_for_an_empty_one(as_, world):
    client, senco = as_("senco"), world.actor("senco")
    for address in ("/", f"/plans/{world.plan}"):  # a first reading of a plan is written down
        client.get(address)
    addresses = [*READ, *LEAD, PICK.format(plan=world.plan), f"/plans/{world.plan}/edit",
                 PICK.format(plan=world.plan) + "?partial=1&q=a", f"/plans/{world.plan}"]  # fmt: skip
    few = {address: asked(client, address) for address in addresses}
    with tenancy.acting_in([world.alder]):
        for _ in range(25):
            services.add_bank_entry(senco, school_id=world.alder, entry=OWN, now=NOW)
            services.add_from_bank(senco, plan_id=world.plan, code=SHIPPED, now=NOW)
            services.add_from_bank(senco, plan_id=world.draft, code=SHIPPED, now=NOW)
    many = {address: asked(client, address) for address in addresses}
    # One question more where the plans are shown: that somebody looked is recorded.
    few[READ[1]] += 1
    assert many == few
    assert {address: n for address, n in many.items() if n > MOST} == {}
