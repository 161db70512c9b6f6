"""A reported dose in plain words: what it was, what it was marked with, what to do now."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from dosing.choices import LogMark, Outcome
from dosing.models import DoseLog, ScheduledDose
from dosing.presenters.plan import amount_text
from dosing.rules.amounts import mg_text
from dosing.selectors import moment_text


@dataclass(frozen=True)
class DoseWords:
    """The page after a report."""

    kind: str
    title: str
    sentence: str
    guidance: list[str]
    marks: list[str]
    is_on_hold: bool


def planned_text(slot: ScheduledDose | None) -> str:
    """The planned amount as the signed plan measures it, or empty without a slot."""
    return amount_text(slot.plan.terms, slot.dose_ug) if slot is not None else ""


def report_sentence(log: DoseLog, zone: ZoneInfo, now: datetime) -> str:
    """What was reported: "Taken, 25 mg, 2:04 p.m."."""
    parts = [str(log.get_outcome_display())]
    if log.amount_ug:
        parts.append(mg_text(log.amount_ug))
    if log.taken_at is not None:
        parts.append(moment_text(log.taken_at, zone, now))
    if log.reason_key:
        parts.append(str(log.get_reason_key_display()))
    return ", ".join(parts)


def dose_words(log: DoseLog, zone: ZoneInfo, now: datetime, *, is_on_hold: bool) -> DoseWords:
    """The page of one report."""
    marks = [mark_words(mark) for mark in log.marks]
    return DoseWords(
        kind="wait" if marks or is_on_hold else "go",
        title=_("Thank you for telling us") if marks else _("Recorded"),
        sentence=report_sentence(log, zone, now),
        guidance=_guidance(log),
        marks=marks,
        is_on_hold=is_on_hold,
    )


def mark_words(mark: str) -> str:
    """Why a report is marked, without blame."""
    words = {
        LogMark.EARLY: _("It was before the time at which this dose opens."),
        LogMark.LATE: _("It was after the time for this dose had ended."),
        LogMark.TOO_SOON: _("It was sooner after the dose before it than your plan allows."),
        LogMark.UNCLEARED: _("There was no finished check that counted at that time."),
        LogMark.ON_HOLD: _("Your doses were on hold at that time."),
        LogMark.EXTRA: _("It was a dose besides those of your plan."),
        LogMark.OVER_PLAN: _("It was more than your plan says."),
        LogMark.NOT_OFFERED: _("This dose was left out of your schedule."),
        LogMark.OFF_PLAN: _("It was not a dose of the plan in force then."),
    }
    return words.get(LogMark(mark), str(LogMark(mark).label))


def _guidance(log: DoseLog) -> list[str]:
    """What to do now; the words are part of the program, not of an article."""
    words = {
        Outcome.TAKEN: [_("Rest somewhere safe. Do not drive, cook or bathe.")],
        Outcome.PARTLY_TAKEN: [_("Do not take the rest later. The next dose is as planned.")],
        Outcome.VOMITED: [
            _("Do not take another dose to make up for it."),
            _("Sip water. Call the clinic if you cannot keep fluids down."),
        ],
        Outcome.SKIPPED: [_("Do not double the next dose.")],
        Outcome.NOT_TAKEN: [_("Do not double the next dose.")],
    }
    return words[Outcome(log.outcome)]
