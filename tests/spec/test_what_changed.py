"""What a family reads when a plan changes: the exact sentences, as a table."""

import json
from pathlib import Path
from uuid import UUID

import pytest

import spinney.plans
from spinney.plans.rules.changes import what_changed
from spinney.plans.rules.template import template_from
from spinney.plans.types import Line

BODY = json.loads((Path(spinney.plans.__file__).parent / "data/isp-1.json").read_text("utf-8"))
TEMPLATE = template_from(BODY)
NEED, OTHER, OUT, PROV, S1, S2 = (UUID(int=n) for n in range(1, 7))


def line(line_id, section, **values):
    return Line(line_id, section, 0, values)


def lines(**changed):
    """A small published plan; `changed` replaces a line by name, None takes it off."""
    base = {
        "need": line(NEED, "need", title="Finding words", area="CI", barrier="Stops trying."),
        "outcome": line(OUT, "outcome", title="Asks for help", needs=[str(NEED)], by_when="2027-02-01"),
        "provision": line(PROV, "provision", what="Word games", minutes=20, outcomes=[str(OUT)]),
        "first": line(S1, "adjustment", text="Wait ten seconds."),
        "second": line(S2, "adjustment", text="Show the card."),
        "review": line(UUID(int=9), "review", next_review="2027-02-01"),
        **changed,
    }  # fmt: skip
    return [item for item in base.values() if item is not None]


TABLE = [
    ("nothing", {}, {}, []),
    ("a new need", {"extra": line(OTHER, "need", title="Staying calm")}, {},
     [("added", "New need: Staying calm", "", "")]),
    ("an outcome reworded", {"outcome": line(OUT, "outcome", title="Asks at once", needs=[str(NEED)],
                                             by_when="2027-02-01")}, {},
     [("altered", "The outcome 'Asks for help' now reads 'Asks at once'.", "Asks for help", "Asks at once")]),
    ("a date moved", {"review": line(UUID(int=9), "review", next_review="2027-03-01")}, {},
     [("altered", "Review: 'Next review' changed.", "1 February 2027", "1 March 2027")]),
    ("a field filled in", {"provision": line(PROV, "provision", what="Word games", minutes=20, place="Library",
                                             outcomes=[str(OUT)])}, {},
     [("altered", "Provision line 'Word games': 'Where' was filled in.", "", "Library")]),
    ("a field taken out", {"provision": line(PROV, "provision", what="Word games", outcomes=[str(OUT)])}, {},
     [("altered", "Provision line 'Word games': 'Minutes each time' was taken out.", "20", "")]),
    ("a choice told in words", {"need": line(NEED, "need", title="Finding words", area="SP",
                                             barrier="Stops trying.")}, {},
     [("altered", "Need 'Finding words': 'Area of need' changed.", "Communication and interaction",
       "Sensory and/or physical")]),
    ("a link told by name", {"provision": line(PROV, "provision", what="Word games", minutes=20,
                                               outcomes=[str(OUT)], needs=[str(NEED)])}, {},
     [("altered", "Provision line 'Word games': 'Which needs it is for' was filled in.", "", "Finding words")]),
    ("a line taken off is told once, not again by what pointed at it",
     {"need": None, "outcome": line(OUT, "outcome", title="Asks for help", by_when="2027-02-01")}, {},
     [("removed", "No longer on the plan (need): Finding words", "", "")]),
    ("an outcome met", {"outcome": None, "provision": line(PROV, "provision", what="Word games", minutes=20)},
     {str(OUT): {"achievement": "met", "why": "She asks every day."}},
     [("finished", "Finished outcome, met: Asks for help. She asks every day.", "", "")]),
    ("an outcome not met", {"outcome": None, "provision": line(PROV, "provision", what="Word games", minutes=20)},
     {str(OUT): {"achievement": "not_met", "why": "We try another way."}},
     [("finished", "Finished outcome, not met: Asks for help. We try another way.", "", "")]),
    ("the order of strategies", {"first": line(S2, "adjustment", text="Show the card."),
                                 "second": line(S1, "adjustment", text="Wait ten seconds.")}, {},
     [("altered", "The order of what helps in class changed.", "", "")]),
    ("a single section written", {"voice": line(UUID(int=8), "child_voice", words="I like maths")}, {},
     [("added", "'In my own words' was written.", "", "")]),
    ("a contact chosen shows no id",
     {"parent": line(UUID(int=7), "parent_voice", who="Mother", words="Early.", person=str(OTHER))}, {},
     [("added", "New family view: Early.", "", "")]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "ended", "told"), [row[1:] for row in TABLE], ids=[r[0] for r in TABLE]
)
def test_the_words_a_family_reads(changed, ended, told):
    found = what_changed(TEMPLATE, lines(), lines(**changed), ended=ended)
    assert [(c.kind, c.words, c.before, c.after) for c in found] == told


def test_a_first_version_is_read_whole_and_tells_no_changes():
    assert what_changed(TEMPLATE, [], lines()) == []


def test_a_long_title_is_cut_with_an_ellipsis_and_an_empty_one_is_said_to_be_empty():
    long = line(OTHER, "need", title="word " * 40)
    empty = line(UUID(int=20), "need")
    words = [c.words for c in what_changed(TEMPLATE, lines(), [*lines(), long, empty])]
    assert len(words[0]) <= len("New need: ") + 80
    assert words[0].endswith("…")
    assert words[1] == "New need: (no words yet)"
