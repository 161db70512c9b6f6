"""The clinic's dosing limits: every number once, with its bounds and its source."""

from dataclasses import dataclass, field
from typing import Any

CLINICAL_BASIS = "Clinical basis §2.4"
START = f"{CLINICAL_BASIS}: Maudlin 2022 25 mg; Blonk 2010 0.5 mg/kg; palliative 5-30 mg"
STEP = f"{CLINICAL_BASIS}: Mid Essex +10 mg a dose; Marchetti 2015 +15-20 mg a day"
TAPER = f"{CLINICAL_BASIS}: Scottish guideline (S16), stop gradually after more than 3 weeks"
BENEFIT = f"{CLINICAL_BASIS}: Marchetti, Cvrcek and Rigo all ran 3 months"
JUDGEMENT = f"{CLINICAL_BASIS}: clinic judgement, not a published standard"
SOFT = "A prescriber may go past this with a typed reason."
HARD = "Going past this needs a second prescriber; with one prescriber, it means no."
CEILING = "Nobody may go past this without a published policy change."


def bounded(default: int, low: int, high: int, unit: str, source: str, help_text: str = "") -> Any:
    """A whole-number limit with the absolute bounds that no published policy can pass."""
    metadata = {"low": low, "high": high, "unit": unit, "source": source, "help": help_text}
    return field(default=default, metadata=metadata)


def switch(default: bool, source: str, help_text: str) -> Any:
    """A yes-or-no limit."""
    return field(default=default, metadata={"unit": "", "source": source, "help": help_text})


def single_ug(default: int, source: str, help_text: str) -> Any:
    return bounded(default, 1_000, 150_000, "ug", source, help_text)


def single_ug_per_kg(default: int, source: str, help_text: str) -> Any:
    return bounded(default, 100, 2_000, "ug/kg", source, help_text)


def daily_ug(default: int, help_text: str) -> Any:
    source = f"{CLINICAL_BASIS}: means 194-216 mg; Benitez 2011 median 300 mg; handbook 400 mg"
    return bounded(default, 1_000, 400_000, "ug", source, help_text)


def daily_ug_per_kg(default: int, help_text: str) -> Any:
    source = f"{CLINICAL_BASIS}: Marchetti 2015 1.5-3.0 mg/kg; bladder symptoms recurred at 5 mg/kg"
    return bounded(default, 100, 5_000, "ug/kg", source, help_text)


def minutes(default: int, low: int, high: int, source: str, help_text: str) -> Any:
    return bounded(default, low, high, "min", source, help_text)


def supply_days(default: int, low: int, high: int, help_text: str) -> Any:
    source = f"{CLINICAL_BASIS}: diversion; clinic judgement, not a published standard"
    return bounded(default, low, high, "days", source, help_text)


@dataclass(frozen=True)
class DosingPolicy:
    """Limits in racemic-equivalent micrograms; a value equal to a limit is allowed."""

    start_single_dose_soft_ug: int = single_ug(25_000, START, SOFT)
    start_single_dose_hard_ug: int = single_ug(50_000, START, HARD)
    start_single_dose_ceiling_ug: int = single_ug(50_000, START, CEILING)
    start_single_dose_soft_ug_per_kg: int = single_ug_per_kg(400, START, SOFT)
    start_single_dose_hard_ug_per_kg: int = single_ug_per_kg(500, START, HARD)
    start_single_dose_ceiling_ug_per_kg: int = single_ug_per_kg(500, START, CEILING)
    start_single_dose_reduced_soft_ug: int = single_ug(10_000, START, SOFT)
    start_single_dose_reduced_hard_ug: int = single_ug(15_000, START, HARD)
    start_single_dose_reduced_ceiling_ug: int = single_ug(25_000, START, CEILING)

    max_single_dose_soft_ug: int = single_ug(50_000, CLINICAL_BASIS, SOFT)
    max_single_dose_hard_ug: int = single_ug(100_000, CLINICAL_BASIS, HARD)
    max_single_dose_ceiling_ug: int = single_ug(100_000, CLINICAL_BASIS, CEILING)
    max_single_dose_soft_ug_per_kg: int = single_ug_per_kg(1_000, CLINICAL_BASIS, SOFT)
    max_single_dose_hard_ug_per_kg: int = single_ug_per_kg(1_500, CLINICAL_BASIS, HARD)
    max_single_dose_ceiling_ug_per_kg: int = single_ug_per_kg(1_500, CLINICAL_BASIS, CEILING)

    max_daily_dose_soft_ug: int = daily_ug(200_000, SOFT)
    max_daily_dose_hard_ug: int = daily_ug(300_000, HARD)
    max_daily_dose_ceiling_ug: int = daily_ug(400_000, CEILING)
    max_daily_dose_soft_ug_per_kg: int = daily_ug_per_kg(3_000, SOFT)
    max_daily_dose_hard_ug_per_kg: int = daily_ug_per_kg(4_000, HARD)
    max_daily_dose_ceiling_ug_per_kg: int = daily_ug_per_kg(4_000, CEILING)

    max_doses_per_day_soft: int = bounded(3, 1, 6, "doses", CLINICAL_BASIS, SOFT)
    max_doses_per_day_hard: int = bounded(4, 1, 6, "doses", CLINICAL_BASIS, HARD)
    max_doses_per_day_ceiling: int = bounded(5, 1, 6, "doses", CLINICAL_BASIS, CEILING)

    min_interval_soft_minutes: int = minutes(360, 120, 1_440, CLINICAL_BASIS, SOFT)
    min_interval_hard_minutes: int = minutes(
        240, 120, 1_440, CLINICAL_BASIS, f"{HARD} Doses are never offered nearer than this."
    )
    min_interval_ceiling_minutes: int = minutes(240, 120, 1_440, CLINICAL_BASIS, CEILING)

    max_step_per_dose_soft_ug: int = single_ug(10_000, STEP, SOFT)
    max_step_per_dose_hard_ug: int = single_ug(25_000, STEP, HARD)
    max_step_per_dose_ceiling_ug: int = single_ug(25_000, STEP, CEILING)
    max_step_daily_soft_ug: int = single_ug(30_000, STEP, SOFT)
    max_step_daily_hard_ug: int = single_ug(40_000, STEP, HARD)
    max_step_daily_ceiling_ug: int = single_ug(75_000, STEP, CEILING)
    max_step_soft_percent: int = bounded(50, 1, 100, "%", STEP, SOFT)
    max_step_hard_percent: int = bounded(100, 1, 100, "%", STEP, HARD)
    max_step_ceiling_percent: int = bounded(100, 1, 100, "%", STEP, CEILING)
    min_days_between_steps_soft: int = bounded(7, 1, 90, "days", STEP, SOFT)
    min_days_between_steps_hard: int = bounded(3, 1, 90, "days", STEP, HARD)
    min_days_between_steps_ceiling: int = bounded(2, 1, 90, "days", STEP, CEILING)

    weight_cap_g: int = bounded(
        100_000, 40_000, 150_000, "g", JUDGEMENT, "A heavier patient is judged at this weight."
    )
    weight_max_age_soft_days: int = bounded(90, 1, 365, "days", JUDGEMENT, SOFT)
    weight_max_age_hard_days: int = bounded(180, 1, 365, "days", JUDGEMENT, HARD)
    weight_max_age_ceiling_days: int = bounded(180, 1, 365, "days", JUDGEMENT, CEILING)

    session_max_dose_soft_ug: int = single_ug(100_000, JUDGEMENT, SOFT)
    session_max_dose_hard_ug: int = single_ug(150_000, JUDGEMENT, HARD)
    session_max_dose_ceiling_ug: int = single_ug(150_000, JUDGEMENT, CEILING)
    session_min_interval_soft_minutes: int = minutes(4_320, 1_440, 20_160, JUDGEMENT, SOFT)
    session_min_interval_hard_minutes: int = minutes(2_880, 1_440, 20_160, JUDGEMENT, HARD)
    session_min_interval_ceiling_minutes: int = minutes(1_440, 1_440, 20_160, JUDGEMENT, CEILING)

    restart_lower_after_gap_soft_days: int = bounded(7, 1, 60, "days", JUDGEMENT, SOFT)
    restart_lower_after_gap_hard_days: int = bounded(14, 1, 60, "days", JUDGEMENT, HARD)
    require_no_unresolved_alert_to_increase: bool = switch(
        True, JUDGEMENT, "No increase while an alert is unresolved."
    )
    recent_bp_to_increase_soft_days: int = bounded(7, 1, 30, "days", JUDGEMENT, SOFT)
    recent_bp_to_increase_hard_days: int = bounded(14, 1, 30, "days", JUDGEMENT, HARD)
    approval_hours: int = bounded(
        48, 1, 168, "h", "Clinical basis §11.9", "How long an approval past a hard limit lasts."
    )
    taper_if_continuous_days_gt: int = bounded(
        21, 7, 60, "days", TAPER, "After more days of doses than this, stop step by step."
    )
    taper_step_percent: int = bounded(
        25, 5, 50, "%", JUDGEMENT, "Each step of a taper takes this part of the first dose away."
    )
    taper_step_days: int = bounded(7, 2, 28, "days", JUDGEMENT, "Each step of a taper lasts this.")
    stop_review_no_benefit_days: int = bounded(
        90, 14, 366, "days", BENEFIT, "Without a known benefit for this long, review the plan."
    )
    permit_hours: int = bounded(
        24, 1, 72, "h", "Clinical basis §11.13", "How long a permit to increase lasts."
    )

    window_before_min: int = minutes(
        60, 0, 120, CLINICAL_BASIS, "A dose opens this long before its time."
    )
    window_after_min: int = minutes(
        120, 30, 240, CLINICAL_BASIS, "A dose closes this long after its time."
    )
    clearance_minutes: int = minutes(
        30, 5, 120, "Clinical basis §11.16", "How long a cleared check lasts."
    )
    reminder_before_min: int = minutes(
        15, 0, 60, JUDGEMENT, "A reminder goes out this long before the dose."
    )
    reminder_last_call_min: int = minutes(
        30, 10, 120, JUDGEMENT, "A last reminder goes out this long before a dose closes."
    )
    horizon_days: int = bounded(14, 7, 60, "days", JUDGEMENT, "How far ahead doses are laid out.")
    allow_injection_taken_orally: bool = switch(
        False, "Clinical basis §2.3", "Injection fluid taken by mouth is off by default."
    )

    max_days_supply_titration_days: int = supply_days(
        14, 1, 30, "While a plan is being raised, a dispensing of more days needs a typed reason."
    )
    max_days_supply_soft_days: int = supply_days(
        30, 1, 31, "A dispensing of more days needs a typed reason."
    )
    max_days_supply_hard_days: int = supply_days(30, 1, 31, "Equal to the ceiling, which wins.")
    max_days_supply_ceiling_days: int = supply_days(
        30, 1, 31, "A dispensing of more days is recorded, and the clinic looks the same day."
    )
    titration_settled_days: int = supply_days(
        28, 7, 90, "A plan counts as being raised until it has run unchanged for this long."
    )
    refill_before_run_out_days: int = supply_days(
        3, 0, 14, "A refill is due this many days before the supply runs out."
    )
    early_refill_grace_days: int = bounded(
        2, 0, 7, "days", "Clinical basis §11.31", "A refill this much earlier is not marked early."
    )
    run_out_warning_days: int = supply_days(
        5, 1, 21, "The clinic is told this long before the supply runs out."
    )
    run_out_reminder_days: int = supply_days(
        1, 0, 7, "The patient is reminded this long before the supply runs out."
    )
    prescription_warning_days: int = bounded(
        21, 1, 60, "days", "Clinical basis §6.1", "Shown this long before a prescription ends."
    )
