"""Send a chunk: taken, asked about once more, then row by row, each end written as it happens."""

import logging
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from typing import Any
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
from ketaclinic.reminders.journal import End, Journal, journal_own
from ketaclinic.reminders.reach.selectors import Recipient
from ketaclinic.reminders.registry import purpose_for
from ketaclinic.reminders.selectors import engine_limits
from ketaclinic.reminders.services.claim import TOO_LATE
from ketaclinic.reminders.services.compose import letter_compose
from ketaclinic.reminders.services.outcomes import reminder_close, reminder_postpone
from ketaclinic.reminders.services.recover import journal_settle
from ketaclinic.reminders.services.steps import Row, rows_begin, rows_record
from ketaclinic.reminders.services.wanted import reminders_judge, unwanted_end

BROKEN_ROW = "cannot_be_written"
NO_ADDRESS = "no_address"
UNEXPECTED = "unexpected_error"
Clock = Callable[[], datetime]
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Ready:
    """A row that is still wanted, with the letter that is about to go."""

    row: Row
    letter: Letter


def chunk_send(*, token: UUID, reminder_ids: Iterable[int], clock: Clock) -> None:
    """Send the rows of a chunk that this token still holds. `clock` is asked anew for each row.

    The network is never inside a transaction; a row is in state `sending`, committed, before its
    letter leaves. Each end is in the journal as it happens and in the database with the ends of
    the same turn, of a second at most. If they cannot be recorded nothing more is sent.
    """
    journal = journal_own()
    if journal.is_behind:
        journal_settle(journal, now=clock())
    with Lines() as lines:
        sender = Sender(token, clock, lines, journal)
        waiting = list(reminder_ids)
        while waiting:
            waiting = sender.turn(waiting)


class Sender:
    """Sends one chunk, a turn at a time: take rows, ask about them, send while that is fresh."""

    def __init__(self, token: UUID, clock: Clock, lines: "Lines", journal: Journal) -> None:
        self.token, self.clock, self.lines, self.journal = token, clock, lines, journal
        self.has_journal = True

    def turn(self, waiting: list[int]) -> list[int]:
        """Take what waits and send of it what the time allows; returns the ids that are left.

        Without a journal only one row is taken, so that no more than one can come into doubt.
        """
        self.has_journal = self.has_journal and self._told(self.journal.begins, self.token, waiting)
        taken = waiting if self.has_journal else waiting[:1]
        asked_at = self.clock()
        rows = rows_begin(token=self.token, row_ids=taken, now=asked_at)
        if not rows:
            self.journal.is_recorded()
            return waiting[len(taken) :]
        left = {row.pk: row for row in rows}
        ends: list[End] = []
        try:
            self._send_while_fresh(self._wanted(rows, asked_at, left), asked_at, left, ends)
        finally:
            rows_record(token=self.token, ends=ends, back=left, now=self.clock())
            self.journal.is_recorded()
        return [*left, *waiting[len(taken) :]]

    def _send_while_fresh(
        self, ready: list[Ready], asked_at: datetime, left: dict[int, Row], ends: list[End]
    ) -> None:
        lasts = engine_limits().verdict_lasts
        for each in ready:
            now = self.clock()
            if now - asked_at > lasts:
                return
            if now > each.row.not_after:
                self._not_sent(each.row, left, ReminderStatus.EXPIRED, TOO_LATE)
                continue
            if self.has_journal and not self._told(self.journal.leaves, each.row.pk):
                self.has_journal = False
                return
            del left[each.row.pk]
            end = _send(each, self.lines, self.clock)
            if end is None:
                continue
            ends.append(end)
            if self.has_journal and not self._told(self.journal.ends, end):
                self.has_journal = False
                return

    def _wanted(self, rows: list[Row], now: datetime, left: dict[int, Row]) -> list[Ready]:
        """Those still wanted, with their letters; what is not ends here, with its reason."""
        verdicts = reminders_judge(rows, now=now)
        unwanted = [row for row in rows if not verdicts.is_wanted(row)]
        if unwanted:
            self._take_out(unwanted, left)
            unwanted_end(unwanted, verdicts, now=now)
        wanted, people = [row for row in rows if row.pk in left], verdicts.recipients
        prepared = [self._prepare(row, people[row.recipient_id], left) for row in wanted]
        return [each for each in prepared if each is not None]

    def _prepare(self, row: Row, recipient: Recipient, left: dict[int, Row]) -> Ready | None:
        """The letter; a row that cannot be written is pushed forward, and the others go on."""
        try:
            address = channel_for(row.channel).address_of(recipient)
            if address:
                return Ready(row, self._letter(row, recipient.language, address))
        except Exception:
            logger.exception("Reminder %s could not be prepared", row.public_id)
            self._take_out([row], left)
            reminder_postpone(row, attempts=row.attempts + 1, reason=BROKEN_ROW, now=self.clock())
            return None
        self._not_sent(row, left, ReminderStatus.SKIPPED, NO_ADDRESS)
        return None

    def _letter(self, row: Row, language: str, address: str) -> Letter:
        purpose = purpose_for(row.purpose)
        return letter_compose(row, purpose, language=language, address=address)

    def _not_sent(
        self, row: Row, left: dict[int, Row], status: ReminderStatus, reason: str
    ) -> None:
        self._take_out([row], left)
        reminder_close(row, status=status, now=self.clock(), reason=reason)

    def _take_out(self, rows: list[Row], left: dict[int, Row]) -> None:
        """Rows that will not leave: claimed again, as if they had never begun."""
        ids = [row.pk for row in rows]
        rows_record(token=self.token, ends=(), back=ids, now=self.clock())
        for row_id in ids:
            del left[row_id]

    def _told(self, tell: Callable[..., None], *what: Any) -> bool:
        """Whether the journal took it; a full disk slows the engine down, and does not stop it."""
        try:
            tell(*what)
        except OSError:
            logger.exception("The journal cannot be written; rows are sent one at a time")
            return False
        return True


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
