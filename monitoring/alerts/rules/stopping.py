"""Alerts about stopping: a hold after weeks of doses, a gap, a plan that nobody knows to help."""

from collections.abc import Iterator
from decimal import Decimal

from monitoring.alerts.choices import AlertSentence, ClearsWhen, FactLabel, RuleKey, Severity
from monitoring.alerts.rules.facts import AlertFinding, BenefitFact, GapFact, HeldFact, PatientFacts
from monitoring.alerts.rules.told import fact, sentence

STOP_RULES = frozenset(
    str(rule) for rule in (RuleKey.TAPER_OR_RESTART, RuleKey.RESTART_NEEDED, RuleKey.BENEFIT_REVIEW)
)
TAPER_SOURCE = "Clinical basis §2.4 and §11.10; Scottish palliative guidelines (S16)"
GAP_SOURCE = "Clinical basis §2.4 and §11.10"
BENEFIT_SOURCE = "Clinical basis §2.4: Marchetti, Cvrcek and Rigo all ran 3 months"


def stop_alerts(facts: PatientFacts) -> Iterator[AlertFinding]:
    """At most one of each; a gap under a hold that asks for a decision is the same question."""
    stop = facts.stop
    if stop.held is not None:
        yield _taper_or_restart(stop.held)
    elif stop.gap is not None:
        yield _restart_needed(stop.gap)
    if stop.benefit is not None:
        yield _benefit_review(stop.benefit)


def _taper_or_restart(held: HeldFact) -> AlertFinding:
    return AlertFinding(
        rule_key=str(RuleKey.TAPER_OR_RESTART),
        fact_key=held.key,
        fact_at=held.at,
        severity=Severity.SAME_DAY,
        title=str(RuleKey.TAPER_OR_RESTART.label),
        sentence=sentence(AlertSentence.TAPER_OR_RESTART, count=held.limit_days),
        clears_when=str(ClearsWhen.DECIDED.label),
        facts=(fact(FactLabel.HELD, held.sentence), fact(FactLabel.RUN, f"> {held.limit_days}")),
        limit_text=str(held.limit_days),
        source=TAPER_SOURCE,
    )


def _restart_needed(gap: GapFact) -> AlertFinding:
    return AlertFinding(
        rule_key=str(RuleKey.RESTART_NEEDED),
        fact_key=gap.key,
        fact_at=gap.at,
        severity=Severity.SAME_DAY,
        title=str(RuleKey.RESTART_NEEDED.label),
        sentence=sentence(AlertSentence.RESTART_NEEDED, count=gap.days),
        clears_when=str(ClearsWhen.STEP.label),
        facts=(fact(FactLabel.LAST_DOSE, gap.last), fact(FactLabel.DAYS, gap.days)),
        limit_text=str(gap.limit_days),
        source=GAP_SOURCE,
    )


def _benefit_review(benefit: BenefitFact) -> AlertFinding:
    return AlertFinding(
        rule_key=str(RuleKey.BENEFIT_REVIEW),
        fact_key=benefit.key,
        fact_at=benefit.at,
        severity=Severity.ROUTINE,
        title=str(RuleKey.BENEFIT_REVIEW.label),
        sentence=sentence(AlertSentence.BENEFIT_REVIEW, count=benefit.days),
        clears_when=str(ClearsWhen.BENEFIT.label),
        facts=(fact(FactLabel.DAYS, benefit.days), fact(FactLabel.SCORE, benefit.score)),
        limit_text=str(benefit.limit_days),
        source=BENEFIT_SOURCE,
        blocks_increase=False,
    )


def is_better(before: Decimal | None, now: Decimal | None, percent: int) -> bool:
    """Whether the score fell by enough to be a benefit; an unknown score never is one."""
    if before is None or now is None or before <= 0:
        return False
    return (before - now) * 100 >= before * percent
