"""Rows that are written once: refused in Python first, and by the database whatever the path."""

from typing import Any, ClassVar, NoReturn

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation

from ketaclinic.statements import KeptInserts


class AppendOnlyError(TypeError):
    """Code tried to change or delete a row of an append-only table."""


class AppendOnlyQuerySet(KeptInserts, models.QuerySet[Any]):
    """A queryset that can be read and added to."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError(f"{self.model.__name__} rows are never changed")

    def delete(self) -> NoReturn:
        raise AppendOnlyError(f"{self.model.__name__} rows are never deleted")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError(f"{self.model.__name__} rows are never changed")


class AppendOnlyModel(models.Model):
    """Base of every clinical fact and audit event: a correction is a new row."""

    append_only: ClassVar[bool] = True
    objects = models.Manager.from_queryset(AppendOnlyQuerySet)()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError(f"{type(self).__name__} rows are never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError(f"{type(self).__name__} rows are never deleted")


POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION append_only_refuse() RETURNS trigger AS $$
BEGIN
    RAISE EXCEPTION 'append-only: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END;
$$ LANGUAGE plpgsql
"""


class AppendOnly(Operation):
    """Migration operation: make the database refuse UPDATE and DELETE (and TRUNCATE) on a table.

    A migration that adds a column says it again: SQLite builds the table anew, without its
    triggers. Said twice it is the same as said once.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, table: str) -> None:
        self.table = table

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Triggers are no part of the model state."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: Any,
        to_state: Any,
    ) -> None:
        self.database_backwards(app_label, schema_editor, from_state, to_state)
        for statement in self.statements(schema_editor.connection.vendor):
            # No parameters at all: PostgreSQL's driver would else read the % of the message.
            schema_editor.execute(statement, params=None)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: Any,
        to_state: Any,
    ) -> None:
        suffix = f" ON {self.table}" if schema_editor.connection.vendor == "postgresql" else ""
        for kind in self.kinds(schema_editor.connection.vendor):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {self.trigger(kind)}{suffix}")

    @staticmethod
    def kinds(vendor: str) -> tuple[str, ...]:
        return ("UPDATE", "DELETE", "TRUNCATE") if vendor == "postgresql" else ("UPDATE", "DELETE")

    def trigger(self, kind: str) -> str:
        return f"append_only_{kind.lower()}_{self.table}"

    def statements(self, vendor: str) -> list[str]:
        """The SQL that adds the triggers on this engine."""
        if vendor == "postgresql":
            return [POSTGRES_FUNCTION, *(self._postgres(kind) for kind in self.kinds(vendor))]
        return [self._sqlite(kind) for kind in self.kinds(vendor)]

    def _postgres(self, kind: str) -> str:
        each = "STATEMENT" if kind == "TRUNCATE" else "ROW"
        return (
            f"CREATE TRIGGER {self.trigger(kind)} BEFORE {kind} ON {self.table} "
            f"FOR EACH {each} EXECUTE FUNCTION append_only_refuse()"
        )

    def _sqlite(self, kind: str) -> str:
        return (
            f"CREATE TRIGGER {self.trigger(kind)} BEFORE {kind} ON {self.table} "
            f"BEGIN SELECT RAISE(ABORT, 'append-only: {kind} on {self.table} is refused'); END"
        )

    def describe(self) -> str:
        return f"Refuse changes to rows of {self.table}"

    @property
    def migration_name_fragment(self) -> str:
        return f"append_only_{self.table}"

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (type(self).__qualname__, [self.table], {})
