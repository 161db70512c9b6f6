"""Reads that are built once."""

from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler
from django.db.transaction import TransactionManagementError

from ketaclinic.statements.kept import Kept, OncePerThread

Row = TypeVar("Row")
Built = tuple[Any, "_Compiler"]


class _Compiler(SQLCompiler):
    """Writes its SQL at the first time, and afterwards binds the values of the call."""

    values: dict[str, Any]
    kept: Kept | None = None
    converters: dict[int, Any] | None = None

    def as_sql(self, *args: Any, **kwargs: Any) -> tuple[str, tuple[Any, ...]]:
        if self.query.select_for_update and self.connection.get_autocommit():
            raise TransactionManagementError("A lock needs a transaction.")
        if self.kept is None:
            self.kept = Kept(self.connection, *super().as_sql(*args, **kwargs))
        return self.kept.bound(self.values)

    def execute_sql(self, *args: Any, **kwargs: Any) -> Any:
        """Every row at once, as one chunk: a statement reads what it keeps."""
        with self.connection.cursor() as cursor:
            cursor.execute(*self.as_sql())
            return [cursor.fetchall()]

    def get_converters(self, expressions: Any) -> dict[int, Any]:
        """Of the selected columns, which are always the same."""
        if self.converters is None:
            self.converters = super().get_converters(expressions)
        return self.converters


class Statement(Generic[Row]):
    """A read that is built at its first use: `build` gives a queryset with `Given` values in it.

    What a queryset loads besides (`prefetch_related`) is not supported; what it joins is.
    """

    def __init__(self, build: Callable[[], QuerySet[Any, Any]]) -> None:
        self._build = build
        self._built: OncePerThread[Built] = OncePerThread(self._compiled)

    def all(self, **values: Any) -> list[Row]:
        """Every row for these values; each call asks the database."""
        queryset, compiler = self._built.on(DEFAULT_DB_ALIAS)
        compiler.values = values
        rows: Iterable[Row] = queryset._iterable_class(queryset)
        return list(rows)

    def first(self, **values: Any) -> Row | None:
        """The first row, or None. A statement that could find many says `[:1]` itself."""
        return next(iter(self.all(**values)), None)

    def _compiled(self, connection: Any) -> Built:
        """One for each thread, because a compiler belongs to a connection."""
        queryset: Any = self._build().using(connection.alias)
        if queryset._prefetch_related_lookups:
            raise TypeError("A statement reads one query; it cannot prefetch.")
        compiler = _Compiler(queryset.query, connection, connection.alias)
        queryset.query.get_compiler = lambda *args, **kwargs: compiler
        return queryset, compiler
