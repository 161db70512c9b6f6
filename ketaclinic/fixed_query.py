"""A read that is asked many times a second: its SQL is written once a process, not at each call.

Writing the SQL of a query with three sub-queries takes Django ten times as long as PostgreSQL takes
to answer it. The rows and the words of the query stay the ORM's.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

# A list is filled up to one of these lengths by repeating its last value.
LENGTHS = (1, 10, 50, 500)
Build = Callable[..., "QuerySet[Any, Any]"]


class FixedQuery:
    """`build(**values)` makes a `values_list` query; each value is a moment or a list of keys.

    Keys are integers or UUIDs. On a database other than PostgreSQL the query is simply asked.
    """

    def __init__(self, build: Build) -> None:
        self.build = build
        self.written: dict[tuple[int, ...], tuple[str, list[Any]]] = {}

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        """The rows as tuples, in no order."""
        if any(isinstance(value, list) and not value for value in values.values()):
            return []
        filled = {name: _filled(value) for name, value in values.items()}
        if connection.vendor != "postgresql" or None in filled.values():
            return [tuple(row) for row in self.build(**values)]
        shape = tuple(len(value) if isinstance(value, list) else 0 for value in filled.values())
        if shape not in self.written:
            self.written[shape] = self._write(filled)
        sql, parameters = self.written[shape]
        with connection.cursor() as cursor:
            cursor.execute(sql, [_value(each, filled) for each in parameters])
            return list(cursor.fetchall())

    def _write(self, values: Mapping[str, Any]) -> tuple[str, list[Any]]:
        """The SQL, and its parameters with a place where a value of the caller's belongs."""
        marks = {name: _marks(number, value) for number, (name, value) in enumerate(values.items())}
        places: dict[Any, _Place] = {}
        for name, mark in marks.items():
            each = mark if isinstance(mark, list) else [mark]
            places |= {value: _Place(name, at) for at, value in enumerate(each)}
        sql, parameters = self.build(**marks).query.sql_with_params()
        found = [places.get(parameter, parameter) for parameter in parameters]
        if {each.name for each in found if isinstance(each, _Place)} != set(values):
            raise ValueError("A value of this query does not reach its SQL as it is.")
        return sql, found


class _Place:
    """Where a value of the caller's belongs."""

    def __init__(self, name: str, at: int) -> None:
        self.name, self.at = name, at


def _filled(value: Any) -> Any:
    """The list at one of the fixed lengths, or None when it is too long for that."""
    if not isinstance(value, list):
        return value
    length = next((length for length in LENGTHS if len(value) <= length), None)
    return None if length is None else value + value[-1:] * (length - len(value))


def _marks(number: int, value: Any) -> Any:
    """Values of the same kinds that nobody else would ask with."""
    if isinstance(value, datetime):
        return datetime(1, 1, 2, tzinfo=UTC) + timedelta(seconds=number)
    first = (number + 1) << 40
    made: Sequence[Any] = range(first, first + len(value))
    return [UUID(int=each) for each in made] if isinstance(value[0], UUID) else list(made)


def _value(parameter: Any, values: Mapping[str, Any]) -> Any:
    if not isinstance(parameter, _Place):
        return parameter
    value = values[parameter.name]
    return value[parameter.at] if isinstance(value, list) else value
