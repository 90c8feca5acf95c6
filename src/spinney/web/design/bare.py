"""Words in a template that no translator can reach: text, labels and strings outside `_()` and `trans`."""

import re
from collections.abc import Iterator
from typing import Final

from jinja2 import Environment

from spinney.web.design import language, po
from spinney.web.design.messages import TEMPLATES

_TAGS: Final = re.compile(r"<(script|style)\b.*?</\1>|<[^<>]*>", re.DOTALL)
_LABELS: Final = re.compile(
    r"\s(?:aria-label|alt|placeholder|title)=\"([^\"\0]*[A-Za-z][^\"\0]*)\""
)
_ENTITIES: Final = re.compile(r"&#?\w+;")
_SENTENCE: Final = re.compile(r"[A-Z][a-z’]+( [a-z]|$)|[a-z’]+ [a-z]+ [a-z]")
HOLE: Final = "\0"
OURS: Final = frozenset({"Spinney", "Cymraeg"})  # names, the same in every language
QUIET: Final = frozenset({"url", "_", "gettext", "ngettext"})


def bare_words(source: str) -> list[str]:
    """Each piece of English that stands in the template as it is."""
    text, strings = "", []
    environment = Environment(autoescape=True)
    language.install(environment)
    told = False
    before: list[tuple[str, str]] = []
    tokens = [(kind, value) for _, kind, value in environment.lex(source) if kind != "whitespace"]
    for at, (kind, value) in enumerate(tokens):
        if kind == "name" and value in {"trans", "endtrans"} and before[-1][0] == "block_begin":
            told = value == "trans"
        if kind == "data":
            text += HOLE if told else value
        elif kind == "string" and tokens[at + 1][1] != ":" and _is_said(value[1:-1], before):
            strings.append(value[1:-1])
        if kind in {"variable_end", "block_end"}:
            text += HOLE if kind == "variable_end" else ""
        before.append((kind, value))
    return [*_in_html(text), *strings]


def _in_html(text: str) -> Iterator[str]:
    yield from (words for words in _LABELS.findall(text) if words.strip() not in OURS)
    for piece in re.split(rf"[{HOLE}\n]", _TAGS.sub(HOLE, text)):
        words = _ENTITIES.sub("", piece).strip(" –·:,.()")
        if re.search("[A-Za-z]", words) and words not in OURS and not words.startswith("sp-"):
            yield words


def _is_said(words: str, before: list[tuple[str, str]]) -> bool:
    """Whether a string of the template's own code is words for a reader rather than a name or a class."""
    if (
        not _SENTENCE.match(words)
        or "govuk-" in words
        or "sp-" in words
        or "." in words.rstrip(".")
    ):
        return False
    kind, value = before[-1]
    if kind == "operator" and value in {"==", "!="}:
        return False
    return not any(name in QUIET for name in _calls(before))


def _calls(before: list[tuple[str, str]]) -> Iterator[str]:
    """The names of the calls that are open here, the innermost first."""
    depth = 0
    for at in range(len(before) - 1, 0, -1):
        kind, value = before[at]
        if kind in {"block_begin", "variable_begin"}:
            return
        if kind == "operator" and value == ")":
            depth += 1
        elif kind == "operator" and value == "(":
            if depth == 0 and before[at - 1][0] == "name":
                yield before[at - 1][1]
            depth = max(0, depth - 1)


def coverage() -> dict[str, list[str]]:
    """Every template and the words that no translator can reach in it."""
    return {
        path.relative_to(TEMPLATES).as_posix(): bare_words(path.read_text(encoding="utf-8"))
        for path in sorted(TEMPLATES.rglob("*.html"))
    }


def told() -> dict[str, tuple[int, int]]:
    """By language: how many messages have a translation, of how many."""
    found = {}
    for code, name in language.CHOICES:
        if code != language.ENGLISH:
            entries = [entry for entry in po.load(language.path_of(code)) if entry.words]
            found[name] = sum(entry.is_told for entry in entries), len(entries)
    return found
