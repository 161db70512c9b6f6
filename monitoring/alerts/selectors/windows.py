"""What only alerts read of the last weeks, as narrow rows."""

from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import DateField, FilteredRelation, OuterRef, Q, QuerySet, Subquery

from dosing.models import IncreasePermit, ScheduledDose
from intake.models import Patient
from intake.rules.care import LABS
from intake.selectors.care import has_current
from ketaclinic.statements import Given, Statement, given_id, given_moment, hex_of
from monitoring.alerts.models import PatientSummary
from monitoring.alerts.selectors.checkins import checkin_columns
from monitoring.alerts.selectors.intake import has_change, has_withdrawal
from monitoring.checkins.models import PainScore, SideEffectReport
from monitoring.checkins.selectors.checkin import Told, told_columns, told_of


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


class Newest(NamedTuple):
    """What one row says of a patient; `summary` None: they were never looked at."""

    pain: Pain
    has_change: bool
    has_withdrawal: bool
    has_current_labs: bool
    summary: PatientSummary | None
    permit: IncreasePermit | None
    checkins: Told
    has_findings: bool
    asq_negative_at: datetime | None


def reports_told(patient: Patient, since: datetime) -> list[ReportRow]:
    """Reports of side effects since a moment, oldest first."""
    return [ReportRow._make(row) for row in _REPORTS.all(patient=patient.pk, since=since)]


def slots_without_report(patient: Patient, since: datetime) -> list[SlotRow]:
    """Offered doses whose time ended since a moment or is still to come, the earliest first."""
    return [SlotRow._make(row) for row in _SLOTS.all(patient=patient.pk, since=since)]


def newest(patient: Patient, since: datetime, today: date) -> Newest:
    """The newest pain score, whether intake has anything to tell, the summary, the permit."""
    row = _NEWEST.all(patient=patient.pk, since=since, today=today)[0]
    summary, permit = (getattr(row, name, None) for name in ("summary", "standing_permit"))
    if summary is not None:
        summary.patient = patient
    pain = Pain(row.pain_score, row.pain_at)
    has_labs = all(getattr(row, kind) for kind in LABS)
    told = (row.has_change, row.has_withdrawal, has_labs)
    has_findings = row.has_checkin_findings or row.has_screen_findings
    checkins = told_of(row)
    return Newest(pain, *told, summary, permit, checkins, has_findings, row.asq_negative_at)


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


# As `standing_permit` of dosing; a constraint sees to it that there is one at most.
_STANDS = Q(
    increase_permits__withdrawn_at__isnull=True, increase_permits__used_by_plan__isnull=True
)


_TODAY: Any = Given("today", DateField())


def _newest() -> QuerySet[Any]:
    scores = PainScore.objects.filter(patient=OuterRef("pk")).order_by("-recorded_at", "-pk")
    # The types do not know that a filtered relation can be followed.
    one: Any = Patient.objects.filter(pk=given_id("patient"))
    return (
        one.annotate(
            standing_permit=FilteredRelation("increase_permits", condition=_STANDS),
            pain_score=Subquery(scores.values("score")[:1]),
            pain_at=Subquery(scores.values("recorded_at")[:1]),
            has_change=has_change(),
            has_withdrawal=has_withdrawal(),
            **told_columns(OuterRef("pk")),
            **checkin_columns(OuterRef("pk"), given_moment("since")),
            **{kind: has_current(given_id("patient"), kind, _TODAY) for kind in LABS},
        )
        .select_related("summary", "standing_permit")
        .defer(*(field.name for field in Patient._meta.fields if not field.primary_key))
    )


_NEWEST: Statement[Any] = Statement(_newest)
