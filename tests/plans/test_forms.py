"""Plans, forms and what a school settles: the acts, what they refuse, and what they never touch."""

from datetime import timedelta

import pytest
from django.db import Error, transaction
from tests.factories.access import NOW
from tests.factories.database import as_owner
from tests.factories.full_plan import a_full_plan
from tests.factories.people import a_child
from tests.factories.plans import line_of, save, write

from spinney.access.types import FieldClass, Role
from spinney.events.models import Outbox
from spinney.kernel.errors import BadInput, NotAllowed, NotNow
from spinney.kernel.rows import run
from spinney.plans import queries, services
from spinney.plans.models import DraftLine, FormMove, Plan, SchoolForm, TemplateVersion, Version
from spinney.plans.rules import render
from spinney.plans.rules.template import must_be_editor
from spinney.plans.templates import settings_of
from spinney.plans.types import AnswerKind, FieldKind, FieldSpec, Layer, LegalStatus, SectionSpec
from spinney.plans.types.forms import Additions, Settings, SignOff

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def one(world):
    return TemplateVersion.objects.get(code="isp", version=1).id


@pytest.fixture
def two(world):
    return TemplateVersion.objects.get(code="isp", version=2).id


@pytest.fixture
def full(world, senco):
    return a_full_plan(senco, world.alder, a_child(world.alder, "Ali"))


def draft_of(plan):
    return {x.id: (x.section, x.position, x.values) for x in DraftLine.objects.filter(plan_id=plan)}


def move(actor, plan, to, *, now=LATER, **chosen):
    needs = {
        x.values.get("title"): x.id for x in DraftLine.objects.filter(plan_id=plan, section="need")
    }
    picked = {(needs[title.replace("_", " ")], "area"): code for title, code in chosen.items()}
    services.move_to_form(actor, plan_id=plan, to=to, chosen=picked, now=now)


def settle(actor, school, now=NOW, **more):
    was = settings_of(school)
    wanted = {f: getattr(was, f) for f in Settings.__dataclass_fields__} | more
    services.change_settings(actor, school_id=school, wanted=Settings(**wanted), now=now)


def own_form(actor, school, base, *fields, section="need"):
    return services.save_school_form(
        actor, school_id=school, base_id=base, additions=Additions({section: fields}), now=NOW
    )


def local(code="local_x", **more):
    return FieldSpec(code, code.replace("_", " "), FieldKind.TEXT, **more)


class TestMoving:
    def test_there_and_back_leaves_the_draft_as_it_was(self, senco, full, one, two):
        before, plan = draft_of(full), Plan.objects.get(id=full)
        move(senco, full, two)
        assert Plan.objects.get(id=full).template_id == two
        services.take_back_move(senco, plan_id=full, now=LATER)
        after = Plan.objects.get(id=full)
        assert draft_of(full) == before
        assert (after.template_id, after.draft_changed_at) == (one, plan.draft_changed_at)
        assert all(x.kept == {} for x in DraftLine.objects.filter(plan_id=full))
        moves = list(FormMove.objects.filter(plan_id=full).order_by("at", "id"))
        assert [bool(m.takes_back) for m in moves] == [False, True]

    def test_published_versions_never_change(self, senco, full, two):
        stored = Version.objects.get(plan_id=full, number=1)
        view = queries.plan_for_reader(senco, plan_id=full, now=NOW)
        move(senco, full, two)
        again = Version.objects.get(plan_id=full, number=1)
        assert (again.lines, again.template_id, again.content_hash) == (
            stored.lines, stored.template_id, stored.content_hash,
        )  # fmt: skip
        assert queries.plan_for_reader(senco, plan_id=full, now=NOW).template == view.template

    def test_the_next_version_tells_the_change_of_area_and_keeps_the_old_code(
        self, senco, full, one, two
    ):
        move(senco, full, two, Staying_calm_when_plans_change="EF")
        services.publish_plan(senco, plan_id=full, why="Newer form", now=LATER)
        made = Version.objects.get(plan_id=full, number=2)
        assert made.template_id == two
        area = next(c for c in made.changes if c["field"] == "area" and c["after"])
        assert (area["before"], area["after"]) == (
            "Social, emotional and mental health", "Executive function",
        )  # fmt: skip
        kept = [x["kept"] for x in made.lines if "kept" in x]
        assert {"CI", "SEMH"} == {k[str(one)]["area"][0] for k in kept}
        assert "kept" not in repr(queries.plan_for_reader(senco, plan_id=full, now=LATER).lines)

    def test_after_publishing_it_cannot_be_taken_back(self, senco, full, two):
        move(senco, full, two)
        services.publish_plan(senco, plan_id=full, why="Newer form", now=LATER)
        with pytest.raises(NotNow, match="was published on this form"):
            services.take_back_move(senco, plan_id=full, now=LATER)
        assert queries.moving_form(senco, plan_id=full, now=LATER).moved_at is None

    def test_only_the_form_changed_is_reason_enough_to_publish(self, senco, world, two):
        move(senco, world.plan, two)
        assert services.publish_plan(senco, plan_id=world.plan, why="Newer form", now=LATER) == 2

    def test_words_written_since_are_kept_when_it_goes_back(self, senco, full, one, two):
        move(senco, full, two)
        need = line_of(full, "need")
        rev = DraftLine.objects.get(id=need).revs["area"]
        save(senco, full, need, "area", "EF", base_rev=rev)
        services.take_back_move(senco, plan_id=full, now=LATER + timedelta(hours=1))
        line = DraftLine.objects.get(id=need)
        assert line.values["area"] in {"CI", "SEMH"}
        assert line.kept == {str(two): {"area": ["EF"]}}

    def test_whoever_has_the_old_form_open_cannot_write_the_old_code(self, senco, full, two):
        need = line_of(full, "need")
        move(senco, full, two)
        with pytest.raises(BadInput, match="listed answers"):
            save(senco, full, need, "area", "CI", base_rev=1)

    def test_a_plan_does_not_move_to_an_older_form_or_to_where_it_is(self, senco, full, one, two):
        with pytest.raises(BadInput):
            move(senco, full, one)
        move(senco, full, two)
        with pytest.raises(BadInput):
            move(senco, full, one)

    def test_a_plan_does_not_move_to_the_form_of_another_school(self, world, senco, full, one):
        theirs = own_form(world.actor("birch_senco"), world.birch, one, local())
        with pytest.raises(BadInput):
            move(senco, full, theirs)

    def test_an_answer_that_was_not_offered_is_refused(self, senco, full, two):
        need = line_of(full, "need")
        for key, code in (((need, "area"), "CI"), ((need, "title"), "x"), ((full, "area"), "EF")):
            with pytest.raises(BadInput):
                services.move_to_form(senco, plan_id=full, to=two, chosen={key: code}, now=NOW)

    def test_an_ended_plan_stays_on_its_form(self, senco, full, two):
        services.end_plan(senco, plan_id=full, why="Left", now=NOW, safety_handed_over=True)
        with pytest.raises(NotNow, match="ended"):
            move(senco, full, two)

    def test_two_wordings_of_a_field_are_settled_first(self, senco, full, two):
        write(senco, full, "about", "strengths", "Other words")
        assert queries.draft_for_editor(senco, plan_id=full, now=NOW).clashes
        with pytest.raises(NotNow, match="move the plan"):
            move(senco, full, two)

    @pytest.mark.parametrize(
        "who", ["teacher", "head", "dsl", "office", "mother", "birch_senco", "charlie"]
    )
    def test_nobody_else_moves_it(self, world, full, two, who):
        with pytest.raises(NotAllowed):
            services.move_to_form(world.actor(who), plan_id=full, to=two, chosen={}, now=NOW)
        with pytest.raises(NotAllowed):
            services.take_back_move(world.actor(who), plan_id=full, now=NOW)

    def test_the_event_names_the_forms_and_no_words(self, senco, full, one, two):
        move(senco, full, two)
        told = Outbox.objects.filter(type="spinney.plan.form-moved.v1", subject_id=full).get().data
        assert (told["from_form"], told["to_form"]) == (str(one), str(two))
        assert told["taken_back"] is False
        assert "Maya" not in repr(told)


class TestSchoolForms:
    def test_new_plans_use_it_and_old_plans_stay(self, world, senco, one):
        form = own_form(senco, world.alder, one, local())
        assert Plan.objects.get(id=world.plan).form_id is None
        fresh = services.open_plan(
            senco,
            school_id=world.alder,
            child_id=a_child(world.alder, "Bo"),
            layer=Layer.TARGETED,
            now=NOW,
        )
        assert Plan.objects.get(id=fresh).form_id == form
        section = queries.draft_for_editor(senco, plan_id=fresh, now=NOW).template.section("need")
        assert section.field("local_x")

    def test_a_field_that_is_dropped_from_the_form_keeps_its_words(self, world, senco, full, one):
        first = own_form(senco, world.alder, one, local())
        move(senco, full, first)
        need = line_of(full, "need")
        save(senco, full, need, "local_x", "The reading tent")
        services.publish_plan(senco, plan_id=full, why="More", now=LATER)
        second = own_form(senco, world.alder, one, local("local_y"))
        move(senco, full, second)
        draft = queries.draft_for_editor(senco, plan_id=full, now=LATER)
        assert [k.words for k in draft.kept] == ["The reading tent"]
        services.publish_plan(senco, plan_id=full, why="Less", now=LATER)
        made = Version.objects.get(plan_id=full, number=3)
        assert any("does not ask for 'local x'" in c["words"] for c in made.changes)
        old = queries.plan_for_reader(senco, plan_id=full, now=LATER, number=2)
        assert "The reading tent" in repr(old.lines)
        assert old.template.section("need").field("local_x")

    def test_words_for_staff_alone_do_not_reach_the_family_by_a_later_form(self, world, senco, one):
        """The mother reads what changed since, on a form that no longer knows the field."""
        assert not secrets_told(world, senco, one)

    def test_a_rule_that_shows_fields_it_does_not_know_is_caught(
        self, world, senco, one, monkeypatch
    ):
        honest = render.changes_for_reader

        def planted(template, changes, classes, *, shown):
            return tuple(changes) if classes else honest(template, changes, classes, shown=shown)

        monkeypatch.setattr(render, "changes_for_reader", planted)
        assert secrets_told(world, senco, one)

    def test_safety_lines_and_others_words_take_no_additions(self, world, senco, one):
        for section in ("safety", "parent_voice", "nowhere"):
            with pytest.raises(BadInput):
                own_form(senco, world.alder, one, local(), section=section)

    @pytest.mark.parametrize("spec", [
        local("title"), local("x"), local(field_class=FieldClass.HEALTH), local("local_" + "x" * 19),
        local(editors=(Role.HEAD,)), FieldSpec("local_p", "P", FieldKind.PERSON), local(links_to="need"),
        FieldSpec("local_c", "C", FieldKind.CHOICE), FieldSpec("local_l", "", FieldKind.TEXT),
    ])  # fmt: skip
    def test_a_field_that_a_school_may_not_add_is_refused(self, world, senco, one, spec):
        with pytest.raises(BadInput):
            own_form(senco, world.alder, one, spec)

    def test_a_part_takes_ten_added_fields(self, world, senco, one):
        own_form(senco, world.alder, one, *(local(f"local_{n}") for n in range(10)))
        with pytest.raises(BadInput, match="added fields already"):
            own_form(senco, world.alder, one, *(local(f"local_{n}") for n in range(11)))

    @pytest.mark.parametrize(
        "who", ["teacher", "dsl", "office", "mother", "birch_senco", "charlie"]
    )
    def test_others_settle_nothing(self, world, one, who):
        actor = world.actor(who)
        with pytest.raises(NotAllowed):
            own_form(actor, world.alder, one, local())
        with pytest.raises(NotAllowed):
            settle(actor, world.alder, review_weeks=3)
        for read in (queries.settings_page, queries.school_form_page):
            with pytest.raises(NotAllowed):
                read(actor, school_id=world.alder)
        with pytest.raises(NotAllowed):
            queries.plans_to_write(actor, school_id=world.alder, now=NOW)


def secrets_told(world, senco, one):
    first = own_form(senco, world.alder, one, local(field_class=FieldClass.STAFF_ONLY))
    plan, mother = world.plan, world.actor("mother")
    queries.family_plan(mother, plan_id=plan, now=NOW)
    services.move_to_form(senco, plan_id=plan, to=first, chosen={}, now=NOW)
    need = services.add_line(senco, plan_id=plan, section="need", now=NOW)
    save(senco, plan, need, "title", "Loud rooms")
    services.publish_plan(senco, plan_id=plan, why="One", now=NOW)
    save(senco, plan, need, "local_x", "He is adopted")
    services.publish_plan(senco, plan_id=plan, why="Two", now=NOW)
    second = own_form(senco, world.alder, one, local("local_y"))
    services.move_to_form(senco, plan_id=plan, to=second, chosen={}, now=NOW)
    services.publish_plan(senco, plan_id=plan, why="Three", now=NOW)
    return "adopted" in repr(queries.family_plan(mother, plan_id=plan, now=NOW))


class TestNothingStoredChanges:
    @pytest.mark.parametrize("statement", [
        "UPDATE plans_templateversion SET body = '{}'", "DELETE FROM plans_templateversion",
        "INSERT INTO plans_templateversion (id, code, version, body) VALUES (gen_random_uuid(), 'x', 1, '{}')",
        "UPDATE plans_school_form SET body = '{}'", "DELETE FROM plans_school_form",
        "UPDATE plans_form_move SET version = 9", "DELETE FROM plans_form_move",
        "DELETE FROM plans_school_settings",
    ])  # fmt: skip
    def test_the_app_role_may_not(self, world, statement):
        with pytest.raises(Error, match="permission denied"), transaction.atomic():
            run(statement)

    @pytest.mark.parametrize("statement", [
        "UPDATE plans_templateversion SET version = 9", "DELETE FROM plans_templateversion",
    ])  # fmt: skip
    def test_not_even_the_owner_changes_a_template(self, world, statement):
        with as_owner(), pytest.raises(Error, match="never changes"), transaction.atomic():
            run(statement)

    def test_a_plan_names_only_a_form_of_its_own_school(self, world, one):
        theirs = own_form(world.actor("birch_senco"), world.birch, one, local())
        with transaction.atomic():
            Plan.objects.filter(id=world.plan).update(form_id=theirs)
            with pytest.raises(Error, match="plans_plan_form_id_owned"):
                run("SET CONSTRAINTS ALL IMMEDIATE")
            transaction.set_rollback(True)


class TestSettings:
    def test_a_school_that_settled_nothing_has_the_first_template_and_no_rules(self, world, one):
        assert settings_of(world.alder) == Settings(one, 16)

    def test_new_plans_begin_on_what_the_school_has_chosen(self, world, senco, one, two):
        def opened(name):
            child = a_child(world.alder, name)
            plan = services.open_plan(
                senco, school_id=world.alder, child_id=child, layer=Layer.TARGETED, now=NOW
            )
            return Plan.objects.get(id=plan).template_id

        assert opened("Bo") == one
        settle(senco, world.alder, template_id=two)
        assert opened("Cy") == two
        assert Plan.objects.get(id=world.plan).template_id == one

    @pytest.mark.parametrize("more", [
        {"review_weeks": 0}, {"review_weeks": 105}, {"deadline_weeks": 0}, {"deadline_weeks": 105},
        {"sign_off_status": LegalStatus.IN_FORCE}, {"deadline_status": LegalStatus.STATUTORY_GUIDANCE},
    ])  # fmt: skip
    def test_what_cannot_be_is_refused(self, world, senco, more):
        with pytest.raises(BadInput):
            settle(senco, world.alder, **more)

    def test_the_same_again_is_not_an_act(self, world, senco):
        settle(senco, world.alder, review_weeks=9)
        settle(senco, world.alder, review_weeks=9)
        assert Outbox.objects.filter(type="spinney.plan.settings-changed.v1").count() == 1

    def test_asking_first_is_written_down_with_the_version(self, world, senco):
        settle(senco, world.alder, sign_off=SignOff.ASKED)
        with pytest.raises(BadInput, match="how and when"):
            services.publish_plan(senco, plan_id=world.draft, why="", now=NOW)
        services.publish_plan(
            senco, plan_id=world.draft, why="", now=NOW, family_asked="Rang on Monday."
        )
        assert Version.objects.get(plan_id=world.draft).family_asked == "Rang on Monday."

    def test_waiting_for_an_answer_ends_when_one_comes(self, world, senco):
        full = a_full_plan(senco, world.alder, a_child(world.alder, "Di"), publish=False)
        settle(senco, world.alder, sign_off=SignOff.ANSWERED)
        # Their words are in the first draft, so it need not wait.
        services.publish_plan(senco, plan_id=full, why="", now=NOW)
        write(senco, world.plan, "about", "important_to_me", "Maps")
        services.publish_plan(
            senco, plan_id=world.plan, why="She asked", now=NOW
        )  # asked by the mother
        write(senco, world.plan, "about", "how_to_help", "Wait")
        with pytest.raises(BadInput, match="waits for an answer"):
            services.publish_plan(senco, plan_id=world.plan, why="More", now=NOW)
        services.answer_plan(
            world.actor("mother"),
            plan_id=world.plan,
            version=2,
            kind=AnswerKind.AGREE,
            words="",
            now=NOW,
        )
        assert services.publish_plan(senco, plan_id=world.plan, why="More", now=NOW) == 3

    def test_a_reason_stands_where_nobody_answers(self, world, senco):
        settle(senco, world.alder, sign_off=SignOff.ANSWERED)
        with pytest.raises(BadInput):
            services.publish_plan(senco, plan_id=world.draft, why="", now=NOW)
        services.publish_plan(
            senco, plan_id=world.draft, why="", now=NOW, family_asked="No reply to three letters."
        )


class TestWhoWritesAField:
    SPEC = FieldSpec("x", "Sign", FieldKind.TEXT)
    HEADS = FieldSpec("y", "Sign", FieldKind.TEXT, editors=(Role.HEAD,))

    @pytest.mark.parametrize(("spec", "roles", "may"), [
        (SPEC, {Role.SENCO}, True), (SPEC, {Role.HEAD}, False), (SPEC, set(), False),
        (HEADS, {Role.SENCO}, False), (HEADS, {Role.HEAD}, True), (HEADS, {Role.HEAD, Role.SENCO}, True),
    ])  # fmt: skip
    def test_the_template_says_which_of_those_who_may_edit(self, spec, roles, may):
        section = SectionSpec("s", "S", "", many=False, fields=(spec,))
        if may:
            must_be_editor(section, spec, frozenset(roles))
        else:
            with pytest.raises(BadInput, match="is written by the"):
                must_be_editor(section, spec, frozenset(roles))


def test_forms_of_a_school_are_not_seen_from_another(world, senco, one):
    own_form(senco, world.alder, one, local())
    page = queries.school_form_page(world.actor("birch_senco"), school_id=world.birch)
    assert page.additions == Additions()
    assert SchoolForm.objects.filter(school_id=world.birch).count() == 0
