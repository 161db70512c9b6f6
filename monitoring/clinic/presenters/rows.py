"""One worklist row: what a clinician needs to choose whom to look at first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from monitoring.alerts.choices import Severity
from monitoring.alerts.models import PatientSummary
from monitoring.clinic.presenters.identity import patient_age
from monitoring.clinic.presenters.numbers import amount_text, number_text, pressure_text
from monitoring.clinic.presenters.spans import ago_text, span_text, until_text

TAG_KINDS: dict[str, str] = {
    Severity.EMERGENCY: "call",
    Severity.SAME_DAY: "stop",
    Severity.ROUTINE: "wait",
}


@dataclass(frozen=True)
class Trend:
    """A change in words, with the arrow that goes beside them."""

    icon: str
    word: str
    kind: str


@dataclass(frozen=True)
class Row:
    """The cells of one row, already in words."""

    patient_id: UUID
    name: str
    age: int | None
    tag_kind: str
    tag_word: str
    why: str
    is_held: bool
    hold_sentence: str
    pressure: str
    pressure_ago: str
    pain_now: int | None
    pain_was: str
    trend: Trend | None
    last_dose: str
    next_dose: str
    waiting: str
    is_overdue: bool
    is_seen: bool
    look: str


def row(summary: PatientSummary, now: datetime, kept: Mapping[str, str]) -> Row:
    """The row of one patient, loaded with it; `kept` is the query that a choice must not lose."""
    patient = summary.patient
    return Row(
        patient_id=patient.public_id,
        name=patient.display_name,
        age=patient_age(patient, now),
        tag_kind=tag_kind(summary.worst_severity),
        tag_word=tag_word(summary),
        why=summary.why,
        is_held=summary.has_plan_hold or summary.open_hold_count > 0,
        hold_sentence=summary.hold_sentence,
        pressure=pressure_text(summary.last_systolic, summary.last_diastolic),
        pressure_ago=ago_text(summary.last_bp_at, now),
        pain_now=summary.pain_now,
        pain_was=number_text(summary.pain_baseline),
        trend=pain_trend(summary.pain_now, summary.pain_baseline),
        last_dose=_dose(summary.last_dose_ug, ago_text(summary.last_dose_at, now)),
        next_dose=_dose(summary.next_dose_ug, until_text(summary.next_dose_at, now)),
        waiting=span_text(now - summary.waiting_since) if summary.waiting_since else "",
        is_overdue=_is_overdue(summary, now),
        is_seen=bool(summary.worst_severity) and summary.unacknowledged_count == 0,
        look=look_url(patient.public_id, kept),
    )


def look_url(patient_id: UUID, kept: Mapping[str, str]) -> str:
    """The worklist with this patient chosen."""
    return f"{reverse('clinic:worklist')}?{urlencode({**kept, 'patient': str(patient_id)})}"


def tag_kind(severity: str) -> str:
    """The status tag's kind; without an open alert it is quiet."""
    return TAG_KINDS.get(severity, "quiet")


def tag_word(summary: PatientSummary) -> str:
    """The word on the tag."""
    if summary.worst_severity:
        return str(Severity(summary.worst_severity).label)
    return _("On hold") if summary.open_hold_count else _("No alerts")


def pain_trend(now: int | None, before: Decimal | None) -> Trend | None:
    """Pain now against the score at intake; None while either is unknown."""
    if now is None or before is None:
        return None
    change = Decimal(now) - before
    if abs(change) < 1:
        return Trend("flat", _("as before"), "quiet")
    amount = {"n": number_text(abs(change))}
    if change < 0:
        return Trend("down", _("%(n)s lower") % amount, "go")
    return Trend("up", _("%(n)s higher") % amount, "stop")


def _dose(amount_ug: int | None, when: str) -> str:
    return f"{amount_text(amount_ug)}, {when}" if amount_ug is not None and when else when


def _is_overdue(summary: PatientSummary, now: datetime) -> bool:
    return bool(summary.due_at and summary.due_at < now and summary.unacknowledged_count)
