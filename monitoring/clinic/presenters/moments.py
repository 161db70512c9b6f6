"""Recorded rows as moments of the time line."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from dosing.choices import LogMark
from dosing.choices import Outcome as LogOutcome
from dosing.models import DosingPlan
from dosing.models.log import INGESTED
from dosing.presenters.journeys import place_text
from monitoring.checkins.choices import CheckKind, Outcome
from monitoring.clinic.presenters.numbers import amount_text, number_text
from monitoring.clinic.presenters.timeline import DoseMark, Kind, Moment
from monitoring.clinic.presenters.words import words_of
from monitoring.clinic.selectors import Checked, CheckInRow, Pain, Report, SignedPlan, ZoneMoved

ALARMING = frozenset({LogMark.EXTRA, LogMark.ON_HOLD, LogMark.OVER_PLAN, LogMark.TOO_SOON})


def pressure_moments(checks: Iterable[Checked]) -> Iterator[Moment]:
    """Each check that has a mean; one without stands in the list of checks only."""
    kinds, outcomes = words_of(CheckKind), words_of(Outcome)
    for check in checks:
        if check.mean_systolic is None or check.mean_diastolic is None:
            continue
        yield Moment(
            at=check.recorded_at,
            kind=Kind.PRESSURE,
            word=f"{kinds[check.kind]}: {outcomes[check.outcome]}",
            systolic=check.mean_systolic,
            diastolic=check.mean_diastolic,
            pulse=None if check.mean_pulse is None else int(check.mean_pulse),
        )


def dose_moments(logs: Iterable[Report]) -> Iterator[Moment]:
    """Each report in force: what went in, and what did not."""
    outcomes, marks = words_of(LogOutcome), words_of(LogMark)
    for log in logs:
        labels = [marks[mark] for mark in log.marks if mark in marks]
        yield Moment(
            at=log.taken_at or log.due_at or log.recorded_at,
            kind=Kind.DOSE,
            word=", ".join([outcomes[log.outcome], *labels]),
            amount_ug=log.amount_ug,
            mark=_log_mark(log),
        )


def missed_moments(due: Iterable[datetime]) -> Iterator[Moment]:
    """Planned doses whose time ended without a report, at the time that they were due."""
    word = _("Nothing reported")
    for at in due:
        yield Moment(at, Kind.DOSE, word, mark=DoseMark.MISSED)


def pain_moments(scores: Iterable[Pain]) -> Iterator[Moment]:
    """Each pain score."""
    word = _("Pain score")
    for score in scores:
        yield Moment(score.recorded_at, Kind.PAIN, word, pain=score.score)


def peg_moments(checkins: Iterable[CheckInRow]) -> Iterator[Moment]:
    """The score of each check-in for pain, enjoyment and activity (PEG), the mean of three."""
    for row in checkins:
        word = _("Check-in: PEG %(score)s") % {"score": number_text(row.peg)}
        yield Moment(row.at, Kind.PEG, word, peg=row.peg)


def plan_moments(plans: Iterable[SignedPlan]) -> Iterator[Moment]:
    """Each signed version from when it counts, and where one was stopped."""
    for signed in plans:
        yield Moment(signed.plan.effective_at, Kind.PLAN, plan_word(signed.plan))
        if signed.stopped_at is not None:
            yield Moment(signed.stopped_at, Kind.PLAN, _("Plan stopped"))


def move_moments(moves: Iterable[ZoneMoved]) -> Iterator[Moment]:
    """From when the doses follow another clock: marked as a change of plan is."""
    word = _("Doses follow the clock of %(place)s")
    for move in moves:
        yield Moment(move.at, Kind.PLAN, word % {"place": place_text(move.zone)})


def plan_word(plan: DosingPlan) -> str:
    """ "Plan 2: 25 mg × 3": what a mark on the chart has room for."""
    return _("Plan %(version)s: %(amount)s × %(times)s") % {
        "version": number_text(plan.version),
        "amount": amount_text(plan.dose_ug),
        "times": len(plan.times_of_day),
    }


def _log_mark(log: Report) -> DoseMark:
    if log.outcome not in INGESTED:
        return DoseMark.MISSED
    return DoseMark.EXTRA if log.is_extra or ALARMING & set(log.marks) else DoseMark.TAKEN
