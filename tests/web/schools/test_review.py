"""The pages of a review, without script: who may open them, what they hold, and what their buttons do."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.factories.access import NOW
from tests.factories.people import a_child
from tests.factories.plans import a_plan, write
from tests.factories.reviews import a_review, another_senco, judge, outcomes

from spinney.kernel import tenancy
from spinney.kernel.ids import uuid7
from spinney.plans import services
from spinney.plans.models import Review, ReviewPerson, ReviewResult, ReviewTask
from spinney.plans.services import NewPerson

REFUSED = ["teacher", "assistant", "head", "dsl", "office", "other_teacher", "mother", "father",
           "young_person", "birch_senco", "charlie", "it_lead"]  # fmt: skip
SOON = datetime.now(UTC).date() + timedelta(days=14)
PAGES = ["review", "meeting", "read-back", "invitation.ics"]


@pytest.fixture
def inside(world):
    with tenancy.acting_in([world.alder, world.birch]):
        yield world


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", REFUSED)
def test_a_review_is_not_there_for_anyone_but_the_senco(as_, world, who, page):
    client = as_(who)
    answer = client.get(f"/plans/{world.plan}/{page}")
    missing = client.get(f"/plans/{uuid7()}/{page}")
    assert (answer.status_code, missing.status_code) == (404, 404)
    assert answer.content == missing.content
    if page != "invitation.ics":
        assert client.post(f"/plans/{world.plan}/{page}", {"act": "record"}).status_code == 404


@pytest.mark.parametrize("who", ["teacher", "head", "office", "mother", "charlie", "it_lead"])
def test_the_grid_is_not_there_for_anyone_else(as_, world, who):
    assert as_(who).get("/reviews").status_code == 404
    assert as_(who).post("/reviews", {}).status_code == 404


def test_a_plan_is_reviewed_and_its_draft_opens_with_the_results(as_, inside):
    world, client = inside, as_("senco")
    html = client.get(f"/plans/{world.plan}/review").content.decode()
    assert "Cycle 1: do, review due 1 February 2027" in html
    assert "Say how it went" in html
    line = world.line
    form = {f"result-{line}": "met", f"words-{line}": "She asked.", "held_on": "2026-11-23"}
    saved = client.post(f"/plans/{world.plan}/review", {**form, "act": "save"})
    assert saved.status_code == 302
    assert ReviewResult.objects.get().words == "She asked."
    done = client.post(
        f"/plans/{world.plan}/review", {**form, "act": "record", "next_review": "2027-03-01"}
    )
    assert done["Location"] == f"/plans/{world.plan}/edit"
    assert "Cycle 1 is complete" in client.get(done["Location"]).content.decode()
    assert Review.objects.get().next_review == date(2027, 3, 1)
    cycles = client.get(f"/plans/{world.plan}/cycles").content.decode()
    assert "1 completed cycle" in cycles
    assert "1 met" in cycles
    for address in (f"/plans/{world.plan}", f"/pupils/{world.maya}"):
        html = client.get(address).content.decode()
        assert "Cycle 2: assess and plan" in html
        assert "1 completed cycle" in html


def test_what_cannot_be_kept_is_said_and_stays_on_the_page(as_, inside):
    world, client = inside, as_("senco")
    line = world.line
    answer = client.post(
        f"/plans/{world.plan}/review",
        {"act": "record", f"result-{line}": "met", f"words-{line}": "x" * 2001},
    )
    html = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="#words-{line}"' in html
    assert "x" * 2001 in html
    assert not ReviewResult.objects.exists()
    for field, value in (("held_on", "31-31-31"), ("held_on", "2099-01-01")):
        form = {"act": "record", f"result-{line}": "met", field: value}
        answer = client.post(f"/plans/{world.plan}/review", form)
        assert answer.status_code == 422
        assert f'href="#{field}"' in answer.content.decode()


def test_autosave_answers_in_few_words(as_, inside):
    world, client = inside, as_("senco")
    form = {"partial": "1", "act": "save", f"result-{world.line}": "partly"}
    assert re.match(
        r"\d\d:\d\d", client.post(f"/plans/{world.plan}/review", form).json()["saved_at"]
    )
    bad = client.post(f"/plans/{world.plan}/review", {**form, f"result-{world.line}": "odd"})
    assert (bad.status_code, bad.json()["message"]) == (422, "Choose one of the listed results.")


def test_people_a_meeting_and_tasks_are_set_without_script(as_, inside):
    world, client = inside, as_("senco")
    address = f"/plans/{world.plan}/review"
    client.post(address, {"act": "add-person", "ref": f"carer:{world.mother_carer}"})
    client.post(address, {"act": "add-person", "name": "Dr Lee", "role": "Speech therapist"})
    mother, doctor = ReviewPerson.objects.order_by("id")
    client.post(address, {"act": "people", "present": [str(mother.id)], "voice": [str(mother.id)]})
    mother.refresh_from_db()
    doctor.refresh_from_db()
    assert (mother.present, mother.shows_voice, doctor.present) == (True, True, False)
    client.post(
        f"/plans/{world.plan}/meeting",
        {
            "act": "add-task",
            "what": "Send the diary",
            "person": str(mother.id),
            "by_when": str(SOON),
        },
    )
    task = ReviewTask.objects.get()
    screen = client.get(f"/plans/{world.plan}/read-back").content.decode()
    assert "Send the diary" in screen
    client.post(f"/plans/{world.plan}/read-back", {"act": f"read-back:{task.id}"})
    assert "Read back at" in client.get(f"/plans/{world.plan}/read-back").content.decode()
    client.post(address, {"act": f"remove-task:{task.id}"})
    assert not ReviewTask.objects.exists()
    for act in (
        "add-task",
        "meeting",
        "add-person",
        "remove-task:nonsense",
        "remove-person:x",
        "odd",
    ):
        assert client.post(address, {"act": act}).status_code in {302, 422}


CANARY = "CANARY"


def test_the_calendar_file_holds_nothing_of_the_child(as_, inside):
    world, client = inside, as_("senco")
    address = f"/plans/{world.plan}/review"
    assert client.get(f"/plans/{world.plan}/invitation.ics").status_code == 404
    line = world.line
    client.post(
        address,
        {"act": "meeting", "day": str(SOON), "clock": "15:30", "minutes": "45",
         "place": "Library, upstairs", f"result-{line}": "met", f"words-{line}": CANARY},
    )  # fmt: skip
    client.post(address, {"act": "add-person", "name": f"{CANARY} Lee", "role": CANARY})
    answer = client.get(f"/plans/{world.plan}/invitation.ics")
    text = answer.content.decode()
    assert answer["Content-Type"].startswith("text/calendar")
    starts = datetime.combine(SOON, time(15, 30), ZoneInfo("Europe/London")).astimezone(UTC)
    assert f"DTSTART:{starts:%Y%m%dT%H%M}00Z" in text
    assert "LOCATION:Library\\, upstairs" in text
    for secret in (CANARY, "Maya", "Okafor", str(world.maya), str(world.plan), "help with a card",
                   "Targeted", "SEN", "Alder"):  # fmt: skip
        assert secret not in text.replace("\r\n ", "") + str(answer.headers)
    named = client.post(
        address,
        {
            "act": "meeting",
            "day": str(SOON),
            "clock": "15:30",
            "minutes": "45",
            "place": "Maya's room",
        },
    )
    assert 'href="#place"' in named.content.decode()


def test_a_calendar_that_named_the_child_would_be_caught(as_, inside, monkeypatch):
    """The planted fault: a helpful summary."""
    from spinney.plans.rules import invitation

    monkeypatch.setattr(invitation, "SUMMARY", "Review of Maya Okafor")
    with pytest.raises(AssertionError):
        test_the_calendar_file_holds_nothing_of_the_child(as_, inside)


def test_the_shared_screen_has_no_menu_no_search_and_no_staff_words(as_, inside):
    world, client = inside, as_("senco")
    senco = world.actor("senco")
    write(senco, world.plan, "review", "notes", "CANARY staff note", now=NOW)
    services.publish_plan(senco, plan_id=world.plan, why="Before the review", now=NOW)
    for page in ("meeting", "read-back"):
        html = client.get(f"/plans/{world.plan}/{page}").content.decode()
        assert "Maya Okafor’s review" in html
        assert "CANARY" not in html
        assert 'type="search"' not in html
        assert "Sam Ó Briain" not in html
        assert "/office" not in html


def test_a_closed_record_is_not_put_on_the_screen(as_, inside):
    from tests.factories.access import a_denial

    from spinney.access.types import DenialKind

    world, client = inside, as_("senco")
    a_denial(world.alder, world.maya, DenialKind.SAFEGUARDING_FREEZE)
    html = client.get(f"/plans/{world.plan}/meeting").content.decode()
    assert "Ask the DSL" in html
    assert "Maya" not in html


def entry(plan, line, part="result"):
    return f"{part}.{plan}.{line}"


def test_the_grid_without_script_sets_all_then_exceptions_then_records(as_, inside):
    world, client = inside, as_("senco")
    senco = world.actor("senco")
    plans = [a_plan(senco, world.alder, a_child(world.alder, f"Child{n}")) for n in range(3)]
    rows = {entry(plan, outcomes(plan)[0]): "" for plan in plans}
    first = next(iter(rows))
    done = client.post(
        "/reviews?due=all", {**rows, first: "not_met", "act": "all", "for_all": "met"}
    )
    assert done.status_code == 302
    assert sorted(ReviewResult.objects.values_list("result", flat=True)) == [
        "met",
        "met",
        "not_met",
    ]
    html = client.get("/reviews?due=all").content.decode()
    assert html.count("checked") == 4  # three, and 'not yet' of the plan that waits
    done = client.post(
        "/reviews?due=all", {**dict.fromkeys(rows, "met"), "act": "record"}, follow=True
    )
    assert "3 reviews recorded" in done.content.decode()
    assert Review.objects.filter(recorded_at__isnull=False).count() == 3


def test_the_grid_names_whose_row_was_bad_and_keeps_the_rest(as_, inside):
    world, client = inside, as_("senco")
    plan = a_plan(world.actor("senco"), world.alder, a_child(world.alder, "Ali"))
    form = {
        entry(plan, outcomes(plan)[0]): "met",
        entry(world.plan, world.line): "splendid",
        entry(world.birch_plan, uuid7()): "met",
        "act": "save",
    }
    answer = client.post("/reviews?due=all", form)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Maya Okafor: Choose one of the listed results." in html
    assert "A plan: This plan is not one that you can review" in html
    assert "Noor" not in html
    assert ReviewResult.objects.count() == 1
    quiet = client.post("/reviews", {**form, "partial": "1"}).json()
    assert (quiet["kept"], len(quiet["faults"])) == (1, 2)


def test_the_grid_keeps_what_was_written_on_the_childs_own_page(as_, inside):
    world, client = inside, as_("senco")
    judge(
        world.actor("senco"),
        world.plan,
        "partly",
        next_step="change",
        target="Four of five",
        ladder="1",
    )
    client.post("/reviews", {entry(world.plan, world.line): "partly", "act": "save"})
    row = ReviewResult.objects.get()
    assert (row.next_step, row.new_target, row.ladder) == ("change", "Four of five", 1)
    client.post("/reviews", {entry(world.plan, world.line): "not_met", "act": "save"})
    assert ReviewResult.objects.get().next_step == ""


@pytest.mark.parametrize("query", ["?due=nonsense", "?page=0", "?page=99999", "?page=x", "?year='", "?group=%00",
                                   "?due=all&group=nobody", "?due=overdue&year=4"])  # fmt: skip
def test_the_grid_opens_whatever_its_address_says(as_, query):
    assert as_("senco").get(f"/reviews{query}").status_code == 200


@pytest.fixture
def tasks(inside):
    """One task for the mother and one for the teacher."""
    world, senco = inside, inside.actor("senco")
    for ref, what in (
        (f"carer:{world.mother_carer}", "Send the diary"),
        (f"staff:{world.users['teacher']}", "Move her seat"),
    ):
        person = services.add_person(senco, plan_id=world.plan, person=NewPerson(ref=ref), now=NOW)
        services.add_task(
            senco,
            plan_id=world.plan,
            person_id=person,
            what=what,
            by_when=date(2026, 11, 24),
            now=NOW,
        )
    a_review(senco, world.plan)
    return {task.what: task for task in ReviewTask.objects.all()}


def test_each_persons_page_holds_their_own_tasks_alone(as_, tasks):
    family = as_("mother").get("/my/tasks").content.decode()
    staff = as_("teacher").get("/tasks").content.decode()
    assert ("Send the diary" in family, "Move her seat" in family) == (True, False)
    assert ("Send the diary" in staff, "Move her seat" in staff) == (False, True)
    for who, address in (("other_teacher", "/tasks"), ("young_person", "/my/tasks")):
        html = as_(who).get(address).content.decode()
        assert "Send the diary" not in html
        assert "Move her seat" not in html
    assert as_("father").get("/my/tasks").status_code in {200, 404}
    assert "Send the diary" not in as_("father").get("/my/tasks").content.decode()


def test_a_task_is_marked_done_by_its_owner(as_, tasks):
    task = tasks["Send the diary"]
    for who, address in (
        ("father", "my/tasks"),
        ("young_person", "my/tasks"),
        ("teacher", "tasks"),
    ):
        answer = as_(who).post(f"/{address}/{task.id}", {"done": "yes"})
        assert answer.status_code == 404
    as_("mother").post(f"/my/tasks/{task.id}", {"done": "yes"})
    task.refresh_from_db()
    assert task.done_at
    assert "Open again" in as_("mother").get("/my/tasks").content.decode()


def test_the_recap_is_one_persons_alone_on_paper_and_in_plain_words(as_, inside, tasks):
    world, client = inside, as_("senco")
    person = tasks["Send the diary"].person_id
    page = client.get(f"/plans/{world.plan}/recap/{person}").content.decode()
    text = client.get(f"/plans/{world.plan}/recap/{person}.txt").content.decode()
    for words in (page, text):
        assert "Send the diary" in words
        assert "Move her seat" not in words
    assert "(by 24 November 2026)" in text
    for who in ("teacher", "mother", "head", "birch_senco", "charlie"):
        assert as_(who).get(f"/plans/{world.plan}/recap/{person}").status_code == 404
        assert as_(who).get(f"/plans/{world.plan}/recap/{person}.txt").status_code == 404
    assert client.get(f"/plans/{world.plan}/recap/{uuid7()}").status_code == 404


def seen_on(html, line):
    return re.search(rf'name="seen[-.][^"]*{line}" value="(\w+)"', html)[1]


def test_who_writes_on_an_old_page_reads_the_others_words_beside_their_own(as_, inside):
    world, client, address = inside, as_("senco"), f"/plans/{inside.plan}/review"
    mark = seen_on(client.get(address).content.decode(), world.line)
    judge(another_senco(world.alder), world.plan, "met", words="Every day.")
    form = {
        f"result-{world.line}": "partly",
        f"words-{world.line}": "Twice.",
        f"seen-{world.line}": mark,
    }
    refused = client.post(address, {**form, "act": "record"})
    html = refused.content.decode()
    assert refused.status_code == 422
    assert "bea judged this while your page was open: met." in html
    assert "Every day." in html
    assert ">Twice.</textarea>" in html
    assert ReviewResult.objects.get().words == "Every day."
    again = {**form, f"seen-{world.line}": seen_on(html, world.line)}
    assert client.post(address, {**again, "act": "save"}).status_code == 302
    assert ReviewResult.objects.get().words == "Twice."


def test_a_page_that_saves_by_itself_is_told_what_it_has_seen(as_, inside):
    world, client, address = inside, as_("senco"), f"/plans/{inside.plan}/review"
    mark = seen_on(client.get(address).content.decode(), world.line)
    form = {f"result-{world.line}": "met", f"seen-{world.line}": mark, "partial": "1"}
    seen = client.post(address, form).json()["seen"]
    assert seen == {str(world.line): seen_on(client.get(address).content.decode(), world.line)}
    undone = {f"words-{world.line}": "", f"seen-{world.line}": seen[str(world.line)]}
    client.post(address, {**undone, "act": "save"})
    assert not ReviewResult.objects.exists()


def test_a_row_of_the_grid_tells_of_another_person_and_then_is_saved(as_, inside):
    world, client = inside, as_("senco")
    mark = seen_on(client.get("/reviews?due=all").content.decode(), world.line)
    judge(another_senco(world.alder), world.plan, "met")
    row = f"{world.plan}.{world.line}"
    form = {f"result.{row}": "partly", f"words.{row}": "", "act": "save"}
    refused = client.post("/reviews?due=all", {**form, f"seen.{row}": mark})
    html = refused.content.decode()
    assert refused.status_code == 422
    assert "bea judged this while your page was open: met." in html
    quiet = {**form, f"seen.{row}": seen_on(html, world.line), "partial": "1"}
    saved = client.post("/reviews?due=all", quiet).json()
    assert saved["seen"] == {
        row: seen_on(client.get("/reviews?due=all").content.decode(), world.line)
    }
    assert ReviewResult.objects.get().result == "partly"
