"""The one statement between two sends: the end of the last row and the beginning of the next.

Both in one, because a sender that dies then leaves at most one row in doubt, and a row costs one
trip to the database. PostgreSQL plans it once a connection: planning is a third of its price.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from weakref import WeakSet

from django.db import connection

from ketaclinic.reminders.choices import ReminderStatus
from ketaclinic.reminders.models import Reminder

NAME = "reminder_step"
NOBODY = 0  # no row has this id
# %(next)s begins, so it must still be claimed; %(last)s ends. A sender that was slow may find its
# row declared uncertain: what it knows is worth more. The table's name is ours, not a person's.
STEP = f"""
UPDATE {Reminder._meta.db_table} SET
  status = CASE WHEN id = %(next)s THEN '{ReminderStatus.SENDING}' ELSE %(status)s END,
  sending_at = CASE WHEN id = %(next)s THEN %(now)s ELSE sending_at END,
  attempts = attempts + CASE WHEN id = %(next)s THEN 1 ELSE 0 END,
  finished_at = CASE WHEN id = %(next)s THEN NULL ELSE %(now)s END,
  reason = CASE WHEN id = %(next)s THEN reason ELSE %(reason)s END,
  provider_id = CASE WHEN id = %(next)s THEN provider_id ELSE %(provider_id)s END
WHERE id IN (%(last)s, %(next)s) AND claim_token = %(token)s AND (
  id = %(next)s AND status = '{ReminderStatus.CLAIMED}'
  OR id = %(last)s AND status IN ('{ReminderStatus.SENDING}', '{ReminderStatus.UNCERTAIN}'))
RETURNING id
"""  # noqa: S608
TYPES = {
    "last": "bigint",
    "next": "bigint",
    "token": "uuid",
    "now": "timestamptz",
    "status": "text",
    "reason": "text",
    "provider_id": "text",
}
PREPARE = f"PREPARE {NAME} ({', '.join(TYPES.values())}) AS " + STEP % {
    name: f"${place}" for place, name in enumerate(TYPES, start=1)
}
EXECUTE = f"EXECUTE {NAME} ({', '.join(f'%({name})s' for name in TYPES)})"
_prepared: WeakSet[Any] = WeakSet()


@dataclass(frozen=True)
class End:
    """How a row that was being sent ended."""

    row_id: int
    status: ReminderStatus
    reason: str = ""
    provider_id: str = ""


def row_step(*, token: UUID, last: End | None, next_id: int | None, now: datetime) -> bool:
    """Record the last row's end and begin the next one; whether the next is ours to send."""
    begins = NOBODY if next_id is None else next_id
    ends = last or End(NOBODY, ReminderStatus.SENT)
    values = {
        "last": ends.row_id,
        "next": begins,
        "token": Reminder._meta.get_field("claim_token").get_db_prep_value(token, connection),
        "now": connection.ops.adapt_datetimefield_value(now),
        "status": str(ends.status),
        "reason": ends.reason,
        "provider_id": ends.provider_id,
    }
    with connection.cursor() as cursor:
        cursor.execute(_statement(cursor), values)
        return (begins,) in cursor.fetchall()


def _statement(cursor: Any) -> str:
    """The statement for this connection; on PostgreSQL it is prepared at its first use."""
    if connection.vendor != "postgresql":
        return STEP
    if connection.connection not in _prepared:
        cursor.execute(PREPARE)
        _prepared.add(connection.connection)
    return EXECUTE
