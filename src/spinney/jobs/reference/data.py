"""What is held of people and how it goes, and every table with its fence. Read from the models and the database."""

from typing import Any

from django.apps import apps

from spinney.jobs.reference.tables import page, table
from spinney.kernel.owned import OwnedModel
from spinney.kernel.rows import all_rows

# Models of libraries say nothing of themselves.
OTHERS = {
    "sessions.Session": "who is signed in; deleted when the session ends or after a school day",
    "account.EmailAddress": "e-mail of an account; deleted with the account",
    "account.EmailConfirmation": "e-mail of an account; deleted with the account",
    "mfa.Authenticator": "second factor of an account; deleted with the account",
}


def personal_data() -> str:
    rows = []
    for model in sorted(apps.get_models(), key=lambda m: m._meta.label):
        told = str(getattr(model, "pii", OTHERS.get(model._meta.label, "none")))
        what, _, goes = told.partition("; ")
        rows.append([f"`{model._meta.label}`", what, goes])
    return page(
        "Personal data register",
        "the `pii` line of each model",
        table(["Model", "What it holds", "How it goes"], rows),
    )


def tables() -> str:
    models: dict[str, Any] = {m._meta.db_table: m for m in apps.get_models()}
    rows = []
    for name, fields, policies, grants in all_rows(TABLES_SQL):
        model = models.get(name)
        owner = "the school" if model and issubclass(model, OwnedModel) else "shared"
        rows.append([f"`{name}`", owner, fields, policies or "none", grants or "none"])
    return page(
        "Tables",
        "the migrated database",
        "A table of the school's has the key `(school_id, id)`, forced row-level security, and references that "
        "carry the school. `in_scope` lets through the schools of the transaction; `own_rows` an account's own.",
        table(["Table", "Whose", "Columns", "Policies", "The app role may"], rows),
    )


TABLES_SQL = """
SELECT c.relname,
       (SELECT string_agg(a.attname, ', ' ORDER BY a.attname) FROM pg_attribute a
         WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),
       (SELECT string_agg(p.polname, ', ' ORDER BY p.polname) FROM pg_policy p WHERE p.polrelid = c.oid),
       (SELECT string_agg(lower(x.privilege_type), ', ' ORDER BY x.privilege_type)
          FROM aclexplode(c.relacl) x JOIN pg_roles r ON r.oid = x.grantee AND r.rolname = 'spinney_app')
  FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') ORDER BY 1
"""
