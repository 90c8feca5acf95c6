"""Who may open a file: whoever reads a line that rests on it, and nobody else."""

from collections.abc import Iterable
from uuid import UUID

from spinney.access.types import FieldClass
from spinney.plans.types import Line, Template
from spinney.plans.types.files import MOST_FILES, MOST_OF_PLAN


def cites(lines: Iterable[Line], file_id: UUID) -> bool:
    return any(source.file == file_id for line in lines for source in line.sources)


def section_open(template: Template, section: str, classes: frozenset[FieldClass]) -> bool:
    spec = template.section(section)
    return spec is not None and spec.field_class in classes


def reason_not_to_add(count: int, size: int) -> str:
    """`count` files are on the plan already, of `size` bytes together."""
    if count >= MOST_FILES:
        return f"A plan holds at most {MOST_FILES} files. Take one away that is no longer needed."
    if size >= MOST_OF_PLAN:
        return (
            "The files of this plan are too large together. Take one away that is no longer needed."
        )
    return ""
