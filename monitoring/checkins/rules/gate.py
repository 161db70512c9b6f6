"""The gate before a dose: every finding at once, and the one answer that they add up to."""

from datetime import timedelta

from intake.rules.policy import IntakePolicy
from intake.rules.vitals import blood_pressure_problems, oxygen_problems
from monitoring.checkins.choices import FindingKey as Key
from monitoring.checkins.choices import Notice, Outcome, Tier
from monitoring.checkins.rules.bands import mean_of, needs_third_reading
from monitoring.checkins.rules.facts import (
    CheckFacts,
    Finding,
    GateDecision,
    Mean,
    found,
    most_urgent_first,
    worst_outcome,
)
from monitoring.checkins.rules.measured import (
    is_severe,
    is_very_low,
    oxygen_findings,
    pressure_findings,
    pulse_findings,
)
from monitoring.checkins.rules.policy import CheckPolicy
from monitoring.checkins.rules.questions import question_findings, symptom_findings, unanswered

DEFAULT_VITALS = IntakePolicy()


def needs_pair(facts: CheckFacts, policy: CheckPolicy) -> bool:
    """Whether this check needs fresh readings, or may rest on today's pair."""
    if facts.tier != Tier.STANDARD or facts.first is not None or facts.new_symptoms:
        return True
    pair = facts.day_pair
    if pair is None or pair.is_from_repeat or not pair.is_in_range:
        return True
    return pair.age > timedelta(hours=policy.pair_max_age_hours)


def evaluate_check(
    facts: CheckFacts, policy: CheckPolicy, vitals: IntakePolicy = DEFAULT_VITALS
) -> GateDecision:
    """Answer one check: emergency, plan hold, slot hold, incomplete, repeat or go, in that order.

    `vitals` is intake's policy of what a reading can be; mmHg and beats a minute throughout.
    """
    unlikely = is_unlikely(facts, vitals)
    mean = None if unlikely else mean_of(facts.readings, vitals)
    needs_third = not unlikely and needs_third_reading(facts.readings, vitals)
    missing = _missing(facts, policy)
    findings = most_urgent_first(
        [
            *_measured(facts, mean, policy, unlikely=unlikely),
            *question_findings(facts, policy),
            *symptom_findings(
                facts,
                is_severe=is_severe(facts, mean, policy),
                is_very_low=is_very_low(facts, mean, policy),
            ),
            *_standing(facts),
            *unfinished(missing, unlikely=unlikely, needs_third=needs_third),
        ]
    )
    findings = _with_repeated_holds(findings, facts, policy)
    outcome = worst_outcome(findings)
    return GateDecision(
        outcome=outcome,
        findings=findings,
        missing=missing,
        needs_third=needs_third,
        repeat_after_minutes=_repeat_after(findings, facts, policy),
        mean=mean,
    )


def is_unlikely(facts: CheckFacts, vitals: IntakePolicy) -> bool:
    """Whether a number must be entered again; entered twice, it is treated as real."""
    oxygen = facts.oxygen_percent
    if facts.is_confirmed_entry:
        return False
    if oxygen is not None and oxygen_problems(oxygen, policy=vitals):
        return True
    return any(
        blood_pressure_problems(r.systolic, r.diastolic, r.pulse, policy=vitals)
        for r in facts.readings
        if r.systolic is not None and r.diastolic is not None
    )


def _missing(facts: CheckFacts, policy: CheckPolicy) -> tuple[str, ...]:
    names = list(unanswered(facts))
    if facts.symptoms is None:
        names.append("symptoms")
    if needs_pair(facts, policy) or facts.readings:
        names += _missing_readings(facts)
    if facts.first and facts.first.had_low_oxygen and facts.oxygen_percent is None:
        names.append("oxygen_percent")
    return tuple(names)


def _missing_readings(facts: CheckFacts) -> list[str]:
    names = [f"reading_{n}" for n in range(len(facts.readings) + 1, 3)]
    for number, reading in enumerate(facts.readings, start=1):
        names += [
            f"{part}_{number}"
            for part in ("systolic", "diastolic", "pulse")
            if getattr(reading, part) is None
        ]
    return names


def _measured(
    facts: CheckFacts, mean: Mean | None, policy: CheckPolicy, *, unlikely: bool
) -> list[Finding]:
    if unlikely:
        return []
    findings = [*pulse_findings(facts, mean, policy), *oxygen_findings(facts, policy)]
    if mean is not None:
        findings = [*pressure_findings(facts, mean, policy), *findings]
    if facts.first is not None and facts.first.is_too_early:
        findings.append(found(Key.REPEAT_TOO_EARLY, Outcome.REPEAT, Notice.LOG_ONLY))
    return findings


def _standing(facts: CheckFacts) -> list[Finding]:
    """What stops the dose whatever was measured; none of it counts towards three holds."""
    findings = [
        Finding(
            key=str(Key.NOT_OFFERED),
            outcome=Outcome.SLOT_HOLD,
            notice=Notice.LOG_ONLY,
            sentence=block.sentence,
            value=block.key,
            is_counted=False,
        )
        for block in facts.blocks
    ]
    if facts.open_hold is not None:
        findings.append(found(Key.HOLD_OPEN, facts.open_hold, Notice.LOG_ONLY, is_counted=False))
    return findings


def unfinished(missing: tuple[str, ...], *, unlikely: bool, needs_third: bool) -> list[Finding]:
    """What keeps this check from an answer, apart from any hold."""
    keys = [
        key
        for key, is_so in (
            (Key.ENTRY_IMPLAUSIBLE, unlikely),
            (Key.THIRD_READING, needs_third),
            (Key.MISSING_FACT, bool(missing)),
        )
        if is_so
    ]
    return [found(key, Outcome.INCOMPLETE, Notice.LOG_ONLY) for key in keys]


def _with_repeated_holds(
    findings: tuple[Finding, ...], facts: CheckFacts, policy: CheckPolicy
) -> tuple[Finding, ...]:
    """Add the same-day finding when this hold of a dose is one of several in a few days."""
    is_counted = worst_outcome(findings) == Outcome.SLOT_HOLD and any(
        item.is_hold and item.is_counted for item in findings
    )
    if not is_counted or facts.recent_slot_holds + 1 < policy.slot_holds_for_alert:
        return findings
    several = found(
        Key.SLOT_HOLDS,
        Outcome.GO,
        Notice.SAME_DAY,
        value=str(facts.recent_slot_holds + 1),
        limit=f"{policy.slot_holds_for_alert} in {policy.slot_holds_within_days} days",
        source="Clinical basis §11.2",
    )
    return most_urgent_first([*findings, several])


def _repeat_after(
    findings: tuple[Finding, ...], facts: CheckFacts, policy: CheckPolicy
) -> int | None:
    """Minutes until the next measurement: the longest wait that a finding asks for."""
    waits = {
        Key.BP_RAISED: policy.raised_repeat_minutes,
        Key.BP_HIGH: policy.high_repeat_minutes,
        Key.BP_SEVERE: policy.severe_repeat_minutes,
        Key.BP_LOW: policy.low_repeat_minutes,
        Key.PULSE_FAST: policy.pulse_repeat_minutes,
        Key.OXYGEN_REPEAT: policy.oxygen_repeat_minutes,
    }
    asked = [
        waits[Key(item.key)]
        for item in findings
        if item.key in waits and item.outcome != Outcome.SLOT_HOLD
    ]
    if facts.first is not None and facts.first.is_too_early:
        # The clock of the first measurement runs on; an early one does not start it again.
        return facts.first.minutes_left
    return max(asked, default=None)
