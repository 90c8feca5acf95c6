"""Every address of the site, with an example of it in the small world."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from tests.personas import World


@dataclass(frozen=True, slots=True)
class Route:
    name: str  # with its namespace
    pattern: str
    callback: Any
    converters: dict[str, Any]

    @property
    def is_api(self) -> bool:
        return self.name.startswith("ninja:")


def routes(patterns: Any = None, prefix: str = "", space: str = "") -> Iterator[Route]:
    for item in get_resolver().url_patterns if patterns is None else patterns:
        text = prefix + str(item.pattern)
        if isinstance(item, URLResolver):
            inner = f"{space}{item.namespace}:" if item.namespace else space
            yield from routes(item.url_patterns, text, inner)
        elif isinstance(item, URLPattern):
            yield Route(f"{space}{item.name}", text, item.callback, item.pattern.converters)


def example(route: Route, world: World, **chosen: Any) -> str:
    """An address of this route in which every part names something that exists and that Maya's SENCO may see."""
    known = {
        "child_id": world.maya, "plan_id": world.plan, "line_id": world.line,
        "answer_id": world.answer, "form_id": world.paper, "group_id": world.group,
        "carer_id": world.mother_carer, "number": 1, "version": 1, "clash_id": world.line,
        "import_id": world.line, "batch_id": world.line, "code": "ci-first-word", "section": "provision",
        **chosen,
    }  # fmt: skip
    address = "/" + route.pattern
    for name, converter in route.converters.items():
        kind = type(converter).__name__.removesuffix("Converter").lower()
        value = known.get(name, {"uuid": world.plan, "int": 1}.get(kind, "1"))
        for form in (f"<{kind}:{name}>", f"<{name}>"):
            address = address.replace(form, str(value))
    return address
