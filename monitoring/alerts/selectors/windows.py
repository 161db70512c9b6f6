"""What only alerts read of the last weeks, as narrow rows."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from dosing.models import ScheduledDose
from intake.models import Patient
from monitoring.checkins.models import PainScore, SideEffectReport


class ReportRow(NamedTuple):
    """A report of side effects; each grade above none has a finding that carries it."""

    public_id: UUID
    recorded_at: datetime
    findings: list[dict[str, Any]]


class SlotRow(NamedTuple):
    """A dose that nobody reported."""

    pk: int
    public_id: UUID
    due_at: datetime
    window_opens_at: datetime
    window_closes_at: datetime
    dose_ug: int
    place: str


class Pain(NamedTuple):
    """The newest pain score; both None when there is none."""

    score: int | None
    recorded_at: datetime | None


def reports_told(patient: Patient, since: datetime) -> list[ReportRow]:
    """Reports of side effects since a moment, oldest first."""
    reports = SideEffectReport.objects.filter(patient=patient, recorded_at__gte=since)
    rows = reports.order_by("recorded_at", "pk").values_list(*ReportRow._fields)
    return [ReportRow._make(row) for row in rows]


def slots_without_report(patient: Patient, since: datetime) -> list[SlotRow]:
    """Offered doses whose time ended since a moment or is still to come, the earliest first."""
    slots = ScheduledDose.objects.offered().unreported().closing_from(since)
    rows = slots.filter(patient=patient).order_by("due_at", "pk").values_list(*SlotRow._fields)
    return [SlotRow._make(row) for row in rows]


def latest_pain_row(patient: Patient) -> Pain:
    """The newest pain score."""
    scores = PainScore.objects.filter(patient=patient).order_by("-recorded_at", "-pk")
    row = scores.values_list(*Pain._fields).first()
    return Pain._make(row) if row else Pain(None, None)
