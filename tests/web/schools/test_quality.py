"""The quality of plans, for those who lead: counts without names, a sample that can be repeated, a file."""

import csv
import re
from io import StringIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories.access import NOW
from tests.factories.full_plan import a_full_plan
from tests.factories.people import a_child

from spinney.kernel import tenancy
from spinney.plans import services
from spinney.plans.rules.coach import table
from spinney.spine.ingest.text import harmless_cell
from spinney.web.schools import disclosure
from spinney.web.schools.disclosure import FEW, HIDDEN, SMALL, shown, shown_parts

REFUSED = ["dsl", "office", "teacher", "assistant", "it_lead", "other_teacher", "mother", "father", "stepfather",
           "young_person", "charlie"]  # fmt: skip
PAGES = ["/quality", "/quality?by=year", "/quality/sample", "/quality/counts.csv"]


@pytest.fixture
def many(world):
    """Eight plans written with care, in two years, beside Maya's thin one."""
    with tenancy.acting_in([world.alder]):
        senco = world.actor("senco")
        for n in range(8):
            child = a_child(world.alder, f"Hazel{n}", "Wren", year="5" if n < 6 else "6")
            a_full_plan(senco, world.alder, child)
        services.count_uncounted(senco, school_id=world.alder, now=NOW)


def cells(page, title):
    row = next(r for r in re.findall(r"<tr.*?</tr>", page, re.DOTALL) if title in r)
    return [
        " ".join(re.sub(r"<[^>]+>", " ", cell).split())
        for cell in re.findall(r"<td.*?</td>", row, re.DOTALL)
    ]


class TestSummary:
    @pytest.mark.parametrize("who", ["senco", "head"])
    def test_those_who_lead_see_counts_by_layer_and_by_year(self, as_, many, who):
        page = as_(who).get("/quality").content.decode()
        assert cells(page, "The target is later than the review") == ["8 (89 %)", "0", "8"]
        assert cells(page, "Nothing says how it will be measured") == [FEW, FEW, "0"]
        by_year = as_(who).get("/quality?by=year").content.decode()
        assert cells(by_year, "All plans in force") == ["9", FEW, "6", FEW]

    def test_no_child_is_named_on_any_of_the_pages(self, as_, many):
        for address in PAGES:
            body = as_("senco").get(address).content.decode()
            assert not re.search("Maya|Okafor|Hazel|Wren", body), address

    @pytest.mark.parametrize("who", REFUSED)
    def test_others_are_told_there_is_no_such_page(self, as_, world, who):
        for address in PAGES:
            assert as_(who).get(address).status_code == 404, address
        assert as_(who).post("/quality").status_code == 404

    def test_the_menu_leads_there_for_those_who_lead(self, as_, world):
        assert 'href="/quality"' in as_("senco").get("/plans").content.decode()
        assert 'href="/quality"' not in as_("teacher").get("/plans").content.decode()

    def test_another_school_sees_its_own(self, as_, many):
        page = as_("birch_senco").get("/quality").content.decode()
        assert "fewer than 5 plans in force" in page

    def test_plans_published_earlier_are_counted_by_a_button(self, as_, world):
        senco = as_("senco")
        assert (
            "1 plan in force was published before these rules"
            in senco.get("/quality").content.decode()
        )
        answer = senco.post("/quality", follow=True).content.decode()
        assert "were published before" not in answer
        assert "Count" not in re.sub(r"<[^>]+>", "", answer.split("What was found")[0]).replace(
            "counted", ""
        )


class TestSmallNumbers:
    """A number from 1 to 4 is not shown, and cannot be worked out from its row and the row's total."""

    @staticmethod
    def leaks(parts):
        told = shown_parts(parts)
        direct = [c for c, n in parts.items() if 0 < n < SMALL and told[c] not in {FEW, HIDDEN}]
        unknown = [c for c in parts if told[c] in {FEW, HIDDEN}]
        worked_out = shown(sum(parts.values())).isdigit() and len(unknown) == 1
        return direct or worked_out

    @settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
    @given(st.lists(st.integers(0, 60), max_size=7))
    def test_no_small_number_can_be_told(self, counts):
        assert not self.leaks({str(n): count for n, count in enumerate(counts)})

    @given(st.integers(0, 5000))
    def test_a_count_is_shown_or_said_to_be_few(self, count):
        assert shown(count) == (FEW if 0 < count < 5 else str(count))

    def test_a_fault_that_leaves_one_cell_to_be_worked_out_is_found(self, monkeypatch):
        monkeypatch.setitem(
            globals(), "shown_parts", lambda parts: {c: shown(n) for c, n in parts.items()}
        )
        assert self.leaks({"a": 3, "b": 20})

    def test_a_fault_that_shows_a_small_number_is_found(self, monkeypatch):
        monkeypatch.setattr(disclosure, "SMALL", 3)
        assert self.leaks({"a": 4, "c": 20})


class TestSample:
    def plans_on(self, page):
        return re.findall(r'href="/plans/([0-9a-f-]{36})"', page)

    def test_the_seed_is_printed_and_gives_the_same_plans_again(self, as_, many):
        first = as_("senco").get("/quality/sample?seed=governor+7&plans=5").content.decode()
        again = as_("head").get("/quality/sample?seed=governor+7&plans=5").content.decode()
        assert "Picked by “governor 7”" in first
        assert len(self.plans_on(first)) == 5
        assert self.plans_on(first) == self.plans_on(again)

    def test_each_plan_has_a_checklist_to_tick(self, as_, many):
        page = as_("senco").get("/quality/sample?plans=5").content.decode()
        assert page.count("Could anyone tell whether each outcome was met?") == 5
        assert page.count("Yes ☐ Partly ☐ No ☐") == 35

    @pytest.mark.parametrize("query", [
        "seed=%00", "seed=" + "x" * 500, "seed=<script>", "seed='; DROP TABLE plans_plan; --",
        "plans=9999", "plans=-1", "plans=x", "seed=%F0%9F%98%80",
    ])  # fmt: skip
    def test_a_seed_or_size_that_nobody_offers_falls_back_and_says_so(self, as_, many, query):
        answer = as_("senco").get(f"/quality/sample?{query}")
        assert answer.status_code == 200
        body = answer.content.decode()
        assert len(self.plans_on(body)) <= 10
        assert ("cannot pick a sample" in body) == query.startswith("seed")


class TestFile:
    def rows(self, client):
        answer = client.get("/quality/counts.csv")
        assert answer["Content-Type"].startswith("text/csv")
        return list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))

    def test_it_holds_the_numbers_of_the_page(self, as_, many):
        rows = self.rows(as_("senco"))
        assert rows[0] == [
            "Rule",
            "What it looks for",
            "Plans",
            "Targeted",
            "Targeted Plus",
            "Year 4",
            "Year 5",
            "Year 6",
        ]
        late = next(row for row in rows if row[0] == "The target is later than the review")
        assert late[2:] == ["8", "0", "8", "0", HIDDEN, FEW]

    def test_no_cell_is_a_formula(self, as_, many):
        assert all(harmless_cell(cell) == cell for row in self.rows(as_("senco")) for cell in row)

    def test_a_rule_whose_words_begin_like_a_formula_is_made_harmless(self, as_, many, monkeypatch):
        import dataclasses

        from spinney.plans.queries import coach as queries

        evil = tuple(dataclasses.replace(rule, title="=cmd|' /C calc'!A0") for rule in table.RULES)
        monkeypatch.setattr(queries, "RULES", evil)
        assert all(not row[0].startswith("=") for row in self.rows(as_("senco")))
