"""The clinical rules of the home check: pure, frozen facts in and findings out."""

from monitoring.checkins.rules.after_dose import evaluate_post_dose
from monitoring.checkins.rules.bands import (
    High,
    Low,
    PressureLimits,
    high_band,
    limits_for,
    low_band,
    mean_of,
    needs_third_reading,
    number_text,
    pressure_text,
)
from monitoring.checkins.rules.facts import (
    Block,
    CheckFacts,
    DayPair,
    Finding,
    FirstMeasurement,
    GateDecision,
    Mean,
    PatientLimits,
    Reading,
)
from monitoring.checkins.rules.gate import evaluate_check, needs_pair
from monitoring.checkins.rules.policy import CheckPolicy
from monitoring.checkins.rules.questions import QUESTION_RULES, questions_for
from monitoring.checkins.rules.side_effects import (
    CATALOGUE,
    SCALE_VERSION,
    Timing,
    UnknownGrade,
    max_grade,
    side_effect_findings,
)
from monitoring.checkins.rules.tiers import TierFacts, tier_for

__all__ = [
    "CATALOGUE",
    "QUESTION_RULES",
    "SCALE_VERSION",
    "Block",
    "CheckFacts",
    "CheckPolicy",
    "DayPair",
    "Finding",
    "FirstMeasurement",
    "GateDecision",
    "High",
    "Low",
    "Mean",
    "PatientLimits",
    "PressureLimits",
    "Reading",
    "TierFacts",
    "Timing",
    "UnknownGrade",
    "evaluate_check",
    "evaluate_post_dose",
    "high_band",
    "limits_for",
    "low_band",
    "max_grade",
    "mean_of",
    "needs_pair",
    "needs_third_reading",
    "number_text",
    "pressure_text",
    "questions_for",
    "side_effect_findings",
    "tier_for",
]
