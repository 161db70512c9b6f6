"""Send a load: asked about once more, then chunk by chunk, each end written as it happens."""

import logging
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
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
from ketaclinic.reminders.reach.selectors import Recipient, is_last_way
from ketaclinic.reminders.registry import purpose_for
from ketaclinic.reminders.selectors import engine_limits
from ketaclinic.reminders.services.claim import TOO_LATE, Load
from ketaclinic.reminders.services.compose import letter_compose
from ketaclinic.reminders.services.outcomes import reminder_close, reminder_postpone
from ketaclinic.reminders.services.recover import journal_settle
from ketaclinic.reminders.services.steps import Row, rows_begin, rows_held, rows_record
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


def load_send(load: Load, *, clock: Clock) -> Load:
    """Send the chunks of a load that its token still holds; returns those to which it did not come.

    `clock` is asked anew for each row. The network is never inside a transaction; a row is in state
    `sending`, committed, before its letter leaves. Each end is in the journal as it happens, and in
    the database before the next chunk begins. If the ends cannot be recorded nothing more is sent,
    and what was not begun goes back when its lease is over.
    """
    journal = journal_own()
    if journal.is_behind:
        journal_settle(journal, now=clock())
    until = clock() + engine_limits().load_lasts
    left = list(load.chunks)
    with Lines() as lines:
        sender = Sender(load.token, clock, lines, journal)
        while left:
            waiting = left.pop(0)
            while waiting:
                waiting = sender.turn(waiting, ahead=chain.from_iterable(left))
            if clock() > until:
                break
    return replace(load, chunks=left)


class Sender:
    """Sends the rows of one claim, a turn at a time: ask about them, and send while that is fresh.

    What is asked covers the chunks ahead too, because asking costs more than sending does.
    """

    def __init__(self, token: UUID, clock: Clock, lines: "Lines", journal: Journal) -> None:
        self.token, self.clock, self.lines, self.journal = token, clock, lines, journal
        self.has_journal = True
        self.fresh_for = engine_limits().verdict_lasts
        self.asked_at: datetime | None = None
        self.ready: dict[int, Ready] = {}

    def turn(self, waiting: list[int], *, ahead: Iterable[int]) -> list[int]:
        """Begin what waits and send of it what the time allows; returns the ids that are left.

        Without a journal only one row begins, so that no more than one can come into doubt.
        """
        if not self._is_fresh():
            self._ask([*waiting, *ahead])
        wanted = [row_id for row_id in waiting if row_id in self.ready]
        if not wanted:
            return []
        self.has_journal = self.has_journal and self._told(self.journal.begins, self.token, wanted)
        taken = wanted if self.has_journal else wanted[:1]
        begun = rows_begin(token=self.token, row_ids=taken, now=self.clock())
        left = {row_id: self.ready[row_id] for row_id in begun}
        ends: list[End] = []
        try:
            self._send_while_fresh(left, ends)
        finally:
            rows_record(token=self.token, ends=ends, back=left, now=self.clock())
            self.journal.is_recorded()
        return [*left, *wanted[len(taken) :]]

    def _is_fresh(self) -> bool:
        return self.asked_at is not None and self.clock() - self.asked_at <= self.fresh_for

    def _ask(self, row_ids: list[int]) -> None:
        """Which of these rows are still ours and wanted; what is not ends here, with its reason."""
        self.asked_at = now = self.clock()
        self.ready = {}
        rows = rows_held(token=self.token, row_ids=row_ids)
        if not rows:
            return
        verdicts = reminders_judge(rows, now=now)
        unwanted_end([row for row in rows if not verdicts.is_wanted(row)], verdicts, now=now)
        people = verdicts.recipients
        found = [
            self._prepared(row, people[row.recipient_id]) for row in rows if verdicts.is_wanted(row)
        ]
        self.ready = {each.row.pk: each for each in found if each is not None}

    def _prepared(self, row: Row, recipient: Recipient) -> Ready | None:
        """With its letter; a row that cannot be written is pushed forward, and the others go on."""
        try:
            address = channel_for(row.channel).address_of(recipient)
            if address:
                return Ready(row, self._letter(row, recipient.language, address))
        except Exception:
            logger.exception("Reminder %s could not be prepared", row.public_id)
            reminder_postpone(row, attempts=row.attempts + 1, reason=BROKEN_ROW, now=self.clock())
            return None
        reminder_close(row, status=ReminderStatus.SKIPPED, now=self.clock(), reason=NO_ADDRESS)
        return None

    def _letter(self, row: Row, language: str, address: str) -> Letter:
        purpose = purpose_for(row.purpose)
        return letter_compose(row, purpose, language=language, address=address)

    def _send_while_fresh(self, left: dict[int, Ready], ends: list[End]) -> None:
        """The first one goes in any case: however slow the answers come, something moves."""
        for place, each in enumerate(list(left.values())):
            if place and not self._is_fresh():
                return
            if self.clock() > each.row.not_after:
                self._expire(each.row, left)
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

    def _expire(self, row: Row, left: dict[int, Ready]) -> None:
        """Its time passed behind the others: claimed again, as if it had never begun, and over."""
        now = self.clock()
        rows_record(token=self.token, ends=(), back=[row.pk], now=now)
        reminder_close(row, status=ReminderStatus.EXPIRED, now=now, reason=TOO_LATE)
        del left[row.pk]

    def _told(self, tell: Callable[..., None], *what: Any) -> bool:
        """Whether the journal took it; a full disk slows the engine down, and does not stop it."""
        try:
            tell(*what)
        except OSError:
            logger.exception("The journal cannot be written; rows are sent one at a time")
            return False
        return True


class Lines(ExitStack):
    """One open line a channel for the length of a load."""

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
        _try_later(row, error.code, clock())
        return None
    except PermanentFailure as error:
        return End(row.pk, ReminderStatus.FAILED, reason=error.code)
    except OutcomeUnknown as error:
        return End(row.pk, ReminderStatus.UNCERTAIN, reason=error.code)
    except Exception:
        logger.exception("Reminder %s ended in an unexpected error", row.public_id)
        return End(row.pk, ReminderStatus.UNCERTAIN, reason=UNEXPECTED)
    return End(row.pk, ReminderStatus.SENT, provider_id=provider_id)


def _try_later(row: Row, reason: str, now: datetime) -> None:
    """A provider that is away for long loses nobody a message that no other way would bring."""
    attempts = row.attempts + 1
    is_used_up = attempts >= engine_limits().attempts_limit
    reminder_postpone(
        row,
        attempts=attempts,
        reason=reason,
        now=now,
        is_last_way=is_used_up and is_last_way(row.pk),
    )
