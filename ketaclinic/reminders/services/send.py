"""Send a chunk: asked about once more, then row by row, each end recorded as it happens."""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

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
from ketaclinic.reminders.services.compose import Texts, letter_compose
from ketaclinic.reminders.services.outcomes import (
    reminder_close,
    reminder_postpone,
    reminders_wait,
)
from ketaclinic.reminders.services.steps import End, row_step
from ketaclinic.reminders.services.wanted import reminders_judge

BROKEN_ROW = "cannot_be_written"
NO_ADDRESS = "no_address"
UNEXPECTED = "unexpected_error"
Clock = Callable[[], datetime]
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Ready:
    """A row that is still wanted, with the letter that is about to go."""

    row: Reminder
    letter: Letter


def chunk_send(*, token: UUID, reminder_ids: Iterable[int], clock: Clock) -> None:
    """Send the rows of a chunk that this token still holds. `clock` is asked anew for each row.

    The network is never inside a transaction, and a row is in state `sending`, committed, before
    its letter leaves. If an end cannot be recorded nothing more is sent.
    """
    sender = Sender(token, clock)
    rows = _still_held(token, reminder_ids)
    with Lines() as lines:
        try:
            for ready in _wanted(rows, clock, before_asking=sender.record):
                if sender.begins(ready.row):
                    sender.last = _send(ready, lines, clock)
        finally:
            sender.record()


class Sender:
    """Carries the end of the last row to the statement that begins the next one."""

    def __init__(self, token: UUID, clock: Clock) -> None:
        self.token = token
        self.clock = clock
        self.last: End | None = None

    def begins(self, row: Reminder) -> bool:
        """Record what ended and take the next row, unless it is no longer ours to send."""
        return self._step(row.pk)

    def record(self) -> None:
        """Record what ended without taking another row."""
        if self.last is not None:
            self._step(None)

    def _step(self, next_id: int | None) -> bool:
        # Forgotten first: if the statement fails nobody may repeat half of it.
        last, self.last = self.last, None
        return row_step(token=self.token, last=last, next_id=next_id, now=self.clock())


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


def _still_held(token: UUID, reminder_ids: Iterable[int]) -> list[Reminder]:
    """In their order; none for a message that came twice or whose claim ran out in the queue."""
    ids = list(reminder_ids)
    claimed = Reminder.objects.held_by(token).filter(pk__in=ids, status=ReminderStatus.CLAIMED)
    held = {row.pk: row for row in claimed.select_related("recipient")}
    return [held[row_id] for row_id in ids if row_id in held]


def _wanted(
    rows: list[Reminder], clock: Clock, *, before_asking: Callable[[], None]
) -> Iterator[Ready]:
    """The rows to send, asked about just before: the rest anew when the answers grow old."""
    texts, lasts = Texts(), engine_limits().verdict_lasts
    while rows:
        before_asking()
        asked_at = clock()
        ready = [each for row in _judged(rows, asked_at) if (each := _prepare(row, texts, clock))]
        rows = []
        for place, each in enumerate(ready):
            now = clock()
            if now - asked_at > lasts:
                rows = [left.row for left in ready[place:]]
                break
            if now > each.row.not_after:
                reminder_close(each.row, status=ReminderStatus.EXPIRED, now=now, reason=TOO_LATE)
            else:
                yield each


def _judged(rows: list[Reminder], now: datetime) -> list[Reminder]:
    """Those still wanted; what is not ends here, with its reason."""
    verdicts = reminders_judge(rows, now=now)
    reminders_wait(rows, verdicts.later)
    for row in rows:
        if row.pk in verdicts.broken:
            reason = verdicts.broken[row.pk]
            reminder_postpone(row, attempts=row.attempts + 1, reason=reason, now=now)
        elif row.pk in verdicts.unwanted:
            reason = verdicts.unwanted[row.pk]
            reminder_close(row, status=ReminderStatus.SKIPPED, now=now, reason=reason)
    return [row for row in rows if verdicts.is_wanted(row)]


def _prepare(row: Reminder, texts: Texts, clock: Clock) -> Ready | None:
    """The letter; a row that cannot be written is pushed forward, and the others go on."""
    try:
        address = channel_for(row.channel).address_of(row.recipient)
        if address:
            letter = letter_compose(row, purpose_for(row.purpose), address=address, texts=texts)
            return Ready(row, letter)
    except Exception:
        logger.exception("Reminder %s could not be prepared", row.public_id)
        reminder_postpone(row, attempts=row.attempts + 1, reason=BROKEN_ROW, now=clock())
        return None
    reminder_close(row, status=ReminderStatus.SKIPPED, now=clock(), reason=NO_ADDRESS)
    return None


def _send(ready: Ready, lines: Lines, clock: Clock) -> End | None:
    """How it ended; None after a failure that surely sent nothing, which is recorded here."""
    row = ready.row
    try:
        provider_id = lines.session(row.channel).send(ready.letter)
    except TemporaryFailure as error:
        reminder_postpone(row, attempts=row.attempts + 1, reason=error.code, now=clock())
        return None
    except PermanentFailure as error:
        return End(row.pk, ReminderStatus.FAILED, reason=error.code)
    except OutcomeUnknown as error:
        return End(row.pk, ReminderStatus.UNCERTAIN, reason=error.code)
    except Exception:
        logger.exception("Reminder %s ended in an unexpected error", row.public_id)
        return End(row.pk, ReminderStatus.UNCERTAIN, reason=UNEXPECTED)
    return End(row.pk, ReminderStatus.SENT, provider_id=provider_id)
