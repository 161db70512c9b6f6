"""Findings from what was measured: blood pressure, pulse, oxygen."""

from decimal import Decimal

from intake.choices import Symptom
from monitoring.checkins.choices import FindingKey as Key
from monitoring.checkins.choices import Notice, Outcome
from monitoring.checkins.rules.bands import (
    High,
    Low,
    high_band,
    limits_for,
    low_band,
    number_text,
    pressure_text,
)
from monitoring.checkins.rules.facts import (
    CheckFacts,
    Finding,
    Mean,
    PatientLimits,
    Reading,
    found,
)
from monitoring.checkins.rules.policy import CheckPolicy

AHA = "AHA 2025; clinical basis §3.4"
POLICY = "Clinical basis §3.4"


def repeatable(
    key: Key, facts: CheckFacts, hold_notice: Notice, *, value: str, limit: str
) -> Finding:
    """A finding that a repeat may clear; a due repeat that still finds it holds the dose."""
    is_due_repeat = facts.first is not None and not facts.first.is_too_early
    if is_due_repeat:
        return found(key, Outcome.SLOT_HOLD, hold_notice, value=value, limit=limit, source=POLICY)
    return found(key, Outcome.REPEAT, Notice.LOG_ONLY, value=value, limit=limit, source=POLICY)


def pressure_findings(facts: CheckFacts, mean: Mean, policy: CheckPolicy) -> list[Finding]:
    """What the mean says, upwards and downwards; one `bp_ok` where it says nothing."""
    both = [*_high_findings(facts, mean, policy), *_low_findings(facts, mean, policy)]
    if both:
        return both
    limits = limits_for(facts.limits, policy)
    limit = f"{limits.raised_systolic}/{limits.raised_diastolic}"
    return [found(Key.BP_OK, Outcome.GO, Notice.LOG_ONLY, value=pressure_text(mean), limit=limit)]


def _high_findings(facts: CheckFacts, mean: Mean, policy: CheckPolicy) -> list[Finding]:
    limits, value = limits_for(facts.limits, policy), pressure_text(mean)
    band = high_band(mean, limits)
    if band is High.SEVERE:
        severe = f"{limits.severe_systolic}/{limits.severe_diastolic}"
        return [
            found(
                Key.BP_SEVERE,
                Outcome.PLAN_HOLD,
                Notice.SAME_DAY,
                value=value,
                limit=severe,
                source=AHA,
                acknowledge_minutes=policy.urgent_acknowledge_minutes,
            )
        ]
    if band is High.HIGH:
        limit = f"{limits.high_systolic}/{limits.high_diastolic}"
        return [_plan_hold(Key.BP_HIGH, value, limit)]
    if band is High.RAISED:
        limit = f"{limits.raised_systolic}/{limits.raised_diastolic}"
        return [repeatable(Key.BP_RAISED, facts, Notice.ROUTINE, value=value, limit=limit)]
    return []


def _low_findings(facts: CheckFacts, mean: Mean, policy: CheckPolicy) -> list[Finding]:
    limits, value = limits_for(facts.limits, policy), pressure_text(mean)
    band = low_band(mean, limits)
    limit = f"{limits.low_systolic}/{limits.low_diastolic}"
    if band is Low.VERY_LOW:
        return [_plan_hold(Key.BP_VERY_LOW, value, str(limits.very_low_systolic))]
    # Dizziness holds at once, whether or not the plan records a usual low range.
    usual_limits = limits_for(PatientLimits(), policy)
    is_low_for_anyone = low_band(mean, usual_limits) is not Low.IN_RANGE
    if is_low_for_anyone and Symptom.DIZZINESS in facts.new_symptoms:
        low = f"{usual_limits.low_systolic}/{usual_limits.low_diastolic}"
        return [
            found(
                Key.BP_LOW_DIZZY,
                Outcome.SLOT_HOLD,
                Notice.SAME_DAY,
                value=value,
                limit=low,
                source=POLICY,
            )
        ]
    if band is Low.LOW:
        return [repeatable(Key.BP_LOW, facts, Notice.SAME_DAY, value=value, limit=limit)]
    return []


def _plan_hold(key: Key, value: str, limit: str) -> Finding:
    return found(key, Outcome.PLAN_HOLD, Notice.SAME_DAY, value=value, limit=limit, source=POLICY)


def pulse_findings(facts: CheckFacts, mean: Mean | None, policy: CheckPolicy) -> list[Finding]:
    """What the pulse says; without a pair, the mean of the pulses that were given."""
    pulse = mean.pulse if mean else _mean_pulse(facts.readings)
    if pulse is None:
        return []
    value = number_text(pulse)
    low, high = policy.pulse_emergency_below, policy.pulse_emergency_above
    if pulse > high or pulse < low:
        return [_emergency(Key.PULSE_EMERGENCY, value, f"{low} to {high}")]
    if pulse > policy.pulse_very_fast_above:
        return [_plan_hold(Key.PULSE_VERY_FAST, value, str(policy.pulse_very_fast_above))]
    if pulse < policy.pulse_slow_below:
        return [_plan_hold(Key.PULSE_SLOW, value, str(policy.pulse_slow_below))]
    if pulse > policy.pulse_fast_above:
        limit = str(policy.pulse_fast_above)
        return [repeatable(Key.PULSE_FAST, facts, Notice.ROUTINE, value=value, limit=limit)]
    return []


def oxygen_findings(facts: CheckFacts, policy: CheckPolicy) -> list[Finding]:
    """What the finger sensor says; a normal number never cancels a symptom."""
    oxygen = facts.oxygen_percent
    if oxygen is None or oxygen >= policy.oxygen_hold_below:
        return []
    value = f"{oxygen}%"
    if oxygen <= policy.oxygen_emergency_to:
        return [_emergency(Key.OXYGEN_EMERGENCY, value, f"{policy.oxygen_emergency_to}%")]
    limit = f"{policy.oxygen_hold_below}%"
    if facts.first is not None and not facts.first.is_too_early:
        return [_plan_hold(Key.OXYGEN_LOW, value, limit)]
    return [
        found(
            Key.OXYGEN_REPEAT,
            Outcome.REPEAT,
            Notice.LOG_ONLY,
            value=value,
            limit=limit,
            source=POLICY,
        )
    ]


def _emergency(key: Key, value: str, limit: str) -> Finding:
    return found(key, Outcome.EMERGENCY, Notice.EMERGENCY, value=value, limit=limit, source=POLICY)


def _mean_pulse(readings: tuple[Reading, ...]) -> Decimal | None:
    pulses = [reading.pulse for reading in readings if reading.pulse is not None]
    return Decimal(sum(pulses)) / len(pulses) if pulses else None


def is_severe(facts: CheckFacts, mean: Mean | None, policy: CheckPolicy) -> bool:
    """At 180/120 or over; while there is no mean to judge, one such reading is enough."""
    if mean is not None:
        return high_band(mean, limits_for(facts.limits, policy)) is High.SEVERE
    return any(
        (r.systolic or 0) >= policy.severe_systolic or (r.diastolic or 0) >= policy.severe_diastolic
        for r in facts.readings
    )


def is_very_low(facts: CheckFacts, mean: Mean | None, policy: CheckPolicy) -> bool:
    """Systolic under 90; while there is no mean to judge, one such reading is enough."""
    if mean is not None:
        return mean.systolic < policy.very_low_systolic
    return any(
        r.systolic is not None and r.systolic < policy.very_low_systolic for r in facts.readings
    )
