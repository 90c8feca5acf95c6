"""Plans, as the person who asks may see them. The same query as the page, so the same eyes."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from spinney.api.door import actor_of, fenced, now_of
from spinney.plans.queries import plan_for_reader

router = Router(tags=["plans"])


class LineOut(Schema):
    id: UUID
    section: str
    position: int
    values: dict[str, Any]


class PlanOut(Schema):
    id: UUID
    child_id: UUID
    child_name: str
    layer: str
    lifecycle: str
    version: int
    published_at: datetime | None
    review_due: date | None
    template: str
    why: str
    withheld: bool
    lines: list[LineOut]


@router.get(
    "/plans/{uuid:plan_id}", response=PlanOut, operation_id="read_plan",
    summary="The newest published version; reading it is recorded",
)  # fmt: skip
@fenced
def plan(request: HttpRequest, plan_id: UUID) -> PlanOut:
    found = plan_for_reader(
        actor_of(request),
        plan_id=plan_id,
        now=now_of(request),
    )
    header = found.header
    return PlanOut(
        id=header.id, child_id=header.child_id, child_name=header.child_name, layer=header.layer,
        lifecycle=header.lifecycle, version=header.version, published_at=header.published_at,
        review_due=header.review_due, template=f"{found.template.code}/{found.template.version}",
        why=found.why, withheld=found.withheld,
        lines=[
            LineOut(id=x.id, section=x.section, position=x.position, values=x.values)
            for x in found.lines
        ],
    )  # fmt: skip
