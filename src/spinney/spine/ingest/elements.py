"""Look up values in an XML element together with where they stand."""

from collections.abc import Iterator
from typing import Any, cast

from lxml import etree

from spinney.spine.ingest.checks import Cell


def at(element: etree._Element, path: str) -> Cell | None:
    """The value at `path`; None when the file leaves the element out."""
    found = element.find(path)
    if found is None:
        return None
    return Cell("".join(map(str, found.itertext())), path, line_of(found))


def line_of(element: etree._Element) -> int:
    """Past line 65,535 libxml2 counts by text, so an empty element may be told one line late."""
    return int(cast("Any", element).sourceline or 0)


def each(element: etree._Element, path: str) -> Iterator[etree._Element]:
    yield from element.iterfind(path)
