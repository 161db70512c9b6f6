"""A check after a dose: what the drug did to the pressure, and what is an emergency at any time."""

from intake.rules.policy import IntakePolicy
from monitoring.checkins.choices import FindingKey as Key
from monitoring.checkins.choices import Notice, Outcome
from monitoring.checkins.rules.bands import mean_of, needs_third_reading, pressure_text
from monitoring.checkins.rules.facts import (
    CheckFacts,
    Finding,
    GateDecision,
    Mean,
    found,
    most_urgent_first,
    worst_outcome,
)
from monitoring.checkins.rules.gate import DEFAULT_VITALS, is_unlikely, unfinished
from monitoring.checkins.rules.measured import (
    POLICY,
    is_severe,
    is_very_low,
    pressure_findings,
    pulse_findings,
)
from monitoring.checkins.rules.policy import CheckPolicy
from monitoring.checkins.rules.questions import symptom_findings

# A pressure of 140 to 159 and a faster pulse are expected after a dose; these never are.
NEVER_EXPECTED = frozenset({Key.BP_SEVERE, Key.BP_VERY_LOW})


def evaluate_post_dose(
    facts: CheckFacts,
    before: Mean | None,
    policy: CheckPolicy,
    vitals: IntakePolicy = DEFAULT_VITALS,
) -> GateDecision:
    """Answer a check after a dose; `before` is the pre-dose mean, None where there is none."""
    unlikely = is_unlikely(facts, vitals)
    mean = None if unlikely else mean_of(facts.readings, vitals)
    needs_third = not unlikely and needs_third_reading(facts.readings, vitals)
    missing = () if facts.readings[1:] else ("reading_2",)
    # A new symptom after the dose is told, and judged, as a side effect.
    symptoms = symptom_findings(
        facts,
        is_severe=is_severe(facts, mean, policy),
        is_very_low=is_very_low(facts, mean, policy),
    )
    findings = most_urgent_first(
        [
            *_measured(facts, mean, before, policy),
            *(item for item in symptoms if item.outcome != Outcome.SLOT_HOLD),
            *unfinished(missing, unlikely=unlikely, needs_third=needs_third),
        ]
    )
    outcome = worst_outcome(findings)
    wait = policy.post_repeat_minutes if outcome == Outcome.REPEAT else None
    return GateDecision(outcome, findings, missing, needs_third, wait, mean)


def _measured(
    facts: CheckFacts, mean: Mean | None, before: Mean | None, policy: CheckPolicy
) -> list[Finding]:
    if mean is None:
        return []
    never = [item for item in pressure_findings(facts, mean, policy) if item.key in NEVER_EXPECTED]
    pulse = [item for item in pulse_findings(facts, mean, policy) if item.is_hold]
    return [*never, *pulse, *post_dose_findings(mean, before, policy)]


def post_dose_findings(mean: Mean, before: Mean | None, policy: CheckPolicy) -> list[Finding]:
    """What a check after the dose adds: a rise from the pre-dose mean, or a high one."""
    value, both = pressure_text(mean), []
    if before is not None and (
        mean.systolic - before.systolic >= policy.post_rise_systolic
        or mean.diastolic - before.diastolic >= policy.post_rise_diastolic
    ):
        rise = f"+{policy.post_rise_systolic}/+{policy.post_rise_diastolic}"
        text = f"{pressure_text(before)} → {value}"
        both.append(
            _same_day_repeat(Key.POST_RISE, text, rise, "Spravato trials; clinical basis §3.4")
        )
    if mean.systolic >= policy.high_systolic or mean.diastolic >= policy.high_diastolic:
        limit = f"{policy.high_systolic}/{policy.high_diastolic}"
        both.append(_same_day_repeat(Key.POST_HIGH, value, limit, POLICY))
    return both


def _same_day_repeat(key: Key, value: str, limit: str, source: str) -> Finding:
    return found(key, Outcome.REPEAT, Notice.SAME_DAY, value=value, limit=limit, source=source)
