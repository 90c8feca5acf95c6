"""The seven ways in which a table under row-level security still leaks, looked for in PostgreSQL's own catalogue.

A list of faults in words for each way; empty when there are none.
"""

import re
from collections.abc import Callable
from pathlib import Path

from spinney.kernel.rows import all_rows

# Tables that belong to no school, and why each may be seen by all.
SHARED = {
    "access_user": "an account belongs to a person; what it reaches hangs on memberships and ties",
    "account_emailaddress": "allauth: addresses of accounts",
    "account_emailconfirmation": "allauth: addresses of accounts",
    "auth_group": "Django's own; unused, the app role has no right to it",
    "auth_group_permissions": "Django's own; unused, the app role has no right to it",
    "auth_permission": "Django's own; unused, the app role has no right to it",
    "django_content_type": "Django's own list of models",
    "django_migrations": "Django's own list of migrations",
    "django_session": "sessions of accounts, signed and looked up by a random key",
    "mfa_authenticator": "allauth: second factors of accounts",
    "people_school": "public facts of schools (GIAS); only the owner writes",
    "people_trust": "public facts of trusts (GIAS); only the owner writes",
    "plans_templateversion": "the plan's form, the same for all; only the owner writes",
}
# Policies that look past the school on purpose.
WIDE = {("events_outbox", "relay", "spinney_worker"): "the relay hands over events of every school"}
ROLES = ("spinney_app", "spinney_worker")
PUBLIC = "relnamespace = 'public'::regnamespace"
OWNED = f"""
SELECT c.oid FROM pg_class c WHERE {PUBLIC} AND relkind IN ('r', 'p')
   AND relname <> ALL(%(shared)s)
"""
PARAMS = {"shared": list(SHARED), "roles": list(ROLES)}


def plain_views() -> list[str]:
    """A view runs with its owner's rights unless it says security_invoker."""
    rows = all_rows(
        f"SELECT relname FROM pg_class WHERE {PUBLIC} AND relkind = 'v'"
        " AND NOT coalesce(reloptions, '{}') && ARRAY['security_invoker=true', 'security_invoker=on']"
    )
    return [f"view {name} has no security_invoker" for (name,) in rows]


def materialised_views() -> list[str]:
    """A materialised view is a copy without policies."""
    rows = all_rows(f"SELECT relname FROM pg_class WHERE {PUBLIC} AND relkind = 'm'")
    return [f"materialised view {name}" for (name,) in rows]


def definer_functions() -> list[str]:
    rows = all_rows(
        "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef"
    )
    return [f"function {name} is SECURITY DEFINER" for (name,) in rows]


def unfenced_tables() -> list[str]:
    """Every table not on the shared list carries school_id, the composite key, RLS with FORCE, and its policy."""
    rows = all_rows(
        f"""SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity, pg_get_userbyid(c.relowner),
               coalesce((SELECT pg_get_constraintdef(k.oid) FROM pg_constraint k
                          WHERE k.conrelid = c.oid AND k.contype = 'p'), ''),
               ARRAY(SELECT p.polname || ': ' || coalesce(pg_get_expr(p.polqual, p.polrelid), 'true') || ' / '
                            || coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '')
                       FROM pg_policy p WHERE p.polrelid = c.oid AND p.polroles = '{{0}}'),
               ARRAY(SELECT p.polname || ':' || r.rolname FROM pg_policy p
                       JOIN pg_roles r ON r.oid = ANY(p.polroles)
                      WHERE p.polrelid = c.oid)
          FROM pg_class c WHERE c.oid IN ({OWNED})""",
        PARAMS,
    )
    found = []
    for name, enabled, forced, owner, key, policies, named in rows:
        checks = {
            "row-level security is off": enabled,
            "FORCE is missing, so its owner sees every row": forced,
            f"it belongs to {owner}, which serves pages": owner not in ROLES,
            f"its key is '{key}', not (school_id, id)": key == "PRIMARY KEY (school_id, id)",
            "it has no policy by school": any(_by_school(p) for p in policies),
            "a policy lets rows through by something other than school or own account": all(
                _by_school(p) or _own_rows(p) for p in policies
            ),
            "a policy of one role is not on the list": all(
                (name, *each.split(":")) in WIDE for each in named
            ),
        }
        found += [f"{name}: {fault}" for fault, fine in checks.items() if not fine]
    return found


def _by_school(policy: str) -> bool:
    return policy.startswith("in_scope: (school_id = ANY") and policy.count("spinney.schools") == 2


def _own_rows(policy: str) -> bool:
    return policy.startswith("own_rows: (user_id =") and "spinney.actor" in policy


def wide_unique_keys() -> list[str]:
    """A unique key over all schools tells one school that another holds the value."""
    rows = all_rows(
        f"""SELECT i.indrelid::regclass::text, i.indexrelid::regclass::text FROM pg_index i
             WHERE i.indisunique AND i.indrelid IN ({OWNED})
               AND NOT EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = i.indrelid
                               AND a.attname = 'school_id' AND a.attnum = ANY(i.indkey::int2[]))""",
        PARAMS,
    )
    return [f"{table}: unique key {index} spans schools" for table, index in rows]


def wide_foreign_keys() -> list[str]:
    """A reference between owned rows carries the school; none leads from a shared table into an owned one."""
    rows = all_rows(
        f"""SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint
             WHERE contype = 'f' AND confrelid IN ({OWNED})
               AND pg_get_constraintdef(oid)
                   !~ '^FOREIGN KEY \\(school_id, \\w+\\) REFERENCES \\w+\\(school_id, id\\)'""",
        PARAMS,
    )
    return [f"{table}: {definition}" for table, definition in rows]


def strong_roles() -> list[str]:
    """What a role may do beyond its grants, and settings that would stay on a connection for the next person."""
    found = [
        f"{role} {fault}"
        for role, *faults in all_rows(
            "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication FROM pg_roles"
            " WHERE rolname = ANY(%(roles)s)",
            PARAMS,
        )
        for fault, has in zip(
            ("is superuser", "has BYPASSRLS", "may make roles", "may make databases", "replicates"), faults,
            strict=True,
        )
        if has
    ]  # fmt: skip
    found += [
        f"{role} is a member of {group}"
        for role, group in all_rows(
            "SELECT m.rolname, g.rolname FROM pg_auth_members a JOIN pg_roles m ON m.oid = a.member"
            " JOIN pg_roles g ON g.oid = a.roleid WHERE m.rolname = ANY(%(roles)s)"
            " AND (m.rolname, g.rolname) <> ('spinney_worker', 'spinney_app')",
            PARAMS,
        )
    ]
    found += [
        f"a lasting setting: {setting}"
        for (settings,) in all_rows("SELECT setconfig FROM pg_db_role_setting")
        for setting in settings
        if setting.startswith(("spinney.", "role=", "row_security"))
    ]
    found += [
        f"{table} is open to PUBLIC"
        for (table,) in all_rows(
            f"SELECT DISTINCT c.relname FROM pg_class c, aclexplode(c.relacl) a WHERE {PUBLIC} AND a.grantee = 0"
        )
    ]
    return found


SESSION_SET = re.compile(
    r"\bset_config\s*\(|\bSET\s+(SESSION|spinney\.|ROLE\b|row_security)|\bRESET\s+ALL\b"
)


def session_settings(folder: Path) -> list[str]:
    """Code that would leave a setting on a pooled connection: only SET LOCAL is allowed."""
    return [
        f"{file.relative_to(folder)}:{number}: {line.strip()}"
        for file in sorted(folder.rglob("*.py"))
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if SESSION_SET.search(line) and "`" not in line and not line.lstrip().startswith("#")
    ]


ROUTES: dict[str, Callable[[], list[str]]] = {
    "plain views": plain_views,
    "materialised views": materialised_views,
    "definer functions": definer_functions,
    "tables without their fence": unfenced_tables,
    "unique keys that span schools": wide_unique_keys,
    "foreign keys that span schools": wide_foreign_keys,
    "roles and lasting settings": strong_roles,
}
