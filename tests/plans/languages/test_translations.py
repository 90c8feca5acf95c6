"""A person's translation of a version: typed in, made ready, read beside the English, and never more than that."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from tests.factories.access import NOW
from tests.factories.plans import STRATEGY, line_of, save, write

from spinney.access.models import AuditLeaf
from spinney.events.models import Outbox
from spinney.kernel.errors import BadInput, NotAllowed, NotFound, NotNow
from spinney.plans import queries, services
from spinney.plans.models import Translation
from spinney.plans.rules import languages as rules
from spinney.plans.services import translations
from spinney.plans.types.languages import Translator, TranslatorRole

ADA = Translator("Ewa Nowak", TranslatorRole.INTERPRETER, date(2026, 9, 1))
POLISH = "Daj Mai pierwsze słowo, potem poczekaj dziesięć sekund."
STAFF_NOTE = "CANARYSTAFF the family must not read"


def form(actor, plan, language="pl"):
    return queries.translation_form(actor, plan_id=plan, language=language, now=NOW)


def keep(actor, plan, texts=None, language="pl", translator=ADA, opened=None):
    shown = form(actor, plan, language)
    typed = texts if texts is not None else {key_of(shown, STRATEGY): POLISH}
    return services.save_translation(
        actor, plan_id=plan, language=language, texts=typed, translator=translator,
        opened=opened or services.Opened(shown.header.version, shown.rev), now=NOW,
    )  # fmt: skip


def release(actor, plan, language="pl", *, checked=True):
    shown = form(actor, plan, language)
    return services.release_translation(
        actor, plan_id=plan, language=language, checked=checked, now=NOW,
        opened=services.Opened(shown.header.version, shown.rev),
    )  # fmt: skip


def key_of(shown, english):
    return next(x.piece.key for x in shown.asked if x.piece.english == english)


def read(actor, plan, language="pl"):
    copy = queries.family_copy(actor, plan_id=plan, now=NOW, how="translated")
    return queries.translation_beside(copy.view, language=language)


def publish(senco, plan):
    return services.publish_plan(senco, plan_id=plan, why="It was time.", now=NOW)


@pytest.fixture
def ready(world, senco):
    keep(senco, world.plan)
    release(senco, world.plan)
    return world.plan


def test_a_family_reads_a_released_translation_beside_the_english(world, senco, ready):
    found = read(world.actor("mother"), ready)
    assert list(found.texts.values()) == [POLISH]
    assert (found.version, found.newest, found.is_behind) == (1, 1, False)
    assert found.translator == ADA
    assert found.missing == 3
    assert [
        x.code for x in queries.family_plan(world.actor("mother"), plan_id=ready, now=NOW).languages
    ] == ["pl"]


def test_until_it_is_released_the_family_sees_nothing_of_it(world, senco):
    keep(senco, world.plan)
    with pytest.raises(NotFound):
        read(world.actor("mother"), world.plan)
    assert queries.family_plan(world.actor("mother"), plan_id=world.plan, now=NOW).languages == ()


def test_a_newer_version_shows_changed_lines_in_english_only(world, senco, ready):
    shown = form(senco, ready)
    save(
        senco, ready, line_of(ready, "about"), "strengths", "Maya sings.", base_rev=1
    )  # fmt: skip
    save(senco, ready, line_of(ready, "adjustment"), "text", "Wait.", base_rev=1)
    publish(senco, ready)
    found = read(world.actor("mother"), ready)
    assert found.is_behind
    assert (found.version, found.newest) == (1, 2)
    assert found.text(*key_of(shown, STRATEGY)) == ""
    again = form(senco, ready)
    asked = next(x for x in again.asked if x.piece.english == "Wait.")
    assert (asked.text, asked.old_english) == (POLISH, STRATEGY)


def test_a_line_that_stayed_keeps_its_translation_in_the_next_version(world, senco, ready):
    save(
        senco, ready, line_of(ready, "about"), "strengths", "Maya sings.", base_rev=1
    )  # fmt: skip
    publish(senco, ready)
    assert POLISH in read(world.actor("mother"), ready).texts.values()


def test_releasing_is_recorded_and_told_without_words(world, senco, ready):
    leaf = (
        AuditLeaf.objects.filter(school_id=world.alder, action="edit_plan").order_by("-seq").first()
    )
    assert leaf.subject_ids == [world.maya]
    told = Outbox.objects.filter(type="spinney.plan.translated.v1").get()
    assert told.data == {
        "child_id": str(world.maya), "language": "pl", "version": 1, "edition": 1,
    }  # fmt: skip


def test_a_released_edition_stands_and_a_correction_is_another(world, senco, ready):
    shown = form(senco, ready)
    keep(senco, ready, {key_of(shown, STRATEGY): "Lepiej."})
    assert list(read(world.actor("mother"), ready).texts.values()) == [POLISH]
    assert release(senco, ready) == 2
    assert list(read(world.actor("mother"), ready).texts.values()) == ["Lepiej."]
    assert Translation.objects.filter(plan_id=ready).count() == 2


def test_the_database_refuses_a_change_to_a_released_edition(world, ready):
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Translation.objects.filter(plan_id=ready).update(translator_name="Somebody")


def test_an_edition_that_waits_can_be_changed_and_its_history_is_kept(world, senco):
    keep(senco, world.plan)
    keep(senco, world.plan, {})
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM access_history WHERE table_name = 'plans_translation'")
        assert cursor.fetchone()[0] >= 1


@pytest.mark.parametrize(
    "who",
    [
        "teacher",
        "head",
        "dsl",
        "office",
        "mother",
        "young_person",
        "birch_senco",
        "charlie",
        "it_lead",
    ],
)
def test_only_whoever_may_publish_may_translate(world, who):
    actor, senco = world.actor(who), world.actor("senco")
    shown = form(senco, world.plan)
    opened = services.Opened(1, 0)
    for act in (
        lambda: queries.translations_page(actor, plan_id=world.plan, now=NOW),
        lambda: form(actor, world.plan),
        lambda: services.save_translation(
            actor, plan_id=world.plan, language="pl", texts={key_of(shown, STRATEGY): "x"},
            translator=ADA, opened=opened, now=NOW,
        ),
        lambda: services.release_translation(
            actor, plan_id=world.plan, language="pl", opened=opened, checked=True, now=NOW
        ),
    ):  # fmt: skip
        with pytest.raises((NotAllowed, NotFound)):
            act()


@pytest.mark.parametrize("who", ["father", "stepfather", "charlie", "senco", "teacher"])
def test_whoever_does_not_read_as_the_family_reads_no_translation(world, ready, who):
    """The father is barred by a court order; staff read on their own pages."""
    with pytest.raises((NotAllowed, NotFound)):
        read(world.actor(who), ready)


@pytest.fixture
def noted(world, senco):
    """A plan with a note for staff and a parent's words, published."""
    write(senco, world.plan, "review", "notes", STAFF_NOTE)
    voice = services.add_line(senco, plan_id=world.plan, section="parent_voice", now=NOW)
    save(senco, world.plan, voice, "words", "CANARYMOTHER")
    publish(senco, world.plan)
    return world.plan, (line_of(world.plan, "review"), "notes")


def test_a_note_for_staff_is_never_offered_for_translation(senco, noted):
    english = " ".join(asked.piece.english for asked in form(senco, noted[0]).asked)
    assert "CANARY" not in english


def test_a_translation_of_a_note_for_staff_is_refused(senco, noted):
    with pytest.raises(BadInput):
        keep(senco, noted[0], {noted[1]: "Notatka"})


def test_without_the_rule_a_note_for_staff_would_be_offered(monkeypatch, senco, noted):
    """The planted fault: every class counts as the family's. The test above must catch it."""
    every = frozenset(translations.FieldClass)
    monkeypatch.setattr(translations, "family_classes", lambda: every)
    english = " ".join(asked.piece.english for asked in form(senco, noted[0]).asked)
    assert STAFF_NOTE in english


def test_what_a_rendering_leaves_out_has_no_translation_beside_it(monkeypatch, world, senco, noted):
    """Even a translation that was wrongly stored is cut by the reader's own rendering."""
    plan, key = noted
    every = frozenset(translations.FieldClass)
    with monkeypatch.context() as planted:
        planted.setattr(translations, "family_classes", lambda: every)
        keep(senco, plan, {key: "CANARYTRANSLATED"})
        release(senco, plan)
    assert "CANARYTRANSLATED" not in read(world.actor("mother"), plan).texts.values()


def test_showing_what_is_stored_instead_of_what_is_rendered_would_leak(
    monkeypatch, world, senco, noted
):
    """The planted fault that the test above must catch."""
    plan, key = noted
    every = frozenset(translations.FieldClass)
    monkeypatch.setattr(translations, "family_classes", lambda: every)
    keep(senco, plan, {key: "CANARYTRANSLATED"})
    release(senco, plan)
    monkeypatch.setattr(
        rules, "fitting", lambda _found, words: {k: w.text for k, w in words.items()}
    )
    assert "CANARYTRANSLATED" in read(world.actor("mother"), plan).texts.values()


class TestReleaseIsRefused:
    @pytest.mark.parametrize(
        ("translator", "field"),
        [
            (Translator("", TranslatorRole.STAFF, date(2026, 9, 1)), "translator"),
            (Translator("Ewa", None, date(2026, 9, 1)), "role"),
            (Translator("Ewa", TranslatorRole.STAFF, None), "translated_on"),
        ],
    )
    def test_without_who_translated_it_and_when(self, world, senco, translator, field):
        keep(senco, world.plan, translator=translator)
        with pytest.raises(BadInput) as refused:
            release(senco, world.plan)
        assert refused.value.field == field

    def test_before_anyone_has_read_it_through(self, world, senco):
        keep(senco, world.plan)
        with pytest.raises(BadInput) as refused:
            release(senco, world.plan, checked=False)
        assert refused.value.field == "checked"

    def test_while_it_is_empty(self, world, senco):
        keep(senco, world.plan, {})
        with pytest.raises(BadInput, match="at least one"):
            release(senco, world.plan)

    def test_before_it_is_saved(self, world, senco):
        with pytest.raises(NotNow, match="Save the translation first"):
            release(senco, world.plan)

    def test_once_a_newer_version_is_out(self, world, senco):
        keep(senco, world.plan)
        save(
        senco, world.plan, line_of(world.plan, "about"), "strengths", "Maya sings.", base_rev=1
    )  # fmt: skip
        publish(senco, world.plan)
        with pytest.raises(NotNow, match="Version 2"):
            release(senco, world.plan)


class TestSavingIsRefused:
    def test_when_someone_else_saved_since(self, world, senco):
        keep(senco, world.plan)
        with pytest.raises(NotNow, match="after you opened it"):
            keep(senco, world.plan, opened=services.Opened(1, 0))

    def test_when_a_newer_version_is_out(self, world, senco):
        with pytest.raises(NotNow, match="Version 1"):
            keep(senco, world.plan, opened=services.Opened(7, 0))

    def test_for_a_language_that_is_not_in_the_list(self, world, senco):
        with pytest.raises(NotFound):
            form(senco, world.plan, "xx")

    def test_for_a_plan_that_is_only_a_draft(self, world, senco):
        with pytest.raises(NotNow, match="Publish the plan first"):
            form(senco, world.draft)

    def test_for_a_day_that_has_not_come(self, world, senco):
        late = Translator("Ewa", TranslatorRole.STAFF, date(2039, 1, 1))
        with pytest.raises(BadInput) as refused:
            keep(senco, world.plan, translator=late)
        assert refused.value.field == "translated_on"

    def test_for_a_text_without_end(self, world, senco):
        key = key_of(form(senco, world.plan), STRATEGY)
        with pytest.raises(BadInput, match="Shorten"):
            keep(senco, world.plan, {key: "x" * 8001})


class TestACopyForTheChild:
    def test_staff_hand_over_no_more_than_a_family_may_read(self, world, senco, noted):
        copy = queries.copy_for_child(senco, plan_id=noted[0], now=NOW, how="easy read")
        assert "CANARY" not in str(copy.view.lines)

    def test_the_rendering_for_the_senco_herself_would_hold_the_canary(self, senco, noted):
        assert "CANARY" in str(queries.plan_for_reader(senco, plan_id=noted[0], now=NOW).lines)

    @pytest.mark.parametrize(
        "who", ["office", "it_lead", "other_teacher", "charlie", "birch_senco"]
    )
    def test_whoever_may_not_read_the_plan_hands_over_none(self, world, who):
        with pytest.raises((NotAllowed, NotFound)):
            queries.copy_for_child(world.actor(who), plan_id=world.plan, now=NOW, how="easy read")

    def test_it_is_recorded_as_a_look_and_not_as_having_read_the_version(self, world, senco):
        mother = world.actor("mother")
        queries.family_copy(mother, plan_id=world.plan, now=NOW, how="easy read")
        leaf = AuditLeaf.objects.order_by("-seq").filter(school_id=world.alder).first()
        assert (leaf.action, leaf.subject_ids) == ("view_plan", [world.maya])
        assert queries.family_plan(mother, plan_id=world.plan, now=NOW).read_before == 0
