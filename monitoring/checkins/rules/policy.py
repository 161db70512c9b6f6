"""The clinic's numbers for home checks: defaults that no clinic has approved, with hard bounds.

BP in mmHg, pulse in beats a minute, oxygen in percent. A limit means "from here on" unless its name
says above or below.
"""

from dataclasses import dataclass, field
from typing import Any

from intake.rules.vitals import (
    READING_GAP_SECONDS,
    REST_MINUTES,
    SEVERE_DIASTOLIC,
    SEVERE_SYSTOLIC,
)

PROPOSED = "clinic policy, a proposed default"
EMERGENCY_FIXED = "AHA: 180/120 with symptoms is an emergency; fixed in code"
CTCAE = "CTCAE v5.0 hypertension grades"
SPRAVATO = "Spravato label"


def number(default: int, low: int, high: int, unit: str, source: str, text: str = "") -> Any:
    """A policy field with its absolute bounds; no published policy can pass them."""
    bounds = {"low": low, "high": high, "unit": unit, "source": source, "help": text}
    return field(default=default, metadata=bounds)


@dataclass(frozen=True)
class CheckPolicy:
    """Every limit that a home check is judged by."""

    hold_systolic: int = number(
        140, 120, 160, "mmHg", f"{CTCAE}; {SPRAVATO}: consider delaying above 140/90", "Raised from"
    )
    hold_diastolic: int = number(90, 80, 100, "mmHg", f"{CTCAE}; {SPRAVATO}", "Raised from")
    patient_hold_systolic_max: int = number(
        159, 120, 159, "mmHg", PROPOSED, "Highest limit that a signed plan may set for one patient"
    )
    patient_hold_diastolic_max: int = number(
        99, 80, 99, "mmHg", PROPOSED, "Highest limit that a signed plan may set for one patient"
    )
    high_systolic: int = number(160, 140, 160, "mmHg", f"{CTCAE}; trial exclusion above 160/100")
    high_diastolic: int = number(100, 90, 100, "mmHg", f"{CTCAE}; trial exclusion above 160/100")
    severe_systolic: int = number(
        SEVERE_SYSTOLIC, SEVERE_SYSTOLIC, SEVERE_SYSTOLIC, "mmHg", EMERGENCY_FIXED
    )
    severe_diastolic: int = number(
        SEVERE_DIASTOLIC, SEVERE_DIASTOLIC, SEVERE_DIASTOLIC, "mmHg", EMERGENCY_FIXED
    )
    low_systolic: int = number(100, 90, 110, "mmHg", PROPOSED, "Low below")
    low_diastolic: int = number(60, 50, 70, "mmHg", PROPOSED, "Low below")
    very_low_systolic: int = number(90, 90, 100, "mmHg", PROPOSED, "Very low below")
    rest_minutes: int = number(
        REST_MINUTES, REST_MINUTES, 15, "min", "AHA home technique", "Quiet rest before"
    )
    reading_gap_seconds: int = number(
        READING_GAP_SECONDS, READING_GAP_SECONDS, 180, "s", "AHA home technique", "Between readings"
    )
    third_within_minutes: int = number(
        10, 3, 30, "min", PROPOSED, "A third reading later than this starts a new pair"
    )
    raised_repeat_minutes: int = number(15, 15, 60, "min", PROPOSED)
    high_repeat_minutes: int = number(5, 5, 30, "min", PROPOSED)
    severe_repeat_minutes: int = number(2, 1, 5, "min", "AHA: wait at least 1 to 2 minutes")
    low_repeat_minutes: int = number(5, 5, 30, "min", PROPOSED)
    pulse_fast_above: int = number(100, 90, 110, "bpm", PROPOSED)
    pulse_very_fast_above: int = number(120, 110, 130, "bpm", PROPOSED)
    pulse_slow_below: int = number(50, 45, 60, "bpm", PROPOSED)
    pulse_emergency_above: int = number(140, 130, 140, "bpm", PROPOSED)
    pulse_emergency_below: int = number(40, 40, 45, "bpm", PROPOSED)
    pulse_repeat_minutes: int = number(5, 5, 30, "min", PROPOSED)
    oxygen_hold_below: int = number(94, 92, 96, "%", PROPOSED)
    oxygen_emergency_to: int = number(90, 88, 92, "%", PROPOSED, "Emergency at or below")
    oxygen_repeat_minutes: int = number(5, 1, 15, "min", PROPOSED)
    post_rise_systolic: int = number(40, 20, 40, "mmHg", f"{SPRAVATO} trials", "Rise from")
    post_rise_diastolic: int = number(25, 15, 25, "mmHg", f"{SPRAVATO} trials", "Rise from")
    post_repeat_minutes: int = number(15, 5, 30, "min", PROPOSED)
    pair_max_age_hours: int = number(
        14, 4, 24, "h", PROPOSED, "Oldest pair that a later dose of the day may rest on"
    )
    pregnancy_question_days: int = number(30, 1, 31, "d", PROPOSED, "Asked again after")
    grapefruit_holds: bool = field(
        default=True,
        metadata={
            "low": False,
            "high": True,
            "unit": "yes or no",
            "source": PROPOSED,
            "help": "Whether grapefruit today holds the dose; otherwise it is only noted.",
        },
    )
    slot_holds_for_alert: int = number(3, 2, 5, "holds", PROPOSED)
    slot_holds_within_days: int = number(7, 3, 14, "d", PROPOSED)
    sedation_after_hours: int = number(
        4, 2, 12, "h", PROPOSED, "Sleepiness longer than this after a dose is seen the same day"
    )
    dissociation_after_hours: int = number(
        24, 6, 24, "h", PROPOSED, "Feeling unreal longer than this after a dose holds the plan"
    )
    bladder_lasting_days: int = number(
        7, 3, 14, "d", PROPOSED, "A mild bladder symptom that lasts longer is seen the same day"
    )
    checkin_weekly_days: int = number(
        7, 7, 14, "d", PROPOSED, "Days from one check-in to the next, while there is a plan at home"
    )
    checkin_monthly_every: int = number(
        4, 2, 6, "check-ins", PROPOSED, "So many check-ins from one monthly one to the next"
    )
    checkin_missed_after_days: int = number(
        3, 1, 6, "d", PROPOSED, "A check-in counts as missed so many days after its day"
    )
    checkin_again_days: int = number(
        2, 1, 6, "d", PROPOSED, "The patient is reminded once more so many days after its day"
    )
    phq9_rise: int = number(
        5, 2, 5, "points", "PHQ-9: a change of 5 matters; clinic policy", "A rise from here on"
    )
    urgent_acknowledge_minutes: int = number(
        15, 5, 30, "min", PROPOSED, "Very high pressure, or thoughts of self-harm"
    )
