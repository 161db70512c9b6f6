"""Alerts from a consent that was taken back: doses stop at once, and somebody decides how."""

from collections.abc import Iterator

from monitoring.alerts.choices import AlertSentence, ClearsWhen, FactLabel, RuleKey, Severity
from monitoring.alerts.rules.facts import AlertFinding, PatientFacts, WithdrawalFact
from monitoring.alerts.rules.told import fact, sentence

CONSENT_SOURCE = "15 USC 7001(c) (S116); Scottish palliative guidelines (S16) on tapering"


def consent_alerts(facts: PatientFacts) -> Iterator[AlertFinding]:
    """One for each consent that was taken back; it loses its support when it is signed again."""
    for withdrawal in facts.withdrawals:
        yield _alert(withdrawal)


def _alert(withdrawal: WithdrawalFact) -> AlertFinding:
    return AlertFinding(
        rule_key=str(RuleKey.CONSENT_WITHDRAWN),
        fact_key=f"withdrawal:{withdrawal.key}",
        fact_at=withdrawal.at,
        severity=Severity.SAME_DAY,
        title=str(RuleKey.CONSENT_WITHDRAWN.label),
        sentence=sentence(AlertSentence.CONSENT, title=withdrawal.title),
        clears_when=str(ClearsWhen.TAPER.label),
        facts=(fact(FactLabel.VALUE, withdrawal.title),),
        source=CONSENT_SOURCE,
    )
