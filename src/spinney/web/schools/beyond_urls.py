"""What lies beyond the plan's own words: the EHCP, packages, and what a child needs and does not get."""

from spinney.web.routes import Audience, page
from spinney.web.schools import joins, unmet

STAFF = Audience.STAFF
PLAN = "plans/<uuid:plan_id>"

urlpatterns = [
    page(f"{PLAN}/joins", joins.joins, name="joins", audience=STAFF),
    page(f"{PLAN}/joins/usual", joins.join_usual, name="join_usual", audience=STAFF),
    page(f"{PLAN}/joins/<uuid:line_id>", joins.join_line, name="join_line", audience=STAFF),
    page(f"{PLAN}/ehcp/<uuid:item_id>/end", joins.end_item, name="end_ehcp_item", audience=STAFF),
    page(f"{PLAN}/unmet", unmet.of_plan, name="unmet_of_plan", audience=STAFF),
    page(f"{PLAN}/unmet/new", unmet.record, name="record_unmet", audience=STAFF),
    page("unmet", unmet.in_school, name="unmet", audience=STAFF),
    page("unmet/<uuid:unmet_id>", unmet.one, name="unmet_record", audience=STAFF),
    page("unmet/<uuid:unmet_id>/step", unmet.step, name="unmet_step", audience=STAFF),
    page("unmet/<uuid:unmet_id>/close", unmet.close, name="close_unmet", audience=STAFF),
]
