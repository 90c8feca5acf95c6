"""The environment in which Spinney's own programs run: its database, its keys, its folders."""

import contextlib
import os
import secrets
from collections.abc import Iterator, Mapping
from pathlib import Path

from tools.launch import keeper
from tools.launch.places import PYTHON, ROOT, made, var
from tools.launch.postgres import Cluster

Environment = dict[str, str]


def cluster() -> Cluster:
    return Cluster(var())


def own_server() -> bool:
    """Whether the database is the one we start ourselves."""
    return not os.environ.get("DATABASE_URL")


@contextlib.contextmanager
def database() -> Iterator[str]:
    """The address of a running server: yours when DATABASE_URL is set, else ours for as long as this lasts."""
    if not own_server():
        yield os.environ["DATABASE_URL"]
        return
    with keeper.in_use(cluster()) as running:
        yield running.url


def environment(
    url: str, *, role: str = "app", extra: Mapping[str, str] | None = None
) -> Environment:
    given = {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "spinney.config.settings",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        "PYTHONUNBUFFERED": "1",
        "SPINNEY_DB_ROLE": role,
        "SPINNEY_VAR": str(var()),
    }
    if "SPINNEY_SECRET_KEY" not in given and "SPINNEY_SECRET_KEY_FILE" not in given:
        given["SPINNEY_SECRET_KEY"] = secret_key(var() / "secret-key")
    return {**given, **(extra or {})}


def secret_key(file: Path) -> str:
    """Made at the first start, readable by its owner only."""
    made(file.parent)
    with contextlib.suppress(FileExistsError):
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as fresh:
            fresh.write(secrets.token_urlsafe(48))
    return file.read_text(encoding="utf-8").strip()


def django(*words: str | Path) -> list[str | Path]:
    return [PYTHON, "-m", "django", *words]
