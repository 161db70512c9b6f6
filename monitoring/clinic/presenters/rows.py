"""One worklist row: what a clinician needs to choose whom to look at first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from urllib.parse import quote
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
    """The cells of one row, each already in the words that the template only places."""

    patient_id: UUID
    name: str
    age: str
    tag_kind: str
    tag_word: str
    why: str
    is_held: bool
    pain_now: str
    pain_was: str
    trend: Trend | None
    last_dose: str
    next_dose: str
    waiting: str
    is_overdue: bool
    standing: str
    links: "Links"


@dataclass(frozen=True)
class Links:
    """Where one row leads; `panel` is what htmx asks for instead of `look`."""

    chart: str
    look: str
    panel: str


class Addresses:
    """The links of a page's rows: reversed once, not three times a row."""

    NOBODY = UUID(int=0)

    def __init__(self, kept: Mapping[str, str]) -> None:
        """`kept` is the query that choosing a row must not lose."""
        self.chart, self.panel = (
            reverse(name, args=[self.NOBODY]) for name in ("clinic:chart", "clinic:panel")
        )
        self.look = f"{reverse('clinic:worklist')}?{urlencode({**kept, 'patient': ''})}"
        self.next = quote(self.look)

    def of(self, patient_id: UUID) -> Links:
        """The links of one patient's row."""
        key, nobody = str(patient_id), str(self.NOBODY)
        panel = f"{self.panel.replace(nobody, key)}?next={self.next}{key}"
        return Links(self.chart.replace(nobody, key), f"{self.look}{key}", panel)


def row(summary: PatientSummary, now: datetime, addresses: Addresses) -> Row:
    """The row of one patient, loaded with it."""
    patient = summary.patient
    age = patient_age(patient, now)
    is_overdue = _is_overdue(summary, now)
    return Row(
        patient_id=patient.public_id,
        name=patient.display_name,
        age="" if age is None else _("%(age)d years") % {"age": age},
        tag_kind=tag_kind(summary.worst_severity),
        tag_word=tag_word(summary),
        why=why(summary, now),
        is_held=summary.has_plan_hold or summary.open_hold_count > 0,
        pain_now=number_text(summary.pain_now),
        pain_was=_pain_was(summary),
        trend=pain_trend(summary.pain_now, summary.pain_baseline),
        last_dose=_dose(summary.last_dose_ug, ago_text(summary.last_dose_at, now)),
        next_dose=_next_dose(summary, now),
        waiting=span_text(now - summary.waiting_since) if summary.waiting_since else "",
        is_overdue=is_overdue,
        standing=_standing(summary, is_overdue),
        links=addresses.of(patient.public_id),
    )


def why(summary: PatientSummary, now: datetime) -> str:
    """The reason to look; without one, the last thing that is known."""
    if summary.why or summary.hold_sentence:
        return summary.why or summary.hold_sentence
    pressure = pressure_text(summary.last_systolic, summary.last_diastolic)
    if not pressure:
        return _("Nothing open")
    words = {"pressure": pressure, "ago": ago_text(summary.last_bp_at, now)}
    return _("Nothing open; last pressure %(pressure)s, %(ago)s") % words


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


def _pain_was(summary: PatientSummary) -> str:
    was = number_text(summary.pain_baseline)
    return _("was %(was)s") % {"was": was} if was else ""


def _next_dose(summary: PatientSummary, now: datetime) -> str:
    following = _dose(summary.next_dose_ug, until_text(summary.next_dose_at, now))
    return _("next %(next)s") % {"next": following} if following else ""


def _standing(summary: PatientSummary, is_overdue: bool) -> str:
    """What is to be said beside the waiting time."""
    if is_overdue:
        return _("overdue")
    is_seen = bool(summary.worst_severity) and summary.unacknowledged_count == 0
    return _("seen") if is_seen else ""


def _dose(amount_ug: int | None, when: str) -> str:
    return f"{amount_text(amount_ug)}, {when}" if amount_ug is not None and when else when


def _is_overdue(summary: PatientSummary, now: datetime) -> bool:
    return bool(summary.due_at and summary.due_at < now and summary.unacknowledged_count)
