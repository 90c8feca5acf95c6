"""Small Markdown: a table, and the line that says a page is drawn and from what."""

from collections.abc import Iterable, Sequence


def page(title: str, source: str, *parts: str) -> str:
    drawn = f"Drawn from `{source}` by `./run docs`. Change that, not this page."
    return "\n\n".join([f"# {title}", drawn, *parts]).rstrip() + "\n"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [_row(head), _row(["---"] * len(head)), *map(_row, rows)]
    return "\n".join(lines)


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def words(code: str) -> str:
    return code.replace("_", " ")
