"""What to do after a report, for exactly its case; the words are part of the program."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from dosing.choices import LogMark, Outcome
from dosing.models import DoseLog

# More in the body than was planned: the line of Poison Control stands on the page.
TOO_MUCH = frozenset({LogMark.EXTRA, LogMark.OVER_PLAN, LogMark.TOO_SOON})
# A report may arrive days later: then what to do right after a dose is said no more.
STILL_NEW = timedelta(days=1)


def guidance(log: DoseLog, now: datetime, *, is_on_hold: bool) -> list[str]:
    """One line for each thing that is true of this report, the most pressing first."""
    is_new = log.taken_at is not None and now - log.taken_at < STILL_NEW
    lines = [
        *(_right_after(log) if is_new else ()),
        *_of_marks(log),
        *_of_outcome(log),
        *(() if is_on_hold else _of_the_next(log)),
    ]
    return list(dict.fromkeys(lines))


def needs_poison_help(log: DoseLog) -> bool:
    """Whether more went in than was planned."""
    return not TOO_MUCH.isdisjoint(log.marks)


def _right_after(log: DoseLog) -> Iterator[str]:
    if needs_poison_help(log):
        yield _("You may get very sleepy. Ask an adult to stay with you until it has worn off.")
    if log.is_ingested:
        yield _("Rest somewhere safe. Do not drive, cook or bathe.")


def _of_marks(log: DoseLog) -> Iterator[str]:
    words = {
        LogMark.TOO_SOON: _("Two doses close together can slow your breathing. Take no more now."),
        LogMark.EXTRA: _("Take no other dose to even it out."),
        LogMark.OVER_PLAN: _("Take no more than your plan says the next time."),
        LogMark.EARLY: _("A dose opens at its time, so that two never come too close."),
        LogMark.LATE: _("Do not double the next dose, and do not move it."),
        LogMark.UNCLEARED: _("Do the check before each dose, so that we know it is safe."),
        LogMark.ON_HOLD: _("A hold means: no dose until the clinic has spoken to you."),
        LogMark.NOT_OFFERED: _("“Leave out” means that this dose is too close to another one."),
        LogMark.OFF_PLAN: _("Only the plan under Schedule counts now."),
    }
    return (text for mark, text in words.items() if mark in log.marks)


def _of_outcome(log: DoseLog) -> Iterator[str]:
    if log.outcome == Outcome.VOMITED:
        yield _("Do not take another dose to make up for it.")
        yield _("Sip water. Call the clinic if you cannot keep fluids down.")
    elif log.outcome == Outcome.PARTLY_TAKEN:
        yield _("Do not take the rest later.")
    elif not log.is_ingested:
        yield _("Do not double the next dose.")


def _of_the_next(log: DoseLog) -> Iterator[str]:
    if log.outcome == Outcome.PARTLY_TAKEN:
        yield _("The next dose is as planned.")
