"""Ask each purpose whether its reminders are still wanted; one broken purpose harms no other."""

import logging
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from ketaclinic.reminders.models import Reminder
from ketaclinic.reminders.registry import (
    Purpose,
    UnknownPurpose,
    closed_recipients,
    purpose_for,
)

ACCOUNT_CLOSED = "account_closed"
UNKNOWN_PURPOSE = "unknown_purpose"
CHECK_FAILED = "check_failed"
logger = logging.getLogger(__name__)


@dataclass
class Verdicts:
    """Per row id: why it is unwanted, or why nobody could say. All others are wanted."""

    unwanted: dict[int, str] = field(default_factory=dict)
    broken: dict[int, str] = field(default_factory=dict)

    def is_wanted(self, row: Reminder) -> bool:
        return row.pk not in self.unwanted and row.pk not in self.broken


def reminders_judge(rows: Iterable[Reminder], *, now: datetime) -> Verdicts:
    """Verdicts on rows whose recipients are loaded. Reads only."""
    verdicts = Verdicts()
    rows = list(rows)
    closed = _closed(rows)
    by_purpose: dict[str, list[Reminder]] = defaultdict(list)
    for row in rows:
        if closed is None:
            verdicts.broken[row.pk] = CHECK_FAILED
        elif row.recipient_id in closed:
            verdicts.unwanted[row.pk] = closed[row.recipient_id]
        else:
            by_purpose[row.purpose].append(row)
    for key, group in by_purpose.items():
        _judge_group(key, group, now, verdicts)
    return verdicts


def _closed(rows: list[Reminder]) -> dict[int, str] | None:
    """People who get no message at all, or None when nobody could say: then nothing is sent."""
    inactive = {row.recipient_id: ACCOUNT_CLOSED for row in rows if not row.recipient.is_active}
    try:
        with transaction.atomic():
            return closed_recipients({row.recipient_id for row in rows}) | inactive
    except Exception:
        logger.exception("The guards of the reminders' recipients could not be asked")
        return None


def _judge_group(key: str, group: list[Reminder], now: datetime, verdicts: Verdicts) -> None:
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


def _ask(purpose: Purpose, rows: list[Reminder], now: datetime) -> dict[int, str] | None:
    """Row ids with reasons, or None when the purpose's own code failed."""
    try:
        # A savepoint: a failed query in there must not spoil the claim's transaction.
        with transaction.atomic():
            reasons = purpose.unwanted({row.subject_id for row in rows}, now)
    except Exception:
        logger.exception("The reminder purpose %s could not be asked", purpose.key)
        return None
    return {row.pk: reasons[row.subject_id] for row in rows if row.subject_id in reasons}
