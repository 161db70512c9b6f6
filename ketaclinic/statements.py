"""Queries that are built once: the ORM says what is read, and later only the values differ.

Of a short query Django spends more time on building it and on writing its SQL than the database
spends on answering it. A `Statement` keeps both, for each thread and its connection, and binds the
values that this call gives. See docs/decisions/0013-statements-that-are-built-once.md.
"""

import json
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import count
from typing import Any, Generic, TypeVar

from django.db import connections
from django.db.models import (
    BigIntegerField,
    BooleanField,
    CharField,
    DateTimeField,
    Expression,
    F,
    QuerySet,
    UUIDField,
    Value,
)
from django.db.models.functions import Cast, Replace
from django.db.models.sql.compiler import SQLCompiler
from django.db.transaction import TransactionManagementError

Row = TypeVar("Row")
AnyField = Any  # A model field; Field cannot be subscripted at run time.
Built = tuple[Any, "_Compiler"]


@dataclass(frozen=True)
class _Place:
    """Where in the parameters a value goes, and the field that turns it into the driver's."""

    name: str
    field: AnyField


class Given(Expression):
    """Stands in a filter for a value that is named when the statement is sent."""

    def __init__(self, name: str, output_field: AnyField) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [_Place(self.name, self.output_field)]


def given_id(name: str) -> Given:
    """A primary key, never a model; None is equal to nothing."""
    return Given(name, BigIntegerField())


def given_moment(name: str) -> Given:
    return Given(name, DateTimeField())


def given_text(name: str) -> Given:
    return Given(name, CharField())


def given_uuid(name: str) -> Given:
    return Given(name, UUIDField())


class _Keys:
    """Turns a list of keys into the one value that a database takes apart again."""

    def __init__(self, field: AnyField) -> None:
        self.field = field

    def get_db_prep_value(self, keys: Iterable[Any], connection: Any) -> Any:
        """An array, or JSON where there are none; so the text is the same for every length."""
        found = [self.field.get_db_prep_value(key, connection) for key in keys]
        return found if connection.vendor == "postgresql" else json.dumps(found)


class Among(Expression):
    """A condition: the column is one of the keys that are given when the statement is sent."""

    conditional = True

    def __init__(self, column: Any, name: str, key_field: AnyField) -> None:
        super().__init__(output_field=BooleanField())
        self.column, self.place = column, _Place(name, _Keys(key_field))

    def get_source_expressions(self) -> list[Any]:
        return [self.column]

    def set_source_expressions(self, expressions: Any) -> None:
        [self.column] = expressions

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        column, params = compiler.compile(self.column)
        is_array = connection.vendor == "postgresql"
        among = "= ANY (%s)" if is_array else "IN (SELECT value FROM json_each(%s))"
        return f"{column} {among}", [*params, self.place]


def among_ids(column: str, name: str) -> Among:
    """Any of a list of primary keys; an empty list holds none."""
    return Among(F(column), name, BigIntegerField())


def among_uuids(column: str, name: str) -> Among:
    return Among(F(column), name, UUIDField())


def hex_of(name: str) -> Replace:
    """An identifier as its 32 digits, alike on both engines.

    The driver makes a UUID of each one that it reads, and of most rows nobody asks for it.
    """
    return Replace(Cast(name, CharField()), Value("-"), Value(""))


class _Compiler(SQLCompiler):
    """Writes its SQL at the first time, and afterwards binds the values of the call."""

    values: dict[str, Any]
    sql: tuple[str, tuple[Any, ...]] | None = None
    prepared: "_Prepared | None" = None
    converters: dict[int, Any] | None = None

    def as_sql(self, *args: Any, **kwargs: Any) -> tuple[str, tuple[Any, ...]]:
        if self.query.select_for_update and self.connection.get_autocommit():
            raise TransactionManagementError("A lock needs a transaction.")
        if self.sql is None:
            self.sql = super().as_sql(*args, **kwargs)
        text, params = self._on_server(*self.sql)
        return text, tuple(self._bound(param) for param in params)

    def _bound(self, param: Any) -> Any:
        if not isinstance(param, _Place):
            return param
        return param.field.get_db_prep_value(self.values[param.name], self.connection)

    def _on_server(self, text: str, params: tuple[Any, ...]) -> tuple[str, tuple[Any, ...]]:
        """What is sent: the call of what the server keeps, or the whole text where it does not.

        A pooler that hands one server connection to many clients would lose it: whoever puts one
        between says so with DISABLE_SERVER_SIDE_CURSORS, as for Django's own.
        """
        connection = self.connection
        is_pooled = connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS")
        if connection.vendor != "postgresql" or is_pooled:
            return text, params
        connection.validate_no_broken_transaction()
        connection.ensure_connection()
        if self.prepared is None or self.prepared.session is not connection.connection:
            self.prepared = _prepare(connection, text, params)
        return self.prepared.call, self.prepared.places

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


@dataclass(frozen=True)
class _Prepared:
    """A statement that one session of the server has parsed and, after a few calls, planned."""

    session: Any
    call: str
    places: tuple[_Place, ...]


def _prepare(connection: Any, text: str, params: tuple[Any, ...]) -> _Prepared:
    """Hand the SQL to the server once; what is not `Given` stands in it as a constant."""
    places = tuple(dict.fromkeys(param for param in params if isinstance(param, _Place)))
    as_is = connection.Database.extensions.AsIs
    numbered = {place: as_is(f"${number}") for number, place in enumerate(places, start=1)}
    filled = [numbered[each] if isinstance(each, _Place) else each for each in params]
    name = f"kept_{next(_numbers)}"
    with connection.wrap_database_errors, connection.connection.cursor() as cursor:
        cursor.execute(f"PREPARE {name} AS {cursor.mogrify(text, filled).decode()}")
    values = ", ".join(["%s"] * len(places))
    call = f"EXECUTE {name} ({values})" if places else f"EXECUTE {name}"
    return _Prepared(connection.connection, call, places)


_numbers = count(1)


class Statement(Generic[Row]):
    """A read that is built at its first use: `build` gives a queryset with `Given` values in it.

    What a queryset loads besides (`prefetch_related`) is not supported; what it joins is.
    """

    def __init__(self, build: Callable[[], QuerySet[Any, Any]]) -> None:
        self._build = build
        self._own = threading.local()

    def all(self, **values: Any) -> list[Row]:
        """Every row for these values; each call asks the database."""
        queryset, compiler = self._built()
        compiler.values = values
        rows: Iterable[Row] = queryset._iterable_class(queryset)
        return list(rows)

    def first(self, **values: Any) -> Row | None:
        """The first row, or None. A statement that could find many says `[:1]` itself."""
        return next(iter(self.all(**values)), None)

    def _built(self) -> Built:
        """One for each thread, because a compiler belongs to a connection."""
        built: Built | None = getattr(self._own, "built", None)
        if built is None or built[1].connection is not connections[built[0].db]:
            built = self._own.built = self._compiled()
        return built

    def _compiled(self) -> Built:
        queryset: Any = self._build()
        if queryset._prefetch_related_lookups:
            raise TypeError("A statement reads one query; it cannot prefetch.")
        compiler = _Compiler(queryset.query, connections[queryset.db], queryset.db)
        queryset.query.get_compiler = lambda *args, **kwargs: compiler
        return queryset, compiler
