"""Alerts about a check after a dose that nobody recorded in time: a person must ask."""

from collections.abc import Iterator

from monitoring.alerts.choices import AlertSentence, ClearsWhen, FactLabel, RuleKey, Severity
from monitoring.alerts.rules.facts import AlertFinding, MissedCheckFact, PatientFacts
from monitoring.alerts.rules.told import fact, sentence

WATCH_SOURCE = "Clinical basis §3.1 and §11.16"


def missed_check_alerts(facts: PatientFacts) -> Iterator[AlertFinding]:
    """One for each moment that was missed; once open, only a person closes it."""
    for missed in facts.missed_checks:
        if missed.at >= facts.judged_from:
            yield _alert(missed)


def _alert(missed: MissedCheckFact) -> AlertFinding:
    words = {"due": missed.due, "minutes": missed.minutes}
    return AlertFinding(
        rule_key=str(RuleKey.MISSED_CHECK),
        fact_key=f"watch:{missed.key}",
        fact_at=missed.at,
        severity=Severity.EMERGENCY,
        title=str(RuleKey.MISSED_CHECK.label),
        sentence=sentence(AlertSentence.MISSED_CHECK, **words),
        clears_when=str(ClearsWhen.WATCH.label),
        facts=(
            fact(FactLabel.DUE, missed.due),
            fact(FactLabel.ASKED, ", ".join(missed.asked)),
        ),
        source=WATCH_SOURCE,
        acknowledge_minutes=missed.acknowledge_minutes,
    )
