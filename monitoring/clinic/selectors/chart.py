"""All that one chart shows, in a fixed number of queries."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Min, Q

from dosing.choices import PlanEndKind
from dosing.models import DoseLog, DosingPlan, Hold, ScheduledDose
from dosing.selectors import logs_since, missed_slots, open_holds
from intake.models import Patient
from ketaclinic.policies.selectors import PolicyInForce, policy_in_force
from monitoring.alerts.models import Alert
from monitoring.checkins.models import PainScore, PressureCheck
from monitoring.checkins.rules import CheckPolicy, PatientLimits, PressureLimits, limits_for
from monitoring.checkins.selectors import checks_since, plan_limits


@dataclass(frozen=True)
class ChartFacts:
    """What is recorded of one patient since `since`; lists, so that nothing is read twice."""

    since: datetime
    now: datetime
    plans: list[DosingPlan]
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
    plan = next((each for each in plans if _counts(each, now)), None)
    alerts = _alerts(patient, since)
    policy = policy_in_force()
    return ChartFacts(
        since=since,
        now=now,
        plans=plans,
        plan=plan,
        logs=list(logs_since(patient, since)),
        missed=list(missed_slots(patient, since, now)),
        checks=list(checks_since(patient, since)),
        pains=list(PainScore.objects.filter(patient=patient, recorded_at__gte=since)),
        holds=list(open_holds(patient, now)),
        alerts=[alert for alert in alerts if alert.resolved_at is None],
        resolved=sorted(
            (alert for alert in alerts if alert.resolved_at is not None),
            key=lambda alert: alert.resolved_at,
            reverse=True,
        ),
        limits=_limits(plan, policy),
        is_policy_approved=policy.is_approved,
    )


def _plans(patient: Patient) -> list[DosingPlan]:
    """Every signed version, the newest first, with `over_at` and `stopped_at` (None: not)."""
    stopped = Q(ends__kind=PlanEndKind.STOPPED)
    plans = DosingPlan.objects.filter(patient=patient).annotate(
        over_at=Min("ends__ended_at"), stopped_at=Min("ends__ended_at", filter=stopped)
    )
    return list(plans.order_by("-version"))


def _counts(plan: DosingPlan, now: datetime) -> bool:
    """Whether a version from `_plans` is in force."""
    return plan.effective_at <= now and (plan.over_at is None or plan.over_at > now)


def _alerts(patient: Patient, since: datetime) -> list[Alert]:
    """The open ones whatever their age, and those resolved since; the most urgent first."""
    shown = Q(resolved_at__isnull=True) | Q(resolved_at__gte=since)
    alerts = Alert.objects.filter(shown, patient=patient)
    return list(
        alerts.select_related("acknowledged_by", "resolved_by").order_by(
            "severity_rank", "due_at", "pk"
        )
    )


def _limits(plan: DosingPlan | None, policy: PolicyInForce) -> PressureLimits:
    """The limits that the patient's checks are judged by now."""
    own = plan_limits(plan) if plan is not None else PatientLimits()
    return limits_for(own, policy.get(CheckPolicy))
