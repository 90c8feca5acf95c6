"""Every row that a school owns: the base model, and the one migration operation that fences its table."""

from typing import Any

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from spinney.kernel.ids import uuid7

IN_SCOPE = "school_id = ANY ((SELECT nullif(current_setting('spinney.schools', true), ''))::uuid[])"
OWN_ROW = "{column} = (SELECT nullif(current_setting('spinney.actor', true), ''))::uuid"


class OwnedModel(models.Model):
    """`id` is the model's key; the database's is (school_id, id), set by `FenceTable`."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school_id = models.UUIDField(editable=False)

    class Meta:
        abstract = True


class OwnedKey(models.ForeignKey):  # type: ignore[type-arg]
    """A reference to another owned row. The real constraint is composite and made by `FenceTable`."""

    def __init__(self, to: Any, **kwargs: Any) -> None:
        kwargs.setdefault("on_delete", models.PROTECT)
        kwargs.setdefault("db_constraint", False)
        kwargs.setdefault("db_index", False)
        kwargs.setdefault("related_name", "+")
        super().__init__(to, **kwargs)


class FenceTable(Operation):
    """Swap the key to (school_id, id), make references composite, and put row-level security on.

    grants      what the app role may do; an append-only table leaves out UPDATE and DELETE
    own_rows    a column holding a user's id: that person may also read these rows from any school
    history     a trigger keeps the old values of every change, raw SQL included
    """

    reversible = True

    def __init__(
        self,
        model_name: str,
        *,
        grants: str = "SELECT, INSERT, UPDATE, DELETE",
        own_rows: str = "",
        history: bool = False,
    ) -> None:
        self.model_name = model_name
        self.grants = grants
        self.own_rows = own_rows
        self.history = history

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        options = {"grants": self.grants, "own_rows": self.own_rows, "history": self.history}
        return (self.__class__.__qualname__, [self.model_name], options)

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The fence is the database's affair; Django's picture of the model does not change."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,  # noqa: ARG002  (Django names it)
        to_state: ProjectState,
    ) -> None:
        model = to_state.apps.get_model(app_label, self.model_name)
        # Foreign keys that Django deferred would name the old primary key: run them before it goes.
        while schema_editor.deferred_sql:
            schema_editor.execute(schema_editor.deferred_sql.pop(0))
        for statement in self.statements(model):
            schema_editor.execute(statement)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Nothing to undo apart from the table itself, which the migration's own CreateModel drops."""

    def describe(self) -> str:
        return f"Fence {self.model_name} by school"

    def statements(self, model: type[models.Model]) -> list[str]:
        table = model._meta.db_table
        found = [
            f'ALTER TABLE "{table}" DROP CONSTRAINT "{table}_pkey", ADD PRIMARY KEY (school_id, id)',
            *self._references(model),
            f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY',
            f'CREATE POLICY in_scope ON "{table}" USING ({IN_SCOPE}) WITH CHECK ({IN_SCOPE})',
            f'GRANT {self.grants} ON "{table}" TO spinney_app',
        ]
        if self.own_rows:
            own = OWN_ROW.format(column=self.own_rows)
            found.append(f'CREATE POLICY own_rows ON "{table}" FOR SELECT USING ({own})')
        if self.history:
            found.append(
                f'CREATE TRIGGER keep_history AFTER UPDATE OR DELETE ON "{table}" '
                "FOR EACH ROW EXECUTE FUNCTION access_keep_history()"
            )
        return found

    @staticmethod
    def _references(model: type[models.Model]) -> list[str]:
        table = model._meta.db_table
        return [
            f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_{field.column}_owned" '
            f'FOREIGN KEY (school_id, {field.column}) REFERENCES "{field.related_model._meta.db_table}" '
            "(school_id, id) DEFERRABLE INITIALLY DEFERRED"
            for field in model._meta.local_fields
            if isinstance(field, OwnedKey)
        ]
