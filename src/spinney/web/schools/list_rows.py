"""The rows of the list of plans. In Python, not in a template: two hundred rows of nine escaped values each were
half of the page's CPU. Everything a person wrote goes through `escape`; tags and icons come drawn and safe."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
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

    @cache  # many children share a class, and many plans a day
    def place(year: str, group: str) -> str:
        return (
            f'<td role="cell" data-label="Year">{escape(year)}</td>'
            f'<td role="cell" data-label="Class">{escape(group)}</td>'
        )

    @cache
    def due(on: date | None, *, published: bool) -> str:
        state, words = due_words(on, today) if published else ("none", "")
        return (
            '<td role="cell" data-label="Review">'
            f'<span class="sp-due sp-due--{state}">{icons[state]}{words}</span></td>'
        )

    layer_cells = {
        key: f'<td role="cell" data-label="Layer">{tag}</td>' for key, tag in layers.items()
    }
    state_cells = {
        key: f'<td role="cell" data-label="State">{tag}</td>' for key, tag in states.items()
    }

    def tick(row: PlanRow, name: str) -> str:
        return (
            f'<input class="sp-tick" type="checkbox" name="plan" value="{row.id}"'
            f' aria-label="Choose {name}">'
            if ticks
            else ""
        )

    drawn = [
        f'<tr role="row"><th scope="row" role="rowheader">{tick(row, name := escape(row.child_name))}'
        f'<a href="/plans/{row.id}">{name}</a></th>'
        f"{place(row.year, row.registration_group)}"
        f"{layer_cells[row.layer]}{state_cells[row.lifecycle]}{due(row.review_due, published=row.version > 0)}"
        f'<td role="cell" data-label="Waiting for">{waiting[row.waiting_for]}</td></tr>'
        for row in rows
    ]
    return Markup("\n".join(drawn))  # noqa: S704  (what people wrote is escaped above; tested)
