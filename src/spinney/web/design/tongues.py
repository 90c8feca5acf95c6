"""Which words of a page are in which language, said in its HTML so that a screen reader finds the right voice.

Only what came out of a translators' catalogue is Welsh. Everything else (a plan's words, names, messages that
nobody has translated) is English, and nobody has to remember to say so: a catalogue's words carry two marks that
no keyboard types, and when the page is drawn the marks become `lang`. The page itself is in the language of most
of its letters (WCAG 3.1.1); what is in the other says so (3.1.2), on its element where that has no other words,
else on a `<span>`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

OPEN, CLOSE = "\ufdd0", "\ufdd1"  # noncharacters: Unicode keeps them for a program's own use
ENGLISH_TAG, WELSH_TAG = "en-GB", "cy"

Run = tuple[str, str]  # words, and their language; "" for what no voice speaks
_BREAKS: Final = re.compile(r"(%\(\w+\)[sd]|</?\w[^>]*>)")
_MARKS: Final = re.compile(f"[{OPEN}{CLOSE}]")
_TOKEN: Final = re.compile(
    r"<!--.*?-->|<(script|style|textarea)\b.*?</\1\s*>|<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>",
    re.DOTALL,
)
_TAG: Final = re.compile(r"<(/?)([a-zA-Z][\w-]*)")
_LANG: Final = re.compile(r"\slang=\"([^\"]*)\"")
_TOLD: Final = re.compile(r"\s(aria-label|alt|placeholder|title|data-label|content)=\"([^\"]*)\"")
_ENTITY: Final = re.compile(r"&#?\w+;")
_VOID: Final = frozenset(
    {"br", "col", "hr", "img", "input", "link", "meta", "path", "source", "wbr"}
)
_WHOLE: Final = frozenset({"title", "option"})  # may hold no span


def marked(told: str) -> str:
    """A translation with its words marked. Holes and tags stand outside: what fills a hole is not a translation."""
    pieces = _BREAKS.split(told)
    return "".join(
        f"{OPEN}{piece}{CLOSE}" if at % 2 == 0 and _letters(piece) else piece
        for at, piece in enumerate(pieces)
    )


def bare(text: str) -> str:
    """Without marks: for paper, files and whatever else is not HTML."""
    return _MARKS.sub("", text)


def bare_bytes(content: bytes) -> bytes:
    """The same of a text that is ready to send, where JSON may have written a mark as its number."""
    for mark in (OPEN, CLOSE):
        content = content.replace(mark.encode(), b"").replace(b"\\u%04x" % ord(mark), b"")
    return content


def said(html: str) -> str:
    """The page with `lang` in place of the marks. Of a page without any, not a letter is changed."""
    return _Page(html).drawn() if OPEN in html else html


def runs(text: str, plain: str = ENGLISH_TAG) -> list[Run]:
    """Cut where the language changes. What is between marks is Welsh, the rest is `plain`."""
    found: list[Run] = []
    for at, outside in enumerate(text.split(OPEN)):
        inside, closed, after = outside.partition(CLOSE) if at else ("", "", outside)
        for words, tongue in ((inside, WELSH_TAG), (after if closed or not at else "", plain)):
            bared = _MARKS.sub("", words)
            if bared:
                found.append((bared, tongue if _letters(bared) else ""))
    return found


def _letters(text: str) -> int:
    return sum(map(str.isalpha, _ENTITY.sub("", text)))


def most(found: list[Run]) -> str:
    """The language of most letters; nothing where there are none."""
    count: dict[str, int] = {}
    for words, tongue in found:
        if tongue:
            count[tongue] = count.get(tongue, 0) + _letters(words)
    return max(count, key=lambda tongue: count[tongue]) if count else ""


@dataclass(frozen=True, slots=True)
class Within:
    """An element that is open: the language its words are read in, and that of words without a mark."""

    name: str
    tongue: str
    plain: str


class _Page:
    def __init__(self, html: str) -> None:
        self._tokens = list(_tokens(html))
        whole = html.lstrip()[:9].lower() == "<!doctype"
        # A fragment does not know where it will stand, so all of it says what it is.
        base = self._of_the_page() if whole else ""
        self._open = [Within("", base, ENGLISH_TAG)]
        self._out: list[str] = []

    def _of_the_page(self) -> str:
        return most(
            [run for token in self._tokens if not token.startswith("<") for run in runs(token)]
        )

    def drawn(self) -> str:
        for at, token in enumerate(self._tokens):
            if not token.startswith("<"):
                self._text(token)
            elif token.startswith("</"):
                self._out.append(token)
                self._close(token)
            else:
                self._element(at, token)
        return "".join(self._out)

    def _text(self, text: str) -> None:
        here = self._open[-1]
        for words, tongue in runs(text, here.plain):
            if here.name in _WHOLE or not tongue or tongue == here.tongue:
                self._out.append(words)
            else:
                self._out.append(_spanned(words, tongue))

    def _close(self, token: str) -> None:
        match = _TAG.match(token)
        name = match.group(2).lower() if match else ""
        at = next((n for n in range(len(self._open) - 1, 0, -1) if self._open[n].name == name), 0)
        if at:
            del self._open[at:]

    def _element(self, at: int, token: str) -> None:
        match, here = _TAG.match(token), self._open[-1]
        name = match.group(2).lower() if match else ""
        if not name or name in {"script", "style"}:
            self._out.append(bare(token))
            return
        said_so = _LANG.search(token)
        if name == "html":
            tongue, plain = here.tongue, here.plain
            token = _LANG.sub(f' lang="{tongue}"', token, count=1)
        elif said_so:
            tongue = plain = said_so.group(1)
        else:
            plain = here.plain
            tongue = self._wanted(at, token, name) or here.tongue
            if tongue != here.tongue:
                token = (
                    f'{token[: match.end()]} lang="{tongue}"{token[match.end() :]}'
                    if match
                    else token
                )
        self._out.append(bare(token))
        if name not in _VOID and name != "textarea" and not token.endswith("/>"):
            self._open.append(Within(name, tongue, plain))

    def _wanted(self, at: int, token: str, name: str) -> str:
        """The language that the element has to say: of its label, or else of its words where it has no others."""
        plain = self._open[-1].plain
        for label, words in _TOLD.findall(token):
            if label != "content" and (tongue := most(runs(words, plain))):
                return tongue
        around = self._tokens[at + 1 : at + 3]
        if len(around) < 2 or around[0].startswith("<") or not around[1].startswith(f"</{name}"):
            return ""
        found = runs(around[0], plain)
        tongues = {tongue for _words, tongue in found if tongue}
        return most(found) if len(tongues) == 1 or name in _WHOLE else ""


def _tokens(html: str) -> Iterator[str]:
    at = 0
    for match in _TOKEN.finditer(html):
        if match.start() > at:
            yield html[at : match.start()]
        yield match.group()
        at = match.end()
    if at < len(html):
        yield html[at:]


def _spanned(words: str, tongue: str) -> str:
    start = len(words) - len(words.lstrip())
    end = len(words.rstrip())
    return f'{words[:start]}<span lang="{tongue}">{words[start:end]}</span>{words[end:]}'
