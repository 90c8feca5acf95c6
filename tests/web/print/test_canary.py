"""Words of each forbidden kind are planted in a plan; none may reach the bytes of a copy that may not hold them.

Beside the rule stand its mutants: the faults that would let a word through, each shown to be caught.
"""

import json
from dataclasses import replace

import pytest
from tests.factories.access import NOW, a_membership, a_tie, a_user, the_actor
from tests.factories.people import a_carer, a_child, a_school
from tests.factories.plans import save, write
from tests.web.print.reading import read

from spinney.access.types import FieldClass, Relation, Role
from spinney.kernel import tenancy
from spinney.plans import queries, services
from spinney.plans.rules import render
from spinney.plans.services import recipients
from spinney.plans.types import Layer
from spinney.web.print import documents, typeset

pytestmark = pytest.mark.django_db
WORDS = {
    "mother's view": "CANARYMOTHER", "father's view": "CANARYFATHER", "staff note": "CANARYSTAFF",
    "safety": "CANARYSAFETY", "plan": "CANARYPLAN", "address": "Canary Street", "postcode": "ZZ99",
    "phone": "07700 900001",
}  # fmt: skip
NEVER = {"address", "postcode", "phone"}
FAMILY = {"father's view", "staff note"} | NEVER
READERS = {
    "mother": FAMILY,
    "mother without an account": FAMILY,
    "father": {"mother's view", "staff note"} | NEVER,
    "senco for herself": NEVER,
    "teacher for herself": {"mother's view", "father's view", "staff note"} | NEVER,
}


class Planted:
    def __init__(self) -> None:
        self.school = a_school()
        self.users = {who: a_user(who.title()) for who in ("mother", "father", "senco", "teacher")}
        with tenancy.acting_in([self.school]):
            self._people()
            self.plan = self._plan(the_actor(self.users["senco"], "Senco"))

    def _people(self) -> None:
        self.child = a_child(self.school)
        a_membership(self.users["senco"], self.school, Role.SENCO)
        a_membership(self.users["teacher"], self.school, Role.TEACHER)
        a_tie(self.users["teacher"], self.school, self.child, Relation.TEACHES)
        self.carers = {
            "mother without an account": a_carer(self.school, self.child, forename="Abi")
        }
        for who in ("mother", "father"):
            a_tie(self.users[who], self.school, self.child, Relation.PARENT)
            self.carers[who] = a_carer(
                self.school, self.child, user_id=self.users[who], forename=who.title()
            )

    def _plan(self, senco):
        plan = services.open_plan(
            senco, school_id=self.school, child_id=self.child, layer=Layer.TARGETED, now=NOW
        )
        write(senco, plan, "about", "strengths", WORDS["plan"])
        write(senco, plan, "review", "next_review", "2027-02-01")
        write(senco, plan, "review", "notes", WORDS["staff note"])
        for section, values in (
            ("safety", {"kind": "seizure", "action": WORDS["safety"]}),
            *(
                ("parent_voice", {"who": who, "words": WORDS[view], "person": str(self.carers[who])})
                for who, view in (
                    ("mother", "mother's view"), ("father", "father's view"),
                )
            ),
        ):  # fmt: skip
            line = services.add_line(senco, plan_id=plan, section=section, now=NOW)
            for field, value in values.items():
                save(senco, plan, line, field, value)
        services.publish_plan(senco, plan_id=plan, why="", now=NOW)
        return plan

    def copy(self, reader: str):
        with tenancy.acting_in([self.school]):
            if reader.endswith("for herself"):
                who = the_actor(self.users[reader.split(" ", maxsplit=1)[0]], "Me")
                return queries.own_copy(who, plan_id=self.plan, now=NOW)
            return queries.copy_for_adult(
                the_actor(self.users["senco"], "Senco"), plan_id=self.plan,
                carer_id=self.carers[reader], now=NOW,
            )  # fmt: skip


@pytest.fixture
def planted(db):
    return Planted()


def papers(printed) -> list[tuple[str, dict]]:
    copy = documents.Copy(printed.recipient_name, "Senco", NOW.date())
    return [
        ("plan", documents.plan(printed, copy)),
        ("profile", documents.profile(printed, copy)),
    ]


def leaks(planted, reader: str) -> set[str]:
    """Which planted words reach the data handed to the typesetter, or the file it makes."""
    found = set()
    for template, data in papers(planted.copy(reader)):
        whole = read(typeset.pdf(template, data, now=NOW)).everything().decode("latin-1")
        told = json.dumps(data) + whole
        found |= {kind for kind, words in WORDS.items() if words in told}
    return found


@pytest.mark.parametrize("reader", READERS)
def test_no_copy_holds_a_word_that_its_reader_may_not_see(planted, reader):
    assert leaks(planted, reader) & READERS[reader] == set()


@pytest.mark.parametrize("reader", READERS)
def test_every_copy_holds_the_words_that_keep_the_child_safe(planted, reader):
    assert {"safety", "plan"} <= leaks(planted, reader)


def test_each_parent_finds_their_own_words(planted):
    assert "mother's view" in leaks(planted, "mother")
    assert "father's view" in leaks(planted, "father")


def all_kept(template, lines, classes, *, persons=frozenset()):
    return tuple(lines), False


def everyones_words(section, line, classes, persons):
    return bool(section.own_words_of) or section.field_class in classes


def printers_own_part(row, _decision):
    return recipients.Recipient(row[0], row[1], None, "", "", frozenset(FieldClass), ())


MUTANTS = {
    "nothing is taken out": (render, "for_reader", all_kept),
    "every parent's words count as own": (render, "_open", everyones_words),
    "the printer's rights instead of the reader's": (recipients, "_recipient", printers_own_part),
}


@pytest.mark.parametrize("mutant", MUTANTS)
def test_a_planted_fault_is_caught_by_the_canaries(planted, mutant, monkeypatch):
    where, name, fault = MUTANTS[mutant]
    monkeypatch.setattr(where, name, fault)
    try:
        caught = leaks(planted, "mother") & READERS["mother"] != set()
    except Exception as refused:  # noqa: BLE001
        caught = type(refused).__name__ == "NotAllowed"
    assert caught


def test_a_canary_in_the_pages_of_a_file_would_be_found(planted):
    printed = planted.copy("mother")
    header = replace(printed.view.header, child_name=WORDS["staff note"])
    view = replace(printed.view, header=header)
    _, data = papers(replace(printed, view=view))[0]
    assert WORDS["staff note"] in read(typeset.pdf("plan", data, now=NOW)).everything().decode(
        "latin-1"
    )
