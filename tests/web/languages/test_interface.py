"""The interface in English and as much of Welsh as there is; nothing shown that a translator cannot reach."""

import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from tests.web.families.world import two_homes

from spinney.web.design import language, messages, po, tongues

HOLE = re.compile(r"%\((\w+)\)s")
WELSH = po.load(language.path_of("cy"))
HEAD = 'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=n != 1;\\n"'


def test_every_message_of_the_pages_is_in_the_translators_file():
    assert {entry.message for entry in WELSH if entry.words} == set(messages.found())


def test_the_files_are_as_the_command_writes_them():
    call_command("messages", "--check", stdout=StringIO())


@pytest.mark.parametrize(
    "entry", [e for e in WELSH if e.words and e.is_told], ids=lambda e: e.words[:30]
)
def test_a_translation_has_the_holes_of_its_english(entry):
    for text in entry.told:
        assert set(HOLE.findall(text)) == set(HOLE.findall(entry.words)) | set(
            HOLE.findall(entry.many)
        )
        assert re.findall(r"</?\w+[^>]*>", text) == re.findall(r"</?\w+[^>]*>", entry.words)


def test_a_plural_has_every_form_of_welsh():
    assert all(len(e.told) == 4 for e in WELSH if e.many)


def test_there_is_a_start_of_welsh():
    assert sum(e.is_told for e in WELSH) > 60


def test_what_is_not_translated_falls_back_to_english():
    with language.speaking("cy"):
        assert tongues.bare(language.gettext("Sign out")) == "Allgofnodi"
        assert language.gettext("No such message") == "No such message"
        told = language.ngettext("%(count)s change", "%(count)s changes", 3)
        assert tongues.bare(told) == "%(count)s newid"
    assert language.gettext("Sign out") == "Sign out"


def test_what_is_put_into_words_is_escaped():
    assert language.marked_gettext("About %(name)s", name="<b>") == "About &lt;b&gt;"


@given(
    st.lists(
        st.tuples(st.text(min_size=1), st.text(min_size=1)), max_size=8, unique_by=lambda x: x[0]
    )
)
def test_what_is_written_is_read_back(pairs):
    clean = [
        (a, b)
        for a, b in pairs
        if not (
            {"\r", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029", "\0"}
            & set(a + b)
        )
    ]
    entries = [po.Entry(words, "", [told]) for words, told in clean]
    assert [(e.words, e.told[0]) for e in po.read(po.write(entries, {}))] == clean


def test_a_doubtful_translation_is_not_shown():
    text = f'{HEAD}\n\n#, fuzzy\nmsgid "Dog"\nmsgstr "Cath"\n\nmsgid "Cat"\nmsgstr "Cath"'
    told = po.catalogue(po.read(text))
    assert (told.gettext("Dog"), told.gettext("Cat")) == ("Dog", "Cath")


def test_plurals_choose_their_form():
    text = f'{HEAD}\n\nmsgid "one"\nmsgid_plural "many"\nmsgstr[0] "A"\nmsgstr[1] "B"'
    told = po.catalogue(po.read(text))
    assert (told.ngettext("one", "many", 1), told.ngettext("one", "many", 2)) == ("A", "B")


@pytest.mark.django_db
class TestChoosing:
    def test_welsh_is_kept_in_this_browser_until_another_is_chosen(self):
        homes, client = two_homes(), Client()
        client.force_login(homes.user("mother"))
        answer = client.post("/language", {"language": "cy", "back": "/my"})
        assert answer.headers["Location"] == "/my"
        shown = client.get("/my").content.decode()
        assert '<html lang="cy"' in shown
        assert "Eich teulu" in shown
        client.post("/language", {"language": "en-gb", "back": "/my"})
        shown = client.get("/my").content.decode()
        assert '<html lang="en-GB"' in shown
        assert "Eich teulu" not in shown

    def test_the_sign_in_page_can_be_read_in_welsh_before_anyone_signs_in(self):
        client = Client()
        client.cookies[language.COOKIE] = "cy"
        assert "Mewngofnodi" in client.get("/account/sign-in").content.decode()

    def test_one_readers_language_is_not_the_next_ones(self):
        welsh, english = Client(), Client()
        welsh.cookies[language.COOKIE] = "cy"
        assert 'lang="cy"' in welsh.get("/privacy").content.decode()
        assert '<html lang="en-GB"' in english.get("/privacy").content.decode()

    @pytest.mark.parametrize("cookie", ["xx", "en", "cy; drop", "../../etc"])
    def test_an_unknown_cookie_is_english(self, cookie):
        client = Client()
        client.cookies[language.COOKIE] = cookie
        assert '<html lang="en-GB"' in client.get("/privacy").content.decode()

    @pytest.mark.parametrize(
        "back", ["https://elsewhere.example/", "//elsewhere.example", "/language", "", "my"]
    )
    def test_it_leads_back_only_to_pages_of_ours(self, back):
        answer = Client().post("/language", {"language": "cy", "back": back})
        assert answer.headers["Location"] == "/"

    def test_a_language_that_is_not_offered_is_not_there(self):
        assert Client().post("/language", {"language": "fr"}).status_code == 404

    def test_looking_at_the_page_sets_nothing(self):
        assert language.COOKIE not in Client().get("/language").cookies


ABOUT = '<span lang="cy">Ynghylch</span> <span lang="en-GB">&lt;b&gt;</span>'


class TestTemplatesAreToldWhenTheyAreCompiled:
    def drawn(self, source, **values):
        from jinja2 import DictLoader

        from spinney.web.design.govuk_env import environment

        made = environment(loader=DictLoader({"page": source}), autoescape=True)
        return made.get_template("page").render(**values)

    @pytest.mark.parametrize(
        ("source", "english", "welsh"),
        [
            ('{{ _("Sign out") }}', "Sign out", '<span lang="cy">Allgofnodi</span>'),
            ("{% trans %}Sign out{% endtrans %}", "Sign out", '<span lang="cy">Allgofnodi</span>'),
            ("{% trans name=who %}About {{ name }}{% endtrans %}", "About &lt;b&gt;", ABOUT),
            ('{{ _("About %(name)s", name=who) }}', "About &lt;b&gt;", ABOUT),
            ("{% trans %}100% wool{% endtrans %}", "100% wool", "100% wool"),
            (
                "{% trans count=3 %}{{ count }} change{% pluralize %}{{ count }} changes{% endtrans %}",
                "3 changes", '3 <span lang="cy">newid</span>',
            ),
        ],
    )  # fmt: skip
    def test_in_english_and_in_welsh(self, source, english, welsh):
        assert self.drawn(source, who="<b>") == english
        with language.speaking("cy"):
            assert self.drawn(source, who="<b>") == welsh

    def test_a_word_that_is_known_costs_no_call(self, monkeypatch):
        monkeypatch.setattr(language, "marked_gettext", None)
        assert self.drawn('{{ _("Sign out") }}{% trans name="A" %}About {{ name }}{% endtrans %}')
