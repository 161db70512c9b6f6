"""All that one chart shows, in a fixed number of queries."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple

from django.db.models import Min, Q

from dosing.choices import PlanEndKind
from dosing.models import DosingPlan, Hold
from dosing.selectors import logs_since, missed_slots, open_holds
from intake.models import Patient
from ketaclinic.policies.selectors import PolicyInForce, policy_in_force
from monitoring.alerts.models import Alert
from monitoring.checkins.models import PainScore, SideEffectReport
from monitoring.checkins.rules import CheckPolicy, PatientLimits, PressureLimits, limits_for
from monitoring.checkins.selectors import checks_since, plan_limits, reports_since

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
REPORT_FIELDS = ("recorded_at", "urgent", "note")
HOLD_FIELDS = ("public_id", "scope", "sentence", "placed_at")
ALERT_FIELDS = (
    "public_id",
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
    logs: list[Report]
    missed: list[datetime]
    checks: list[Checked]
    pains: list[Pain]
    holds: list[Hold]
    alerts: list[Alert]
    resolved: list[Alert]
    limits: PressureLimits
    policy: PolicyInForce

    @property
    def has_plan(self) -> bool:
        """Is a version in force or to come?"""
        return any(each.over_at is None or each.over_at > self.now for each in self.plans)

    @property
    def is_policy_approved(self) -> bool:
        return self.policy.is_approved


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
        logs=_reports(patient, since),
        missed=_missed(patient, since, now),
        checks=_checks(patient, since),
        pains=_pains(patient, since),
        holds=_holds(patient, now),
        alerts=[alert for alert in alerts if alert.resolved_at is None],
        resolved=[alert for alert in alerts if alert.resolved_at is not None],
        limits=_limits(plan, policy),
        policy=policy,
    )


def _plans(patient: Patient) -> list[SignedPlan]:
    """Every signed version, the newest first; one query."""
    stopped = Q(ends__kind=PlanEndKind.STOPPED)
    plans = DosingPlan.objects.filter(patient=patient).annotate(
        over_at=Min("ends__ended_at"), stopped_at=Min("ends__ended_at", filter=stopped)
    )
    newest_first = sorted(plans.order_by(), key=attrgetter("version"), reverse=True)
    return [SignedPlan(plan, plan.over_at, plan.stopped_at) for plan in newest_first]


def _alerts(patient: Patient, since: datetime) -> list[Alert]:
    """The open ones whatever their age, and those resolved since; the most urgent first."""
    shown = Q(resolved_at__isnull=True) | Q(resolved_at__gte=since)
    alerts = Alert.objects.filter(shown, patient=patient)
    shown_only = alerts.select_related("acknowledged_by", "resolved_by").only(*ALERT_FIELDS)
    return sorted(shown_only.order_by(), key=attrgetter("severity_rank", "due_at", "pk"))


def _holds(patient: Patient, now: datetime) -> list[Hold]:
    """The oldest first."""
    holds = open_holds(patient, now).select_related(None).only(*HOLD_FIELDS)
    return sorted(holds.order_by(), key=attrgetter("placed_at", "pk"))


def _reports(patient: Patient, since: datetime) -> list[Report]:
    rows = logs_since(patient, since).order_by().values_list(*LOG_FIELDS)
    return [Report(*row) for row in rows]


def _missed(patient: Patient, since: datetime, now: datetime) -> list[datetime]:
    """When the doses were due that nobody reported."""
    return list(missed_slots(patient, since, now).order_by().values_list("due_at", flat=True))


def _checks(patient: Patient, since: datetime) -> list[Checked]:
    """The oldest first: the list of checks shows the last of them."""
    rows = checks_since(patient, since).order_by().values_list(*Checked._fields)
    return sorted((Checked(*row) for row in rows), key=attrgetter("recorded_at", "pk"))


def _pains(patient: Patient, since: datetime) -> list[Pain]:
    scores = PainScore.objects.filter(patient=patient, recorded_at__gte=since)
    return [Pain(*row) for row in scores.order_by().values_list(*Pain._fields)]


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
