"""The values of a summary row: a function of what was gathered and of the open alerts."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from dosing.choices import HoldScope
from dosing.models import IncreasePermit
from dosing.rules import DosingPolicy
from ketaclinic.policies.selectors import PolicyInForce
from monitoring.alerts.choices import Severity
from monitoring.alerts.models import Alert
from monitoring.alerts.rules import NO_ALERT_RANK, AlertPolicy, silent_from
from monitoring.alerts.selectors import Gathered
from monitoring.checkins.choices import CheckKind, FindingKey
from monitoring.checkins.models import PressureCheck
from monitoring.checkins.selectors import CheckRow

# However quiet a patient is, time has a look at them once a day.
LONGEST_REST = timedelta(days=1)


def summary_values(
    gathered: Gathered,
    alerts: list[Alert],
    *,
    baseline: Decimal | None,
    permit: IncreasePermit | None,
    policy: PolicyInForce,
) -> dict[str, Any]:
    """Every field of the row. `alerts` are the open ones, the most urgent first."""
    return {
        **_alert_values(alerts),
        **_hold_values(gathered),
        **_health_values(gathered, baseline),
        **_dose_values(gathered),
        **_checkin_values(gathered),
        "next_look_at": _next_look_at(gathered, permit, policy),
    }


def _alert_values(alerts: list[Alert]) -> dict[str, Any]:
    worst = alerts[0] if alerts else None
    waiting = [alert.due_at for alert in alerts if alert.acknowledged_at is None]
    return {
        "worst_severity": worst.severity if worst else "",
        "severity_rank": worst.severity_rank if worst else NO_ALERT_RANK,
        "emergency_count": _count(alerts, Severity.EMERGENCY),
        "same_day_count": _count(alerts, Severity.SAME_DAY),
        "routine_count": _count(alerts, Severity.ROUTINE),
        "unacknowledged_count": len(waiting),
        "why": worst.sentence if worst else "",
        "waiting_since": min((alert.opened_at for alert in alerts), default=None),
        "due_at": min(waiting, default=None),
    }


def _count(alerts: list[Alert], severity: Severity) -> int:
    return sum(alert.severity == severity for alert in alerts)


def _hold_values(gathered: Gathered) -> dict[str, Any]:
    holds = gathered.open_holds
    of_plan = [hold for hold in holds if hold.scope == HoldScope.PLAN]
    shown = (of_plan or holds)[:1]
    return {
        "open_hold_count": len(holds),
        "has_plan_hold": bool(of_plan),
        "hold_sentence": shown[0].sentence[:400] if shown else "",
    }


def _health_values(gathered: Gathered, baseline: Decimal | None) -> dict[str, Any]:
    pressure, pain = gathered.pressure, gathered.pain
    return {
        "last_systolic": pressure.mean_systolic if pressure else None,
        "last_diastolic": pressure.mean_diastolic if pressure else None,
        "last_bp_at": pressure.recorded_at if pressure else None,
        "is_last_bp_in_range": _is_in_range(pressure),
        "last_report_at": gathered.report.recorded_at if gathered.report else None,
        "pain_now": pain.score,
        "pain_at": pain.recorded_at,
        "pain_baseline": baseline,
    }


def _is_in_range(pressure: CheckRow | PressureCheck | None) -> bool | None:
    if pressure is None or pressure.kind == CheckKind.POSTDOSE:
        return None
    return any(item["key"] == FindingKey.BP_OK for item in pressure.findings)


def _dose_values(gathered: Gathered) -> dict[str, Any]:
    last, slot = gathered.last_dose, gathered.next_slot
    return {
        "last_dose_at": last.taken_at if last else None,
        "last_dose_ug": last.amount_ug if last else None,
        "next_dose_at": slot.due_at if slot else None,
        "next_dose_ug": slot.dose_ug if slot else None,
    }


def _checkin_values(gathered: Gathered) -> dict[str, Any]:
    due = gathered.checkin.due if gathered.checkin else None
    return {
        "checkin_kind": due.kind if due else "",
        "checkin_due_on": due.due_on if due else None,
        "checkin_late_on": due.late_on if due else None,
    }


def _next_look_at(
    gathered: Gathered, permit: IncreasePermit | None, policy: PolicyInForce
) -> datetime | None:
    """The next moment at which time alone changes something; None while nobody is watched.

    A dose that was taken is watched to its end, whatever becomes of the care meanwhile.
    """
    if not gathered.is_watched:
        return gathered.next_missed_at
    now = gathered.facts.now
    moments: list[datetime | None] = [
        now + LONGEST_REST,
        silent_from(gathered.facts, policy.get(AlertPolicy)),
        gathered.next_slot.window_closes_at if gathered.next_slot else None,
        gathered.next_missed_at,
        permit.expires_at if permit else None,
        _pressure_is_old_at(gathered, policy),
        *(gathered.checkin.all if gathered.checkin else ()),
    ]
    return min(moment for moment in moments if moment is not None and moment > now)


def _pressure_is_old_at(gathered: Gathered, policy: PolicyInForce) -> datetime | None:
    if gathered.pressure is None:
        return None
    days = policy.get(DosingPolicy).recent_bp_to_increase_soft_days
    return gathered.pressure.recorded_at + timedelta(days=days)
