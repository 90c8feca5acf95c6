"""The rows of the list of plans. In Python, not in a template: two hundred rows of nine escaped values each were
half of the page's CPU. Everything a person wrote goes through `escape`; tags and icons come drawn and safe."""

from collections.abc import Iterable, Mapping
from datetime import date
from html import escape

from markupsafe import Markup

from spinney.plans.types import PlanRow
from spinney.web.design.words import due_words

ROW = (
    '<tr role="row"><th scope="row" role="rowheader"><a href="/plans/{id}">{name}</a></th>'
    '<td role="cell" data-label="Year">{year}</td><td role="cell" data-label="Class">{group}</td>'
    '<td role="cell" data-label="Layer">{layer}</td><td role="cell" data-label="State">{state}</td>'
    '<td role="cell" data-label="Review"><span class="sp-due sp-due--{due}">{icon}{words}</span></td>'
    '<td role="cell" data-label="Waiting for">{waiting}</td></tr>'
)


def plan_rows(
    rows: Iterable[PlanRow],
    today: date,
    *,
    layers: Mapping[str, Markup],
    states: Mapping[str, Markup],
    icons: Mapping[str, Markup],
    waiting: Mapping[str, str],
) -> Markup:
    """Each row as HTML. `layers`, `states` and `icons` are drawn once by the template."""
    drawn = []
    for row in rows:
        due, words = due_words(row.review_due, today) if row.version else ("none", "")
        drawn.append(
            ROW.format(
                id=row.id, name=escape(row.child_name), year=escape(row.year),
                group=escape(row.registration_group), layer=layers[row.layer],
                state=states[row.lifecycle], due=due, icon=icons[due], words=words,
                waiting=waiting[row.waiting_for],
            )
        )  # fmt: skip
    return Markup("\n".join(drawn))  # noqa: S704  (what people wrote is escaped above; tested)
