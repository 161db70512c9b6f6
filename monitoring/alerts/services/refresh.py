"""Bring one patient's alerts, permit and summary in line with the recorded facts."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q, Value
from django.db.models.functions import Concat, StrIndex

from dosing.models import IncreasePermit
from dosing.rules import DosingPolicy
from dosing.services.clearances import permit_grant_in, permit_withdraw_in
from dosing.services.locks import case_open
from intake.models import Patient
from intake.selectors import baseline_peg
from ketaclinic.audit.services import event_record
from ketaclinic.policies.selectors import PolicyInForce
from ketaclinic.statements import Change, Given, Statement, given_id, given_text
from monitoring.alerts.models import Alert, PatientSummary
from monitoring.alerts.rules import (
    SEVERITY_RANK,
    AlertFinding,
    AlertPolicy,
    PermitFacts,
    PermitLimits,
    acknowledge_minutes,
    alert_findings,
    permit_refusals,
    unread_major,
)
from monitoring.alerts.selectors import Gathered, gather
from monitoring.alerts.selectors.checkins import planned_in
from monitoring.alerts.services.paging import alert_pages_schedule
from monitoring.alerts.services.reviews import review_reminders_schedule
from monitoring.alerts.services.standing import known_follow
from monitoring.alerts.services.summary import summary_values
from monitoring.checkins.choices import SideEffectName
from monitoring.checkins.rules import CheckPolicy
from monitoring.checkins.selectors import PatientCase
from monitoring.checkins.selectors.checkin import Planned
from monitoring.checkins.services.reminders import checkin_reminders_follow

_BAR = Value("|")
_KNOWN: Statement[Alert] = Statement(
    lambda: (
        Alert.objects.alias(place=StrIndex(given_text("facts"), Concat(_BAR, "fact_key", _BAR)))
        .filter(Q(resolved_at__isnull=True) | Q(place__gt=0), patient=given_id("patient"))
        .order_by()
    )
)

# One text, whatever has changed: a value that is the same as before moves no index.
_REWRITE = Change(
    lambda: PatientSummary.objects.filter(pk=given_id("pk")),
    **{
        field.name: Given(field.name, field)
        for field in PatientSummary._meta.concrete_fields
        if field.name not in ("id", "patient")
    },
)

# Said in the reader's words only where a pattern names one.
SIDE_EFFECTS = {name.value: name.label for name in SideEffectName}


@transaction.atomic
def refresh_patient(patient: Patient, *, now: datetime) -> PatientSummary:
    """Compute every finding from the recorded facts and write what changed; twice changes nothing.

    A resolved alert has used up its fact and is not touched again. An open alert whose facts are
    gone stays open and says so: only a person closes it.
    """
    return refresh_in(case_open(patient, now, PatientCase))


def refresh_in(case: PatientCase, *, has_moved: bool = False) -> PatientSummary:
    """The same in an open case, from what it knows already.

    `has_moved`: the patient's clock is another one, so the same day has another morning.
    """
    policy = case.policy
    gathered = gather(case)
    findings = alert_findings(gathered.facts, policy.get(AlertPolicy), SIDE_EFFECTS)
    known = _known(case.patient, findings)
    new = _open_new(case.patient, findings, known, policy, case.now)
    review_reminders_schedule(new, gathered.plan, now=case.now)
    known_follow(gathered, findings, known, policy=policy.get(AlertPolicy))
    alerts = _most_urgent_first([*known, *new])
    permit = _settle_permit(case, gathered, alerts)
    was = planned_in(gathered.summary)
    summary = _write_summary(case.patient, gathered, alerts, permit, policy)
    if has_moved or planned_in(summary) != was:
        _remind_of_checkin(case, gathered, was)
    return summary


def _remind_of_checkin(case: PatientCase, gathered: Gathered, was: Planned | None) -> None:
    checkin_reminders_follow(
        case.patient,
        gathered.checkin.due if gathered.checkin else None,
        was=was,
        zone=case.zone,
        policy=case.policy.get(CheckPolicy),
        now=case.now,
    )


def _known(patient: Patient, findings: Iterable[AlertFinding]) -> list[Alert]:
    """The open alerts, and whatever was ever made of these facts."""
    facts = "".join(_listed({finding.fact_key for finding in findings}))
    return _KNOWN.all(patient=patient.pk, facts=facts)


def _listed(keys: Iterable[str]) -> Iterable[str]:
    """Each between two bars, so that a key is found whole in the text of all; none has a bar."""
    return (f"|{key}|" for key in keys)


def _open_new(
    patient: Patient,
    findings: Iterable[AlertFinding],
    known: list[Alert],
    policy: PolicyInForce,
    now: datetime,
) -> list[Alert]:
    seen = {(alert.rule_key, alert.fact_key) for alert in known}
    new = [finding for finding in findings if finding.identity not in seen]
    opened = [_open(patient, finding, policy, now) for finding in new]
    alert_pages_schedule(opened, policy=policy.get(AlertPolicy), now=now)
    return opened


def _open(patient: Patient, finding: AlertFinding, policy: PolicyInForce, now: datetime) -> Alert:
    alert = Alert.objects.create(
        patient=patient, **_columns(finding, policy, now), policy_version=policy.version
    )
    event_record(
        verb="alerts.alert_opened",
        by=None,
        patient_id=patient.public_id,
        subject=alert,
        details={"rule": alert.rule_key, "severity": str(alert.severity)},
    )
    return alert


def _most_urgent_first(alerts: list[Alert]) -> list[Alert]:
    still_open = [alert for alert in alerts if alert.resolved_at is None]
    return sorted(still_open, key=lambda alert: (alert.severity_rank, alert.due_at, alert.pk))


def _columns(finding: AlertFinding, policy: PolicyInForce, now: datetime) -> dict[str, object]:
    minutes = acknowledge_minutes(finding, policy.get(AlertPolicy))
    return {
        "rule_key": finding.rule_key,
        "fact_key": finding.fact_key,
        "severity": finding.severity,
        "severity_rank": SEVERITY_RANK[finding.severity],
        "title": finding.title,
        "sentence": finding.sentence,
        "facts": [{"label": label, "value": value} for label, value in finding.facts],
        "limit_text": finding.limit_text,
        "source": finding.source,
        "clears_when": finding.clears_when,
        "blocks_increase": finding.blocks_increase,
        "fact_at": finding.fact_at,
        "opened_at": now,
        "due_at": now + timedelta(minutes=minutes),
    }


def _settle_permit(
    case: PatientCase, gathered: Gathered, alerts: list[Alert]
) -> IncreasePermit | None:
    """Grant or withdraw the permit to increase. Without a plan none is granted; one that was goes
    on to end as any other, because a new plan may be an increase over the one that ended."""
    standing = case.open_permit
    if gathered.plan is None and standing is None:
        return None
    refusals = _refusals(gathered, alerts, case.policy.get(DosingPolicy))
    if not refusals:
        return standing or permit_grant_in(case)
    if standing is not None:
        permit_withdraw_in(case, reason=refusals[0])
    return None


def _refusals(gathered: Gathered, alerts: list[Alert], limits: DosingPolicy) -> tuple[str, ...]:
    return permit_refusals(
        PermitFacts(
            now=gathered.facts.now,
            last_bp_at=gathered.pressure.recorded_at if gathered.pressure else None,
            open_alerts=len(alerts),
            blocking_alerts=sum(alert.blocks_increase for alert in alerts),
            open_holds=len(gathered.open_holds),
            unread_medicines=unread_major(gathered.facts),
            has_current_labs=gathered.has_current_labs,
        ),
        PermitLimits(
            recent_bp_days=limits.recent_bp_to_increase_soft_days,
            is_any_alert_a_bar=limits.require_no_unresolved_alert_to_increase,
        ),
    )


def _write_summary(
    patient: Patient,
    gathered: Gathered,
    alerts: list[Alert],
    permit: IncreasePermit | None,
    policy: PolicyInForce,
) -> PatientSummary:
    """Write the patient's one row, and only when something in it differs."""
    summary = gathered.summary
    values = summary_values(
        gathered,
        alerts,
        baseline=_baseline(patient, summary),
        permit=permit,
        policy=policy,
    )
    if summary is None:
        return PatientSummary.objects.create(patient=patient, **values)
    changed = {name: each for name, each in values.items() if getattr(summary, name) != each}
    for name, value in changed.items():
        setattr(summary, name, value)
    if changed:
        _REWRITE.make(pk=summary.pk, **values)
    return summary


def _baseline(patient: Patient, summary: PatientSummary | None) -> Decimal | None:
    """The score at the application, which nothing changes any more: it is read once."""
    if summary is not None and summary.pain_baseline is not None:
        return summary.pain_baseline
    response = baseline_peg(patient)
    return response.score if response else None


def summary_follow(*, user: Any, before: str, by: Any, now: datetime) -> None:
    """After a patient's doses followed their clock: what is due, and when to look again, moved."""
    summary = PatientSummary.objects.select_related("patient").filter(patient__user=user).first()
    if summary is not None:
        summary.patient.user = user
        refresh_in(case_open(summary.patient, now, PatientCase), has_moved=True)
