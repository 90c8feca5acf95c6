"""Who is asking."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from spinney.api.door import actor_of, fenced
from spinney.people.queries import schools_of

router = Router(tags=["me"])


class SchoolOut(Schema):
    id: UUID
    urn: str
    name: str
    roles: list[str]


class MeOut(Schema):
    id: UUID
    name: str
    schools: list[SchoolOut]


@router.get("/me", response=MeOut, operation_id="who_am_i", summary="The account that asks")
@fenced
def me(request: HttpRequest) -> MeOut:
    actor = actor_of(request)
    schools = [
        SchoolOut(id=s.id, urn=s.urn, name=s.name, roles=sorted(actor.roles_in(s.id)))
        for s in schools_of(actor.schools)
    ]
    return MeOut(id=actor.id, name=actor.display_name, schools=schools)
