"""What other apps' services call inside their own transaction: wanted, or no longer wanted."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from ketaclinic.reminders.choices import ReminderChannel, ReminderStatus
from ketaclinic.reminders.models import Reminder
from ketaclinic.reminders.registry import purpose_for
from ketaclinic.statements import Change, among_texts, given_moment, given_text, rows_follow

Key = tuple[str, str, str, str, int]
LOOKUP_SIZE = 500
INSERT_SIZE = 1_000
OPEN_STATES = (ReminderStatus.DUE, ReminderStatus.CLAIMED)


@dataclass(frozen=True)
class ReminderRequest:
    """One reminder that somebody wants: who, why, about what, when, and until when it helps.

    `again_after` are the reasons for which a row that was skipped is due again.
    """

    user: Any
    purpose: str
    subject_type: str
    subject_id: str
    due_at: datetime
    not_after: datetime
    offset_minutes: int = 0
    channel: str = ReminderChannel.EMAIL
    again_after: frozenset[str] = frozenset()

    @property
    def key(self) -> Key:
        return (
            self.subject_type,
            str(self.subject_id),
            self.purpose,
            str(self.channel),
            self.offset_minutes,
        )


@transaction.atomic
def reminders_schedule(requests: Iterable[ReminderRequest], *, now: datetime) -> int:
    """Make each requested reminder stand as due; returns how many rows changed.

    The same request again changes nothing. A row that nobody tried to send yet follows new times,
    and one that was cancelled, or skipped for a reason that the request names, is due again;
    whatever was claimed, sent or given up stands as it is.
    """
    wanted = {request.key: request for request in requests}
    _check(wanted.values())
    standing = _standing(wanted)
    fresh = [_new_row(request, now) for key, request in wanted.items() if key not in standing]
    # Another transaction may have inserted the same row meanwhile: it asked for the same.
    Reminder.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=LOOKUP_SIZE)
    moved = [row for key, row in standing.items() if _is_moved(row, wanted[key])]
    for row in moved:
        _follow(row, wanted[_key_of(row)])
    rows_follow(moved, MOVED_FIELDS)
    return len(fresh) + len(moved)


def reminders_add(requests: Iterable[ReminderRequest], *, now: datetime) -> int:
    """The same for subjects that this very transaction made: nothing about them can stand yet, so
    nothing is looked for. Returns how many rows were made."""
    wanted = list(requests)
    _check(wanted)
    rows = [_new_row(request, now) for request in wanted]
    Reminder.objects.bulk_create(rows, batch_size=INSERT_SIZE)
    return len(rows)


def reminders_cancel(
    *,
    subject_type: str,
    subject_ids: Iterable[str],
    reason: str,
    now: datetime,
    purpose: str | None = None,
) -> int:
    """Cancel what is not being sent yet for these subjects; returns how many rows changed.

    One statement, so it needs no transaction of its own.
    """
    ids = [str(key) for key in subject_ids]
    if not ids:
        return 0
    cancel = _CANCEL if purpose is None else _CANCEL_OF_PURPOSE
    return cancel.make(
        subject_type=subject_type,
        subject_ids=ids,
        purpose=purpose,
        reason=reason,
        now=now,
    )


def reminders_settle(
    *, subject_type: str, subject_ids: Iterable[str], purpose: str, now: datetime
) -> int:
    """Cancel what its purpose no longer wants among these subjects, each with the reason that it
    answers; returns how many rows changed.

    For the service that ended the fact, in its transaction and once the end is written: the purpose
    reads what stands.
    """
    ids = list(subject_ids)
    unwanted = purpose_for(purpose).unwanted(ids, now) if ids else {}
    by_reason: dict[str, list[str]] = defaultdict(list)
    for subject_id, reason in unwanted.items():
        by_reason[reason].append(subject_id)
    return sum(
        reminders_cancel(
            subject_type=subject_type, subject_ids=part, reason=reason, purpose=purpose, now=now
        )
        for reason, part in by_reason.items()
    )


def _waiting() -> QuerySet[Reminder]:
    return Reminder.objects.filter(
        among_texts("subject_id", "subject_ids"),
        subject_type=given_text("subject_type"),
        status__in=OPEN_STATES,
    )


_CANCELLED = {
    "status": ReminderStatus.CANCELLED,
    "reason": given_text("reason"),
    "finished_at": given_moment("now"),
}
_CANCEL = Change(_waiting, **_CANCELLED)
_CANCEL_OF_PURPOSE = Change(lambda: _waiting().filter(purpose=given_text("purpose")), **_CANCELLED)


@transaction.atomic
def reminders_cancel_for(*, recipient: Any, reason: str, now: datetime) -> int:
    """Cancel everything that waits for one person, whatever it is about."""
    return Reminder.objects.filter(recipient=recipient, status__in=OPEN_STATES).update(
        status=ReminderStatus.CANCELLED, reason=reason, finished_at=now
    )


def _check(requests: Iterable[ReminderRequest]) -> None:
    """A wrong request is a mistake in the caller's code, not a person's."""
    for request in requests:
        purpose_for(request.purpose)
        ReminderChannel(request.channel)
        if request.not_after < request.due_at:
            raise ValueError(f"{request.purpose}: not_after lies before due_at.")


def _standing(wanted: dict[Key, ReminderRequest]) -> dict[Key, Reminder]:
    """The rows that exist already, locked so that no claim slips in between."""
    keys = sorted({(key[0], key[1]) for key in wanted})
    found: dict[Key, Reminder] = {}
    for start in range(0, len(keys), LOOKUP_SIZE):
        part = keys[start : start + LOOKUP_SIZE]
        rows = Reminder.objects.select_for_update().filter(
            subject_type__in={subject_type for subject_type, _ in part},
            subject_id__in=[subject_id for _, subject_id in part],
        )
        found |= {_key_of(row): row for row in rows.order_by("pk") if _key_of(row) in wanted}
    return found


def _key_of(row: Reminder) -> Key:
    return (row.subject_type, row.subject_id, row.purpose, row.channel, row.offset_minutes)


def _new_row(request: ReminderRequest, now: datetime) -> Reminder:
    subject_type, subject_id, purpose, channel, offset_minutes = request.key
    return Reminder(
        recipient=request.user,
        purpose=purpose,
        subject_type=subject_type,
        subject_id=subject_id,
        channel=channel,
        offset_minutes=offset_minutes,
        planned_at=request.due_at,
        due_at=request.due_at,
        not_after=request.not_after,
        created_at=now,
    )


def _is_moved(row: Reminder, request: ReminderRequest) -> bool:
    if row.status == ReminderStatus.CANCELLED:
        return True
    if row.status == ReminderStatus.SKIPPED:
        return row.reason in request.again_after
    # A row under retry keeps its own later time.
    is_untried = row.status == ReminderStatus.DUE and row.attempts == 0
    times = (row.planned_at, row.not_after, row.recipient_id)
    return is_untried and times != (request.due_at, request.not_after, request.user.pk)


MOVED_FIELDS = [
    "recipient",
    "planned_at",
    "due_at",
    "not_after",
    "status",
    "reason",
    "attempts",
    "claim_token",
    "claimed_at",
    "sending_at",
    "finished_at",
]


def _follow(row: Reminder, request: ReminderRequest) -> None:
    row.recipient = request.user
    row.planned_at = row.due_at = request.due_at
    row.not_after = request.not_after
    row.status, row.reason, row.attempts = ReminderStatus.DUE, "", 0
    row.claim_token = row.claimed_at = row.sending_at = row.finished_at = None
