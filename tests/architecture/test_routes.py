"""Every address has a declared audience, and a stranger is turned away from everything that is not public."""

import re

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import path
from ninja import NinjaAPI
from tests.architecture.routes import Route, example, routes
from tests.personas import small_world

from spinney.access.models import AuditLeaf, User
from spinney.api import door
from spinney.api.urls import v1
from spinney.kernel import tenancy
from spinney.kernel.ids import uuid7
from spinney.web import routes as declared
from spinney.web.routes import AUDIENCES, Audience

ALL = list(routes())
OPEN = {Audience.PUBLIC, Audience.DEMO}
PAGES = [route for route in ALL if not route.is_api]
CLOSED = [r for r in ALL if r.is_api or AUDIENCES.get(r.name) not in OPEN]
# What a signed-in person without any tie may open: their own account, and nothing of a school or child.
PERSON = {name for name, audience in AUDIENCES.items() if audience is Audience.PERSON}


@pytest.fixture
def world(db):
    return small_world()


def undeclared(found) -> list[str]:
    return [r.pattern for r in found if not r.is_api and r.name not in AUDIENCES]


def let_in(client, addresses) -> list[tuple[str, str, int]]:
    """Addresses that answer a stranger with anything but 'sign in' or 'no'."""
    found = []
    for address in addresses:
        for method in ("get", "post"):
            answer = getattr(client, method)(address)
            to_sign_in = answer.status_code == 302 and "/account/sign-in" in answer["Location"]
            if not (to_sign_in or answer.status_code in {401, 404, 405}):
                found.append((method, address, answer.status_code))
            if answer.status_code == 405 and method == "get":
                continue
    return found


def test_every_address_declares_its_audience():
    assert undeclared(ALL) == []


def test_an_address_without_an_audience_is_found():
    planted = Route("planted", "planted", None, {})
    assert undeclared([*ALL, planted]) == ["planted"]


def test_no_two_addresses_share_a_name():
    names = [route.name for route in ALL]
    assert len(names) == len(set(names))


def test_a_stranger_is_turned_away_from_everything_that_is_not_public(client, world):
    assert let_in(client, [example(route, world) for route in CLOSED]) == []


def planted_view(request):
    return HttpResponse("a child's name")


def planted_operation(request):
    return "a child's name"


PLANTED = NinjaAPI(urls_namespace="planted", docs_url=None, openapi_url=None)
PLANTED.get("/open", response=str)(planted_operation)
urlpatterns = [
    path("planted/open", login_not_required(planted_view), name="planted"),
    path("planted/api/", PLANTED.urls),
]
for address in urlpatterns[1].url_patterns:
    login_not_required(address.callback)


@pytest.mark.urls(__name__)
def test_a_page_left_open_is_found(client, db):
    assert let_in(client, ["/planted/open"])[0] == ("get", "/planted/open", 200)


def answers_to(client, world, found) -> dict[tuple[str, int], list[str]]:
    """Addresses by what they answered: the body's length too, for 'not there' and 'not allowed' must look alike."""
    grouped: dict[tuple[str, int], list[str]] = {}
    for route in found:
        answer = client.get(example(route, world))
        kind = "json" if "json" in answer["Content-Type"] else "page"
        if answer.status_code in {302, 405}:
            continue  # a redirect shows nothing; 405 says only that the address wants a POST
        key = (f"{kind} {answer.status_code}", hash(normal(answer)))
        grouped.setdefault(key, []).append(route.pattern)
    return grouped


def normal(answer) -> bytes:
    return re.sub(rb'(csrf[^>]*value="|nonce-)[^"]*', b"", answer.content)


def test_a_signed_in_nobody_gets_the_same_no_everywhere(client, world):
    client.force_login(User.objects.get(id=world.users["charlie"]))
    found = [r for r in CLOSED if r.name not in PERSON and r.name != "ninja:api_v1:me"]
    grouped = answers_to(client, world, found)
    assert {k: v for k, v in grouped.items() if k[0] not in {"page 404", "json 404"}} == {}
    assert len(grouped) <= 2, grouped


def test_a_signed_in_nobody_cannot_act_either(client, world):
    client.force_login(User.objects.get(id=world.users["charlie"]))
    found = [r for r in CLOSED if r.name not in PERSON and not r.is_api]
    bad = {
        route.pattern: status
        for route in found
        if (status := client.post(example(route, world)).status_code) not in {404, 405}
    }
    assert bad == {}


def test_a_teacher_of_other_children_gets_the_same_no_as_for_a_child_that_is_not_there(
    client, world
):
    client.force_login(User.objects.get(id=world.users["other_teacher"]))
    for route in CLOSED:
        if not {"child_id", "plan_id"} & set(route.converters):
            continue
        real = client.get(example(route, world))
        none = client.get(example(route, world, child_id=uuid7(), plan_id=uuid7()))
        assert (real.status_code, normal(real)) == (none.status_code, normal(none)), route.pattern
        assert real.status_code in {404, 405}, route.pattern


def test_an_address_that_is_not_there_asks_a_stranger_nothing_new(client, db):
    assert client.get("/no/such/page").status_code in {302, 404}


class TestApi:
    """One place exempts the API from the sign-in page, so each operation must have its own auth."""

    def unguarded(self, client, api, prefix, world) -> list[str]:
        """Operations of an API, by its own description, that answer a stranger with anything but 401."""
        return [
            f"{method} {route}"
            for route, methods in api.get_openapi_schema(path_prefix=prefix)["paths"].items()
            for method in methods
            if client.generic(method.upper(), re.sub(r"{\w+}", str(world.plan), route)).status_code
            != 401
        ]

    def unfenced(self, api) -> list[str]:
        """Operations whose function is not the one that `door.fenced` makes."""
        return [
            operation.operation_id or operation.view_func.__name__
            for _, router in api._routers
            for view in router.path_operations.values()
            for operation in view.operations
            if operation.view_func.__code__.co_filename != door.__file__
        ]

    def test_every_operation_has_its_own_auth(self, client, world):
        assert v1.get_openapi_schema(path_prefix="/api/v1/")["paths"]
        assert self.unguarded(client, v1, "/api/v1/", world) == []

    def test_every_operation_runs_behind_the_fence(self):
        assert self.unfenced(v1) == []

    @pytest.mark.urls(__name__)
    def test_an_operation_without_auth_or_fence_is_found(self, client, world):
        assert self.unguarded(client, PLANTED, "/planted/api/", world) == ["get /planted/api/open"]
        assert self.unfenced(PLANTED) == ["planted_operation"]

    @pytest.mark.parametrize("address", ["/api/v1/me", "/api/v1/plans/{plan}"])
    def test_a_stranger_hears_401_and_not_the_sign_in_page(self, client, world, address):
        answer = client.get(address.format(plan=world.plan))
        assert (answer.status_code, answer.json()) == (401, {"detail": "Unauthorized"})

    def test_the_mother_reads_her_childs_plan_and_not_the_other_schools(self, client, world):
        client.force_login(User.objects.get(id=world.users["mother"]))
        found = client.get(f"/api/v1/plans/{world.plan}")
        assert found.status_code == 200
        assert found.json()["child_name"] == "Maya Okafor"
        assert (
            client.get(f"/api/v1/plans/{world.birch_plan}").status_code == 200
        )  # her second child
        assert client.get(f"/api/v1/plans/{world.draft}").status_code == 404

    @pytest.mark.parametrize(
        "who", ["father", "stepfather", "charlie", "other_teacher", "birch_senco"]
    )
    def test_others_hear_the_same_404_as_for_a_plan_that_is_not_there(self, client, world, who):
        client.force_login(User.objects.get(id=world.users[who]))
        answer = client.get(f"/api/v1/plans/{world.plan}")
        nothing = client.get(f"/api/v1/plans/{world.alder}")
        assert answer.status_code == nothing.status_code == 404
        assert answer.content == nothing.content

    def test_who_am_i_tells_roles_by_school(self, client, world):
        client.force_login(User.objects.get(id=world.users["senco"]))
        told = client.get("/api/v1/me").json()
        assert [(s["name"], s["roles"]) for s in told["schools"]] == [("Alder Primary", ["senco"])]

    def test_reading_by_api_is_recorded_as_reading_by_page_is(self, client, world):
        client.force_login(User.objects.get(id=world.users["mother"]))
        client.get(f"/api/v1/plans/{world.plan}")
        with tenancy.acting_in([world.alder]):
            last = AuditLeaf.objects.latest("seq")
        assert (last.actor_id, last.action) == (world.users["mother"], "view_plan")


def test_the_declared_audiences_are_the_five_we_know():
    assert {a.value for a in declared.Audience} == {"public", "person", "staff", "family", "demo"}
