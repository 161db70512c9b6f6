"""What the chart reads, as narrow rows and as statements that are built once."""

from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import IntegerField, Min, Q, QuerySet, Value

from dosing.choices import PlanEndKind
from dosing.models import DosingPlan, Hold
from dosing.selectors import logs_since, missed_slots, moves_since, open_holds
from ketaclinic.statements import Statement, given_id, given_moment
from monitoring.alerts.models import Alert
from monitoring.alerts.selectors.safety import asq_outstanding_of
from monitoring.checkins.models import PainScore, SideEffectReport
from monitoring.checkins.selectors import checks_since, reports_since

# What the page shows: half of its time went into reading the rest of these wide rows. Nor does the
# database sort what the time line sorts again; of a short query, Django spends a third on that.
LOG_FIELDS = (
    "outcome",
    "amount_ug",
    "taken_at",
    "recorded_at",
    "marks",
    "is_extra",
    "slot__due_at",
)
# How many of the newest checks and reports of side effects the page lists.
LISTED_ROWS = 10
REPORT_FIELDS = ("recorded_at", "urgent", "note")
HOLD_FIELDS = ("public_id", "scope", "sentence", "placed_at")
ALERT_FIELDS = (
    "public_id",
    "rule_key",
    "fact_key",
    "severity",
    "severity_rank",
    "due_at",
    "title",
    "sentence",
    "facts",
    "limit_text",
    "source",
    "clears_when",
    "is_supported",
    "opened_at",
    "acknowledged_at",
    "acknowledged_by__full_name",
    "resolved_at",
    "resolved_by__full_name",
    "resolution_note",
)


class Report(NamedTuple):
    """One report of a dose in force; `due_at` is None where it belongs to no planned dose."""

    outcome: str
    amount_ug: int | None
    taken_at: datetime | None
    recorded_at: datetime
    marks: list[str]
    is_extra: bool
    due_at: datetime | None


class Checked(NamedTuple):
    """One check, as far as the time line and the list of checks show it."""

    recorded_at: datetime
    pk: int
    kind: str
    outcome: str
    mean_systolic: Decimal | None
    mean_diastolic: Decimal | None
    mean_pulse: Decimal | None
    systolic_1: int | None
    diastolic_1: int | None
    systolic_2: int | None
    diastolic_2: int | None
    systolic_3: int | None
    diastolic_3: int | None
    findings: list[dict[str, object]]


class Pain(NamedTuple):
    """One pain score."""

    recorded_at: datetime
    score: int


class ZoneMoved(NamedTuple):
    """From when the doses follow the clock of another zone."""

    at: datetime
    zone: str


class Grade(NamedTuple):
    """One side effect of a report."""

    symptom: str
    grade: int


# --- The statements -------------------------------------------------------------------------
_PATIENT: Any = given_id("patient")
_SINCE: Any = given_moment("since")
_NOW: Any = given_moment("now")


def _plans() -> QuerySet[DosingPlan]:
    stopped = Q(ends__kind=PlanEndKind.STOPPED)
    plans = DosingPlan.objects.filter(patient=_PATIENT).annotate(
        over_at=Min("ends__ended_at"), stopped_at=Min("ends__ended_at", filter=stopped)
    )
    return plans.order_by()


def _alerts() -> QuerySet[Alert]:
    shown = Q(resolved_at__isnull=True) | Q(resolved_at__gte=_SINCE)
    alerts = Alert.objects.filter(shown, patient=_PATIENT).order_by()
    alerts = alerts.annotate(is_asq_outstanding=asq_outstanding_of(_PATIENT))
    return alerts.select_related("acknowledged_by", "resolved_by").only(*ALERT_FIELDS)


def _moments() -> QuerySet[Any, Any]:
    """Pain scores; with no score the due times of doses that nobody reported, and with a zone the
    moments from which doses follow its clock. One query for the three."""
    scores = PainScore.objects.filter(patient=_PATIENT, recorded_at__gte=_SINCE).order_by()
    missed = missed_slots(_PATIENT, _SINCE, _NOW).order_by()
    moves = moves_since(_PATIENT, _SINCE).order_by()
    no_score, no_zone = Value(None, output_field=IntegerField()), Value("")
    return scores.values_list(*Pain._fields, no_zone).union(
        missed.values_list("due_at", no_score, no_zone),
        moves.values_list("answered_at", no_score, "to_zone"),
        all=True,
    )


def _reports_listed() -> QuerySet[Any, Any]:
    newest = reports_since(_PATIENT, _SINCE, with_grades=False).reverse()
    return (
        SideEffectReport.objects.filter(pk__in=newest.values("pk")[:LISTED_ROWS])
        .order_by("-recorded_at", "-pk", "grades__pk")
        .values_list("pk", *REPORT_FIELDS, "grades__symptom", "grades__grade")
    )


PLANS: Statement[Any] = Statement(_plans)
ALERTS: Statement[Alert] = Statement(_alerts)
HOLDS: Statement[Hold] = Statement(
    lambda: open_holds(_PATIENT, _NOW).select_related(None).only(*HOLD_FIELDS).order_by()
)
LOGS: Statement[tuple[Any, ...]] = Statement(
    lambda: logs_since(_PATIENT, _SINCE).order_by().values_list(*LOG_FIELDS)
)
CHECKS: Statement[tuple[Any, ...]] = Statement(
    lambda: checks_since(_PATIENT, _SINCE).order_by().values_list(*Checked._fields)
)
MOMENTS: Statement[tuple[datetime, int | None, str]] = Statement(_moments)
REPORTS: Statement[tuple[Any, ...]] = Statement(_reports_listed)
