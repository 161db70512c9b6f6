"""What stands in a statement for the values of a call."""

import json
from collections.abc import Iterable
from typing import Any

from django.db.models import (
    BigIntegerField,
    BooleanField,
    CharField,
    DateTimeField,
    Expression,
    F,
    TextField,
    UUIDField,
    Value,
)
from django.db.models.functions import Cast, Replace

from ketaclinic.statements.kept import AnyField, Place


class Given(Expression):
    """Stands in a filter, or in what is set, for a value that is named when it is sent."""

    def __init__(self, name: str, output_field: AnyField) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [Place(self.name, self.output_field)]


def given_id(name: str) -> Given:
    """A primary key, never a model; None is equal to nothing."""
    return Given(name, BigIntegerField())


def given_moment(name: str) -> Given:
    return Given(name, DateTimeField())


def given_text(name: str) -> Given:
    return Given(name, CharField())


def given_uuid(name: str) -> Given:
    return Given(name, UUIDField())


class Keys:
    """Turns a list of keys into the one value that a database takes apart again."""

    def __init__(self, field: AnyField) -> None:
        self.field = field

    def get_db_prep_save(self, keys: Iterable[Any], connection: Any) -> Any:
        """An array, or JSON where there are none; so the text is the same for every length."""
        found = [self.field.get_db_prep_save(key, connection) for key in keys]
        return found if connection.vendor == "postgresql" else json.dumps(found)


class Among(Expression):
    """A condition: the column is one of the keys that are given when the statement is sent."""

    conditional = True

    def __init__(self, column: Any, name: str, key_field: AnyField) -> None:
        super().__init__(output_field=BooleanField())
        self.column, self.place = column, Place(name, Keys(key_field))

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


def among_texts(column: str, name: str) -> Among:
    return Among(F(column), name, CharField())


def text_of(name: str) -> Cast:
    """Stored JSON as its text: of many rows, most of them empty, few are ever taken apart."""
    return Cast(name, TextField())


def hex_of(name: str) -> Replace:
    """An identifier as its 32 digits, alike on both engines.

    The driver makes a UUID of each one that it reads, and of most rows nobody asks for it.
    """
    return Replace(Cast(name, CharField()), Value("-"), Value(""))
