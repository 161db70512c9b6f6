"""Every limit as the plan editor shows it: the value, the limits, and how near it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dosing.rules import LimitStanding, mg_text
from dosing.rules.amounts import decimal_text
from dosing.rules.findings import Level
from dosing.rules.limits import UNIT_TEXT
from monitoring.clinic.presenters.plan import LEVEL_KINDS, level_word

FULL = 100
NAMES = {
    "start_single_dose_mg": gettext_lazy("First dose"),
    "start_single_dose_mg_reduced": gettext_lazy("First dose, reduced start"),
    "start_single_dose_mg_per_kg": gettext_lazy("First dose by weight"),
    "max_single_dose_mg": gettext_lazy("Single dose"),
    "max_single_dose_mg_per_kg": gettext_lazy("Single dose by weight"),
    "session_mode_max_dose_mg": gettext_lazy("Session dose"),
    "max_daily_dose_mg": gettext_lazy("Daily total"),
    "max_daily_dose_mg_per_kg": gettext_lazy("Daily total by weight"),
    "begun_day_mg": gettext_lazy("Total of today"),
    "begun_day_mg_per_kg": gettext_lazy("Total of today by weight"),
    "max_doses_per_day": gettext_lazy("Doses a day"),
    "min_interval_hours": gettext_lazy("Time between doses"),
    "session_mode_min_hours_between": gettext_lazy("Time between sessions"),
    "max_step_per_dose_mg": gettext_lazy("Step, each dose"),
    "max_step_daily_mg": gettext_lazy("Step, each day"),
    "max_step_percent": gettext_lazy("Step, in percent"),
    "min_days_between_steps": gettext_lazy("Days since the last step"),
    "restart_lower_after_gap_days": gettext_lazy("Days without a dose"),
    "weight_max_age_days": gettext_lazy("Age of the weight"),
}
LEVEL_NAMES = {
    Level.SOFT: gettext_lazy("reason"),
    Level.HARD: gettext_lazy("second prescriber"),
    Level.CEILING: gettext_lazy("ceiling"),
    Level.BOUND: gettext_lazy("system"),
}
# Of two levels at one number the later one binds, and it alone is named.
SHOWN = (Level.SOFT, Level.HARD, Level.CEILING)


@dataclass(frozen=True)
class LimitRow:
    """One limit. `filled` is how much of the next limit is used up, 0 to 100, for the bar."""

    name: str
    value: str
    limits: str
    kind: str
    word: str
    near: str
    filled: int


def limit_rows(standings: Iterable[LimitStanding], weight_g: int | None) -> list[LimitRow]:
    """What is past a limit first, then what is nearest to one; `weight_g` is the judged weight."""
    ordered = sorted(standings, key=lambda each: (not each.level, -each.closeness))
    return [_row(each, weight_g) for each in ordered]


def _row(standing: LimitStanding, weight_g: int | None) -> LimitRow:
    percent = int(standing.closeness * FULL)
    return LimitRow(
        name=str(NAMES[standing.key]),
        value=unit_text(standing.value, standing.unit),
        limits=_limits_text(standing, weight_g),
        kind=LEVEL_KINDS.get(standing.level, "go"),
        word=level_word(standing.level) if standing.level else _("Within"),
        near=_("%(percent)s%% of the next limit") % {"percent": percent},
        filled=min(percent, FULL),
    )


def _limits_text(standing: LimitStanding, weight_g: int | None) -> str:
    """ "reason above 50 mg, ceiling above 100 mg"; for a floor "below"."""
    side = _("%(level)s below %(limit)s") if standing.is_floor else _("%(level)s above %(limit)s")
    limits = standing.limits
    named = [
        level
        for number, level in enumerate(SHOWN)
        if level in limits and limits[level] not in map(limits.get, SHOWN[number + 1 :])
    ]
    words = (
        (LEVEL_NAMES[level], _limit_text(limits[level], standing, weight_g)) for level in named
    )
    return ", ".join(side % {"level": level, "limit": limit} for level, limit in words)


def _limit_text(limit: int, standing: LimitStanding, weight_g: int | None) -> str:
    """A limit by weight also says how many milligrams it is for this patient."""
    text = unit_text(limit, standing.unit)
    if standing.unit != "ug/kg" or weight_g is None:
        return text
    return f"{text} ({mg_text(Fraction(limit * weight_g, 1_000))})"


def unit_text(value: int | Fraction, unit: str) -> str:
    """A value with its unit: "25 mg", "0.36 mg/kg", "6 h", "7 days"."""
    if unit == "days":
        return ngettext("%(n)d day", "%(n)d days", int(value)) % {"n": value}
    return UNIT_TEXT.get(unit, str)(value)


def weight_text(weight_g: int | None) -> str:
    """ "70.5 kg"; a missing weight is said, never 0."""
    if weight_g is None:
        return _("not on file")
    return _("%(kg)s kg") % {"kg": decimal_text(Fraction(weight_g, 1_000), 1)}
