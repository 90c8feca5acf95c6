"""Each rule of the coach against sentences that it must flag and sentences that it must leave alone."""

import dataclasses

import pytest
from tests.spec.coach_world import BODY, SENTENCES, TEMPLATE, TODAY, line_id, sheet_of

from spinney.plans.rules import coach
from spinney.plans.rules.coach import BY_CODE, CHECKS, RULES, WEASELS, find, table
from spinney.plans.rules.coach.checks_words import CUT_HERE
from spinney.plans.rules.coach.hits import Hit
from spinney.plans.rules.coach.syllables import reading_age, syllables
from spinney.plans.rules.template import template_from
from spinney.plans.types import FieldKind, FieldSpec, Line
from spinney.plans.types.coach import Topic

CASES = [
    pytest.param(code, kind, text, id=f"{code}-{kind}-{n}")
    for code, told in SENTENCES.items()
    for kind in ("flagged", "clear")
    for n, text in enumerate(told[kind])
]


def flags(code, text):
    return [x for x in find(sheet_of(text, SENTENCES[code].get("in", ""))) if x.rule.code == code]


@pytest.mark.parametrize(("code", "kind", "text"), CASES)
def test_a_rule_flags_what_it_should_and_nothing_else(code, kind, text):
    found = flags(code, text)
    assert bool(found) == (kind == "flagged"), text
    for finding in found:
        assert finding.rule is BY_CODE[code]
        assert finding.says
        assert finding.where
        assert "{" not in finding.says + finding.better


def test_every_rule_has_a_check_and_four_sentences_of_each_kind():
    assert set(CHECKS) == set(BY_CODE) == set(SENTENCES)
    short = {
        c for c, told in SENTENCES.items() if min(len(told["flagged"]), len(told["clear"])) < 4
    }
    assert short == set()


def test_every_rule_says_what_why_and_whence():
    for rule in RULES:
        assert min(map(len, (rule.title, rule.looks_for, rule.why, rule.source, rule.says))) > 3
        assert rule.topic in Topic
        assert rule.better or rule.code in {"gap_left", "plan_too_long"}


def faults():
    """The sentences that the rules, as they are now, get wrong."""
    return {
        code
        for code, told in SENTENCES.items()
        for kind in ("flagged", "clear")
        for text in told[kind]
        if bool(list(CHECKS[code](sheet_of(text, told.get("in", ""))))) != (kind == "flagged")
    }


def nothing(sheet):
    return iter(())


def everything(sheet):
    yield Hit(sheet.lines[0] if sheet.lines else None, "", "planted")


@pytest.mark.parametrize("mutant", [nothing, everything])
@pytest.mark.parametrize("code", list(CHECKS))
def test_a_rule_that_is_switched_off_or_always_fires_is_caught(monkeypatch, code, mutant):
    monkeypatch.setitem(coach.CHECKS, code, mutant)
    assert faults() == {code}


class TestPhrases:
    def test_there_are_forty_and_more_each_with_a_reason_and_a_better_pattern(self):
        assert len(WEASELS) >= 40
        assert len({item.words for item in WEASELS}) == len(WEASELS)
        assert all(item.why and item.instead for item in WEASELS)

    @pytest.mark.parametrize("item", WEASELS, ids=lambda item: item.words)
    def test_each_phrase_is_flagged_and_gone_from_the_better_sentence(self, item):
        [found] = flags("weasel", f"Maya gets {item.words} reading")
        assert item.words not in found.better.lower()
        assert "{" not in found.better

    def test_the_better_sentence_is_made_from_the_line(self):
        plan = "provision: what=Regular access to a laptop; who=Mr Osei; how_often=3 times a week"
        [found] = [x for x in find(sheet_of(plan)) if x.rule.code == "weasel"]
        assert found.better == "3 times a week, Mr Osei gives Maya a laptop"
        assert found.usable

    def test_a_who_that_is_nobody_is_not_put_into_a_better_sentence(self):
        plan = "provision: what=Access to a laptop; who=Staff; how_often=Regularly"
        told = {x.field: x.better for x in find(sheet_of(plan)) if x.rule.code == "weasel"}
        assert told == {"what": "[who] gives Maya a laptop", "how_often": "[how often]"}

    @pytest.mark.parametrize("old", [*table.DEFICIT])
    def test_words_that_judge_are_flagged_wherever_the_school_speaks(self, old):
        assert flags("deficit", f"Sam was {old} today.")

    @pytest.mark.parametrize("old", [*table.OFFICE])
    def test_office_words_are_swapped(self, old):
        [found] = flags("office_words", f"Maya and {old} her book")
        assert old not in found.better

    @pytest.mark.parametrize("short", [*table.ABBREVIATIONS])
    def test_letters_are_spelt_out_once(self, short):
        [found] = flags("abbreviation", f"Meets the {short} and again the {short}")
        assert found.better.count(f"({short})") == 1


class TestWhatIsNotJudged:
    HARD = (
        "He refuses to utilise his SALT time regularly. Sam is lazy, as required, where possible."
    )

    @pytest.mark.parametrize("section", ["child_voice", "parent_voice"])
    def test_nobody_edits_what_a_child_or_parent_said(self, section):
        assert find(sheet_of(f"{section}: words={self.HARD}")) == []

    def test_a_section_of_somebodys_own_words_in_another_template_is_left_alone_too(self):
        body = {**BODY, "sections": [{**s, "code": "voices"} if s["code"] == "parent_voice" else s
                                     for s in BODY["sections"]]}  # fmt: skip
        line = Line(line_id("need", 1), "voices", 0, {"words": self.HARD})
        assert find(coach.Sheet(template_from(body), [line], TODAY)) == []

    def test_staff_notes_are_not_held_to_a_familys_reading_age(self):
        hard = SENTENCES["reading_age"]["flagged"][0]
        assert flags("reading_age", hard)
        codes = {x.rule.code for x in find(sheet_of(f"review: notes={hard}"))}
        assert "reading_age" not in codes

    def test_an_empty_new_line_is_not_nagged(self):
        lines = [
            Line(line_id(code, 1), code, 0, {})
            for code in ("need", "outcome", "provision", "safety")
        ]
        assert find(coach.Sheet(TEMPLATE, lines, TODAY)) == []


class TestOtherTemplates:
    FULL = [Line(line_id("provision", 1), "provision", 0, {"what": "Games", "minutes": "about ten", "starts": "x",
                                                           "needs": "y", "who": None, "how_often": ["z"]}),
            Line(line_id("outcome", 1), "outcome", 0, {"title": 7, "by_when": 5, "needs": None}),
            Line(line_id("need", 1), "gone", 0, {"title": "In a section that is no more"})]  # fmt: skip

    @pytest.mark.parametrize("left_out", [s["code"] for s in BODY["sections"]])
    def test_a_form_without_a_section_is_read_without_it(self, left_out):
        body = {**BODY, "sections": [s for s in BODY["sections"] if s["code"] != left_out]}
        find(coach.Sheet(template_from(body), self.FULL, TODAY))

    @pytest.mark.parametrize(
        ("section", "field"),
        [(s["code"], f["code"]) for s in BODY["sections"] for f in s["fields"]],
    )
    def test_a_form_without_a_field_does_not_ask_for_it(self, section, field):
        sections = tuple(
            dataclasses.replace(
                s, fields=tuple(f for f in s.fields if (s.code, f.code) != (section, field))
            )
            for s in TEMPLATE.sections
        )
        form = dataclasses.replace(TEMPLATE, sections=sections)
        found = find(coach.Sheet(form, self.FULL, TODAY))
        assert [x for x in found if (x.section, x.field) == (section, field)] == []

    def test_a_field_of_another_kind_breaks_nothing(self):
        sections = tuple(
            dataclasses.replace(
                s, fields=tuple(dataclasses.replace(f, kind=FieldKind.TEXT) for f in s.fields)
            )
            for s in TEMPLATE.sections
        )
        find(coach.Sheet(dataclasses.replace(TEMPLATE, sections=sections), self.FULL, TODAY))

    def test_a_schools_own_field_is_read_for_its_words(self):
        own = FieldSpec("our_own", "Our own", FieldKind.TEXT)
        sections = tuple(
            dataclasses.replace(s, fields=(*s.fields, own)) if s.code == "provision" else s
            for s in TEMPLATE.sections
        )
        line = Line(line_id("provision", 1), "provision", 0, {"our_own": "Support with reading"})
        found = find(coach.Sheet(dataclasses.replace(TEMPLATE, sections=sections), [line], TODAY))
        assert ("weasel", "our_own", "Provision line 1: Our own") in {
            (x.rule.code, x.field, x.where) for x in found
        }


class TestReadingAge:
    @pytest.mark.parametrize(("word", "count"), [
        ("the", 1), ("table", 2), ("made", 1), ("needed", 2), ("jumped", 1), ("education", 4), ("piano", 3),
        ("area", 3), ("people", 2), ("something", 2), ("independently", 5), ("science", 2), ("boxes", 2),
        ("places", 2),
        ("safety", 2), ("therapist", 3), ("facilitate", 4), ("child", 1), ("strategies", 3), ("behaviour", 3),
    ])  # fmt: skip
    def test_syllables_are_counted(self, word, count):
        assert syllables(word) == count

    def test_a_short_text_has_no_reading_age(self):
        assert reading_age("It is short.") is None

    def test_long_words_and_long_sentences_make_a_text_older(self):
        easy, hard = SENTENCES["reading_age"]["clear"][0], SENTENCES["reading_age"]["flagged"][0]
        assert reading_age(easy) < 11
        assert reading_age(hard) > 20

    def test_the_better_text_is_never_older_than_the_text(self):
        for text in SENTENCES["reading_age"]["flagged"]:
            [found] = flags("reading_age", text)
            assert found.better != text
            younger = reading_age(found.better.replace(CUT_HERE, ".")) or 0  # too short to tell
            assert younger < reading_age(text)


def test_a_mark_changes_with_the_words_and_with_nothing_else():
    one, again, other = (
        next(
            x.mark
            for x in find(sheet_of(f"provision: what={what}; who=Mr Osei"))
            if x.rule.code == "weasel"
        )
        for what in ("Access to books", "Access to books", "Access to toys")
    )
    assert one == again != other


def test_a_writers_brackets_are_not_taken_for_ours():
    [found] = flags("weasel", "Access to {who} and {0} and {rule.__class__}")
    assert found.better.endswith("and {0} and {rule.__class__}")
