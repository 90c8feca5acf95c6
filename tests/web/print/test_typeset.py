"""Whatever a family or a child is called or writes, paper comes out: whole, tagged, and without a trick in it."""

import pytest
import typst
from tests.web.print.reading import read
from tests.web.print.samples import NOW, a_copy, a_form, a_printed, some_cards, with_text

from spinney.web.print import documents, typeset

QR = {
    "qr": '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"><path d="M0 0h2v2z"/></svg>'
}
HOSTILE = {
    "typst code": '#set page(fill: red) #panic("no") #read("/etc/passwd") #import "x"',
    "typst markup": "*bold* _it_ `raw` @ref <label> $x^2$ = heading // comment /* block */",
    "quotes": "\"double\" 'single' \\ back \\u{41} {\"json\": [1]}",
    "html": "<script>alert(1)</script> &amp; <b>",
    "bidi tricks": "\u202eevil\u202c \u200f\u2066never closed",
    "one endless word": "w" * 4000,
    "five thousand words": "word " * 5000,
    "emoji": "😀🦖👨‍👩‍👧🏴󠁧󠁢󠁷󠁬󠁳󠁿",
    "arabic": "محمد علي عبد الله",
    "bengali": "রহিম উদ্দিন",
    "chinese": "王小明 𠮷野家 欧阳",
    "punjabi, gujarati, tamil, hindi": "ਗੁਰਪ੍ਰੀਤ ગુજરાતી தமிழ் हिन्दी",
    "letters nobody has": "ᐃᓄᒃᑎᑐᑦ ꙮ 𓂀 \ue123",
    "control": "\x00\x07\ufffe\U0010ffff",
    "piled marks": "Z̵̢̛͎a̷l̸g̶o̴",
    "nothing to see": "\u200b\u200b \n",
    "many lines": "- a\n- b\n\n\n\n• c\n#d",
}  # fmt: skip


def a_pdf(template: str, words: str, *, large: bool = False) -> bytes:
    view = with_text(words)
    copy = a_copy(large=large, recipient=words[:200])
    made = {
        "plan": lambda: documents.plan(a_printed(view), copy),
        "profile": lambda: documents.profile(a_printed(view), copy),
        "answer_form": lambda: documents.answer_form(a_form(view), copy),
        "cards": lambda: documents.cards(some_cards(), copy, group=words[:60], school=words[:60]),
    }[template]()
    return typeset.pdf(template, made, now=NOW, drawings=QR if template == "answer_form" else None)


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("template", ["plan", "profile", "answer_form", "cards"])
def test_whatever_is_written_it_prints(template, words):
    assert read(a_pdf(template, words)).pages >= 1


@pytest.mark.parametrize("name", ["typst code", "typst markup", "quotes", "html"])
def test_what_looks_like_code_is_printed_as_it_was_typed(name):
    assert read(a_pdf("plan", HOSTILE[name], large=True)).says(HOSTILE[name][:40])


def test_a_letter_that_no_font_has_is_a_box_and_the_page_says_so(monkeypatch):
    monkeypatch.setattr(
        typeset,
        "fonts",
        lambda: typst.Fonts(include_system_fonts=False, include_embedded_fonts=True),
    )
    found = read(a_pdf("plan", "রহিম Maya"))
    assert found.says("Some letters could not be printed here")
    assert found.says("□")
    assert found.says("Maya")


def test_a_plan_whose_letters_are_all_there_has_no_note_about_missing_ones():
    assert not read(a_pdf("plan", "Łukasz Ó Briain")).says("Some letters could not be printed")


def test_without_our_fonts_paper_still_comes_out(settings, tmp_path):
    settings.VAR = tmp_path
    typeset.fonts.cache_clear()
    try:
        assert read(a_pdf("plan", "Zoë")).says("Zoë")
    finally:
        typeset.fonts.cache_clear()


def test_the_standard_is_enforced_by_the_typesetter_itself(tmp_path, monkeypatch):
    """A planted fault: a picture without words for those who cannot see it."""
    (tmp_path / "bad.typ").write_text(
        '#set document(title: "x")\n= x\n#image(bytes("<svg xmlns=\\"http://www.w3.org/2000/svg\\"'
        ' width=\\"4\\" height=\\"4\\"/>"), format: "svg")',
        "utf-8",
    )
    monkeypatch.setattr(typeset, "TEMPLATES", tmp_path)
    with pytest.raises(typeset.PrintError, match="alt"):
        typeset.pdf("bad", {}, now=NOW)


def test_a_template_without_a_title_is_refused(tmp_path, monkeypatch):
    (tmp_path / "bad.typ").write_text("= x", "utf-8")
    monkeypatch.setattr(typeset, "TEMPLATES", tmp_path)
    with pytest.raises(typeset.PrintError, match="title"):
        typeset.pdf("bad", {}, now=NOW)


def test_missing_letters_are_read_from_the_typesetters_own_words():
    told = 'error: the text `"\\u{0}"` could not be displayed with font\nthe text `"\\""` could not be displayed'
    assert typeset.missing_letters(told) == {"\0", '"'}


def test_the_same_data_and_moment_make_the_same_bytes():
    assert a_pdf("profile", "Maya") == a_pdf("profile", "Maya")
