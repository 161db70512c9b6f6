"""SQL that was written once, for one connection, with places for the values of a call."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from typing import Any, Generic, TypeVar

from django.db import connections, models

Thing = TypeVar("Thing")
AnyField = Any  # A model field; Field cannot be subscripted at run time.
Params = tuple[Any, ...]


@dataclass(frozen=True)
class Place:
    """Where in the parameters a value goes, and the field that turns it into the driver's."""

    name: str
    field: AnyField

    @cached_property
    def plain(self) -> type | None:
        """Of which type exactly values go to every driver as they are; None: of none."""
        field = getattr(self.field, "target_field", self.field)
        kinds = ((models.IntegerField, int), (models.CharField, str), (models.TextField, str))
        return next((plain for kind, plain in kinds if isinstance(field, kind)), None)


class Kept:
    """The text with its parameters; on PostgreSQL the session's server keeps it besides."""

    def __init__(self, connection: Any, text: str, params: Params) -> None:
        self.connection, self.text, self.params = connection, text, params
        self.prepared: _Prepared | None = None

    def bound(self, values: Mapping[str, Any]) -> tuple[str, Params]:
        """What is sent for these values; one that was not given is a KeyError."""
        text, params = self._on_server()
        return text, tuple(
            self._prepared_value(param, values[param.name]) if isinstance(param, Place) else param
            for param in params
        )

    def _prepared_value(self, place: Place, value: Any) -> Any:
        """What the driver takes as it is needs no field to turn it into that."""
        if value is None or type(value) is place.plain:
            return value
        return place.field.get_db_prep_save(value, self.connection)

    def _on_server(self) -> tuple[str, Params]:
        """The call of what the server keeps, or the whole text where it does not.

        A pooler that hands one server connection to many clients would lose it: whoever puts one
        between says so with DISABLE_SERVER_SIDE_CURSORS, as for Django's own.
        """
        connection = self.connection
        is_pooled = connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS")
        if connection.vendor != "postgresql" or is_pooled:
            return self.text, self.params
        connection.validate_no_broken_transaction()
        connection.ensure_connection()
        if self.prepared is None or self.prepared.session is not connection.connection:
            self.prepared = _prepare(connection, self.text, self.params)
        return self.prepared.call, self.prepared.places


@dataclass(frozen=True)
class _Prepared:
    """A statement that one session of the server has parsed and, after a few calls, planned."""

    session: Any
    call: str
    places: tuple[Place, ...]


def _prepare(connection: Any, text: str, params: Params) -> _Prepared:
    """Hand the SQL to the server once; what is no place stands in it as a constant."""
    places = tuple(dict.fromkeys(param for param in params if isinstance(param, Place)))
    as_is = connection.Database.extensions.AsIs
    numbered = {place: as_is(f"${number}") for number, place in enumerate(places, start=1)}
    filled = [numbered[each] if isinstance(each, Place) else each for each in params]
    name = f"kept_{next(_numbers)}"
    with connection.wrap_database_errors, connection.connection.cursor() as cursor:
        cursor.execute(f"PREPARE {name} AS {cursor.mogrify(text, filled).decode()}")
    values = ", ".join(["%s"] * len(places))
    call = f"EXECUTE {name} ({values})" if places else f"EXECUTE {name}"
    return _Prepared(connection.connection, call, places)


_numbers = count(1)


class OncePerThread(Generic[Thing]):
    """Something that belongs to a connection, built at its first use in each thread."""

    def __init__(self, build: Callable[[Any], Thing]) -> None:
        self._build = build
        self._own = threading.local()

    def on(self, alias: str) -> Thing:
        """This thread's own, for the connection that it has now."""
        connection = connections[alias]
        known: tuple[Any, Thing] | None = getattr(self._own, alias, None)
        if known is None or known[0] is not connection:
            known = connection, self._build(connection)
            setattr(self._own, alias, known)
        return known[1]
