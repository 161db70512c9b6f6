"""The sentence of each limit, by its key; the presenter translates it."""

from dosing.rules.findings import gettext_noop

SINGLE = gettext_noop("A single dose of %(value)s is above %(limit)s.")
DAILY = gettext_noop("A daily total of %(value)s is above %(limit)s.")
BEGUN = gettext_noop(
    "With what was taken today, the day's total of %(value)s is above %(limit)s. "
    "A later first day avoids it."
)
FIRST = gettext_noop("A first dose of %(value)s is above %(limit)s.")
INTERVAL = gettext_noop("Two doses stand %(value)s apart; the least is %(limit)s.")

MESSAGES = {
    "start_single_dose_mg": FIRST,
    "start_single_dose_mg_reduced": gettext_noop(
        "A first dose of %(value)s is above %(limit)s, the limit for a reduced start."
    ),
    "start_single_dose_mg_per_kg": FIRST,
    "max_single_dose_mg": SINGLE,
    "max_single_dose_mg_per_kg": SINGLE,
    "session_mode_max_dose_mg": SINGLE,
    "max_daily_dose_mg": DAILY,
    "max_daily_dose_mg_per_kg": DAILY,
    "begun_day_mg": BEGUN,
    "begun_day_mg_per_kg": BEGUN,
    "max_doses_per_day": gettext_noop("%(value)s doses a day is above %(limit)s."),
    "min_interval_hours": INTERVAL,
    "session_mode_min_hours_between": INTERVAL,
    "max_step_per_dose_mg": gettext_noop("A step of %(value)s a dose is above %(limit)s."),
    "max_step_daily_mg": gettext_noop("A step of %(value)s a day is above %(limit)s."),
    "max_step_percent": gettext_noop("A step of %(value)s is above %(limit)s."),
    "min_days_between_steps": gettext_noop(
        "%(value)s days since the last step; the least is %(limit)s."
    ),
    "restart_lower_after_gap_days": gettext_noop(
        "%(value)s days without a dose; after %(limit)s, restart below the last dose taken."
    ),
    "weight_max_age_days": gettext_noop(
        "The weight on file is %(value)s days old; the most is %(limit)s. Record a new one."
    ),
    "weight_missing": gettext_noop("No weight is on file. Record a weight first."),
}
