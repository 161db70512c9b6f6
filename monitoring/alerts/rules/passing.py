"""Alerts that only time reveals: a missed dose, silence, a side effect that keeps coming back."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from monitoring.alerts.choices import AlertSentence, ClearsWhen, FactLabel, RuleKey, Severity
from monitoring.alerts.rules.facts import AlertFinding, PatientFacts, ReportFact, SlotFact
from monitoring.alerts.rules.policy import AlertPolicy
from monitoring.alerts.rules.told import fact, sentence

SILENCE_SOURCE = "Clinical basis §11.16"
CHECKIN_SOURCE = "Clinical basis §1.4 and §5.1"


def missed_dose_alerts(facts: PatientFacts) -> Iterator[AlertFinding]:
    """One alert for each dose that was offered, was not on hold, and has no report."""
    for slot in facts.unreported:
        if not slot.was_held and slot.closed_at >= facts.judged_from:
            yield _missed(slot)


def _missed(slot: SlotFact) -> AlertFinding:
    return AlertFinding(
        rule_key=str(RuleKey.MISSED_DOSE),
        fact_key=f"slot:{slot.key}",
        fact_at=slot.closed_at,
        severity=Severity.ROUTINE,
        title=str(RuleKey.MISSED_DOSE.label),
        sentence=sentence(AlertSentence.MISSED_DOSE, due=slot.due),
        clears_when=str(ClearsWhen.REVIEWED.label),
        facts=(fact(FactLabel.DUE, slot.due), fact(FactLabel.PLANNED, slot.amount)),
        source=SILENCE_SOURCE,
        blocks_increase=False,
    )


def missed_checkin_alerts(facts: PatientFacts) -> Iterator[AlertFinding]:
    """At most one: the check-in that is open is late. The next comes with the next due day."""
    missed = facts.missed_checkin
    if missed is not None:
        yield AlertFinding(
            rule_key=str(RuleKey.MISSED_CHECKIN),
            fact_key=f"checkin:{missed.key}",
            fact_at=missed.at,
            severity=Severity.ROUTINE,
            title=str(RuleKey.MISSED_CHECKIN.label),
            sentence=sentence(AlertSentence.MISSED_CHECKIN, kind=missed.kind, day=missed.day),
            clears_when=str(ClearsWhen.REVIEWED.label),
            facts=(fact(FactLabel.DUE, missed.day),),
            source=CHECKIN_SOURCE,
            blocks_increase=False,
        )


def silence_alerts(facts: PatientFacts, policy: AlertPolicy) -> Iterator[AlertFinding]:
    """At most one: too many doses, or too many days, since the last word of the patient."""
    heard_at = facts.heard_at
    if heard_at is None or facts.is_on_hold:
        return
    passed = sorted(
        slot.closed_at
        for slot in facts.unreported
        if slot.closed_at > heard_at and not (slot.is_checked or slot.was_held)
    )
    silent_at = heard_at + timedelta(days=policy.silent_after_days)
    if len(passed) >= policy.silent_after_missed_checks:
        since = passed[policy.silent_after_missed_checks - 1]
        yield _silence(facts, since, AlertSentence.SILENT_CHECKS, policy.silent_after_missed_checks)
    elif facts.now >= silent_at and (facts.is_daily or passed):
        yield _silence(facts, silent_at, AlertSentence.SILENT_DAYS, policy.silent_after_days)


def silent_from(facts: PatientFacts, policy: AlertPolicy) -> datetime | None:
    """The moment at which days without a word become an alert; None while nothing is expected."""
    if facts.heard_at is None or facts.is_on_hold:
        return None
    return facts.heard_at + timedelta(days=policy.silent_after_days)


def _silence(
    facts: PatientFacts, since: datetime, shape: AlertSentence, count: int
) -> AlertFinding:
    heard_at = facts.heard_at
    return AlertFinding(
        rule_key=str(RuleKey.SILENCE),
        # One silence, one alert: it begins at the last word, whichever limit it passes first.
        fact_key=f"since:{heard_at.isoformat() if heard_at else ''}",
        fact_at=since,
        severity=Severity.SAME_DAY,
        title=str(RuleKey.SILENCE.label),
        sentence=sentence(shape, count=count),
        clears_when=str(ClearsWhen.HEARD.label),
        facts=(fact(FactLabel.LAST_HEARD, facts.heard),),
        source=SILENCE_SOURCE,
    )


def pattern_alerts(
    facts: PatientFacts, policy: AlertPolicy, names: Mapping[str, object]
) -> Iterator[AlertFinding]:
    """One alert a calendar week for a side effect that was there on too many of the last days.

    The week is in its identity, so that a new day in a running pattern is the same alert, and a
    pattern that goes on opens a new one after it was closed.
    """
    for symptom, reports in _by_symptom(facts, policy).items():
        seen: set[tuple[int, int]] = set()
        for day in sorted(reports):
            count = _days_within(reports, day, policy.pattern_within_days)
            week = day.isocalendar()[:2]
            is_judged = reports[day].at >= facts.judged_from
            if count >= policy.pattern_days and is_judged and week not in seen:
                seen.add(week)
                name = str(names.get(symptom, symptom))
                yield _pattern(symptom, name, week, reports[day], count, policy)


def _by_symptom(facts: PatientFacts, policy: AlertPolicy) -> dict[str, dict[date, ReportFact]]:
    """For each side effect its days at the counting grade, with the first report of the day."""
    days: dict[str, dict[date, ReportFact]] = defaultdict(dict)
    for report in sorted(facts.reports, key=lambda item: item.at):
        for symptom, grade in report.grades.items():
            if grade >= policy.pattern_grade:
                days[symptom].setdefault(report.day, report)
    return days


def _days_within(days: dict[date, ReportFact], last: date, within: int) -> int:
    first = last - timedelta(days=within - 1)
    return sum(first <= day <= last for day in days)


def _pattern(
    symptom: str,
    name: str,
    week: tuple[int, int],
    report: ReportFact,
    count: int,
    policy: AlertPolicy,
) -> AlertFinding:
    days = policy.pattern_within_days
    return AlertFinding(
        rule_key=str(RuleKey.SYMPTOM_PATTERN),
        fact_key=f"{symptom}:{week[0]}-W{week[1]:02}",
        fact_at=report.at,
        severity=Severity.SAME_DAY,
        title=str(RuleKey.SYMPTOM_PATTERN.label),
        sentence=sentence(AlertSentence.PATTERN, name=name, count=count, days=days),
        clears_when=str(ClearsWhen.SYMPTOM.label),
        facts=(fact(FactLabel.VALUE, name), fact(FactLabel.DAYS, count)),
        limit_text=f"{policy.pattern_days}/{days}",
        source="Clinical basis §4.2 and §11.23",
    )
