"""Read a paste against the rows that the grid shows this person. Nothing is changed by reading."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from spinney.access.types import Actor
from spinney.kernel.errors import NotNow
from spinney.plans.queries.review_grid import GridFilter, review_grid
from spinney.plans.rules.review_paste import read_paste
from spinney.plans.types.review import GridPage
from spinney.plans.types.review_paste import Pasted

MOVED = "The list has changed since you opened it. Reload the page, then paste again."


def pasted_results(
    actor: Actor,
    *,
    school_id: UUID,
    now: datetime,
    narrowed: GridFilter,
    text: str,
    start: str = "",
    words_first: bool = False,
    order: Sequence[str] = (),
) -> tuple[GridPage, Pasted]:
    """The page of the grid and what the paste says of it. Rows are named PLAN.LINE: the one where the paste
    begins, and all that the person has before them in `order`, where that is known."""
    page = review_grid(actor, school_id=school_id, now=now, narrowed=narrowed)
    rows = {f"{row.plan_id}.{row.line_id}": row for row in page.rows if row.line_id}
    names = list(order or rows)
    if not rows.keys() >= set(names):
        raise NotNow(MOVED)
    place = names.index(start) if start in names else 0
    read = read_paste(text, [rows[name] for name in names], start=place, words_first=words_first)
    return page, read
