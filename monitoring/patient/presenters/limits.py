"""The limits for the page when the server is gone: it may say stop or call, never go."""

from typing import Any

from intake.choices import Symptom
from intake.rules.alarm import EMERGENCY_SYMPTOMS, PRESSURE_SYMPTOMS
from monitoring.checkins.choices import Question
from monitoring.checkins.rules import CheckPolicy, PatientLimits, limits_for
from monitoring.checkins.rules.questions import HOLDING_SYMPTOMS, QUESTION_RULES


def limits_json(limits: PatientLimits, policy: CheckPolicy, *, third_above: int) -> dict[str, Any]:
    """Numbers and keys only; the browser compares and adds nothing of its own."""
    bounds = limits_for(limits, policy)
    return {
        "severe": [bounds.severe_systolic, bounds.severe_diastolic],
        "raised": [bounds.raised_systolic, bounds.raised_diastolic],
        "low": [bounds.low_systolic, bounds.low_diastolic],
        "very_low": bounds.very_low_systolic,
        "pulse": [policy.pulse_slow_below, policy.pulse_fast_above],
        "pulse_emergency": [policy.pulse_emergency_below, policy.pulse_emergency_above],
        "oxygen": [policy.oxygen_emergency_to, policy.oxygen_hold_below],
        "third_above": third_above,
        "gap_seconds": policy.reading_gap_seconds,
        "worrying": {
            str(rule.question): "yes" if rule.worrying_answer else "no" for rule in QUESTION_RULES
        },
        "call_questions": [str(Question.CHEST)],
        "feeling": str(Question.FEELING),
        "call_symptoms": sorted(map(str, EMERGENCY_SYMPTOMS)),
        "pressure_symptoms": sorted(map(str, PRESSURE_SYMPTOMS)),
        "faint_symptoms": sorted(map(str, (Symptom.CONFUSION, Symptom.FAINTING))),
        "stop_symptoms": sorted(map(str, {*HOLDING_SYMPTOMS, Symptom.CONFUSION})),
    }
