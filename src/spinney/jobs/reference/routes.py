"""Every address by audience. The audience lives in `web`, which `jobs` may not import: it comes in from outside."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from spinney.jobs.reference.tables import page, table

ORDER = ("public", "person", "family", "staff", "demo", "api")


def addresses(audiences: Mapping[str, str]) -> str:
    rows = sorted(
        ([audiences.get(name, "api"), f"`/{pattern}`", f"`{name}`"] for name, pattern in _all()),
        key=lambda row: (ORDER.index(row[0]), row[1]),
    )
    return page(
        "Addresses",
        "the urls of `spinney.web` and `spinney.api`",
        "`public` and `demo` open to anyone (`demo` exists in demo mode only), `person` to anyone signed in, "
        "`family` to a parent or young person with a confirmed tie, `staff` to a member of staff, "
        "`api` to a session.",
        table(["Audience", "Address", "Name"], rows),
    )


def _all(patterns: Any = None, prefix: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    for item in get_resolver().url_patterns if patterns is None else patterns:
        text = prefix + str(item.pattern)
        if isinstance(item, URLResolver):
            inner = f"{space}{item.namespace}:" if item.namespace else space
            yield from _all(item.url_patterns, text, inner)
        elif isinstance(item, URLPattern):
            yield f"{space}{item.name}", text
