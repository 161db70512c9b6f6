"""Alerts as a function of facts: pure, and the same whenever they are computed."""

from collections.abc import Mapping

from monitoring.alerts.choices import Severity
from monitoring.alerts.rules.consent import consent_alerts
from monitoring.alerts.rules.facts import (
    JUDGED_BACK,
    READ_BACK,
    AlertFinding,
    BenefitFact,
    CheckFact,
    CheckInFact,
    DoseFact,
    GapFact,
    HeldFact,
    MedicineFact,
    MissedCheckFact,
    MissedCheckInFact,
    PatientFacts,
    ReportFact,
    SlotFact,
    StopFacts,
    StoredFinding,
    WithdrawalFact,
)
from monitoring.alerts.rules.medicines import MEDICINE_RULES, medicine_alerts, unread_major
from monitoring.alerts.rules.passing import (
    missed_checkin_alerts,
    missed_dose_alerts,
    pattern_alerts,
    silence_alerts,
    silent_from,
)
from monitoring.alerts.rules.permit import PermitFacts, PermitLimits, permit_refusals
from monitoring.alerts.rules.policy import AlertPolicy
from monitoring.alerts.rules.stopping import STOP_RULES, is_better, stop_alerts
from monitoring.alerts.rules.supply import SUPPLY_TIME_RULES, supply_alerts
from monitoring.alerts.rules.supply_facts import (
    CountFact,
    DispensingFact,
    LossFact,
    RunOutFact,
    SupplyFacts,
)
from monitoring.alerts.rules.told import (
    SEVERITY_OF_NOTICE,
    UNTIL_ASQ,
    check_alerts,
    checkin_alerts,
    dose_alerts,
    marks_hold,
    report_alerts,
    title_of,
)
from monitoring.alerts.rules.watch import missed_check_alerts

SEVERITY_RANK = {severity: rank for rank, severity in enumerate(Severity)}
NO_ALERT_RANK = 9


def alert_findings(
    facts: PatientFacts, policy: AlertPolicy, names: Mapping[str, object]
) -> tuple[AlertFinding, ...]:
    """Every alert that the facts ask for, each once; `names` has the side effects in words."""
    found = [
        *check_alerts(facts),
        *report_alerts(facts),
        *checkin_alerts(facts),
        *dose_alerts(facts),
        *medicine_alerts(facts),
        *consent_alerts(facts),
        *stop_alerts(facts),
        *supply_alerts(facts, policy),
        *missed_check_alerts(facts),
        *missed_dose_alerts(facts),
        *missed_checkin_alerts(facts),
        *silence_alerts(facts, policy),
        *pattern_alerts(facts, policy, names),
    ]
    return tuple({finding.identity: finding for finding in found}.values())


def acknowledge_minutes(finding: AlertFinding, policy: AlertPolicy) -> int:
    """Minutes within which a person must see it: the finding's own, or its severity's."""
    if finding.acknowledge_minutes is not None:
        return finding.acknowledge_minutes
    return {
        Severity.EMERGENCY: policy.emergency_acknowledge_minutes,
        Severity.SAME_DAY: policy.same_day_acknowledge_minutes,
        Severity.ROUTINE: policy.routine_acknowledge_minutes,
    }[finding.severity]


__all__ = [
    "JUDGED_BACK",
    "MEDICINE_RULES",
    "NO_ALERT_RANK",
    "READ_BACK",
    "SEVERITY_OF_NOTICE",
    "SEVERITY_RANK",
    "STOP_RULES",
    "SUPPLY_TIME_RULES",
    "UNTIL_ASQ",
    "AlertFinding",
    "AlertPolicy",
    "BenefitFact",
    "CheckFact",
    "CheckInFact",
    "CountFact",
    "DispensingFact",
    "DoseFact",
    "GapFact",
    "HeldFact",
    "LossFact",
    "MedicineFact",
    "MissedCheckFact",
    "MissedCheckInFact",
    "PatientFacts",
    "PermitFacts",
    "PermitLimits",
    "ReportFact",
    "RunOutFact",
    "SlotFact",
    "StopFacts",
    "StoredFinding",
    "SupplyFacts",
    "WithdrawalFact",
    "acknowledge_minutes",
    "alert_findings",
    "is_better",
    "marks_hold",
    "permit_refusals",
    "silent_from",
    "title_of",
    "unread_major",
]
