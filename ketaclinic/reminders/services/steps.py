"""The two statements of a chunk: its rows begin together, and their ends are recorded together.

Between the two the journal knows each row (`ketaclinic.reminders.journal`), so a sender that dies
leaves one in doubt. This is the one place with SQL of our own, because a row's price is nearly all
Django's; PostgreSQL plans it once a connection. See docs/decisions/0014.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from typing import Any, NamedTuple
from uuid import UUID
from weakref import WeakKeyDictionary

from django.db import connection

from ketaclinic.reminders.choices import ReminderStatus
from ketaclinic.reminders.journal import End
from ketaclinic.reminders.models import Reminder

TABLE = Reminder._meta.db_table
SENDING, CLAIMED = ReminderStatus.SENDING, ReminderStatus.CLAIMED


class Row(NamedTuple):
    """What the engine needs of a reminder that it has in its hands; the names are columns.

    `attempts` are those before the one that begins now.
    """

    id: int
    public_id: UUID
    recipient_id: int
    purpose: str
    subject_id: str
    channel: str
    due_at: datetime
    not_after: datetime
    attempts: int
    claim_token: UUID

    @property
    def pk(self) -> int:
        return self.id


@dataclass(frozen=True)
class OwnSql:
    """A statement with named values: the types that PostgreSQL prepares it with, in order."""

    name: str
    text: str
    types: Mapping[str, str]

    def send(self, cursor: Any, values: Mapping[str, Any]) -> None:
        """Run it with these values; on PostgreSQL it is prepared at its first use."""
        if connection.vendor != "postgresql":
            cursor.execute(self.text, values)
            return
        known = _prepared.setdefault(connection.connection, set())
        if self.name not in known:
            places = {name: f"${place}" for place, name in enumerate(self.types, start=1)}
            types = ", ".join(self.types.values())
            cursor.execute(f"PREPARE {self.name} ({types}) AS {self.text % places}")
            known.add(self.name)
        given = ", ".join(f"%({name})s" for name in self.types)
        cursor.execute(f"EXECUTE {self.name} ({given})", values)


_prepared: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()


def rows_claim(*, token: UUID, size: int, paused: Iterable[str], now: datetime) -> list[Row]:
    """At most so many due rows, now `claimed` under this token; the longest due first.

    Where the database can, rows that another transaction holds are passed over.
    """
    values = {"size": size, "paused": _keys(list(paused))}
    with connection.cursor() as cursor:
        _CLAIM[connection.vendor].send(cursor, _common(token, now) | values)
        return sorted(map(_row, cursor.fetchall()), key=lambda row: row.due_at)


def rows_begin(*, token: UUID, row_ids: Iterable[int], now: datetime) -> list[Row]:
    """Those of these rows that this token still holds, now `sending`; in the order asked for.

    None for a message that came twice, or whose claim ran out in the queue.
    """
    ids = list(row_ids)
    with connection.cursor() as cursor:
        _BEGIN[connection.vendor].send(cursor, _common(token, now) | {"ids": _keys(ids)})
        found = {row.pk: row for row in map(_row, cursor.fetchall())}
    return [found[row_id] for row_id in ids if row_id in found]


def rows_record(
    *, token: UUID, ends: Iterable[End], back: Iterable[int] = (), now: datetime
) -> None:
    """Write down what became of rows that were `sending`; `back` were not tried after all.

    A sender that was slow may find its row declared uncertain: what it knows is worth more.
    """
    told = [(end.row_id, str(end.status), end.reason, end.provider_id) for end in ends]
    told += [(row_id, str(CLAIMED), "", "") for row_id in back]
    if told:
        with connection.cursor() as cursor:
            _RECORD[connection.vendor].send(cursor, _common(token, now) | _told(told))


def _common(token: UUID, now: datetime) -> dict[str, Any]:
    return {
        "token": Reminder._meta.get_field("claim_token").get_db_prep_value(token, connection),
        "now": connection.ops.adapt_datetimefield_value(now),
    }


def _keys(ids: list[Any]) -> Any:
    """An array, or JSON for the database that has none."""
    return ids if connection.vendor == "postgresql" else json.dumps(ids)


def _told(told: list[tuple[int, str, str, str]]) -> dict[str, Any]:
    if connection.vendor != "postgresql":
        return {"told": json.dumps(told)}
    row_ids, states, reasons, providers = (list(column) for column in zip(*told, strict=True))
    return {"row_ids": row_ids, "states": states, "reasons": reasons, "providers": providers}


def _row(columns: tuple[Any, ...]) -> Row:
    values = list(columns)
    for place, convert in _converters(connection.vendor):
        values[place] = convert(values[place])
    return Row(*values)


@cache
def _converters(vendor: str) -> list[tuple[int, Callable[[Any], Any]]]:
    """What the ORM does to the driver's values, by place: nothing on PostgreSQL."""
    columns = [Reminder._meta.get_field(name).cached_col for name in Row._fields]  # type: ignore[union-attr]
    return [
        (place, partial(convert, expression=column, connection=connection))
        for place, column in enumerate(columns)
        for convert in [
            *connection.ops.get_db_converters(column),
            *column.get_db_converters(connection),
        ]
    ]


_COMMON = {"token": "uuid", "now": "timestamptz"}
_CLAIM_TEXT = f"""
WITH picked AS (
  SELECT id AS picked_id FROM {TABLE}
  WHERE status = '{ReminderStatus.DUE}' AND due_at <= %(now)s AND {{unpaused}}
  ORDER BY due_at LIMIT %(size)s {{lock}}
)
UPDATE {TABLE} SET status = '{CLAIMED}', claim_token = %(token)s, claimed_at = %(now)s
FROM picked WHERE id = picked_id AND status = '{ReminderStatus.DUE}'
RETURNING {", ".join(Row._fields)}
"""  # noqa: S608  (the names are ours, not a person's)
# Were the state named plainly, PostgreSQL would look through every row in flight, not by key.
_BEGIN_TEXT = f"""
UPDATE {TABLE} SET status = '{SENDING}', sending_at = %(now)s, attempts = attempts + 1
WHERE {{among}} AND claim_token = %(token)s AND status || '' = '{CLAIMED}'
RETURNING {", ".join(Row._fields).replace("attempts", "attempts - 1")}
"""  # noqa: S608
_RECORD_TEXT = f"""
UPDATE {TABLE} SET
  status = told_status, provider_id = told_provider,
  reason = CASE told_status WHEN '{CLAIMED}' THEN reason ELSE told_reason END,
  finished_at = CASE told_status WHEN '{CLAIMED}' THEN NULL ELSE %(now)s END,
  sending_at = CASE told_status WHEN '{CLAIMED}' THEN NULL ELSE sending_at END,
  attempts = attempts - CASE told_status WHEN '{CLAIMED}' THEN 1 ELSE 0 END
FROM {{told}}
WHERE id = told_id AND claim_token = %(token)s
  AND status IN ('{SENDING}', '{ReminderStatus.UNCERTAIN}')
"""  # noqa: S608
_CLAIM = {
    "postgresql": OwnSql(
        "reminders_claim",
        _CLAIM_TEXT.format(unpaused="purpose <> ALL(%(paused)s)", lock="FOR UPDATE SKIP LOCKED"),
        _COMMON | {"size": "integer", "paused": "text[]"},
    ),
    "sqlite": OwnSql(
        "reminders_claim",
        _CLAIM_TEXT.format(
            unpaused="purpose NOT IN (SELECT value FROM json_each(%(paused)s))", lock=""
        ),
        {},
    ),
}
_BEGIN = {
    "postgresql": OwnSql(
        "reminders_begin",
        _BEGIN_TEXT.format(among="id = ANY(%(ids)s)"),
        _COMMON | {"ids": "bigint[]"},
    ),
    "sqlite": OwnSql(
        "reminders_begin",
        _BEGIN_TEXT.format(among="id IN (SELECT value FROM json_each(%(ids)s))"),
        {},
    ),
}
_ARRAYS = {"row_ids": "bigint[]", "states": "text[]", "reasons": "text[]", "providers": "text[]"}
_NAMES = "told_id, told_status, told_reason, told_provider"
_UNPACKED = ", ".join(
    f"json_extract(value, '$[{place}]') AS {name}" for place, name in enumerate(_NAMES.split(", "))
)
_RECORD = {
    "postgresql": OwnSql(
        "reminders_record",
        _RECORD_TEXT.format(
            told=f"unnest({', '.join(f'%({name})s' for name in _ARRAYS)}) AS told({_NAMES})"
        ),
        _COMMON | _ARRAYS,
    ),
    "sqlite": OwnSql(
        "reminders_record",
        _RECORD_TEXT.format(told=f"(SELECT {_UNPACKED} FROM json_each(%(told)s))"),  # noqa: S608
        {},
    ),
}
