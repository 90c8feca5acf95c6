"""The rows of the list of plans. In Python, not in a template: two hundred rows of nine escaped values each were
half of the page's CPU. Everything a person wrote goes through `escape`; tags and icons come drawn and safe."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache, lru_cache
from html import escape

from markupsafe import Markup

from spinney.plans.types import PlanRow
from spinney.web.design.words import due_words


def plan_rows(
    rows: Iterable[PlanRow],
    today: date,
    *,
    layers: Mapping[str, Markup],
    states: Mapping[str, Markup],
    icons: Mapping[str, Markup],
    waiting: Mapping[str, str],
    ticks: bool = False,
) -> Markup:
    """Each row as HTML. `layers`, `states` and `icons` are drawn once by the template.

    With `ticks` each row has a box that chooses its plan for a step or for paper.
    """

    due = due_cells(today, icons)
    layer_cells, state_cells = cells("Layer", layers), cells("State", states)
    waiting_cells = cells("Waiting for", waiting)
    head = head_with_tick if ticks else head_alone
    drawn = [
        f'<tr role="row">{head(row.id, escape(row.child_name))}{place(row.year, row.registration_group)}'
        f"{layer_cells[row.layer]}{state_cells[row.lifecycle]}{due(row.review_due, row.version > 0)}"
        f"{waiting_cells[row.waiting_for]}</tr>"
        for row in rows
    ]
    return Markup("\n".join(drawn))  # noqa: S704  (what people wrote is escaped above; tested)


@lru_cache(maxsize=512)  # many children share a class
def place(year: str, group: str) -> str:
    return (
        f'<td role="cell" data-label="Year">{escape(year)}</td>'
        f'<td role="cell" data-label="Class">{escape(group)}</td>'
    )


def due_cells(today: date, icons: Mapping[str, Markup]) -> Callable[[date | None, bool], str]:
    @cache  # and many plans a day
    def due(on: date | None, published: bool) -> str:  # noqa: FBT001  (called once a row: names cost)
        state, words = due_words(on, today) if published else ("none", "")
        return (
            '<td role="cell" data-label="Review">'
            f'<span class="sp-due sp-due--{state}">{icons[state]}{words}</span></td>'
        )

    return due


def cells(label: str, shown: Mapping[str, str]) -> dict[str, str]:
    return {key: f'<td role="cell" data-label="{label}">{text}</td>' for key, text in shown.items()}


def head_alone(plan_id: str, name: str) -> str:
    """`name` is escaped already, here and below."""
    return f'<th scope="row" role="rowheader"><a href="/plans/{plan_id}">{name}</a></th>'


def head_with_tick(plan_id: str, name: str) -> str:
    return (
        '<th scope="row" role="rowheader"><input class="sp-tick" type="checkbox" name="plan"'
        f' value="{plan_id}" aria-label="Choose {name}"><a href="/plans/{plan_id}">{name}</a></th>'
    )
