"""Voices, what is missing and how we know, on paper: what this reader's page shows and no more."""

import json
from dataclasses import replace

import pytest
from tests.factories.access import NOW
from tests.web.families.world import two_homes
from tests.web.print.reading import read, smallest_letter
from tests.web.print.samples import LINES, VIEW, a_copy, a_printed, ident

from spinney.plans import queries, services
from spinney.plans.queries import on_paper
from spinney.plans.rules import voices as rules
from spinney.plans.types.sources import Source, SourceKind
from spinney.plans.types.unmet import NewUnmet, UnmetReason
from spinney.plans.types.voices import Said, Sharing, Told
from spinney.web.print import documents, typeset

pytestmark = pytest.mark.django_db
SECRET = "Lunch is loud and I hide"


@pytest.fixture
def homes():
    made = two_homes()
    with made.scope():
        yield made


def child_says(homes, sharing):
    services.keep_child_voice(
        homes.actor("maya"), plan_id=homes.plan, now=NOW, sharing=sharing,
        told=Told({"hard": Said(SECRET, "sad")}, {str(homes.lines["provision"]): "sort_of"}),
    )  # fmt: skip


def parent_says(homes, who, verdict):
    services.keep_parent_voice(
        homes.actor(who), plan_id=homes.plan, now=NOW,
        told=Told({}, {str(homes.lines["provision"]): verdict}),
    )  # fmt: skip


def something_is_missing(homes):
    new = NewUnmet(
        "A speech therapist", NOW.date(), UnmetReason.NO_STAFF, known_from="A letter about staff"
    )
    services.record_unmet(homes.actor("senco"), plan_id=homes.plan, new=new, now=NOW)


def own(homes, who, *, as_family):
    return queries.own_copy(homes.actor(who), plan_id=homes.plan, now=NOW, as_family=as_family)


def for_adult(homes, who):
    return queries.copy_for_adult(
        homes.actor("senco"), plan_id=homes.plan, carer_id=homes.carers[who], now=NOW
    )


def told(printed):
    data = documents.plan(printed, a_copy())
    return json.dumps([data["voices"], data["missing"]], ensure_ascii=False)


@pytest.mark.parametrize(
    ("sharing", "staff", "family"),
    [(Sharing.NOBODY, False, False), (Sharing.SCHOOL, True, False), (Sharing.FAMILY, True, True)],
)
def test_a_childs_page_prints_for_whom_the_child_chose(homes, sharing, staff, family):
    child_says(homes, sharing)
    assert (SECRET in told(own(homes, "senco", as_family=False))) is staff
    assert (SECRET in told(own(homes, "teacher", as_family=False))) is staff
    assert (SECRET in told(own(homes, "mother", as_family=True))) is family
    assert (SECRET in told(for_adult(homes, "mother"))) is family


def test_a_parents_space_prints_for_that_parent_alone(homes):
    parent_says(homes, "father", "doesnt")
    assert "Doesn’t help" in told(own(homes, "father", as_family=True))
    assert "Doesn’t help" in told(for_adult(homes, "father"))
    for printed in (
        own(homes, "mother", as_family=True), for_adult(homes, "mother"),
        own(homes, "senco", as_family=False), own(homes, "teacher", as_family=False),
    ):  # fmt: skip
        assert "Doesn’t help" not in told(printed)


def test_what_is_missing_prints_without_how_staff_know_of_it(homes):
    something_is_missing(homes)
    for printed in (own(homes, "mother", as_family=True), own(homes, "senco", as_family=False)):
        assert "A speech therapist" in told(printed)
        assert "A letter about staff" not in told(printed)


def test_a_pile_holds_what_each_single_print_holds(homes):
    child_says(homes, Sharing.SCHOOL)
    something_is_missing(homes)
    senco = homes.actor("senco")
    views = queries.copies_for_batch(senco, school_id=homes.school, plan_ids=[homes.plan], now=NOW)
    beside = queries.beside_in_batch(senco, views, school_id=homes.school, now=NOW)
    assert beside == {homes.plan: own(homes, "senco", as_family=False).beside}


def private_pages_are_read(monkeypatch):
    """Neither the statement nor the rule asks what the child chose."""
    leaky = on_paper.SQL.replace("x.sharing = 'family'", "true").replace(
        "x.sharing = ANY(ARRAY['school', 'family'])", "true"
    )
    assert leaky != on_paper.SQL
    monkeypatch.setattr(on_paper, "SQL", leaky)
    monkeypatch.setattr(rules, "shown_to_family", lambda _sharing: True)
    monkeypatch.setattr(rules, "shown_to_school", lambda _sharing: True)


def any_parents_space_is_read(monkeypatch):
    """A space is read without asking whose it is."""
    leaky = on_paper.SQL.replace("AND x.by = %(user)s ", "")
    assert leaky != on_paper.SQL
    monkeypatch.setattr(on_paper, "SQL", leaky)


def staff_are_given_a_parents_words(monkeypatch):
    """Whoever prints is taken for family, and the space of any parent for theirs."""
    any_parents_space_is_read(monkeypatch)
    honest = on_paper._beside
    monkeypatch.setattr(
        on_paper, "_beside", lambda row, reader: honest(row, replace(reader, is_family=True))
    )


def a_private_page_stays_private(homes):
    test_a_childs_page_prints_for_whom_the_child_chose(homes, Sharing.NOBODY, False, False)


@pytest.mark.parametrize(
    ("fault", "test"),
    [
        (private_pages_are_read, a_private_page_stays_private),
        (any_parents_space_is_read, test_a_parents_space_prints_for_that_parent_alone),
        (staff_are_given_a_parents_words, test_a_parents_space_prints_for_that_parent_alone),
    ],
    ids=lambda x: getattr(x, "__name__", ""),
)  # fmt: skip
def test_a_planted_fault_is_caught(monkeypatch, homes, fault, test):
    fault(monkeypatch)
    with pytest.raises(AssertionError):
        test(homes)


@pytest.mark.parametrize("large", [False, True], ids=["normal", "large"])
def test_on_the_sheet_all_of_it_is_said_and_tagged(homes, large):
    child_says(homes, Sharing.FAMILY)
    parent_says(homes, "mother", "helps")
    something_is_missing(homes)
    data = documents.plan(own(homes, "mother", as_family=True), a_copy(large=large))
    found = read(typeset.pdf("plan", data, now=NOW))
    for words in (
        "What Maya Okafor says", SECRET, "Sort of", "What you say in your own space", "Helps",
        "What is missing at the moment", "A speech therapist",
    ):  # fmt: skip
        assert found.says(words), words
    assert found.headings.count("/H2") > 4
    assert smallest_letter(found) >= (18 if large else 8)


@pytest.mark.parametrize("section", ["need", "safety", "provision"])
def test_how_we_know_stands_under_its_line_in_short(section):
    source = Source(
        ident("s"), SourceKind.REPORT, "Dr Ellis", NOW.date(), "4", "A long note of the report"
    )
    lines = tuple(replace(x, sources=(source,)) if x.section == section else x for x in LINES)
    data = documents.plan(a_printed(replace(VIEW, lines=lines)), a_copy())
    found = read(typeset.pdf("plan", data, now=NOW))
    assert found.says("How we know")
    assert found.says("Report, Dr Ellis")
    assert not found.says("A long note of the report")
