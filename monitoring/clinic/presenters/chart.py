"""One chart's time line, and the few facts beside the worklist's drawing."""

from datetime import datetime
from itertools import chain

from django.utils.translation import gettext as _

from monitoring.clinic.presenters.moments import (
    dose_moments,
    missed_moments,
    move_moments,
    pain_moments,
    peg_moments,
    plan_moments,
    pressure_moments,
)
from monitoring.clinic.presenters.numbers import amount_text, pressure_text
from monitoring.clinic.presenters.spans import ago_text
from monitoring.clinic.presenters.timeline import DoseMark, Kind, Timeline, timeline
from monitoring.clinic.selectors import ChartFacts


def chart_timeline(facts: ChartFacts, zone: str) -> Timeline:
    """The one computation of a patient's series; `zone` is the patient's own."""
    moments = chain(
        pressure_moments(facts.checks),
        dose_moments(facts.logs),
        missed_moments(facts.missed),
        pain_moments(facts.pains),
        peg_moments(facts.scores.checkins),
        plan_moments(facts.plans),
        move_moments(facts.moves),
    )
    return timeline(
        moments, zone=zone, starts_at=facts.since, ends_at=facts.now, limits=facts.limits
    )


def last_facts(line: Timeline, now: datetime) -> list[tuple[str, str]]:
    """The newest of each kind, in words."""
    return [
        (_("Blood pressure"), _last(line, Kind.PRESSURE, now)),
        (_("Dose"), _last(line, Kind.DOSE, now)),
        (_("Pain"), _last(line, Kind.PAIN, now)),
        (_("Doses not taken"), str(_missed_count(line))),
    ]


def _last(line: Timeline, kind: Kind, now: datetime) -> str:
    found = line.of(kind)
    if not found:
        return _("none in this time")
    newest = found[-1]
    values = {
        Kind.PRESSURE: pressure_text(newest.systolic, newest.diastolic),
        Kind.DOSE: amount_text(newest.amount_ug) or newest.word,
        Kind.PAIN: f"{newest.pain}/10",
    }
    return f"{values[kind]}, {ago_text(newest.at, now)}"


def _missed_count(line: Timeline) -> int:
    return sum(moment.mark is DoseMark.MISSED for moment in line.of(Kind.DOSE))
