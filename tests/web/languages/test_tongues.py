"""A page in Welsh says which of its words are English, and the other way round."""

import re
from html.parser import HTMLParser

import pytest
from django.template import engines
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from tests.web.families.world import two_homes

from spinney.web.design import language, tongues

W, E = tongues.OPEN, tongues.CLOSE
VOID = {"br", "col", "hr", "img", "input", "link", "meta", "path", "source", "wbr"}
WHOLE = {"title", "option"}  # hold no element, so they are in the language of most of their letters
LABELS = {"aria-label", "alt", "placeholder", "title", "data-label"}


class Heard(HTMLParser):
    """The page as a screen reader takes it: each word with the language of the nearest `lang`."""

    def __init__(self, html):
        super().__init__()
        self.open, self.words = [("", "")], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        tongue = found.get("lang", self.open[-1][1])
        self.words += [(found[label], tongue) for label in LABELS & set(found) if found[label]]
        if tag not in VOID and not self.get_starttag_text().endswith("/>"):
            self.open.append((tag, tongue))

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag):
        while len(self.open) > 1 and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if self.open[-1][0] not in {"script", "style", "textarea", *WHOLE} and any(
            map(str.isalpha, data)
        ):
            self.words.append((data, self.open[-1][1]))

    def text(self, tongue):
        return [words for words, said in self.words if said == tongue]


class TestTheWordsOfAPage:
    @pytest.mark.parametrize(
        ("drawn", "said"),
        [
            (f"<p>{W}Cymraeg{E}</p>", '<p lang="cy">Cymraeg</p>'),
            ("<p>English</p>", "<p>English</p>"),
            (f"<p>{W}Am{E} Maya</p>", '<p><span lang="cy">Am</span> <span lang="en-GB">Maya</span></p>'),
            (
                f'<nav aria-label="{W}Prif{E}"><a>Plans</a></nav>',
                '<nav lang="cy" aria-label="Prif"><a lang="en-GB">Plans</a></nav>',
            ),
            (f"<title>{W}Eich teulu{E} – Spinney</title>", '<title lang="cy">Eich teulu – Spinney</title>'),
            (f'<p lang="ur">اردو</p><i>{W}Ie{E}</i>', '<p lang="ur">اردو</p><i lang="cy">Ie</i>'),
            (f'<input placeholder="{W}Enw{E}"><b>{W}1{E}</b>', '<input lang="cy" placeholder="Enw"><b>1</b>'),
            (f'<i data-x="{W}Ie{E}">2</i>', '<i data-x="Ie">2</i>'),
        ],
    )  # fmt: skip
    def test_a_fragment_says_all_it_knows(self, drawn, said):
        assert tongues.said(drawn) == (said if W in drawn else drawn)

    def test_a_page_is_in_the_language_of_most_of_its_letters(self):
        page = '<!doctype html><html lang="en-GB"><p>{}</p><p>{}</p></html>'
        assert tongues.said(page.format(f"{W}Beth sy’n helpu{E}", "Yes")) == (
            '<!doctype html><html lang="cy"><p>Beth sy’n helpu</p><p lang="en-GB">Yes</p></html>'
        )
        assert tongues.said(page.format(f"{W}Ie{E}", "What helps")) == (
            '<!doctype html><html lang="en-GB"><p lang="cy">Ie</p><p>What helps</p></html>'
        )

    def test_what_fills_a_hole_is_not_a_translation(self):
        assert (
            tongues.marked("Cynllun %(name)s i <b>chi</b>")
            == f"{W}Cynllun {E}%(name)s{W} i {E}<b>{W}chi{E}</b>"
        )

    @given(
        st.text(),
        st.lists(st.sampled_from(["<b>", "</b>", W, E, '<i title="x">', "a & b", "<", '"'])),
    )
    def test_no_word_is_lost_and_no_mark_is_left(self, text, pieces):
        html = W + text.join(pieces)
        drawn = tongues.said(html)
        assert not {W, E} & set(drawn)
        assert _without_lang(drawn) == _without_lang(tongues.bare(html))

    def test_data_and_files_carry_no_marks(self):
        assert tongues.bare_bytes(f"{W}Ie{E}".encode()) == b"Ie"
        assert tongues.bare_bytes(b'"\\ufdd0Ie\\ufdd1"') == b'"Ie"'


def _without_lang(html):
    return re.sub(r'<span lang="[\w-]+">|</span>| lang="[\w-]+"', "", html)


PAGES = [
    ("mother", "/my"),
    ("maya", "/my"),
    ("mother", "/my/children/{0.maya}/who-looked"),
    *(("mother", f"/my/plans/{{0.plan}}{end}") for end in ("", "/easy", "/views", "/space")),
    ("maya", "/my/plans/{0.plan}"),
    ("maya", "/my/plans/{0.plan}/voice"),
    ("mother", "/my/plans/{0.plan}/ask/{0.line}"),
    ("mother", "/my/tasks"),
    ("mother", "/account"),
    ("senco", "/"),
    ("senco", "/plans"),
    ("senco", "/plans/{0.plan}"),
    ("", "/account/sign-in"),
    ("", "/privacy"),
    ("", "/language"),
    ("", "/no-such-page"),
]  # fmt: skip
LETTER = "ŵ"  # of a language that says every word with one letter


class Pretend:
    """A catalogue that tells every message, or every second one, so that each word shows where it came from."""

    def __init__(self, every):
        self.every = every

    def gettext(self, message):
        if len(message) % self.every:
            return message
        pieces = re.split(r"(%\(\w+\)[sd]|<[^>]*>|&\w+;)", message)
        return "".join(
            p if at % 2 else re.sub(r"[^\W\d_]", LETTER, p) for at, p in enumerate(pieces)
        )

    def ngettext(self, one, many, count):
        return self.gettext(one if count == 1 else many)


@pytest.fixture(params=[1, 2], ids=["all-told", "half-told"])
def pretended(request, monkeypatch):
    drawn = engines["jinja2"].env.in_other[language.WELSH].cache
    monkeypatch.setattr(language, "catalogue", lambda _code: Pretend(request.param))
    drawn.clear()
    yield
    drawn.clear()


@pytest.mark.django_db
@pytest.mark.usefixtures("pretended")
@pytest.mark.parametrize(("who", "address"), PAGES, ids=lambda x: x)
def test_every_word_of_a_page_is_heard_in_its_own_language(who, address):
    homes, client = two_homes(), Client()
    homes.line = next(iter(homes.lines.values()))
    client.cookies[language.COOKIE] = language.WELSH
    if who:
        client.force_login(homes.user(who))
    answer = client.get(address.format(homes), follow=True)
    assert answer.status_code == (404 if "no-such" in address else 200)
    assert faults(answer.content.decode()) == []


def faults(html):
    heard = Heard(html)
    found = [f"{words!r} with a Welsh voice" for words in heard.text("cy") if not _is_told(words)]
    found += [
        f"{words!r} with an English voice" for words in heard.text("en-GB") if LETTER in words
    ]
    found += [
        f"{words!r} with no voice" for words, tongue in heard.words if tongue not in {"cy", "en-GB"}
    ]
    return found + [f"a mark is left: {mark!r}" for mark in (W, E) if mark in html]


def _is_told(words):
    return words == "Cymraeg" or all(each == LETTER or not each.isalpha() for each in words)


@pytest.mark.parametrize(
    "wrong",
    [
        '<p lang="cy">ŵŵ and <b>more</b></p>',  # English under a Welsh `lang`
        '<html lang="en-GB"><p>ŵŵ</p></html>',  # Welsh under an English one
        '<p lang="en-GB" aria-label="ŵŵ">yes</p>',
        "<p>words</p>",
        f'<p lang="en-GB">{W}yes</p>',
    ],
)
def test_a_page_that_is_heard_wrongly_is_found(wrong):
    assert faults(wrong)
