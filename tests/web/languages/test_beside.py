"""A plan in two languages, from the interpreter's sheet to the family's page and their paper."""

import re
from datetime import date

import pytest
from django.test import Client
from tests.factories.access import NOW, a_denial
from tests.web.families.world import publish_again, two_homes
from tests.web.print.reading import read

from spinney.access.types import DenialKind
from spinney.plans import queries, services
from spinney.plans.models import Translation
from spinney.plans.types.languages import LANGUAGES, Translator, TranslatorRole
from spinney.web.print import typeset

pytestmark = pytest.mark.django_db
URDU = "مایا کارڈ کی مدد سے مدد مانگتی ہے"
BY = Translator("Sana Iqbal", TranslatorRole.INTERPRETER, date(2026, 9, 1))


@pytest.fixture
def homes():
    return two_homes()


@pytest.fixture
def page(homes):
    """A signed-in browser for each person."""

    def opened(who):
        client = Client()
        client.force_login(homes.user(who))
        return client

    return opened


def translate(homes, language="ur", text=URDU, *, release=True):
    senco = homes.actor("senco")
    with homes.scope():
        form = queries.translation_form(senco, plan_id=homes.plan, language=language, now=NOW)
        key = next(
            a.piece.key
            for a in form.asked
            if a.piece.field == "title" and a.piece.section == "outcome"
        )
        opened = services.Opened(form.header.version, form.rev)
        rev = services.save_translation(
            senco, plan_id=homes.plan, language=language, texts={key: text}, translator=BY,
            opened=opened, now=NOW,
        )  # fmt: skip
        if release:
            services.release_translation(
                senco, plan_id=homes.plan, language=language, checked=True, now=NOW,
                opened=services.Opened(opened.version, rev),
            )  # fmt: skip
    return key


def text_of(answer):
    return answer.content.decode()


class TestTheFamilyPage:
    def test_offers_each_language_by_its_own_name(self, homes, page):
        translate(homes)
        shown = text_of(page("mother").get(f"/my/plans/{homes.plan}"))
        assert f'href="/my/plans/{homes.plan}/in/ur"' in shown
        assert '<span lang="ur" dir="rtl">اردو</span> (Urdu)' in shown

    def test_shows_both_with_language_and_direction(self, homes, page):
        translate(homes)
        shown = text_of(page("mother").get(f"/my/plans/{homes.plan}/in/ur"))
        assert re.search(rf'lang="ur" dir="rtl"><p[^>]*>{URDU}</p>', shown)
        assert 'lang="en-GB" dir="ltr"' in shown
        assert "Maya asks for help with a card" in shown
        assert (
            "Translated by Sana Iqbal (interpreter or translator) on 1 September 2026, from version 1."
            in shown
        )
        assert "Not yet translated" in shown

    def test_says_when_a_newer_version_is_out(self, homes, page):
        translate(homes)
        publish_again(homes, "Again.", minutes="20")
        shown = text_of(page("mother").get(f"/my/plans/{homes.plan}/in/ur"))
        assert "This translates version 1; version 2 is newer." in shown
        assert URDU in shown

    def test_a_day_or_a_number_is_not_called_untranslated(self, homes, page):
        translate(homes)
        shown = text_of(page("mother").get(f"/my/plans/{homes.plan}/in/ur"))
        row = shown[shown.index("26 March 2027") :].split('<div class="sp-two">')[0]
        assert "Not yet translated" not in row

    @pytest.mark.parametrize("address", ["in/pl", "in/xx", "in/ur", "in/ur.pdf"])
    def test_a_language_that_is_not_ready_is_not_there(self, homes, page, address):
        translate(homes, release=False)
        assert page("mother").get(f"/my/plans/{homes.plan}/{address}").status_code == 404

    @pytest.mark.parametrize("who", ["senco", "teacher", "office"])
    def test_staff_have_pages_of_their_own(self, homes, page, who):
        translate(homes)
        assert page(who).get(f"/my/plans/{homes.plan}/in/ur").status_code == 404

    def test_a_parent_under_a_court_order_reads_it_in_no_language(self, homes, page):
        translate(homes)
        with homes.scope():
            a_denial(
                homes.school, homes.maya, DenialKind.COURT_ORDER, user_id=homes.users["father"]
            )
        client = page("father")
        for address in ("in/ur", "in/ur.pdf", "easy", "easy.pdf"):
            assert client.get(f"/my/plans/{homes.plan}/{address}").status_code == 404


class TestOnPaper:
    @pytest.fixture
    def printed(self, homes, page):
        translate(homes)
        return read(page("mother").get(f"/my/plans/{homes.plan}/in/ur.pdf").content)

    def test_the_urdu_is_there_letter_by_letter_and_no_box(self, printed):
        # Extraction turns a right-to-left line round or not, by the reader; the letters must be those.
        letters = {c for c in URDU if not c.isspace()}
        assert letters <= set(unpresented(printed.text))
        assert typeset.BOX not in printed.text

    def test_it_says_who_translated_it_and_that_the_english_is_the_record(self, printed):
        assert printed.says("Translated by Sana Iqbal")
        assert printed.says("The English is the record")
        assert printed.says("Maya asks for help with a card")
        assert printed.says("Not yet translated")

    def test_it_is_tagged_and_the_translation_carries_its_language(self, printed):
        assert "/H1" in printed.headings
        assert re.search(rb"/Lang['\"]?:? ?[('\"]ur", printed.everything())

    def test_large_print_is_one_column(self, homes, page):
        translate(homes)
        found = read(page("mother").get(f"/my/plans/{homes.plan}/in/ur.pdf?size=large").content)
        assert found.says("Maya asks for help with a card")

    def test_staff_hand_over_the_same_and_no_more(self, homes, page):
        translate(homes)
        found = read(page("senco").get(f"/plans/{homes.plan}/translations/ur.pdf").content)
        assert found.says("Translated by Sana Iqbal")
        assert not found.says("My own view, from my own home.")


class TestAScriptThatNoFontHolds:
    @pytest.fixture(autouse=True)
    def no_ethiopic(self, monkeypatch):
        """As on a machine without such a font, whatever this one has."""
        monkeypatch.setattr(typeset, "can_print", lambda language: language != "ti")

    def test_the_page_shows_it_and_says_that_it_cannot_be_printed(self, homes, page):
        translate(homes, "ti", "ማያ ሓገዝ ትሓትት")
        shown = text_of(page("mother").get(f"/my/plans/{homes.plan}/in/ti"))
        assert "ማያ ሓገዝ ትሓትት" in shown
        assert "no font on the school’s computer has the Ethiopic letters" in shown
        assert "/in/ti.pdf" not in shown

    def test_the_file_is_refused_in_words(self, homes, page):
        translate(homes, "ti", "ማያ ሓገዝ ትሓትት")
        answer = page("mother").get(f"/my/plans/{homes.plan}/in/ti.pdf")
        assert answer.status_code == 409
        assert "Ethiopic" in text_of(answer)
        refused = page("senco").get(f"/plans/{homes.plan}/translations/ti.pdf")
        assert refused.status_code == 409
        assert "Ethiopic" in text_of(refused)

    def test_the_list_offers_no_print(self, homes, page):
        translate(homes, "ti", "ማያ ሓገዝ ትሓትት")
        shown = text_of(page("senco").get(f"/plans/{homes.plan}/translations"))
        assert "translations/ti.pdf" not in shown
        assert "no font on this computer has the Ethiopic letters" in shown


@pytest.mark.parametrize("language", [x.code for x in LANGUAGES if x.script not in {"Ethiopic"}])
def test_the_fonts_we_ship_print_every_language_but_those_in_ethiopic(language):
    assert typeset.can_print(language)


def test_letters_of_no_font_are_found_out(monkeypatch):
    monkeypatch.setitem(typeset.LETTERS, "zz", "\U00011fff")
    assert not typeset.can_print("zz")


class TestTypingItIn:
    def fields(self, homes, page, language="ur"):
        shown = text_of(page("senco").get(f"/plans/{homes.plan}/translations/{language}"))
        names = re.findall(r'<textarea[^>]* name="([^"]+)"', shown)
        return dict.fromkeys(names, "") | {
            "version": "1", "rev": re.search(r'name="rev" value="(\d+)"', shown).group(1),
            "translator": "Sana Iqbal", "role": "interpreter", "day": "1", "month": "9", "year": "2026",
        }, names  # fmt: skip

    def test_saving_and_making_ready_without_script(self, homes, page):
        typed, names = self.fields(homes, page)
        client = page("senco")
        answer = client.post(f"/plans/{homes.plan}/translations/ur", {**typed, names[0]: "پہلا"})
        assert answer.status_code == 302
        typed, _ = self.fields(homes, page)
        answer = client.post(
            f"/plans/{homes.plan}/translations/ur/release",
            {**typed, names[0]: "دوسرا", "checked": "yes"},
        )
        assert answer.headers["Location"] == f"/plans/{homes.plan}/translations"
        with homes.scope():
            kept = Translation.objects.get(plan_id=homes.plan)
        assert "دوسرا" in str(kept.words)
        assert kept.released_at is not None

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            ({"day": "40"}, "Give the day on which it was translated, such as"),
            ({"checked": ""}, "Tick the box"),
            ({"translator": ""}, "Give the name"),
            ({"role": ""}, "Say who the translator is"),
            ({"rev": "7"}, "saved this translation after you opened it"),
            ({"version": "4"}, "Version 1 has been published since"),
            ({"day": "", "month": "", "year": ""}, "Give the day on which"),
        ],
    )
    def test_what_was_typed_is_shown_again_with_the_reason(self, homes, page, wrong, words):
        typed, names = self.fields(homes, page)
        sent = {**typed, names[0]: "پہلا", "checked": "yes", **wrong}
        answer = page("senco").post(f"/plans/{homes.plan}/translations/ur/release", sent)
        assert answer.status_code == 422
        assert words in text_of(answer)
        assert "پہلا</textarea>" in text_of(answer)
        with homes.scope():
            assert not Translation.objects.filter(plan_id=homes.plan).exists()

    def test_a_field_for_staff_is_refused_whatever_the_form_says(self, homes, page):
        typed, _ = self.fields(homes, page)
        made_up = {**typed, f"{homes.plan}-notes": "x"}
        answer = page("senco").post(f"/plans/{homes.plan}/translations/ur", made_up)
        assert answer.status_code == 422
        assert "not one that the family reads" in text_of(answer)

    @pytest.mark.parametrize("who", ["teacher", "office", "dsl", "mother", "maya"])
    @pytest.mark.parametrize("address", ["translations", "translations/ur"])
    def test_whoever_may_not_publish_finds_no_such_page(self, homes, page, who, address):
        assert page(who).get(f"/plans/{homes.plan}/{address}").status_code == 404

    def test_choosing_a_language_opens_its_page(self, homes, page):
        answer = page("senco").get(f"/plans/{homes.plan}/translations?language=pl")
        assert answer.headers["Location"] == f"/plans/{homes.plan}/translations/pl"

    def test_the_release_page_is_only_for_forms(self, homes, page):
        assert page("senco").get(f"/plans/{homes.plan}/translations/ur/release").status_code == 405


def unpresented(text):
    """Arabic letters are drawn in four shapes; this gives the letters back."""
    import unicodedata

    return unicodedata.normalize("NFKC", text)
