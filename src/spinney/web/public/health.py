"""Is the process up, and is it ready to serve? For load balancers and for people at three in the morning."""

from collections.abc import Callable

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from spinney.files import scan


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:  # noqa: ARG001
    return JsonResponse({"status": "ok"})


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:  # noqa: ARG001
    found = {name: check() for name, check in CHECKS.items()}
    ready = all(answer == "ok" for answer in found.values())
    body = {
        "status": "ready" if ready else "not ready", "checks": found, "uploads": scan.state(),
    }  # fmt: skip
    return JsonResponse(body, status=200 if ready else 503)


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return "The database does not answer. Check that it runs and that DATABASE_URL is right."
    return "ok"


def _migrations() -> str:
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Error:
        return "The migrations could not be read."
    return f"{len(waiting)} migrations wait. Run ./run migrate." if waiting else "ok"


def _keys() -> str:
    if len(settings.SECRET_KEY) < 32:
        return "SPINNEY_SECRET_KEY is too short. Give it at least 32 characters."
    return "ok"


CHECKS: dict[str, Callable[[], str]] = {
    "database": _database,
    "migrations": _migrations,
    "keys": _keys,
}
