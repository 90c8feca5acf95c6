"""Messages put into a template when it is compiled, so that a page in any language costs no look-up.

Each language has an environment of its own. `_("words")` and `{% trans %}` become the words themselves, and words
with holes become their pieces, joined with what fills them and escaped as ever. Plurals are chosen as the page is
drawn.
"""

import re
from typing import Final

from jinja2 import nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from spinney.web.design import language

NAMES: Final = frozenset({"_", "gettext"})
HOLE: Final = re.compile(r"%\((\w+)\)s|%%")


def tell(template: nodes.Template, code: str) -> nodes.Template:
    """The same template with its messages in the language."""
    with language.speaking(code):
        _Teller().visit(template)
    return template


class _Teller(NodeTransformer):
    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802  (Jinja's name for it)
        self.generic_visit(node)
        message = _message(node)
        if message is None:
            return node
        values = {pair.key: pair.value for pair in node.kwargs}
        pieces = _pieces(language.gettext(message), values, node.lineno)
        if len(pieces) == 1:
            return pieces[0]
        return nodes.Concat(pieces, lineno=node.lineno)


def _message(node: nodes.Call) -> str | None:
    """The words of a call of gettext with nothing but words and named values."""
    called = isinstance(node.node, nodes.Name) and node.node.name in NAMES
    if not called or len(node.args) != 1 or node.dyn_args or node.dyn_kwargs:
        return None
    words = node.args[0]
    return words.value if isinstance(words, nodes.Const) and isinstance(words.value, str) else None


def _pieces(words: str, values: dict[str, nodes.Expr], line: int) -> list[nodes.Expr]:
    found: list[nodes.Expr] = []
    at, plain = 0, ""
    for hole in HOLE.finditer(words):
        plain += words[at : hole.start()]
        at = hole.end()
        if hole.group() == "%%":
            plain += "%"
            continue
        if plain:
            found.append(_ours(plain, line))
            plain = ""
        found.append(values[hole.group(1)])
    plain += words[at:]
    if plain or not found:
        found.append(_ours(plain, line))
    return found


def _ours(text: str, line: int) -> nodes.Const:
    return nodes.Const(Markup(text), lineno=line)  # noqa: S704  (our words, or a translator's of ours)
