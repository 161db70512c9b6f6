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
class SignedPlan:
    """One signed version, and when it stopped counting for whatever reason, or was stopped."""

    plan: DosingPlan
    over_at: datetime | None
    stopped_at: datetime | None

    def counts_at(self, moment: datetime) -> bool:
        """Whether the version is in force at a moment."""
        is_over = self.over_at is not None and self.over_at <= moment
        return self.plan.effective_at <= moment and not is_over


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
        logs=list(logs_since(patient, since)),
        missed=list(missed_slots(patient, since, now)),
        checks=list(checks_since(patient, since)),
        pains=list(PainScore.objects.filter(patient=patient, recorded_at__gte=since)),
        holds=list(open_holds(patient, now)),
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
        alerts.select_related("acknowledged_by", "resolved_by").order_by(
            "severity_rank", "due_at", "pk"
        )
    )


def _limits(plan: DosingPlan | None, policy: PolicyInForce) -> PressureLimits:
    """The limits that the patient's checks are judged by now."""
    own = plan_limits(plan) if plan is not None else PatientLimits()
    return limits_for(own, policy.get(CheckPolicy))
