"""The language of the interface: English, or as much of Welsh as is translated. The words of a plan are its own.

A catalogue is read when someone first asks for its language; in English nothing is looked up (see `told`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment
from markupsafe import Markup

from spinney.web.design import po, tongues

LOCALE: Final = Path(__file__).parent / "locale"
ENGLISH, WELSH = "en-gb", "cy"
CHOICES: Final = ((ENGLISH, "English"), (WELSH, "Cymraeg"))
TAGS: Final = {ENGLISH: tongues.ENGLISH_TAG, WELSH: tongues.WELSH_TAG}
COOKIE: Final = "spinney_language"
A_YEAR: Final = 365 * 24 * 60 * 60

_current: ContextVar[str] = ContextVar("language", default=ENGLISH)


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Until the end of the block the interface speaks this language.

    Django's own messages stay English: nothing would say that they are in Welsh.
    """
    token = _current.set(code)
    try:
        yield
    finally:
        _current.reset(token)


def spoken() -> str:
    return _current.get()


@cache
def catalogue(code: str) -> GNUTranslations:
    return po.catalogue(po.load(path_of(code)))


def path_of(code: str) -> Path:
    return LOCALE / code / "LC_MESSAGES" / "django.po"


def gettext(message: str) -> str:
    """The message in the language of the reader, marked as such (see `tongues`); as it is where nobody told it."""
    code = _current.get()
    if code == ENGLISH:
        return message
    words = catalogue(code).gettext(message)
    return message if words == message else tongues.marked(words)


def mark(message: str) -> str:
    """Words that are set down when the program starts, and translated when they are said."""
    return message


def ngettext(one: str, many: str, count: int) -> str:
    code = _current.get()
    if code == ENGLISH:
        return one if count == 1 else many
    words = catalogue(code).ngettext(one, many, count)
    return words if words in {one, many} else tongues.marked(words)


def marked_gettext(message: str, **values: Any) -> Markup:
    """Of a message that is only known when the page is drawn; `told` puts all others into the template itself."""
    return Markup(gettext(message)) % values  # noqa: S704  (our own words; what is put into them is escaped)


def marked_ngettext(one: str, many: str, num: int, **values: Any) -> Markup:
    return Markup(ngettext(one, many, num)) % {"num": num, **values}  # noqa: S704


def install(environment: Environment) -> None:
    environment.add_extension("jinja2.ext.i18n")
    environment.policies["ext.i18n.trimmed"] = True
    environment.newstyle_gettext = True  # type: ignore[attr-defined]
    environment.globals.update(gettext=marked_gettext, ngettext=marked_ngettext, _=marked_gettext)
