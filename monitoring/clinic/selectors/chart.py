"""All that one chart shows, in a fixed number of queries."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from django.db.models import Min, Q, QuerySet

from dosing.choices import PlanEndKind
from dosing.models import DoseLog, DosingPlan, Hold, ScheduledDose
from dosing.selectors import logs_since, missed_slots, open_holds
from intake.models import Patient
from ketaclinic.policies.selectors import PolicyInForce, policy_in_force
from monitoring.alerts.models import Alert
from monitoring.checkins.models import PainScore, PressureCheck, SideEffectReport
from monitoring.checkins.rules import CheckPolicy, PatientLimits, PressureLimits, limits_for
from monitoring.checkins.selectors import checks_since, plan_limits, reports_since

# What the page shows: half of its time went into reading the rest of these wide rows.
LOG_FIELDS = (
    "outcome",
    "amount_ug",
    "taken_at",
    "recorded_at",
    "marks",
    "is_extra",
    "slot__due_at",
)
REPORT_FIELDS = ("recorded_at", "urgent", "note")
HOLD_FIELDS = ("public_id", "scope", "sentence", "placed_at")
ALERT_FIELDS = (
    "public_id",
    "severity",
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


@dataclass(frozen=True)
class SignedPlan:
    """One signed version, and when it stopped counting for whatever reason, or was stopped."""

    plan: DosingPlan
    over_at: datetime | None
    stopped_at: datetime | None

    def counts_at(self, moment: datetime) -> bool:
        """Whether the version is in force at a moment."""
        is_over = self.over_at is not None and self.over_at <= moment
        return self.plan.effective_at <= moment and not is_over


class Grade(NamedTuple):
    """One side effect of a report."""

    symptom: str
    grade: int


@dataclass(frozen=True)
class ListedReport:
    """One report of side effects, as far as the list shows it."""

    recorded_at: datetime
    urgent: list[str]
    note: str
    grades: tuple[Grade, ...]


@dataclass(frozen=True)
class ChartFacts:
    """What is recorded of one patient since `since`; lists, so that nothing is read twice."""

    since: datetime
    now: datetime
    plans: list[SignedPlan]
    plan: DosingPlan | None
    logs: list[DoseLog]
    missed: list[ScheduledDose]
    checks: list[PressureCheck]
    pains: list[PainScore]
    holds: list[Hold]
    alerts: list[Alert]
    resolved: list[Alert]
    limits: PressureLimits
    is_policy_approved: bool


def chart_facts(patient: Patient, *, now: datetime, days: int) -> ChartFacts:
    """The facts of the last `days` days, with every open alert and hold whatever its age."""
    since = now - timedelta(days=days)
    plans = _plans(patient)
    plan = next((each.plan for each in plans if each.counts_at(now)), None)
    alerts = _alerts(patient, since)
    policy = policy_in_force()
    return ChartFacts(
        since=since,
        now=now,
        plans=plans,
        plan=plan,
        logs=list(logs_since(patient, since).only(*LOG_FIELDS)),
        missed=list(missed_slots(patient, since, now).select_related(None).only("due_at")),
        checks=list(checks_since(patient, since)),
        pains=list(_pains(patient, since)),
        holds=list(open_holds(patient, now).select_related(None).only(*HOLD_FIELDS)),
        alerts=[alert for alert in alerts if alert.resolved_at is None],
        resolved=[alert for alert in alerts if alert.resolved_at is not None],
        limits=_limits(plan, policy),
        is_policy_approved=policy.is_approved,
    )


def _plans(patient: Patient) -> list[SignedPlan]:
    """Every signed version, the newest first; one query."""
    stopped = Q(ends__kind=PlanEndKind.STOPPED)
    plans = DosingPlan.objects.filter(patient=patient).annotate(
        over_at=Min("ends__ended_at"), stopped_at=Min("ends__ended_at", filter=stopped)
    )
    return [SignedPlan(plan, plan.over_at, plan.stopped_at) for plan in plans.order_by("-version")]


def _alerts(patient: Patient, since: datetime) -> list[Alert]:
    """The open ones whatever their age, and those resolved since; the most urgent first."""
    shown = Q(resolved_at__isnull=True) | Q(resolved_at__gte=since)
    alerts = Alert.objects.filter(shown, patient=patient)
    return list(
        alerts.select_related("acknowledged_by", "resolved_by")
        .only(*ALERT_FIELDS)
        .order_by("severity_rank", "due_at", "pk")
    )


def _pains(patient: Patient, since: datetime) -> QuerySet[PainScore]:
    scores = PainScore.objects.filter(patient=patient, recorded_at__gte=since)
    return scores.only("score", "recorded_at")


def reports_listed(patient: Patient, since: datetime, most: int) -> list[ListedReport]:
    """The newest reports of side effects with their grades, the newest first; one query."""
    newest = reports_since(patient, since, with_grades=False).reverse()
    rows = (
        SideEffectReport.objects.filter(pk__in=newest.values("pk")[:most])
        .order_by("-recorded_at", "-pk", "grades__pk")
        .values_list("pk", *REPORT_FIELDS, "grades__symptom", "grades__grade")
    )
    return [_listed(list(lines)) for _, lines in groupby(rows, key=itemgetter(0))]


def _listed(lines: list[tuple[Any, ...]]) -> ListedReport:
    """One report from its lines, which differ in the grade only; a report may have no grade."""
    _, recorded_at, urgent, note, *_ = lines[0]
    grades = tuple(Grade(*line[-2:]) for line in lines if line[-1] is not None)
    return ListedReport(recorded_at, urgent, note, grades)


def _limits(plan: DosingPlan | None, policy: PolicyInForce) -> PressureLimits:
    """The limits that the patient's checks are judged by now."""
    own = plan_limits(plan) if plan is not None else PatientLimits()
    return limits_for(own, policy.get(CheckPolicy))
