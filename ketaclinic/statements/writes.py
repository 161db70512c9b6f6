"""Writes that are built once: rows that are added, and changes that a submission always makes."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db import DEFAULT_DB_ALIAS, models
from django.db.models.sql import UpdateQuery
from django.db.transaction import mark_for_rollback_on_error

from ketaclinic.statements.kept import Kept, OncePerThread, Place


class Change:
    """An UPDATE that is built at its first use: of the rows of `build`, with what they get.

    As of `QuerySet.update`: constants, or `Given` values; no signal is sent.
    """

    def __init__(self, build: Callable[[], models.QuerySet[Any, Any]], **values: Any) -> None:
        self._build = build
        self._values = values
        self._kept = OncePerThread(self._written)

    def make(self, **values: Any) -> int:
        """Change the rows for these values; returns how many there were."""
        kept = self._kept.on(DEFAULT_DB_ALIAS)
        with (
            mark_for_rollback_on_error(using=kept.connection.alias),
            kept.connection.cursor() as cursor,
        ):
            cursor.execute(*kept.bound(values))
            return int(cursor.rowcount)

    def _written(self, connection: Any) -> Kept:
        queryset: Any = self._build()
        if getattr(queryset.model, "append_only", False):
            raise TypeError(f"{queryset.model.__name__} rows are never changed")
        query = queryset.query.chain(UpdateQuery)
        query.add_update_values(self._values)
        return Kept(connection, *query.get_compiler(connection=connection).as_sql())


class Insertion:
    """Rows of one model in one INSERT, which is written once for each number of rows.

    As `bulk_create` it sends no signal, and it sets the keys that the database gave.
    """

    most_together = 8

    def __init__(self, model: Any) -> None:
        meta = model._meta
        self._table = meta.db_table
        self._key = meta.auto_field
        self._fields = [field for field in meta.concrete_fields if field is not self._key]
        self._kept: dict[int, OncePerThread[Kept]] = {}

    def add(self, rows: Sequence[Any]) -> None:
        """Insert the rows, which are new and name rows that are stored; many of them are several
        statements, so inside a transaction."""
        for row in rows:
            row._prepare_related_fields_for_save(operation_name="add")
        for start in range(0, len(rows), self.most_together):
            self._add(rows[start : start + self.most_together])

    def _add(self, rows: Sequence[Any]) -> None:
        kept = self._kept_for(len(rows))
        values = [field.pre_save(row, True) for row in rows for field in self._fields]
        named = dict(zip(_names(len(values)), values, strict=True))
        alias = kept.connection.alias
        with mark_for_rollback_on_error(using=alias), kept.connection.cursor() as cursor:
            cursor.execute(*kept.bound(named))
            keys = cursor.fetchall()
        for row, (key,) in zip(rows, keys, strict=True):
            setattr(row, self._key.attname, key)
            row._state.adding, row._state.db = False, alias

    def _kept_for(self, number: int) -> Kept:
        if number not in self._kept:
            self._kept[number] = OncePerThread(lambda connection: self._written(connection, number))
        return self._kept[number].on(DEFAULT_DB_ALIAS)

    def _written(self, connection: Any, number: int) -> Kept:
        name, fields = connection.ops.quote_name, self._fields
        columns = ", ".join(name(field.column) for field in fields)
        row = f"({', '.join(['%s'] * len(fields))})"
        text = " ".join(
            (
                f"INSERT INTO {name(self._table)} ({columns})",
                f"VALUES {', '.join([row] * number)}",
                f"RETURNING {name(self._key.column)}",
            )
        )
        places = zip(_names(len(fields) * number), fields * number, strict=True)
        return Kept(connection, text, tuple(Place(*each) for each in places))


@cache
def _names(number: int) -> tuple[str, ...]:
    return tuple(map(str, range(number)))


@cache
def insertion_of(model: Any) -> Insertion:
    """The one insertion of a model."""
    return Insertion(model)


ROWS_TOGETHER = 500


def rows_follow(rows: Sequence[Any], fields: Sequence[str]) -> None:
    """Write these fields of rows that are stored, and that the caller's transaction has locked.

    An upsert by the key: what `bulk_update` writes instead, a choice among all rows for each
    field, costs more for each row the more there are.
    """
    if rows:
        type(rows[0])._default_manager.bulk_create(
            rows,
            batch_size=ROWS_TOGETHER,
            update_conflicts=True,
            update_fields=fields,
            unique_fields=["pk"],
        )


class KeptInserts:
    """For the queryset of a model whose rows are mostly added: `create` keeps its INSERT."""

    if not TYPE_CHECKING:  # Its type stays that of Django's, which knows the model.

        def create(self, **values: Any) -> Any:
            """Without signals; a row that brings its own key goes the usual way."""
            row = self.model(**values)
            if row.pk is not None:
                return super().create(**values)
            insertion_of(self.model).add([row])
            return row


class KeptQuerySet(KeptInserts, models.QuerySet[Any]):
    """The same where a model has no named readings of its own."""
