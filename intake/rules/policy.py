"""Every intake number that is clinic policy, with its unit, its hard bounds and its source."""

from dataclasses import dataclass, field
from typing import Any


def _limit(default: int, *, low: int, high: int, unit: str, source: str, about: str = "") -> Any:
    metadata = {"low": low, "high": high, "unit": unit, "source": source, "help": about}
    return field(default=default, metadata=metadata)


@dataclass(frozen=True)
class IntakePolicy:
    """Who may enter the programme, by number; a clinic overrides by publishing a version."""

    minimum_age_years: int = _limit(
        18, low=18, high=25, unit="years", source="S08", about="Floor: younger excludes."
    )
    frailty_age_years: int = _limit(
        65, low=50, high=80, unit="years", source="S19; age is clinic policy"
    )
    recent_event_months: int = _limit(
        6,
        low=3,
        high=24,
        unit="months",
        source="S04, S16; the cut is clinic policy",
        about="A stroke or seizure more recent than this excludes; from here on, review.",
    )
    pressure_exclude_systolic: int = _limit(
        160, low=140, high=160, unit="mmHg", source="S25, S04; clinic policy"
    )
    pressure_exclude_diastolic: int = _limit(
        100, low=90, high=100, unit="mmHg", source="S25, S04; clinic policy"
    )
    pressure_review_systolic: int = _limit(
        140, low=120, high=160, unit="mmHg", source="S09; clinic policy"
    )
    pressure_review_diastolic: int = _limit(
        90, low=80, high=100, unit="mmHg", source="S09; clinic policy"
    )
    pair_gap_systolic: int = _limit(
        10,
        low=5,
        high=20,
        unit="mmHg",
        source="S54; clinic policy",
        about="Readings further apart than this need a third.",
    )
    plausible_systolic_low: int = _limit(60, low=40, high=80, unit="mmHg", source="clinic policy")
    plausible_systolic_high: int = _limit(
        260, low=220, high=300, unit="mmHg", source="clinic policy"
    )
    plausible_diastolic_low: int = _limit(30, low=20, high=50, unit="mmHg", source="clinic policy")
    plausible_diastolic_high: int = _limit(
        160, low=130, high=200, unit="mmHg", source="clinic policy"
    )
    plausible_pulse_low: int = _limit(
        25, low=20, high=40, unit="beats a minute", source="clinic policy"
    )
    plausible_pulse_high: int = _limit(
        230, low=180, high=250, unit="beats a minute", source="clinic policy"
    )
    plausible_oxygen_low: int = _limit(50, low=40, high=70, unit="%", source="clinic policy")
    weight_low_g: int = _limit(30_000, low=20_000, high=40_000, unit="g", source="clinic policy")
    weight_high_g: int = _limit(
        300_000, low=200_000, high=350_000, unit="g", source="clinic policy"
    )
    height_low_mm: int = _limit(800, low=500, high=1200, unit="mm", source="clinic policy")
    height_high_mm: int = _limit(2500, low=2200, high=2800, unit="mm", source="clinic policy")
    body_mass_review_below: int = _limit(
        16,
        low=14,
        high=19,
        unit="kg/m2",
        source="clinic policy",
        about="A body-mass index below this needs a clinician's answer.",
    )
    body_mass_review_from: int = _limit(
        40,
        low=30,
        high=60,
        unit="kg/m2",
        source="clinic policy",
        about="A body-mass index from here on needs a clinician's answer.",
    )
    chronic_pain_months: int = _limit(
        3,
        low=3,
        high=12,
        unit="months",
        source="General knowledge: chronic pain lasts 3 months or more; clinic policy",
        about="Pain that began more recently needs a clinician's answer.",
    )
    phq9_review_score: int = _limit(
        10, low=5, high=15, unit="points", source="S75; that it asks for review is clinic policy"
    )
    gad7_review_score: int = _limit(
        10, low=5, high=15, unit="points", source="S68, bands to be verified; clinic policy"
    )
    audit_c_exclude_score: int = _limit(
        8,
        low=5,
        high=12,
        unit="points",
        source="clinic policy",
        about="From here on a clinician judges before anything else; positive is 3, men 4 (S68).",
    )
    page_repeat_minutes: int = _limit(
        15,
        low=5,
        high=30,
        unit="minutes",
        source="clinic policy",
        about="An applicant in danger now: whoever is on call is paged again until they are "
        "reached; from the second time on every nurse and the medical director too.",
    )
    page_same_day_minutes: int = _limit(
        240,
        low=60,
        high=480,
        unit="minutes",
        source="clinic policy",
        about="A concern to follow up on the same day: paged again after this.",
    )
    page_hours: int = _limit(
        24, low=12, high=72, unit="hours", source="clinic policy", about="How long paging goes on."
    )
    liver_test_days: int = _limit(
        90,
        low=14,
        high=180,
        unit="days",
        source="S04, S14, S23; interval is clinic policy",
        about="Liver tests are due again after this, unless a clinician names a day.",
    )
    urine_test_days: int = _limit(
        90, low=14, high=180, unit="days", source="S15, S24; interval is clinic policy"
    )
    visit_days: int = _limit(
        28,
        low=7,
        high=120,
        unit="days",
        source="S18; every 4 weeks while the dose is found is clinic policy",
        about="A visit is due again after this, unless a clinician names a later day.",
    )
    decision_wait_days: int = _limit(
        3,
        low=1,
        high=14,
        unit="days",
        source="clinic policy",
        about="Whoever may decide is reminded of an application that waits longer.",
    )
    item_9_grace_minutes: int = _limit(
        15,
        low=0,
        high=15,
        unit="minutes",
        source="clinic policy",
        about="Thoughts of death in the PHQ-9 page the clinic if the ASQ is not answered by then.",
    )
    monitoring_check_max_age_days: int = _limit(
        90,
        low=1,
        high=90,
        unit="days",
        source="S100, S101; clinic policy",
        about="An older prescription-monitoring check does not close its gate.",
    )
    requires_in_person_exam: bool = field(
        default=True,
        metadata={
            "low": False,
            "high": True,
            "unit": "yes or no",
            "source": "S40; clinic policy",
            "help": "No first plan is signed without an in-person exam on file.",
        },
    )
