"""Turn DATABASE_URL into Django's settings, for each of the three roles the code may play.

owner   makes and changes tables (`./run migrate`); never serves a page
app     serves pages: no BYPASSRLS, owns nothing, so row-level security binds it
worker  relays events of all schools from the outbox; otherwise bound as app is
"""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from spinney.config.env import BadEnvironmentError

ROLES = {"owner": None, "app": "spinney_app", "worker": "spinney_worker"}


def database_settings(url: str, *, role: str, role_url: str = "") -> dict[str, Any]:
    """Settings for one role.

    Without `role_url` the login of `url` is used and `SET ROLE` is part of the connection's start packet, so the
    role is in force before the first statement. In production give each role a login of its own.
    """
    if role not in ROLES:
        raise BadEnvironmentError(f"SPINNEY_DB_ROLE must be one of {', '.join(ROLES)}.")
    parts = urlsplit(role_url or url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise BadEnvironmentError(
            "DATABASE_URL must start with postgresql:// (PostgreSQL 15 to 18)."
        )
    query = {key: values[0] for key, values in parse_qs(parts.query).items()}
    # Statements are constant text, so the server plans each once a connection: half its CPU on a hot page.
    # Behind pgbouncer older than 1.21 add ?prepare_threshold=none to the URL.
    threshold = query.get("prepare_threshold", "3")
    options: dict[str, Any] = {
        "server_side_binding": True,
        "prepare_threshold": None if threshold == "none" else int(threshold),
    }
    if role != "owner" and not role_url:
        options["options"] = f"-c role={ROLES[role]}"
    if "sslmode" in query:
        options["sslmode"] = query["sslmode"]
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "spinney",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", parts.hostname or ""),
        "PORT": str(parts.port or query.get("port", "")),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": False,
        "ATOMIC_REQUESTS": False,
        "OPTIONS": options,
        "TEST": {},
    }
