"""A reported dose in plain words: what it was, and what it was marked with."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from dosing.choices import LogMark
from dosing.models import DoseLog, ScheduledDose
from dosing.presenters.plan import amount_text
from dosing.rules import mg_text
from dosing.selectors import moment_text


def planned_text(slot: ScheduledDose | None) -> str:
    """The planned amount as the signed plan measures it, or empty without a slot."""
    return amount_text(slot.plan.terms, slot.dose_ug) if slot is not None else ""


def taken_text(log: DoseLog) -> str:
    """The amount that went in, in mg and as the plan of its dose measures it; empty if unknown."""
    if log.amount_ug is None:
        return ""
    slot = log.slot
    return amount_text(slot.plan.terms, log.amount_ug) if slot else mg_text(log.amount_ug)


def report_sentence(log: DoseLog, zone: ZoneInfo, now: datetime) -> str:
    """What was reported: "Taken, 25 mg (1 capsule), 2:04 pm"."""
    parts = [str(log.get_outcome_display()), taken_text(log)]
    if log.taken_at is not None:
        parts.append(moment_text(log.taken_at, zone, now))
    if log.reason_key:
        parts.append(str(log.get_reason_key_display()))
    return ", ".join(part for part in parts if part)


def mark_words(mark: str) -> str:
    """Why a report is marked, without blame."""
    words = {
        LogMark.EARLY: _("It was before the time at which this dose opens."),
        LogMark.LATE: _("It was after the time for this dose had ended."),
        LogMark.TOO_SOON: _("It was sooner after another dose than your plan allows."),
        LogMark.UNCLEARED: _("There was no finished check that counted at that time."),
        LogMark.ON_HOLD: _("Your doses were on hold at that time."),
        LogMark.EXTRA: _("It was a dose besides those of your plan."),
        LogMark.OVER_PLAN: _("It was more than your plan says."),
        LogMark.NOT_OFFERED: _("This dose was left out of your schedule."),
        LogMark.OFF_PLAN: _("It was not a dose of the plan in force then."),
    }
    return words[LogMark(mark)]
