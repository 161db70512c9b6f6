"""Alerts from changes of the medicine list: what blocks, what is major, what moves the level."""

from collections.abc import Iterator

from monitoring.alerts.choices import AlertSentence, ClearsWhen, FactLabel, RuleKey, Severity
from monitoring.alerts.rules.facts import AlertFinding, MedicineFact, PatientFacts
from monitoring.alerts.rules.told import fact, sentence

MEDICINE_RULES = frozenset(
    str(rule)
    for rule in (
        RuleKey.MEDICINE_BLOCK,
        RuleKey.INDUCER_STOPPED,
        RuleKey.INHIBITOR_STARTED,
        RuleKey.MEDICINE_MAJOR,
        RuleKey.MEDICINE_REVIEW,
    )
)


def medicine_alerts(facts: PatientFacts) -> Iterator[AlertFinding]:
    """One alert for each change that nobody has read yet, by the worst that it means."""
    for change in facts.medicines:
        if not change.is_read:
            yield _alert(change, _rule(change))


def unread_major(facts: PatientFacts) -> int:
    """How many unread changes stand against an increase."""
    return sum(
        not change.is_read and _rule(change) is not RuleKey.MEDICINE_REVIEW
        for change in facts.medicines
    )


def _rule(change: MedicineFact) -> RuleKey:
    if change.severity == "block":
        return RuleKey.MEDICINE_BLOCK
    if change.is_inducer_stopped:
        return RuleKey.INDUCER_STOPPED
    if change.is_inhibitor_started:
        return RuleKey.INHIBITOR_STARTED
    return RuleKey.MEDICINE_MAJOR if change.severity == "major" else RuleKey.MEDICINE_REVIEW


def _alert(change: MedicineFact, rule: RuleKey) -> AlertFinding:
    is_urgent = rule is not RuleKey.MEDICINE_REVIEW
    said = tuple(fact(FactLabel.INTERACTION, each) for each in change.sentences)
    return AlertFinding(
        rule_key=str(rule),
        fact_key=f"medicine:{change.key}",
        fact_at=change.at,
        severity=Severity.SAME_DAY if is_urgent else Severity.ROUTINE,
        title=str(rule.label),
        sentence=sentence(AlertSentence.MEDICINE, what=change.what, name=change.name),
        clears_when=str(ClearsWhen.MEDICINE_READ.label),
        facts=said,
        source=change.source,
        blocks_increase=is_urgent,
    )
