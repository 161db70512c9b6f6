"""What a plan says, as plain values, and the sums that every limit is judged on."""

from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from fractions import Fraction
from itertools import accumulate

from dosing.choices import AfterHold, Enantiomer, Formulation, Place, PlanMode, Route

MINUTES_PER_DAY = 24 * 60
DAYS_PER_WEEK = 7
# A mouth syringe is marked in tenths of a millilitre.
SYRINGE_STEP_UL = 100
# Blonk 2010: S-ketamine is given at half the racemic milligrams.
S_KETAMINE_FACTOR = 2
SOLUTIONS = frozenset({Formulation.ORAL_SOLUTION, Formulation.INJECTION_TAKEN_ORALLY})


@dataclass(frozen=True)
class TitrationStep:
    """A later dose: `after_days` on the dose before it, and then what must be true to go on."""

    dose_ug: int
    after_days: int
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Terms:
    """One plan's terms; amounts in micrograms, times as wall-clock "HH:MM" labels.

    `weekdays` are 1 (Monday) to 7; without them the plan has a dose day every `every_days`.
    `change_reason` is what the patient reads about a change; it is of this version alone.
    `steps` are planned, not in force: each one is released by a prescriber as a version of its own.
    """

    mode: str = PlanMode.SCHEDULED_LOW_DOSE
    formulation: str = Formulation.CAPSULE
    route: str = Route.SWALLOW
    hold_minutes: int | None = None
    after_hold: str = AfterHold.NONE
    enantiomer: str = Enantiomer.RACEMIC
    strength_ug: int | None = None
    concentration_ug_per_ml: int | None = None
    dose_ug: int = 0
    times_of_day: tuple[str, ...] = ()
    every_days: int = 1
    weekdays: tuple[int, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None
    steps: tuple[TitrationStep, ...] = ()
    place: str = Place.HOME
    instructions: str = ""
    change_reason: str = ""
    limits_reason: str = ""
    hold_systolic: int | None = None
    hold_diastolic: int | None = None
    usual_low_systolic: int | None = None
    usual_low_diastolic: int | None = None

    @property
    def is_session(self) -> bool:
        return self.mode == PlanMode.SESSION

    @property
    def is_solution(self) -> bool:
        return self.formulation in SOLUTIONS

    @property
    def daily_ug(self) -> int:
        """The total of one dose day, as written."""
        return self.dose_ug * len(self.times_of_day)


def without_reasons(terms: Terms) -> Terms:
    """The same plan, as one that is yet to be reasoned for: no version repeats another's why."""
    return replace(terms, change_reason="", limits_reason="")


def racemic_ug(amount_ug: int, enantiomer: str) -> int:
    """The racemic-equivalent micrograms that every limit is judged in (S-ketamine counts twice)."""
    return amount_ug * S_KETAMINE_FACTOR if enantiomer == Enantiomer.S_KETAMINE else amount_ug


def single_racemic_ug(terms: Terms) -> int:
    return racemic_ug(terms.dose_ug, terms.enantiomer)


def daily_racemic_ug(terms: Terms) -> int:
    return racemic_ug(terms.daily_ug, terms.enantiomer)


def read_time(label: str) -> time:
    """The wall-clock time of an "HH:MM" label; ValueError for anything else."""
    hour, _, minute = label.partition(":")
    digits = hour + minute
    if not (len(hour) == len(minute) == 2 and digits.isascii() and digits.isdigit()):
        raise ValueError(label)
    return time(int(hour), int(minute))


def shortest_gap_minutes(terms: Terms) -> int:
    """Minutes on the wall clock between the two nearest doses, also across midnight."""
    marks = sorted(t.hour * 60 + t.minute for t in map(read_time, terms.times_of_day))
    nights = MINUTES_PER_DAY * shortest_gap_days(terms)
    gaps = [later - earlier for earlier, later in zip(marks, marks[1:], strict=False)]
    return min([*gaps, marks[0] + nights - marks[-1]])


def shortest_gap_days(terms: Terms) -> int:
    """Days between the two nearest dose days, also from the last weekday to the first."""
    days = sorted(terms.weekdays)
    if not days:
        return terms.every_days
    following = [*days[1:], days[0] + DAYS_PER_WEEK]
    return min(later - day for day, later in zip(days, following, strict=True))


def same_medicine(terms: Terms, other: Terms) -> bool:
    """A change of enantiomer, route or formulation is a new start (§11.6).

    Spitting out or swallowing what was held under the tongue belongs to the route: it changes how
    much gets into the blood.
    """
    return _medicine(terms) == _medicine(other)


def _medicine(terms: Terms) -> tuple[str, ...]:
    return terms.formulation, terms.route, terms.after_hold, terms.enantiomer


def is_increase(terms: Terms, baseline: Terms | None) -> bool:
    """Is any dose, the total of a dose day, or the average day above the plan in force?"""
    if baseline is None:
        return False
    return any(new > old for new, old in zip(heights(terms), heights(baseline), strict=True))


def heights(terms: Terms) -> tuple[Fraction, Fraction, Fraction]:
    """How high a plan is: its single dose, a dose day, the average day (racemic equivalents).

    Fewer dose days do not make up for a higher one, nor smaller doses for more of them.
    """
    single, day = single_racemic_ug(terms), daily_racemic_ug(terms)
    return Fraction(single), Fraction(day), dose_rate(terms)


def is_lowering(terms: Terms, baseline: Terms | None) -> bool:
    """At or below the plan in force in every dose and in the daily total (§11.26)."""
    if baseline is None or not same_medicine(terms, baseline):
        return False
    return not is_increase(terms, baseline)


def dose_rate(terms: Terms) -> Fraction:
    """Micrograms a calendar day, so that plans of every day, third day or weekday compare."""
    if terms.weekdays:
        return Fraction(daily_racemic_ug(terms) * len(terms.weekdays), DAYS_PER_WEEK)
    return Fraction(daily_racemic_ug(terms), max(terms.every_days, 1))


def dose_step_ug(terms: Terms) -> Fraction | None:
    """The smallest amount that can be measured out: one unit, or 0.1 mL. None when unknown."""
    if terms.is_solution:
        per_ml = terms.concentration_ug_per_ml
        return Fraction(per_ml * SYRINGE_STEP_UL, 1_000) if per_ml else None
    return Fraction(terms.strength_ug) if terms.strength_ug else None


def is_dispensable(terms: Terms) -> bool:
    """Can the dose be made from whole units, or measured in steps of 0.1 mL?"""
    step = dose_step_ug(terms)
    return step is not None and terms.dose_ug > 0 and terms.dose_ug % step == 0


def nearest_possible_ug(terms: Terms) -> list[Fraction]:
    """The one or two measurable amounts on either side of the dose, smallest first."""
    step = dose_step_ug(terms)
    if step is None:
        return []
    below = terms.dose_ug // step
    return [step * count for count in (below, below + 1) if count > 0]


def step_starts(terms: Terms) -> list[date]:
    """The first day that each step could have, if every step before it comes on its own."""
    if terms.starts_on is None:
        return []
    days = accumulate(step.after_days for step in terms.steps)
    return [terms.starts_on + timedelta(days=count) for count in days]
