"""Alerts from supply: what is missing, what came early, what runs out."""

from collections.abc import Iterator

from monitoring.alerts.choices import AlertSentence, ClearsWhen, FactLabel, RuleKey, Severity
from monitoring.alerts.rules.facts import AlertFinding, PatientFacts
from monitoring.alerts.rules.policy import AlertPolicy
from monitoring.alerts.rules.supply_facts import (
    CountFact,
    DispensingFact,
    LossFact,
    RunOutFact,
)
from monitoring.alerts.rules.told import fact, sentence

# They come with time and end with the next dispensing, however old their fact is.
SUPPLY_TIME_RULES = frozenset({str(RuleKey.SUPPLY_RUN_OUT), str(RuleKey.SUPPLY_PAST_USE)})
LOSS_SOURCE = "Clinical basis §4.2 and §11.2"
SUPPLY_SOURCE = "Clinical basis §2.4, §6.1 and §11.31"


def supply_alerts(facts: PatientFacts, policy: AlertPolicy) -> Iterator[AlertFinding]:
    """One for each thing that happened, and at most one each for what is about to end."""
    supply, since = facts.supply, facts.judged_from
    yield from (_loss(each) for each in supply.losses if each.at >= since)
    yield from (_variance(each, policy) for each in supply.counts if each.at >= since)
    yield from (_dispensing(each) for each in supply.dispensings if each.at >= since)
    if supply.runs_out is not None:
        yield _ending(supply.runs_out, RuleKey.SUPPLY_RUN_OUT, AlertSentence.RUN_OUT)
    if supply.past_use is not None:
        yield _ending(supply.past_use, RuleKey.SUPPLY_PAST_USE, AlertSentence.PAST_USE)


def _loss(loss: LossFact) -> AlertFinding:
    rule = RuleKey.SUPPLY_CHILD if loss.is_child else RuleKey.SUPPLY_LOST
    return AlertFinding(
        rule_key=str(rule),
        fact_key=f"supply:{loss.key}",
        fact_at=loss.at,
        severity=Severity.EMERGENCY if loss.is_child else Severity.SAME_DAY,
        title=str(rule.label),
        sentence=sentence(AlertSentence.LOSS, what=loss.what, amount=loss.amount),
        clears_when=str((ClearsWhen.SPOKEN if loss.is_child else ClearsWhen.SUPPLY).label),
        facts=(fact(FactLabel.AMOUNT, loss.amount),),
        source=LOSS_SOURCE,
    )


def _variance(count: CountFact, policy: AlertPolicy) -> AlertFinding:
    is_urgent = _is_urgent(count, policy)
    return AlertFinding(
        rule_key=str(RuleKey.SUPPLY_VARIANCE),
        fact_key=f"supply:{count.key}",
        fact_at=count.at,
        severity=Severity.SAME_DAY if is_urgent else Severity.ROUTINE,
        title=str(RuleKey.SUPPLY_VARIANCE.label),
        sentence=sentence(AlertSentence.VARIANCE, recorded=count.recorded, counted=count.counted),
        clears_when=str(ClearsWhen.SUPPLY.label),
        facts=(
            fact(FactLabel.RECORDED, count.recorded),
            fact(FactLabel.COUNTED, count.counted),
            fact(FactLabel.DIFFERENCE, count.difference),
            fact(FactLabel.PRODUCT, count.product),
        ),
        source=SUPPLY_SOURCE,
        blocks_increase=is_urgent,
    )


def _is_urgent(count: CountFact, policy: AlertPolicy) -> bool:
    """Enough is missing; without a plan nobody knows how many doses that is, so it is enough."""
    if not count.is_short:
        return False
    return count.doses is None or count.doses >= policy.supply_variance_same_day_doses


def _dispensing(given: DispensingFact) -> AlertFinding:
    """Past the law or the ceiling the clinic looks the same day; an early refill blocks a rise."""
    rule = RuleKey.SUPPLY_EARLY if given.is_early else RuleKey.SUPPLY_MARKED
    marks = "; ".join(given.marks)
    return AlertFinding(
        rule_key=str(rule),
        fact_key=f"supply:{given.key}",
        fact_at=given.at,
        severity=Severity.SAME_DAY if given.is_past_ceiling else Severity.ROUTINE,
        title=str(rule.label),
        sentence=sentence(AlertSentence.DISPENSED, amount=given.amount, marks=marks),
        clears_when=str(ClearsWhen.REVIEWED.label),
        facts=(fact(FactLabel.AMOUNT, given.amount), fact(FactLabel.MARKS, marks)),
        source=SUPPLY_SOURCE,
        blocks_increase=given.is_early or given.is_past_ceiling,
    )


def _ending(ending: RunOutFact, rule: RuleKey, shape: AlertSentence) -> AlertFinding:
    """Past its date no dose is cleared any more, so that cannot wait a week."""
    is_over = rule is RuleKey.SUPPLY_PAST_USE
    return AlertFinding(
        rule_key=str(rule),
        fact_key=f"supply:{ending.key}",
        fact_at=ending.at,
        severity=Severity.SAME_DAY if is_over else Severity.ROUTINE,
        title=str(rule.label),
        sentence=sentence(shape, day=ending.day),
        clears_when=str(ClearsWhen.REFILL.label),
        facts=(fact(FactLabel.PRODUCT, ending.product),),
        source=SUPPLY_SOURCE,
        blocks_increase=False,
    )
