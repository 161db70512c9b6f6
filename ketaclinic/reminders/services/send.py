"""Send a chunk: each row is reserved, sent and recorded by itself, the network between commits."""

import logging
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from ketaclinic.reminders.channels import channel_for
from ketaclinic.reminders.channels.base import (
    Letter,
    OutcomeUnknown,
    PermanentFailure,
    Session,
    TemporaryFailure,
)
from ketaclinic.reminders.choices import ReminderStatus
from ketaclinic.reminders.models import Reminder
from ketaclinic.reminders.registry import purpose_for
from ketaclinic.reminders.selectors import engine_limits
from ketaclinic.reminders.services.claim import TOO_LATE
from ketaclinic.reminders.services.compose import letter_compose
from ketaclinic.reminders.services.outcomes import (
    reminder_close,
    reminder_postpone,
    reminders_wait,
)
from ketaclinic.reminders.services.wanted import reminders_judge

BROKEN_ROW = "cannot_be_written"
NO_ADDRESS = "no_address"
UNEXPECTED = "unexpected_error"
Clock = Callable[[], datetime]
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Reserved:
    """A row in state `sending`, committed, with the letter that is about to go."""

    row: Reminder
    letter: Letter


def chunk_send(*, token: UUID, reminder_ids: Iterable[int], clock: Clock) -> None:
    """Send the rows of a chunk that this token still holds. `clock` is asked anew for each row."""
    with Lines() as lines:
        for row_id in _still_held(token, reminder_ids):
            reserved = _reserve_safely(row_id, token, clock)
            if reserved is not None:
                _send(reserved, lines, clock)


class Lines(ExitStack):
    """One open line a channel for the length of a chunk."""

    def __init__(self) -> None:
        super().__init__()
        self.sessions: dict[str, Session] = {}

    def session(self, channel: str) -> Session:
        if channel not in self.sessions:
            timeout = engine_limits().send_timeout_seconds
            line = channel_for(channel).session(timeout_seconds=timeout)
            self.sessions[channel] = self.enter_context(line)
        return self.sessions[channel]


def _still_held(token: UUID, reminder_ids: Iterable[int]) -> list[int]:
    """In their order; none for a message that came twice or whose claim ran out in the queue."""
    claimed = Reminder.objects.held_by(token).filter(status=ReminderStatus.CLAIMED)
    held = set(claimed.values_list("pk", flat=True))
    return [row_id for row_id in reminder_ids if row_id in held]


def _reserve_safely(row_id: int, token: UUID, clock: Clock) -> Reserved | None:
    """A row that cannot even be read or written is pushed forward; the others go on."""
    try:
        return _reserve(row_id, token, clock())
    except Exception:
        logger.exception("Reminder %s could not be prepared", row_id)
    row = Reminder.objects.filter(pk=row_id, claim_token=token).first()
    if row is not None and row.status == ReminderStatus.CLAIMED:
        reminder_postpone(row, attempts=row.attempts + 1, reason=BROKEN_ROW, now=clock())
    return None


@transaction.atomic
def _reserve(row_id: int, token: UUID, now: datetime) -> Reserved | None:
    """Ask once more whether it is wanted, then commit `sending` before any network."""
    row = (
        Reminder.objects.select_for_update(of=("self",))
        .select_related("recipient")
        .filter(pk=row_id, claim_token=token, status=ReminderStatus.CLAIMED)
        .first()
    )
    if row is None or _ended_before_sending(row, now):
        return None
    address = channel_for(row.channel).address_of(row.recipient)
    letter = letter_compose(row, purpose_for(row.purpose), address=address)
    row.status, row.sending_at, row.attempts = ReminderStatus.SENDING, now, row.attempts + 1
    row.save(update_fields=["status", "sending_at", "attempts"])
    return Reserved(row, letter)


def _ended_before_sending(row: Reminder, now: datetime) -> bool:
    if now > row.not_after:
        status, reason = ReminderStatus.EXPIRED, TOO_LATE
    elif not channel_for(row.channel).address_of(row.recipient):
        status, reason = ReminderStatus.SKIPPED, NO_ADDRESS
    else:
        verdicts = reminders_judge([row], now=now)
        if row.pk in verdicts.broken:
            reason = verdicts.broken[row.pk]
            reminder_postpone(row, attempts=row.attempts + 1, reason=reason, now=now)
            return True
        reminders_wait(verdicts.later, row.claim_token)
        if row.pk not in verdicts.unwanted:
            return row.pk in verdicts.later
        status, reason = ReminderStatus.SKIPPED, verdicts.unwanted[row.pk]
    reminder_close(row.pk, row.claim_token, status=status, now=now, reason=reason)
    return True


def _send(reserved: Reserved, lines: Lines, clock: Clock) -> None:
    row = reserved.row
    try:
        provider_id = lines.session(row.channel).send(reserved.letter)
    except TemporaryFailure as error:
        reminder_postpone(row, attempts=row.attempts, reason=error.code, now=clock())
    except PermanentFailure as error:
        _close(row, ReminderStatus.FAILED, clock, reason=error.code)
    except OutcomeUnknown as error:
        _close(row, ReminderStatus.UNCERTAIN, clock, reason=error.code)
    except Exception:
        logger.exception("Reminder %s ended in an unexpected error", row.public_id)
        _close(row, ReminderStatus.UNCERTAIN, clock, reason=UNEXPECTED)
    else:
        _close(row, ReminderStatus.SENT, clock, provider_id=provider_id)


def _close(
    row: Reminder,
    status: ReminderStatus,
    clock: Clock,
    *,
    reason: str = "",
    provider_id: str = "",
) -> None:
    reminder_close(
        row.pk, row.claim_token, status=status, now=clock(), reason=reason, provider_id=provider_id
    )
