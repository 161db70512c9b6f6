"""Ask each purpose whether its reminders are still wanted; one broken purpose harms no other."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from django.db import connection, transaction

from ketaclinic.reminders.choices import ReminderStatus
from ketaclinic.reminders.models import Reminder
from ketaclinic.reminders.reach.selectors import Recipient, Waiting, recipients_of, rows_answer
from ketaclinic.reminders.registry import (
    Purpose,
    UnknownPurpose,
    purpose_for,
)
from ketaclinic.reminders.services.outcomes import Held, reminder_postpone, reminders_wait

UNKNOWN_PURPOSE = "unknown_purpose"
CHECK_FAILED = "check_failed"
logger = logging.getLogger(__name__)


class InHand(Waiting, Held, Protocol):
    """What must be known of a reminder to ask whether it is still wanted, and to end it if not."""

    @property
    def subject_id(self) -> str: ...
    @property
    def attempts(self) -> int: ...


@dataclass
class Verdicts:
    """Per row id: why it is unwanted, why nobody could say, or until when it waits.

    All others are wanted now.
    """

    recipients: Mapping[int, Recipient]
    unwanted: dict[int, str] = field(default_factory=dict)
    broken: dict[int, str] = field(default_factory=dict)
    later: dict[int, datetime] = field(default_factory=dict)

    def is_wanted(self, row: Waiting) -> bool:
        return not any(row.pk in found for found in (self.unwanted, self.broken, self.later))


def reminders_judge(rows: Iterable[InHand], *, now: datetime) -> Verdicts:
    """Verdicts on rows. Reads only."""
    asked = list(rows)
    verdicts = Verdicts(recipients_of({row.recipient_id for row in asked}))
    by_purpose: dict[str, list[InHand]] = defaultdict(list)
    for row in asked:
        closed = verdicts.recipients[row.recipient_id].closed
        if closed:
            verdicts.unwanted[row.pk] = closed
        else:
            by_purpose[row.purpose].append(row)
    for key, group in by_purpose.items():
        _judge_group(key, group, now, verdicts)
    _judge_ways([row for row in asked if verdicts.is_wanted(row)], now, verdicts)
    return verdicts


def unwanted_end(rows: Iterable[InHand], verdicts: Verdicts, *, now: datetime) -> None:
    """Of the claimed rows of one token: write down what is not to be sent now, and why."""
    asked = {row.pk: row for row in rows}
    reminders_wait(asked.values(), verdicts.later)
    by_reason: dict[str, list[int]] = defaultdict(list)
    for row_id, reason in verdicts.unwanted.items():
        by_reason[reason].append(row_id)
    for reason, ids in by_reason.items():
        token = asked[ids[0]].claim_token
        Reminder.objects.filter(
            pk__in=ids, claim_token=token, status=ReminderStatus.CLAIMED
        ).update(status=ReminderStatus.SKIPPED, finished_at=now, reason=reason)
    for row_id, reason in verdicts.broken.items():
        row = asked[row_id]
        reminder_postpone(row, attempts=row.attempts + 1, reason=reason, now=now)


def _judge_ways(rows: list[InHand], now: datetime, verdicts: Verdicts) -> None:
    """Of what is wanted: may it go this way to this person, and now?"""
    for row_id, found in rows_answer(rows, verdicts.recipients, now=now).items():
        if found.barrier:
            verdicts.unwanted[row_id] = str(found.barrier)
        elif found.later is not None:
            verdicts.later[row_id] = found.later


def _judge_group(key: str, group: list[InHand], now: datetime, verdicts: Verdicts) -> None:
    try:
        purpose = purpose_for(key)
    except UnknownPurpose:
        # Perhaps a newer release schedules it already: try again later, then give up.
        verdicts.broken |= {row.pk: UNKNOWN_PURPOSE for row in group}
        return
    answers = _ask(purpose, group, now)
    if answers is not None:
        verdicts.unwanted |= answers
        return
    for row in group:
        answer = _ask(purpose, [row], now)
        if answer is None:
            verdicts.broken[row.pk] = CHECK_FAILED
        else:
            verdicts.unwanted |= answer


def _ask(purpose: Purpose, rows: list[InHand], now: datetime) -> dict[int, str] | None:
    """Row ids with reasons, or None when the purpose failed."""
    try:
        # A savepoint: a failed query in there must not spoil the claim's transaction.
        with transaction.atomic() if connection.in_atomic_block else nullcontext():
            reasons = purpose.unwanted({row.subject_id for row in rows}, now)
    except Exception:
        logger.exception("The reminder purpose %s could not be asked", purpose.key)
        return None
    return {row.pk: reasons[row.subject_id] for row in rows if row.subject_id in reasons}
