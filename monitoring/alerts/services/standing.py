"""What new facts change in alerts that are open already; none is ended here."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from monitoring.alerts.choices import RuleKey
from monitoring.alerts.models import Alert
from monitoring.alerts.rules import (
    MEDICINE_RULES,
    STOP_RULES,
    SUPPLY_TIME_RULES,
    UNTIL_ASQ,
    AlertFinding,
    AlertPolicy,
    acknowledge_minutes,
)
from monitoring.alerts.selectors import Gathered
from monitoring.alerts.services.paging import alert_pages_schedule

# A silence may be older than what is judged, and ends with the next word of the patient; a change
# of medicines stays until a clinician has read it; a hold may stand for weeks;
# a supply that runs out ends with the next one.
ALWAYS_JUDGED = frozenset({str(RuleKey.SILENCE), *MEDICINE_RULES, *STOP_RULES, *SUPPLY_TIME_RULES})
# While nobody is expected to report, time alone takes nothing back.
TIME_RULES = frozenset(
    str(rule)
    for rule in (
        RuleKey.SILENCE,
        RuleKey.MISSED_DOSE,
        RuleKey.MISSED_CHECKIN,
        RuleKey.RESTART_NEEDED,
        RuleKey.BENEFIT_REVIEW,
        *SUPPLY_TIME_RULES,
    )
)


def known_follow(
    gathered: Gathered,
    findings: Iterable[AlertFinding],
    known: list[Alert],
    *,
    policy: AlertPolicy,
) -> None:
    """Say of each open alert whether it still stands, and by when it is to be seen; the caller's
    transaction."""
    _mark_support(gathered, findings, known)
    _end_haste(findings, known, policy, gathered.facts.now)


def _mark_support(gathered: Gathered, findings: Iterable[AlertFinding], known: list[Alert]) -> None:
    """Say of each open alert whether the recorded facts still ask for it."""
    asked = {finding.identity for finding in findings}
    for alert in known:
        if alert.resolved_at is not None or not _is_judged(alert, gathered):
            continue
        is_supported = (alert.rule_key, alert.fact_key) in asked
        if alert.is_supported != is_supported:
            alert.is_supported = is_supported
            alert.save(update_fields=["is_supported"])


def _end_haste(
    findings: Iterable[AlertFinding], known: list[Alert], policy: AlertPolicy, now: datetime
) -> None:
    """After a negative ASQ nobody is paged within minutes any more: the alert stays, and is
    due as any other of its day."""
    asked = {finding.identity: finding for finding in findings if finding.rule_key in UNTIL_ASQ}
    for alert in known:
        finding = asked.get((alert.rule_key, alert.fact_key))
        if finding is None or alert.acknowledged_at is not None or alert.resolved_at is not None:
            continue
        due_at = alert.opened_at + timedelta(minutes=acknowledge_minutes(finding, policy))
        if alert.due_at < due_at:
            alert.due_at = due_at
            alert.save(update_fields=["due_at"])
            alert_pages_schedule([alert], policy=policy, now=now)


def _is_judged(alert: Alert, gathered: Gathered) -> bool:
    if alert.rule_key in TIME_RULES and not gathered.is_watched:
        return False
    return alert.rule_key in ALWAYS_JUDGED or alert.fact_at >= gathered.facts.judged_from
