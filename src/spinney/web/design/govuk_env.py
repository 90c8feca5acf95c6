"""Two Jinja environments: GOV.UK's macros need lenient names, a child's record needs strict ones.

A macro keeps the environment it was compiled in. So the macros are compiled once in a lenient
environment and handed to the strict one, where a misspelt name in a page is an error, not a blank.
"""

from collections.abc import Callable, Mapping, MutableMapping
from functools import cache
from typing import Any

from django.templatetags.static import static
from jinja2 import (
    Environment,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
    Template,
    nodes,
)
from markupsafe import Markup

from spinney.web.design import faces, fields, language, tokens, tongues, words
from spinney.web.design.address import url
from spinney.web.design.told import tell

Macro = Callable[..., Markup]
PACKAGE = "govuk_frontend_jinja"


@cache
def govuk_macros() -> Mapping[str, Macro]:
    lenient = Environment(
        loader=PrefixLoader({PACKAGE: PackageLoader(PACKAGE)}),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    names = [
        n for n in lenient.list_templates() if "/components/" in n and n.endswith("macro.html")
    ]
    return {
        name: macro
        for template in names
        for name, macro in vars(lenient.get_template(template).module).items()
        if name.startswith("govuk")
    }


class Page(Template):
    """A template whose page says which of its words are in which language."""

    def render(self, *args: Any, **kwargs: Any) -> str:
        return tongues.said(super().render(*args, **kwargs))


class Strict(Environment):
    """Names fixed at start. A plain dict of them lets every `import` in a template compare names in C.

    One for each language of the interface: messages are put into a template when it is compiled.
    """

    template_class = Page
    language = language.ENGLISH
    in_other: Mapping[str, "Strict"] = {}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        return tell(super()._parse(source, name, filename), self.language)

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002  (Jinja's name for it)
    ) -> Template:
        other = self.in_other.get(language.spoken()) if self.in_other else None
        if other is not None:
            return other.get_template(name, parent, globals)
        return super().get_template(name, parent, globals)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **(d or {})}


def environment(**options: Any) -> Environment:
    """Django's Jinja2 backend calls this with the loader and its own options."""
    english, welsh = _environment(**options), _environment(**options)
    welsh.language = language.WELSH
    english.in_other = {language.WELSH: welsh}
    return english


def _environment(**options: Any) -> Strict:
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    strict = Strict(**options)
    macros = govuk_macros()
    strict.globals.update(macros)
    strict.globals.update(
        url=url,
        static=static,
        field=fields.renderer(macros),
        error_summary=fields.summariser(macros),
        due_words=words.due_words,
        london_today=words.london_today,
        design_tokens=tokens.TOKENS,
        faces_drawn=faces,
    )
    strict.filters.update(words.FILTERS)
    language.install(strict)
    return strict
