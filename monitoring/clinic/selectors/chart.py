"""All that one chart shows, in a fixed number of queries."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from dosing.models import DoseLog, DosingPlan, Hold, ScheduledDose
from dosing.selectors import logs_since, missed_slots, open_holds, plan_history
from intake.models import Patient
from ketaclinic.policies.selectors import policy_in_force
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
    limits: PressureLimits


def chart_facts(patient: Patient, *, now: datetime, days: int) -> ChartFacts:
    """The facts of the last `days` days, with every open alert and hold whatever its age."""
    since = now - timedelta(days=days)
    plans = list(plan_history(patient))
    plan = _in_force(plans, now)
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
        alerts=list(_alerts(patient).open()),
        limits=_limits(plan),
    )


def resolved_alerts(patient: Patient, since: datetime) -> list[Alert]:
    """What was resolved since a moment, the newest first."""
    resolved = _alerts(patient).filter(resolved_at__gte=since)
    return list(resolved.select_related("resolved_by").order_by("-resolved_at", "-pk"))


def alert_by_public_id(public_id: UUID) -> Alert | None:
    """One alert with its patient, or None."""
    alerts = Alert.objects.select_related("patient__user", "acknowledged_by", "resolved_by")
    return alerts.filter(public_id=public_id).first()


def _alerts(patient: Patient) -> "QuerySet[Alert]":
    return Alert.objects.filter(patient=patient).select_related("acknowledged_by")


def _in_force(plans: list[DosingPlan], now: datetime) -> DosingPlan | None:
    """The version that counts now, from the history that is already read."""
    for plan in plans:
        if plan.effective_at <= now and all(end.ended_at > now for end in plan.ends.all()):
            return plan
    return None


def _limits(plan: DosingPlan | None) -> PressureLimits:
    """The limits that the patient's checks are judged by now."""
    own = plan_limits(plan) if plan is not None else PatientLimits()
    return limits_for(own, policy_in_force().get(CheckPolicy))
