"""The two statements of a chunk: its rows begin together, and their ends are recorded together.

Between the two the journal knows each row (`ketaclinic.reminders.journal`), so a sender that dies
leaves one in doubt. This is the one place with SQL of our own, because a row's price is nearly all
Django's; PostgreSQL plans it once a connection. See docs/decisions/0014.
"""

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache, partial
from typing import Any, NamedTuple
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import BigIntegerField, CharField, DateTimeField, IntegerField

from ketaclinic.reminders.choices import ReminderStatus
from ketaclinic.reminders.journal import End
from ketaclinic.reminders.models import Reminder
from ketaclinic.statements import Kept, Keys, OncePerThread, Place

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


NAMED = re.compile(r"%\((\w+)\)s")
FIELDS: dict[str, Any] = {
    "token": Reminder._meta.get_field("claim_token"),
    "now": DateTimeField(),
    "size": IntegerField(),
    "paused": Keys(CharField()),
    "ids": Keys(BigIntegerField()),
    "statuses": Keys(CharField()),
    "reasons": Keys(CharField()),
    "providers": Keys(CharField()),
}
PLACES = {name: Place(name, field) for name, field in FIELDS.items()}


class OwnSql:
    """A statement with named values, kept as those of the ORM are.

    `words` are what the databases say differently: what PostgreSQL says, and what SQLite does.
    """

    def __init__(self, text: str, **words: tuple[str, str]) -> None:
        self._text, self._words = text, words
        self._kept = OncePerThread(self._written)

    def send(self, **values: Any) -> list[tuple[Any, ...]]:
        """The rows that it returns for these values."""
        kept = self._kept.on(DEFAULT_DB_ALIAS)
        with kept.connection.cursor() as cursor:
            cursor.execute(*kept.bound(values))
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows

    def _written(self, connection: Any) -> Kept:
        own = 0 if connection.vendor == "postgresql" else 1
        text = self._text.format(**{name: said[own] for name, said in self._words.items()})
        places = tuple(PLACES[name] for name in NAMED.findall(text))
        return Kept(connection, NAMED.sub("%s", text), places)


def rows_claim(*, token: UUID, size: int, paused: Iterable[str], now: datetime) -> list[Row]:
    """At most so many due rows, now `claimed` under this token; the longest due first.

    Where the database can, rows that another transaction holds are passed over.
    """
    rows = _CLAIM.send(token=token, size=size, paused=paused, now=now)
    return sorted(map(_row, rows), key=lambda row: row.due_at)


def rows_held(*, token: UUID, row_ids: Iterable[int]) -> list[Row]:
    """Those of these rows that this token still holds. A row does not change while it is held.

    None for a message that came twice, or whose claim ran out in the queue.
    """
    return list(map(_row, _HELD.send(token=token, ids=list(row_ids))))


def rows_begin(*, token: UUID, row_ids: Iterable[int], now: datetime) -> list[int]:
    """Those of these rows that this token still holds, now `sending`; in the order asked for."""
    ids = list(row_ids)
    begun = {row_id for (row_id,) in _BEGIN.send(token=token, ids=ids, now=now)}
    return [row_id for row_id in ids if row_id in begun]


def rows_record(
    *, token: UUID, ends: Iterable[End], back: Iterable[int] = (), now: datetime
) -> None:
    """Write down what became of rows that were `sending`; `back` were not tried after all.

    A sender that was slow may find its row declared uncertain: what it knows is worth more.
    """
    told = [(end.row_id, str(end.status), end.reason, end.provider_id) for end in ends]
    told += [(row_id, str(CLAIMED), "", "") for row_id in back]
    if told:
        ids, statuses, reasons, providers = zip(*told, strict=True)
        _RECORD.send(
            token=token,
            ids=ids,
            statuses=statuses,
            reasons=reasons,
            providers=providers,
            now=now,
        )


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


_CLAIM = OwnSql(
    f"""
WITH picked AS (
  SELECT id AS picked_id FROM {TABLE}
  WHERE status = '{ReminderStatus.DUE}' AND due_at <= %(now)s AND {{unpaused}}
  ORDER BY due_at LIMIT %(size)s {{lock}}
)
UPDATE {TABLE} SET status = '{CLAIMED}', claim_token = %(token)s, claimed_at = %(now)s
FROM picked WHERE id = picked_id AND status = '{ReminderStatus.DUE}'
RETURNING {", ".join(Row._fields)}
""",  # noqa: S608  (the names are ours, not a person's)
    unpaused=(
        "purpose <> ALL(%(paused)s)",
        "purpose NOT IN (SELECT value FROM json_each(%(paused)s))",
    ),
    lock=("FOR UPDATE SKIP LOCKED", ""),
)
# Were the state named plainly, PostgreSQL would look through every row in flight, not by key.
_OURS = f"{{among}} AND claim_token = %(token)s AND status || '' = '{CLAIMED}'"
_AMONG = ("id = ANY(%(ids)s)", "id IN (SELECT value FROM json_each(%(ids)s))")
_HELD = OwnSql(
    f"SELECT {', '.join(Row._fields)} FROM {TABLE} WHERE {_OURS}",  # noqa: S608
    among=_AMONG,
)
_BEGIN = OwnSql(
    f"UPDATE {TABLE} SET status = '{SENDING}', sending_at = %(now)s, attempts = attempts + 1 "  # noqa: S608
    f"WHERE {_OURS} RETURNING id",
    among=_AMONG,
)
_RECORD = OwnSql(
    f"""
UPDATE {TABLE} SET
  status = told_status, provider_id = told_provider,
  reason = CASE told_status WHEN '{CLAIMED}' THEN reason ELSE told_reason END,
  finished_at = CASE told_status WHEN '{CLAIMED}' THEN NULL ELSE {{now}} END,
  sending_at = CASE told_status WHEN '{CLAIMED}' THEN NULL ELSE sending_at END,
  attempts = attempts - CASE told_status WHEN '{CLAIMED}' THEN 1 ELSE 0 END
FROM {{told}}
WHERE id = told_id AND claim_token = %(token)s
  AND status IN ('{SENDING}', '{ReminderStatus.UNCERTAIN}')
RETURNING id
""",  # noqa: S608
    now=("CAST(%(now)s AS timestamptz)", "%(now)s"),
    told=(
        "unnest(CAST(%(ids)s AS bigint[]), CAST(%(statuses)s AS text[]), "
        "CAST(%(reasons)s AS text[]), CAST(%(providers)s AS text[])) "
        "AS told(told_id, told_status, told_reason, told_provider)",
        "(SELECT own.value AS told_id, status.value AS told_status, "
        "reason.value AS told_reason, provider.value AS told_provider "
        "FROM json_each(%(ids)s) AS own "
        "JOIN json_each(%(statuses)s) AS status ON status.key = own.key "
        "JOIN json_each(%(reasons)s) AS reason ON reason.key = own.key "
        "JOIN json_each(%(providers)s) AS provider ON provider.key = own.key)",
    ),
)
