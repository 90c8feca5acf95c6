"""Reviews, made through the services that people use."""

from datetime import datetime
from uuid import UUID

from tests.factories.access import NOW, a_membership, a_user, the_actor

from spinney.access.types import Actor, Role
from spinney.plans import services
from spinney.plans.models import DraftLine
from spinney.plans.types.review import Judged


def outcomes(plan_id: UUID) -> list[UUID]:
    found = DraftLine.objects.filter(plan_id=plan_id, section="outcome").order_by("position")
    return list(found.values_list("id", flat=True))


def another_senco(school_id: UUID) -> Actor:
    user = a_user("bea")
    a_membership(user, school_id, Role.SENCO)
    return the_actor(user, "bea")


def judge(
    senco: Actor, plan_id: UUID, result: str = "met", *, now: datetime = NOW, **more
) -> dict[UUID, str]:
    """The same result for every outcome of the plan."""
    return services.save_results(
        senco, plan_id=plan_id, now=now,
        judged=tuple(Judged(line, result, **more) for line in outcomes(plan_id)),
    )  # fmt: skip


def a_review(senco: Actor, plan_id: UUID, result: str = "partly", *, now: datetime = NOW, **more):
    judge(senco, plan_id, result, now=now, **more)
    return services.record_review(senco, plan_id=plan_id, now=now)
