"""Results pasted from a spreadsheet, without script: a look first, then in, then back in one step."""

import html as escaped
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.access import NOW
from tests.factories.people import a_child
from tests.factories.plans import a_plan
from tests.factories.reviews import another_senco, judge, outcomes

from spinney.kernel import tenancy
from spinney.kernel.ids import uuid7
from spinney.plans import services
from spinney.plans.models import ReviewResult
from spinney.plans.types.review import Judged

PASTE = "/reviews/paste?due=all"


@pytest.fixture
def inside(world):
    with tenancy.acting_in([world.alder, world.birch]):
        yield world


@pytest.fixture
def three(inside):
    """Ali, Bea and Cy; Maya Okafor, of the world itself, is the fourth row."""
    senco = inside.actor("senco")
    return [
        a_plan(senco, inside.alder, a_child(inside.alder, name)) for name in ("Ali", "Bea", "Cy")
    ]


def tell(client, text, **more):
    return client.post(PASTE, {"act": "tell", "text": text, **more}).content.decode()


def rows_in(html):
    return [escaped.unescape(found) for found in re.findall(r'name="row" value="([^"]*)"', html)]


def kept():
    return sorted(ReviewResult.objects.values_list("result", "words"))


@pytest.mark.parametrize("who", ["teacher", "head", "office", "mother", "charlie", "it_lead"])
def test_the_box_is_not_there_for_anyone_else(as_, world, who):
    client = as_(who)
    assert client.get(PASTE).status_code == 404
    for act in ("tell", "put", "back"):
        form = {"act": act, "text": "met", "row": _row(world.plan, world.line, "met")}
        assert client.post(PASTE, form).status_code == 404
    assert not ReviewResult.objects.exists()


def _row(plan, line, result, was=""):
    return f'["{plan}", "{line}", "{result}", "", "{was}", "", ""]'


def test_a_paste_is_looked_at_put_in_and_taken_back_whole(as_, three):
    client = as_("senco")
    html = tell(client, "met\tSeen daily\nsplendid\nnot met")
    assert "2 rows will change." in html
    assert "1 line not understood" in html
    assert "Line 2" in html
    assert "splendid" in html
    assert kept() == []
    done = client.post(PASTE, {"act": "put", "row": rows_in(html)}).content.decode()
    assert "2 rows filled in." in done
    assert kept() == [("met", "Seen daily"), ("not_met", "")]
    back = client.post(PASTE, {"act": "back", "row": rows_in(done)}, follow=True)
    assert "Taken back: 2 rows as before." in back.content.decode()
    assert kept() == []


def test_taking_back_brings_back_results_words_and_the_next_step(as_, inside, three):
    client = as_("senco")
    judge(inside.actor("senco"), inside.plan, "partly", next_step="change", target="Four of five")
    before = ReviewResult.objects.values("result", "words", "next_step", "new_target").get()
    done = client.post(
        PASTE, {"act": "put", "row": rows_in(tell(client, "Maya Okafor\tno\tAway"))}
    ).content.decode()
    assert ReviewResult.objects.get().result == "not_met"
    client.post(PASTE, {"act": "back", "row": rows_in(done)})
    assert ReviewResult.objects.values("result", "words", "next_step", "new_target").get() == before


def test_what_a_colleague_wrote_after_the_look_stays_and_is_told(as_, inside, three):
    client, colleague = as_("senco"), another_senco(inside.alder)
    sent = rows_in(tell(client, "met\nmet"))
    theirs = Judged(outcomes(three[0])[0], "not_met", "Theirs")
    services.save_results(colleague, plan_id=three[0], judged=(theirs,), now=NOW)
    answer = client.post(PASTE, {"act": "put", "row": sent})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "judged this while your page was open: not met" in html
    assert "1 row filled in." in html
    assert kept() == [("met", ""), ("not_met", "Theirs")]
    client.post(PASTE, {"act": "back", "row": rows_in(html)})
    assert kept() == [("not_met", "Theirs")]


def test_a_plan_of_another_school_is_neither_read_nor_written(as_, inside):
    client = as_("senco")
    line = outcomes(inside.birch_plan)[0]
    sent = {"act": "put", "row": [_row(inside.birch_plan, line, "met"), _row(uuid7(), line, "met")]}
    html = client.post(PASTE, sent).content.decode()
    assert html.count("A plan: This plan is not one that you can review") == 2
    assert "Noor" not in html
    assert not ReviewResult.objects.exists()


BROKEN = ["", "x", "[]", "{}", "null", '["a","b","met","","","",""]', "[1,2,3,4,5,6,7]", "[" * 5000]


@pytest.mark.parametrize("row", BROKEN)
def test_a_page_that_is_not_whole_changes_nothing_and_says_so(as_, inside, row):
    answer = as_("senco").post(PASTE, {"act": "put", "row": row})
    assert answer.status_code == 422
    assert "The page was not complete" in answer.content.decode()
    assert not ReviewResult.objects.exists()


def test_an_empty_box_and_one_that_is_too_full_say_so(as_, three):
    client = as_("senco")
    assert "Paste the cells into the box." in tell(client, "  ")
    assert "Paste at most" in tell(client, "a" * 100_001)
    assert "No row would change." in tell(client, "splendid")


def test_a_paste_without_names_begins_where_it_was_told_to(as_, three):
    client = as_("senco")
    html = tell(client, "met", start=f"{three[2]}.{outcomes(three[2])[0]}")
    (row,) = rows_in(html)
    assert str(three[2]) in row


def test_the_grids_own_paste_is_read_here_and_changes_nothing(as_, three):
    form = {"act": "tell", "text": "partly\tOften\nnope", "partial": "1"}
    told = as_("senco").post(PASTE, form).json()
    name = f"{three[0]}.{outcomes(three[0])[0]}"
    assert told["rows"] == [{"name": name, "result": "partly", "words": "Often"}]
    assert [(f["line"], f["value"]) for f in told["faults"]] == [(2, "nope")]
    assert kept() == []


def test_a_list_that_has_moved_meanwhile_takes_no_paste(as_, three):
    names = [f"{plan}.{outcomes(plan)[0]}" for plan in three]
    form = {"act": "tell", "text": "met", "partial": "1", "order": names, "start": names[1]}
    client = as_("senco")
    assert [row["name"] for row in client.post(PASTE, form).json()["rows"]] == [names[1]]
    told = client.post(PASTE, {**form, "order": [*names, f"{uuid7()}.{uuid7()}"]}).json()
    assert told["rows"] == []
    assert "The list has changed" in told["message"]


def test_the_same_questions_whatever_the_number_of_rows(as_, inside, three):
    client, counts = as_("senco"), []
    tell(client, "met")  # the first page of a visit asks more
    for more in (0, 9):
        for n in range(more):
            a_plan(inside.actor("senco"), inside.alder, a_child(inside.alder, f"Dee{n}"))
        with CaptureQueriesContext(
            connection,
        ) as seen:
            tell(client, "met\n" * (4 + more))
        counts.append(len(seen))
    assert counts[0] == counts[1]
