"""What only alerts read of the last weeks, as narrow rows."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from dosing.models import ScheduledDose
from intake.models import Patient
from ketaclinic.statements import Statement, given_id, given_moment, hex_of
from monitoring.checkins.models import PainScore, SideEffectReport


class ReportRow(NamedTuple):
    """A report of side effects; each grade above none has a finding that carries it."""

    public_id: UUID
    recorded_at: datetime
    findings: list[dict[str, Any]]


class SlotRow(NamedTuple):
    """A dose that nobody reported."""

    pk: int
    due_at: datetime
    window_opens_at: datetime
    window_closes_at: datetime
    dose_ug: int
    place: str
    own_hex: str

    @property
    def public_id(self) -> UUID:
        return UUID(self.own_hex)


class Pain(NamedTuple):
    """The newest pain score; both None when there is none."""

    score: int | None
    recorded_at: datetime | None


def reports_told(patient: Patient, since: datetime) -> list[ReportRow]:
    """Reports of side effects since a moment, oldest first."""
    return [ReportRow._make(row) for row in _REPORTS.all(patient=patient.pk, since=since)]


def slots_without_report(patient: Patient, since: datetime) -> list[SlotRow]:
    """Offered doses whose time ended since a moment or is still to come, the earliest first."""
    return [SlotRow._make(row) for row in _SLOTS.all(patient=patient.pk, since=since)]


def latest_pain_row(patient: Patient) -> Pain:
    """The newest pain score."""
    row = _NEWEST_PAIN.first(patient=patient.pk)
    return Pain._make(row) if row else Pain(None, None)


_REPORTS: Statement[tuple[Any, ...]] = Statement(
    lambda: (
        SideEffectReport.objects.filter(
            patient=given_id("patient"), recorded_at__gte=given_moment("since")
        )
        .order_by("recorded_at", "pk")
        .values_list(*ReportRow._fields)
    )
)
_SLOTS: Statement[tuple[Any, ...]] = Statement(
    lambda: (
        ScheduledDose.objects.offered()
        .unreported()
        .filter(window_closes_at__gte=given_moment("since"), patient=given_id("patient"))
        .order_by("due_at", "pk")
        .values_list(*SlotRow._fields[:-1], hex_of("public_id"))
    )
)
_NEWEST_PAIN: Statement[tuple[Any, ...]] = Statement(
    lambda: (
        PainScore.objects.filter(patient=given_id("patient"))
        .order_by("-recorded_at", "-pk")
        .values_list(*Pain._fields)[:1]
    )
)
