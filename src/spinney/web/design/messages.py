"""Every message of the pages that go through gettext: out of the templates, and out of the Python beside them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from jinja2 import Environment

from spinney.web.design import language, po

WEB: Final = Path(__file__).parents[1]
TEMPLATES: Final = WEB / "templates"
MODULES: Final = ("families", "account", "design", "public", "schools")


def found() -> dict[po.Message, list[str]]:
    """Each message and the files that say it, in the order of the files."""
    places: dict[po.Message, list[str]] = {}
    for place, message in _all():
        where = places.setdefault(message, [])
        if place not in where:
            where.append(place)
    return places


def _all() -> Iterator[tuple[str, po.Message]]:
    environment = _untold()
    # Jinja hangs this on the environment when its extension is loaded.
    extract = environment.extract_translations  # type: ignore[attr-defined]
    for path in sorted(TEMPLATES.rglob("*.html")):
        place = f"templates/{path.relative_to(TEMPLATES).as_posix()}"
        for _line, _function, told in extract(path.read_text(encoding="utf-8")):
            texts = (told,) if isinstance(told, str) else tuple(told or ())
            if (
                texts and texts[0] is not None
            ):  # a message that is only known later is marked where it is set down
                yield place, (texts[0], (texts[1] or "") if len(texts) > 1 else "")
    for folder in MODULES:
        for path in sorted((WEB / folder).rglob("*.py")):
            for message in po.in_python(path.read_text(encoding="utf-8")):
                yield path.relative_to(WEB).as_posix(), message


def _untold() -> Environment:
    """Like the pages' own, with the messages still in place."""
    environment = Environment(autoescape=True)
    language.install(environment)
    return environment
