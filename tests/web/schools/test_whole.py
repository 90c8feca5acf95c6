"""The whole school's pages without script: narrow, tick, see what will happen, do it, undo it, print, copy."""

import csv
import io
import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.access import NOW, a_denial
from tests.factories.full_plan import a_full_plan
from tests.factories.people import a_child
from tests.factories.plans import a_plan

from spinney.access.models import AuditLeaf
from spinney.access.types import DenialKind
from spinney.kernel import tenancy
from spinney.kernel.ids import uuid7
from spinney.plans import services
from spinney.plans.models import DraftLine, Plan, Version

NOT_ASKING = ("SAVEPOINT", "RELEASE", "ROLLBACK", "SET LOCAL", "BEGIN", "COMMIT")
HOSTILE = '=HYPERLINK("https://x.example","Maya")'


@pytest.fixture
def full(world):
    with tenancy.acting_in([world.alder]):
        child = a_child(world.alder, "Ali", year="6")
        return a_full_plan(world.actor("senco"), world.alder, child)


def text(answer):
    return answer.content.decode()


def leaves(world, who):
    with tenancy.acting_in([world.alder]):
        found = AuditLeaf.objects.filter(actor_id=world.users[who]).order_by("seq")
        return [bytes(leaf.leaf) for leaf in found]


class TestList:
    @pytest.mark.parametrize(
        ("query", "there"),
        [("area=CI", {"Ali"}), ("area=SP", set()), ("group=4O", {"Ali", "Maya", "Sam"}),
         ("year=6", {"Ali"}), ("year=6&area=CI&layer=targeted_plus", {"Ali"}), ("layer=specialist", set()),
         ("area=nonsense", {"Ali", "Maya", "Sam"}), ("lifecycle=proposed", {"Sam"})],
    )  # fmt: skip
    def test_filters_combine(self, as_, world, full, query, there):
        page = text(as_("senco").get(f"/plans?{query}"))
        assert {name for name in ("Ali", "Maya", "Sam") if f">{name} " in page} == there

    def test_a_month_is_longer_than_three_weeks(self, as_, world, full):
        with tenancy.acting_in([world.alder]):
            Plan.objects.filter(id=full).update(review_due=date.today())  # noqa: DTZ011
            Plan.objects.filter(id=world.plan).update(
                review_due=date.fromordinal(date.today().toordinal() + 28)  # noqa: DTZ011
            )
        page = as_("senco")
        assert "1 plan matches" in text(page.get("/plans?due=soon"))
        assert "2 plans match" in text(page.get("/plans?due=month"))

    @pytest.mark.parametrize(
        ("sort", "order"),
        [("name", ["Ali", "Maya", "Sam"]), ("year", ["Maya", "Sam", "Ali"])],
    )
    def test_it_is_sorted_by_a_link(self, as_, world, full, sort, order):
        page = text(as_("senco").get(f"/plans?sort={sort}"))
        assert re.findall(r">(Ali|Maya|Sam) ", page) == order
        assert 'aria-sort="ascending"' in page

    def test_sorting_and_size_keep_the_filters(self, as_, world, full):
        page = text(as_("senco").get("/plans?layer=targeted_plus&sort=name&size=200"))
        assert "?layer=targeted_plus&amp;sort=year&amp;size=200" in page

    def test_a_teacher_sees_their_own_and_no_boxes(self, as_, world, full):
        page = text(as_("teacher").get("/plans"))
        assert "1 plan" in page
        assert 'name="plan"' not in page
        assert "Copy to a spreadsheet" not in page

    def test_a_teacher_is_told_of_their_own_classes_only(self, as_, world):
        with tenancy.acting_in([world.alder]):
            other = a_child(world.alder, "Bo")
            from spinney.people.models import Child

            Child.objects.filter(id=other).update(registration_group="9Secret")
            a_plan(world.actor("senco"), world.alder, other)
        assert "9Secret" in text(as_("senco").get("/plans"))
        assert "9Secret" not in text(as_("teacher").get("/plans"))


class TestSteps:
    def chosen(self, world, full, **more):
        return {
            "plan": [str(world.plan), str(full)],
            "act": "layer",
            "why": "More time",
            "layer": "specialist",
            **more,
        }

    def test_choose_see_do_read_and_undo(self, as_, world, full):
        senco = as_("senco")
        first = senco.post("/plans/steps", {"plan": [world.plan, full], "act": "layer"})
        assert "Which layer?" in text(first)
        told = senco.post("/plans/steps", self.chosen(world, full, stage="tell"))
        assert "Version 2 on Specialist, was Targeted Plus." in text(told)
        assert "Nothing has changed yet" in text(told)
        batch = re.search(r'name="batch" value="([^"]+)"', text(told))[1]
        form = self.chosen(world, full, stage="do", batch=batch)
        done = senco.post("/plans/steps", form)
        assert done.status_code == 302
        again = senco.post("/plans/steps", form)  # a second click does nothing more
        assert again["Location"] == done["Location"] == f"/plans/steps/{batch}"
        result = senco.get(done["Location"])
        assert "2 plans changed" in text(result)
        assert "Undo all of it" in text(result)
        assert "Move to another layer" in text(senco.get("/plans/steps"))
        undone = senco.post(f"/plans/steps/{batch}/undo", follow=True)
        assert "This was undone" in text(undone)
        assert "2 plans put back." in text(undone)
        with tenancy.acting_in([world.alder]):
            assert Plan.objects.get(id=full).layer == "targeted_plus"
            assert Version.objects.filter(plan_id=full).count() == 3

    def test_all_that_match_are_the_filters_and_not_the_page(self, as_, world, full):
        form = {
            "all": "yes",
            "filter-layer": "targeted_plus",
            "act": "hold",
            "why": "Away",
            "stage": "tell",
        }
        told = text(as_("senco").post("/plans/steps", form))
        assert "Ali Okafor" in told
        assert "Maya Okafor" not in told

    def test_a_filter_full_of_nonsense_finds_nothing_and_breaks_nothing(self, as_, world):
        form = {
            "all": "yes",
            "filter-area": "\x00'; DROP TABLE",
            "filter-year": "x" * 900,
            "act": "hold",
        }
        for address in ("/plans/steps", "/plans/print", "/plans/print.pdf"):
            assert as_("senco").post(address, form).status_code in {200, 409, 422}

    @pytest.mark.parametrize(
        ("form", "words"),
        [({"act": "layer"}, "Tick at least one plan"), ({"plan": ["x"], "act": "layer"}, "Tick at least one"),
         ({"act": "delete"}, "Choose what to do")],
    )  # fmt: skip
    def test_nothing_chosen_is_said_and_nothing_done(self, as_, world, form, words):
        answer = as_("senco").post("/plans/steps", form)
        assert answer.status_code == 422
        assert words in text(answer)

    @pytest.mark.parametrize("when", ["", "31 2 2027", "8 3 1999", "x" * 300, "\x00", "2027-13-01"])
    def test_a_bad_date_comes_back_with_its_field(self, as_, world, full, when):
        form = {"plan": [str(full)], "act": "review", "why": "x", "review_on": when, "stage": "do"}
        answer = as_("senco").post("/plans/steps", form)
        assert answer.status_code == 422
        assert 'href="#review_on"' in text(answer)

    @pytest.mark.parametrize("typed", ["2027-03-08", "8 3 2027", "8/3/2027", "08.03.2027"])
    def test_a_date_is_read_as_browsers_and_people_write_it(self, typed):
        from spinney.web.schools.bulk import day_in

        assert day_in(typed) == date(2027, 3, 8)

    @pytest.mark.parametrize(
        "who", ["head", "dsl", "teacher", "assistant", "office", "it_lead", "birch_senco", "mother"]
    )
    def test_it_is_like_a_page_that_is_not_there_for_others(self, as_, world, full, who):
        client, batch = as_(who), uuid7()
        form = self.chosen(world, full, stage="do", batch=str(batch))
        if who != "birch_senco":
            assert client.post("/plans/steps", form).status_code == 404
            assert client.get("/plans/steps").status_code == 404
        else:
            client.post("/plans/steps", form)  # a SENCO of another school: the plans are not theirs
        assert client.get(f"/plans/steps/{uuid7()}").status_code == 404
        assert client.post(f"/plans/steps/{uuid7()}/undo").status_code == 404
        with tenancy.acting_in([world.alder]):
            assert Plan.objects.get(id=full).version == 1

    def test_hostile_words_stay_words(self, as_, world, full):
        form = self.chosen(world, full, stage="tell", why="<script>alert(1)</script>")
        assert "<script>alert" not in text(as_("senco").post("/plans/steps", form))


class TestMap:
    def test_the_map_folds_from_type_to_pupil(self, as_, world, full):
        page = text(as_("senco").get("/provision"))
        assert "Word-finding games with pictures" in page
        assert "Group of 2, Mr Osei, teaching assistant, Library corner" in page
        assert ">Ali Okafor</a>" in page
        assert page.count("<details") >= 4

    @pytest.mark.parametrize(("who", "count"), [("teacher", 0), ("head", 2), ("office", 0)])
    def test_others_see_what_they_may(self, as_, world, full, who, count):
        assert text(as_(who).get("/provision")).count(">Ali Okafor</a>") == count

    def test_hostile_plan_words_stay_words(self, as_, world, full):
        with tenancy.acting_in([world.alder]):
            line = DraftLine.objects.filter(plan_id=full, section="provision")[0].id
            services.save_field(
                world.actor("senco"), plan_id=full, line_id=line, field="what",
                value="<img src=x onerror=alert(1)>", base_rev=1, now=NOW,
            )  # fmt: skip
            services.publish_plan(world.actor("senco"), plan_id=full, why="x", now=NOW)
        page = text(as_("senco").get("/provision"))
        assert "&lt;img src=x" in page
        assert "<img src=x" not in page


class TestCopies:
    def made(self, client, **more):
        return client.post(
            "/plans/export", {"what": "list", "purpose": "reviews", "kind": "csv", **more}
        )

    def test_a_csv_holds_the_list_and_who_made_it(self, as_, world, full):
        answer = self.made(as_("senco"))
        assert answer["Content-Disposition"] == 'attachment; filename="plans.csv"'
        assert answer.content.startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert rows[0] == [
            "Child",
            "Year",
            "Class",
            "Layer",
            "Areas of need",
            "State",
            "Version",
            "Next review",
            "Waiting for",
        ]
        ali = next(row for row in rows if row[0] == "Ali Okafor")
        assert ali[3:8] == [
            "Targeted Plus", "Communication and interaction; Social, emotional and mental health", "Active", "1",
            "2027-02-01",
        ]  # fmt: skip
        assert rows[-1][0].startswith("Made by Senco on ")
        assert "3 rows" in rows[-1][0]

    def test_the_copy_is_recorded_with_its_purpose_and_count(self, as_, world, full):
        self.made(as_("senco"), purpose="governors")
        last = leaves(world, "senco")[-1]
        assert b'"export":"plans"' in last
        assert b'"rows":3' in last
        assert b'"why":"governors"' in last
        assert b"Ali" not in last

    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    @pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t=", "\r=", "  ="])
    def test_no_cell_can_become_a_formula(self, sign, kind):
        from spinney.plans.rules.copies import LIST_COLUMNS
        from spinney.plans.services import Sheet
        from spinney.web.schools import sheets

        sheet = Sheet("Plans", LIST_COLUMNS[:1], ((f"{sign}1+1",),), "x")
        if kind == "csv":
            body = sheets.as_csv(sheet, by="=cmd", at=NOW).decode("utf-8-sig")
            rows = list(csv.reader(io.StringIO(body, newline="")))
            assert rows[1] == [f"'{sign}1+1"]
        else:
            cells = xlsx_cells(sheets.as_xlsx(sheet, by="x", at=NOW))
            assert not any(kind == "formula" for kind, _ in cells)
            assert ("string", f"{sign}1+1") in cells

    def test_a_hostile_name_reaches_no_formula_through_the_page(self, as_, world):
        with tenancy.acting_in([world.alder]):
            a_plan(world.actor("senco"), world.alder, a_child(world.alder, HOSTILE, ""))
        body = self.made(as_("senco")).content.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(body)))
        assert f"'{HOSTILE}" in {row[0] for row in rows}
        cells = xlsx_cells(self.made(as_("senco"), kind="xlsx").content)
        assert ("string", HOSTILE) in cells
        assert not any(kind == "formula" for kind, _ in cells)

    def test_dates_are_real_in_xlsx(self, as_, world, full):
        from datetime import datetime

        cells = xlsx_cells(self.made(as_("senco"), kind="xlsx").content)
        serial = (datetime(2027, 2, 1) - datetime(1899, 12, 30)).days  # noqa: DTZ001
        assert ("number", str(serial)) in cells

    def test_the_provision_copy_has_a_row_a_line(self, as_, world, full):
        body = self.made(as_("senco"), what="provision").content.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(body)))
        games = next(row for row in rows if row[3].startswith("Word-finding"))
        assert games[6:10] == ["3", "20", "2", "30"]
        assert len(rows) == 4

    def test_families_words_are_in_no_copy(self, as_, world, full):
        with tenancy.acting_in([world.alder]):
            stored = str(Version.objects.get(plan_id=full).lines)
        assert "Mornings are hard" in stored
        for what in ("list", "provision"):
            body = self.made(as_("senco"), what=what).content.decode("utf-8-sig")
            for words in (
                "Mornings are hard",
                "the words fall out",
                "Ask the speech therapist",
                "seizure",
                "lips turn blue",
            ):
                assert words not in body

    @pytest.mark.parametrize("purpose", ["", "fun", "x" * 5000])
    def test_a_copy_without_a_purpose_is_not_made(self, as_, world, purpose):
        answer = self.made(as_("senco"), purpose=purpose)
        assert answer.status_code == 422
        assert 'href="#purpose"' in text(answer)

    @pytest.mark.parametrize(
        "who",
        ["teacher", "assistant", "dsl", "office", "it_lead", "other_teacher", "mother", "charlie"],
    )
    def test_only_who_leads_send_makes_copies(self, as_, world, who):
        assert as_(who).get("/plans/export").status_code == 404
        assert self.made(as_(who)).status_code == 404

    def test_a_senco_of_another_school_copies_their_own_children_only(self, as_, world, full):
        body = self.made(as_("birch_senco")).content.decode()
        assert "Noor" in body
        assert "Okafor" not in body.replace("Noor Okafor", "")

    def test_a_child_the_head_may_not_see_is_in_no_copy(self, as_, world, full):
        with tenancy.acting_in([world.alder]):
            a_denial(world.alder, world.maya, DenialKind.COURT_ORDER, user_id=world.users["head"])
        assert "Maya" not in self.made(as_("head")).content.decode()
        assert "Maya" in self.made(as_("senco")).content.decode()

    def test_a_column_of_a_closed_class_is_not_in_it(self):
        from spinney.access.types import FieldClass
        from spinney.plans.rules.copies import LIST_COLUMNS, allowed_columns, cells

        ordinary = frozenset({FieldClass.ORDINARY})
        found = allowed_columns(LIST_COLUMNS, [ordinary])
        assert [column.code for column in found] == ["child", "year", "group"]
        told = {column.code: column.code for column in LIST_COLUMNS}
        assert cells(told, LIST_COLUMNS[2:4], ordinary) == ("group", None)


def xlsx_cells(body):
    """Each cell as (kind, text), read with nothing but a zip and an XML reader."""
    import zipfile

    from lxml import etree

    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        shared = [
            "".join(item.itertext())
            for item in etree.fromstring(book.read("xl/sharedStrings.xml")).iter(f"{space}si")
        ]
        page = etree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    found = []
    for cell in page.iter(f"{space}c"):
        value = cell.findtext(f"{space}v") or ""
        if cell.find(f"{space}f") is not None:
            found.append(("formula", value))
        elif cell.get("t") == "s":
            found.append(("string", shared[int(value)].replace("_x000D_", "\r")))
        else:
            found.append(("number", value))
    return found


class TestPaper:
    def pages(self, answer):
        from pypdf import PdfReader

        assert answer["Content-Type"] == "application/pdf", text(answer)[:2000]
        return [page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages]

    @pytest.mark.parametrize("kind", ["profile", "plan"])
    def test_a_class_in_one_file_numbers_each_childs_pages_and_names_its_reader(
        self, as_, world, full, kind
    ):
        pages = self.pages(as_("senco").get(f"/plans/print.pdf?group=4O&kind={kind}"))
        first = [page for page in pages if "Page 1 of" in page]
        assert len(first) == 2  # Sam's is a draft
        assert all("Printed for \u2068Senco\u2069" in page or "Senco" in page for page in pages)
        assert any("Maya Okafor" in page for page in first)
        assert any("Ali Okafor" in page for page in first)

    def test_cards_come_from_the_cards(self, as_, world, full):
        pages = "".join(self.pages(as_("senco").get("/plans/print.pdf?group=4O&kind=cards")))
        assert "Classroom cards: 4O" in pages
        assert "Give Maya the first word" in pages

    def test_large_print_takes_more_pages(self, as_, world, full):
        senco = as_("senco")
        few = self.pages(senco.get("/plans/print.pdf?year=6&kind=plan"))
        many = self.pages(senco.get("/plans/print.pdf?year=6&kind=plan&size=large"))
        assert len(many) > len(few)

    def test_a_batch_holds_what_a_single_print_holds(self, as_, world, full):
        def words(pages):
            return sorted(re.sub(r"Page \d+ of \d+", "", " ".join(pages)).split())

        for who in ("senco", "teacher"):
            plan = full if who == "senco" else world.plan
            one = self.pages(as_(who).get(f"/plans/{plan}/plan.pdf"))
            batch = self.pages(as_(who).get(f"/plans/print.pdf?plan={plan}&kind=plan"))
            assert words(batch) == words(one)

    def test_reviews_of_some_days(self, as_, world, full):
        page = as_("senco").get("/plans/print?since=2027-02-01&until=2027-02-01")
        assert ">Ali Okafor</a>" in text(page)
        assert ">Ali Okafor</a>" not in text(as_("senco").get("/plans/print?since=2027-02-02"))

    def test_ticked_plans_go_to_the_print_centre(self, as_, world, full):
        page = text(as_("senco").post("/plans/print", {"plan": [full], "act": "review"}))
        assert "1 child" in page
        assert f'name="plan" value="{full}"' in page

    def test_every_child_in_it_was_looked_at(self, as_, world, full):
        as_("senco").get("/plans/print.pdf?group=4O&kind=plan")
        last = leaves(world, "senco")[-1]
        assert b'"printed":true' in last
        assert str(world.maya).encode() in last

    @pytest.mark.parametrize(
        ("who", "there"),
        [("teacher", True), ("other_teacher", False), ("office", False), ("birch_senco", False)],
    )
    def test_paper_holds_only_children_whose_plans_one_may_open(self, as_, world, full, who, there):
        answer = as_(who).get(f"/plans/print.pdf?plan={world.plan}&plan={full}&kind=plan")
        if there:
            pages = " ".join(self.pages(answer))
            assert "Maya Okafor" in pages
            assert "Ali Okafor" not in pages
        else:
            assert answer.status_code == 409
            assert "Okafor" not in text(answer)

    def test_sixty_is_the_most_and_it_says_so(self, as_, world, monkeypatch):
        from spinney.plans.queries import batch as paper
        from spinney.web.print import batch as pages

        monkeypatch.setattr(paper, "MOST", 1)
        monkeypatch.setattr(pages, "MOST", 1)
        with tenancy.acting_in([world.alder]):
            a_plan(world.actor("senco"), world.alder, a_child(world.alder, "Bo"))
        answer = as_("senco").get("/plans/print.pdf?group=4O&kind=plan")
        assert answer.status_code == 409
        assert "too many for one file" in text(answer)

    def test_nothing_chosen_prints_nothing(self, as_, world):
        assert as_("senco").get("/plans/print.pdf").status_code == 409
        assert as_("senco").get("/plans/print").status_code == 200

    def test_a_name_of_any_kind_prints(self, as_, world):
        with tenancy.acting_in([world.alder]):
            for name in ("=1+1", "<b>Bo</b>", "#panic()", "محمد", "𝕏\u202e"):
                a_plan(world.actor("senco"), world.alder, a_child(world.alder, name, ""))
        assert self.pages(as_("senco").get("/plans/print.pdf?group=4O&kind=profile"))


PAGES = ["/plans?area=CI&group=4O&sort=name", "/plans?sort=year&size=400", "/provision", "/plans/steps",
         "/plans/print?group=4O", "/plans/print.pdf?group=4O&kind=cards", "/plans/print.pdf?group=4O&kind=plan",
         "/plans/export"]  # fmt: skip


def asked(client, address):
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return sum(not q["sql"].lstrip().startswith(NOT_ASKING) for q in seen.captured_queries)


def test_a_page_asks_as_little_for_many_as_for_three(as_, world, full):
    senco, client = world.actor("senco"), as_("senco")
    with tenancy.acting_in([world.alder]):
        for n in range(2):
            a_full_plan(senco, world.alder, a_child(world.alder, f"C{n}"))
    client.get("/plans")
    few = {address: asked(client, address) for address in PAGES}
    with tenancy.acting_in([world.alder]):
        for n in range(24):
            a_full_plan(senco, world.alder, a_child(world.alder, f"D{n}"))
    many = {address: asked(client, address) for address in PAGES}
    assert many == few
    assert {address: n for address, n in many.items() if n > 12} == {}


def test_a_draft_is_named_as_left_out(as_, world):
    page = text(as_("senco").get("/plans/print?group=4O"))
    assert "nothing has been published yet: Sam" in page
