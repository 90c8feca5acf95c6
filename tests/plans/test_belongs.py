"""What lines belong to outside the plan: the EHCP's sections and items, and packages that may change or go."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from tests.factories.access import NOW
from tests.factories.people import a_child
from tests.factories.plans import a_plan, line_of

from spinney.access.types import FieldClass
from spinney.events.models import Outbox
from spinney.guidance import packages
from spinney.guidance.codesets import EHCP_SECTION, USUAL_SECTION
from spinney.kernel.errors import BadInput, NotAllowed, NotFound, NotNow
from spinney.plans import queries, services
from spinney.plans.models import DraftLine, EhcpItem, Version
from spinney.plans.queries import compare
from spinney.plans.types import Belongs

LATER = NOW + timedelta(days=30)
PMLD = "spp-pmld:1"
REFUSED = ["teacher", "assistant", "office", "head", "dsl", "it_lead", "mother", "young_person",
           "birch_senco", "charlie"]  # fmt: skip


def join(senco, world, *, sections=(), items=(), packages=(), line=None, now=LATER):
    services.join_line(
        senco, plan_id=world.plan, line_id=line or world.line, sections=sections, items=items,
        packages=packages, now=now,
    )  # fmt: skip


def written(senco, world, section="F", words="Daily help with words\nA quiet place"):
    services.add_ehcp_items(senco, plan_id=world.plan, section=section, words=words, now=NOW)
    return [
        str(x)
        for x in EhcpItem.objects.filter(section=section)
        .order_by("number")
        .values_list("id", flat=True)
    ]


def publish(senco, world, now=LATER):
    return services.publish_plan(senco, plan_id=world.plan, why="Joined to the EHCP.", now=now)


def shown(actor, world, number=None):
    return queries.plan_for_reader(actor, plan_id=world.plan, now=LATER, number=number).belongs


def compared(actor, world, older, newer, **more):
    return queries.compare_versions(
        actor, plan_id=world.plan, older=older, newer=newer, now=LATER, **more
    ).changes


@pytest.fixture
def catalogue(monkeypatch):
    """A catalogue that a test may change, as a release would."""
    first = packages.catalogue()[0]

    def put(*found):
        for module in (packages, *_users()):
            monkeypatch.setattr(module, "catalogue", lambda: found)

    put(first)
    return first, put


def _users():
    from spinney.plans.queries import joins
    from spinney.plans.services import belongs

    return joins, belongs


class TestTheCatalogue:
    def test_each_entry_says_what_it_rests_on(self):
        for each in packages.catalogue():
            assert each.status in {"proposal", "in_force"}
            assert each.source
            assert each.address.startswith("https://www.gov.uk/")
            assert each.name
            assert each.areas

    def test_no_entry_claims_to_be_law(self):
        """No bill has been brought in: whoever changes this row must have read the Act."""
        assert {each.status for each in packages.catalogue()} == {"proposal"}

    def test_the_newest_version_that_stands_is_offered(self, catalogue):
        first, put = catalogue
        put(first, replace(first, version=2, valid_from=date(2027, 1, 1), name="Renamed"))
        assert [x.version for x in packages.packages_on(date(2026, 12, 31))] == [1]
        assert [x.name for x in packages.packages_on(date(2027, 1, 1))] == ["Renamed"]

    def test_a_withdrawn_one_is_offered_until_its_last_day_and_readable_after(self, catalogue):
        first, put = catalogue
        put(replace(first, valid_to=date(2026, 12, 31)))
        assert packages.packages_on(date(2026, 12, 31))
        assert not packages.packages_on(date(2027, 1, 1))
        assert packages.package(PMLD).name == first.name

    def test_a_version_that_stands_there_twice_is_a_fault(self):
        text = packages.FILE.read_text(encoding="utf-8")
        with pytest.raises(ValueError, match="twice"):
            packages.read(text + text[text.index("[[package]]") :])

    def test_the_sections_are_the_law_s_letters(self):
        assert list(EHCP_SECTION) == ["A", "B", "C", "D", "E", "F", "G", "H1", "H2", "I", "J", "K"]
        assert USUAL_SECTION == {"need": "B", "outcome": "E", "provision": "F"}


class TestJoining:
    def test_a_line_may_belong_to_several_and_several_to_one(self, world, senco):
        items = written(senco, world)
        join(senco, world, sections=["E", "B"], items=items, packages=[PMLD])
        kept = DraftLine.objects.get(id=world.line).belongs
        assert kept == {"ehcp": ["B", "E"], "items": sorted(items), "packages": [PMLD]}
        event = Outbox.objects.get(type="spinney.plan.line-joined.v1")
        assert (event.data["sections"], event.data["items"], event.data["packages"]) == (2, 2, 1)

    def test_what_is_not_named_is_taken_off(self, world, senco):
        join(senco, world, sections=["E"], packages=[PMLD])
        join(senco, world, packages=[PMLD])
        assert DraftLine.objects.get(id=world.line).belongs == {"packages": [PMLD]}
        join(senco, world)
        assert DraftLine.objects.get(id=world.line).belongs is None

    def test_the_same_again_is_no_change(self, world, senco):
        join(senco, world, sections=["E"])
        join(senco, world, sections=["E"])
        assert Outbox.objects.filter(type="spinney.plan.line-joined.v1").count() == 1

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"sections": ["Z"]}, "ehcp"),
            ({"items": ["0190aaaa-0000-7000-8000-000000000000"]}, "items"),
            ({"packages": ["spp-made-up:1"]}, "packages"),
        ],
    )
    def test_what_is_not_offered_is_refused(self, world, senco, given, field):
        with pytest.raises(BadInput, match="not in the list") as refused:
            join(senco, world, **given)
        assert refused.value.field == field

    def test_another_child_s_item_is_refused(self, world, senco):
        other = a_plan(senco, world.alder, a_child(world.alder, "Ali"))
        services.add_ehcp_items(senco, plan_id=other, section="F", words="Ali’s own", now=NOW)
        theirs = str(EhcpItem.objects.get().id)
        with pytest.raises(BadInput, match="not in the list"):
            join(senco, world, items=[theirs])

    def test_only_needs_outcomes_and_provision_are_joined(self, world, senco):
        with pytest.raises(BadInput, match="Only needs"):
            join(senco, world, sections=["F"], line=line_of(world.plan, "safety"))

    def test_undo_takes_it_back(self, world, senco):
        join(senco, world, sections=["E"])
        done = services.undo(senco, plan_id=world.plan, now=LATER)
        assert done.done
        assert DraftLine.objects.get(id=world.line).belongs is None

    def test_undo_leaves_what_somebody_joined_since(self, world, senco):
        join(senco, world, sections=["E"])
        DraftLine.objects.filter(id=world.line).update(belongs={"ehcp": ["B"]})
        assert not services.undo(senco, plan_id=world.plan, now=LATER).done
        assert DraftLine.objects.get(id=world.line).belongs == {"ehcp": ["B"]}

    def test_the_usual_sections_in_one_press(self, world, senco):
        assert services.join_usual(senco, plan_id=world.plan, now=LATER) == 1
        assert DraftLine.objects.get(id=world.line).belongs == {"ehcp": ["E"]}
        with pytest.raises(NotNow, match="already"):
            services.join_usual(senco, plan_id=world.plan, now=LATER)

    @pytest.mark.parametrize("who", REFUSED)
    def test_only_who_writes_the_draft_joins_and_reads_this(self, world, who):
        actor = world.actor(who)
        for act in (
            lambda: join(actor, world, sections=["E"]),
            lambda: services.join_usual(actor, plan_id=world.plan, now=LATER),
            lambda: services.add_ehcp_items(
                actor, plan_id=world.plan, section="F", words="x", now=NOW
            ),
            lambda: services.end_ehcp_item(actor, plan_id=world.plan, item_id=world.line, now=NOW),
            lambda: queries.joins_page(actor, plan_id=world.plan, now=NOW),
            lambda: queries.join_line_page(actor, plan_id=world.plan, line_id=world.line, now=NOW),
        ):
            with pytest.raises((NotAllowed, NotFound)):
                act()


class TestTheVersion:
    def test_joining_is_a_change_that_is_told(self, world, senco):
        join(senco, world, sections=["E"])
        publish(senco, world)
        change = queries.plan_for_reader(senco, plan_id=world.plan, now=LATER).changes[0]
        assert (
            change.words == "Outcome 'Maya asks for help with a card': what it belongs to changed."
        )
        assert change.after == "EHCP section E"

    def test_taking_it_off_is_told_too(self, world, senco):
        join(senco, world, sections=["E"])
        publish(senco, world)
        join(senco, world)
        publish(senco, world)
        change = queries.plan_for_reader(senco, plan_id=world.plan, now=LATER).changes[0]
        assert "belongs to no section or package now" in change.words

    def test_a_comparison_tells_what_the_line_belonged_to_then_and_now(self, world, senco):
        join(senco, world, sections=["E"])
        publish(senco, world)
        join(senco, world, sections=["E"], packages=[PMLD])
        publish(senco, world)
        for who, as_family in (("senco", False), ("mother", True)):
            told = compared(world.actor(who), world, 1, 3, as_family=as_family)
            assert [(x.line_id, x.before, x.after.split(";")[0]) for x in told] == [
                (world.line, "", "EHCP section E")
            ]
            assert "Package: Profound" in told[0].after

    def test_what_was_joined_and_taken_off_in_between_is_no_difference(self, world, senco):
        join(senco, world, sections=["E"])
        publish(senco, world)
        join(senco, world)
        publish(senco, world)
        assert not compared(senco, world, 1, 3)
        assert [x.before for x in compared(senco, world, 2, 3)] == ["EHCP section E"]

    def test_of_a_line_that_the_reader_may_not_see_no_joining_is_told(
        self, world, senco, monkeypatch
    ):
        join(senco, world, sections=["E"])
        publish(senco, world)
        monkeypatch.setattr(compare._Reader, "sees", lambda *_: ())
        assert not compared(world.actor("mother"), world, 1, 2, as_family=True)

    def test_the_reader_of_the_line_reads_what_it_belongs_to(self, world, senco):
        join(senco, world, sections=["E"], packages=[PMLD])
        publish(senco, world)
        for who in ("senco", "teacher", "mother"):
            told = shown(world.actor(who), world)[world.line].told
            assert told == (
                "EHCP section E",
                "Package: Profound and multiple learning difficulties (proposal)",
            )

    def test_the_draft_is_seen_by_nobody_until_it_is_published(self, world, senco):
        join(senco, world, sections=["E"])
        assert not shown(world.actor("mother"), world)

    def test_a_newer_catalogue_changes_nothing_that_an_old_version_says(
        self, world, senco, catalogue
    ):
        first, put = catalogue
        join(senco, world, packages=[PMLD])
        publish(senco, world)
        before = shown(senco, world, 2)
        put(
            replace(first, name="Reworded", valid_to=date(2026, 11, 1)),
            replace(first, version=2, name="New"),
        )
        assert shown(senco, world, 2) == before
        put()
        assert shown(senco, world, 2) == before

    def test_a_renamed_package_is_no_change_of_the_plan(self, world, senco, catalogue):
        first, put = catalogue
        join(senco, world, packages=[PMLD])
        publish(senco, world)
        put(replace(first, name="Reworded"))
        assert not queries.publish_preview(senco, plan_id=world.plan, now=LATER).told

    def test_a_withdrawn_package_stays_on_the_line_but_is_not_offered_to_another(
        self, world, senco, catalogue
    ):
        first, put = catalogue
        join(senco, world, packages=[PMLD])
        put(replace(first, valid_to=date(2026, 1, 1)))
        page = queries.join_line_page(senco, plan_id=world.plan, line_id=world.line, now=LATER)
        assert [x.key for x in page.packages] == [PMLD]
        join(senco, world, sections=["E"], packages=[PMLD])  # it may stay
        join(senco, world)
        with pytest.raises(BadInput, match="not in the list"):
            join(senco, world, packages=[PMLD])

    def test_an_ended_item_is_still_read_in_the_version_that_named_it(self, world, senco):
        items = written(senco, world)
        join(senco, world, items=items[:1])
        publish(senco, world)
        services.end_ehcp_item(senco, plan_id=world.plan, item_id=items[0], now=LATER)
        assert shown(senco, world, 2)[world.line].told == ("EHCP section F (F1)",)
        with pytest.raises(NotNow, match="not in the list"):
            services.end_ehcp_item(senco, plan_id=world.plan, item_id=items[0], now=LATER)

    def test_the_words_of_the_ehcp_are_frozen_with_it(self, world, senco):
        items = written(senco, world)
        join(senco, world, items=items[:1])
        publish(senco, world)
        kept = Version.objects.get(plan_id=world.plan, number=2).belongs[str(world.line)]
        assert kept["items"] == [[items[0], "F", 1, "Daily help with words"]]

    def test_the_database_lets_nobody_reword_an_item(self, world, senco):
        written(senco, world)
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            EhcpItem.objects.update(words="Less help")
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute("DELETE FROM plans_ehcp_item")

    def test_a_line_out_of_sight_takes_its_joins_with_it(self, world, senco):
        from spinney.plans.queries.plan import belongs_in

        stored = {str(world.line): {"ehcp": ["E"]}}
        assert belongs_in(stored, set()) == {}
        assert belongs_in(stored, {str(world.line)}) == {world.line: Belongs(("E",))}
        assert FieldClass.PLAN


class TestCover:
    def page(self, senco, world):
        page = queries.joins_page(senco, plan_id=world.plan, now=LATER)
        return page, {cover.section: cover for cover in page.covers}

    def test_each_item_with_the_lines_that_cover_it_and_those_that_none_covers(self, world, senco):
        items = written(senco, world)
        join(senco, world, items=items[:1])
        _, covers = self.page(senco, world)
        assert [(x.item.label, [line.id for line in x.lines]) for x in covers["F"].items] == [
            ("F1", [world.line]), ("F2", []),
        ]  # fmt: skip

    def test_lines_of_the_usual_kind_that_are_joined_to_nothing_of_it(self, world, senco):
        _, covers = self.page(senco, world)
        assert [line.id for line in covers["E"].outside] == [world.line]
        join(senco, world, sections=["E"])
        _, covers = self.page(senco, world)
        assert not covers["E"].outside
        assert [line.id for line in covers["E"].whole] == [world.line]

    def test_the_record_says_whether_there_is_an_ehcp(self, world, senco):
        from spinney.people.models import Child

        Child.objects.filter(id=world.maya).update(sen_provision="E")
        assert self.page(senco, world)[0].has_ehcp
        Child.objects.filter(id=world.maya).update(sen_provision="K")
        assert not self.page(senco, world)[0].has_ehcp

    def test_numbers_are_never_used_again(self, world, senco):
        items = written(senco, world)
        services.end_ehcp_item(senco, plan_id=world.plan, item_id=items[1], now=LATER)
        written(senco, world, words="Something new")
        _, covers = self.page(senco, world)
        assert [x.item.label for x in covers["F"].items] == ["F1", "F3"]

    @pytest.mark.parametrize(
        ("section", "words", "field"),
        [
            ("C", "x", "section"),
            ("F", " \n ", "words"),
            ("F", "x" * 501, "words"),
            ("F", "x\n" * 61, "words"),
        ],
    )
    def test_what_cannot_be_written_down_is_refused(self, world, senco, section, words, field):
        with pytest.raises(BadInput) as refused:
            services.add_ehcp_items(
                senco, plan_id=world.plan, section=section, words=words, now=NOW
            )
        assert refused.value.field == field
