"""Very many reminders of the days to come, and how PostgreSQL finds its way past them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from ketaclinic.reminders.models import Reminder

TABLE = Reminder._meta.db_table
# One a second, beginning tomorrow.
FILL = f"""
INSERT INTO {TABLE} (public_id, recipient_id, purpose, subject_type, subject_id, channel,
  offset_minutes, planned_at, due_at, not_after, status, reason, attempts, provider_id, created_at)
SELECT gen_random_uuid(), %(user)s, 'horizon', 'tests.horizon', n::text, 'email',
  0, at, at, at + interval '1 hour', 'due', '', 0, '', %(now)s
FROM (SELECT n, %(now)s::timestamptz + interval '1 day' + n * interval '1 second' AS at
  FROM generate_series(%(first)s, %(last)s) AS n) AS moments
"""


def future_fill(*, user: Any, first: int, last: int, now: datetime) -> None:
    """Write the reminders numbered so, none of them due before tomorrow."""
    with connection.cursor() as cursor:
        cursor.execute(FILL, {"user": user.pk, "now": now, "first": first, "last": last})
        cursor.execute(f"ANALYZE {TABLE}")


def whole_scans(work: Callable[[], object]) -> list[str]:
    """The plans of the work's statements in which PostgreSQL reads all reminders; wanted: none."""
    with CaptureQueriesContext(connection) as captured:
        work()
    found = []
    for query in captured.captured_queries:
        sql = query["sql"]
        if TABLE in sql and sql.startswith(("SELECT", "UPDATE")):
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN {sql}")
                plan = "\n".join(row[0] for row in cursor.fetchall())
            if f"Seq Scan on {TABLE}" in plan:
                found.append(f"{sql}\n{plan}")
    return found
