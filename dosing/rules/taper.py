"""A taper: the plan in force, stepped down to nothing in amounts that can be measured out."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from dosing.rules.schedule import plan_days
from dosing.rules.terms import DAYS_PER_WEEK, Terms, dose_step_ug, without_reasons

ONE_DAY = timedelta(days=1)
WHOLE = 100


@dataclass(frozen=True)
class TaperAsked:
    """How fast to go down: the part of the first daily total that each step takes away, and how
    long each lasts. `strength_ug` is a smaller unit, if the pharmacy makes one."""

    starts_on: date
    percent: int
    days: int
    strength_ug: int | None = None


def taper_steps(terms: Terms, asked: TaperAsked) -> list[Terms]:
    """The plan's versions on the way down, each with its first and its last day; empty when the
    product cannot make anything smaller. After the last day nothing is taken.

    No dose is ever larger than the one before it, no day has more doses than the day before it,
    and every daily total is at or below its share. Equal totals are one longer step.
    """
    steps: list[Terms] = []
    before = _unit_of(terms, asked)
    day = _first_day(terms, asked.starts_on)
    length = _whole_rounds(terms, asked.days)
    for target in _targets(terms, asked.percent):
        lower = _largest(before, target)
        if lower is None:
            break
        ends_on = day + (length - 1) * ONE_DAY
        if steps and lower.daily_ug == before.daily_ug:
            steps[-1] = replace(steps[-1], ends_on=ends_on)
        else:
            steps.append(replace(lower, starts_on=day, ends_on=ends_on))
        before, day = lower, ends_on + ONE_DAY
    return steps


def _unit_of(terms: Terms, asked: TaperAsked) -> Terms:
    """The plan in the unit that the taper is made of, without planned steps up and old reasons."""
    base = replace(without_reasons(terms), steps=(), ends_on=None)
    if asked.strength_ug is None or terms.is_solution:
        return base
    return replace(base, strength_ug=asked.strength_ug)


def _first_day(terms: Terms, wanted: date) -> date:
    """The first dose day of the plan from the wanted day on, so that its rhythm goes on."""
    if terms.weekdays or terms.every_days == 1:
        return wanted
    reach = wanted + terms.every_days * ONE_DAY
    return next(plan_days(replace(terms, ends_on=None), wanted, reach), wanted)


def _whole_rounds(terms: Terms, days: int) -> int:
    """Whole rounds of the plan's rhythm: a step never ends in the middle of one."""
    rhythm = DAYS_PER_WEEK if terms.weekdays else terms.every_days
    return -(-days // rhythm) * rhythm


def _targets(terms: Terms, percent: int) -> Iterator[Fraction]:
    """The daily total that each step may reach, from the first step down."""
    for taken_away in range(percent, WHOLE, percent):
        yield Fraction(terms.daily_ug * (WHOLE - taken_away), WHOLE)


def _largest(before: Terms, target: Fraction) -> Terms | None:
    """The largest daily total within the target; of equal ones that with the most doses a day."""
    unit = dose_step_ug(before)
    if unit is None:
        return None
    best: Terms | None = None
    for count in range(len(before.times_of_day), 0, -1):
        units = min(target / count, Fraction(before.dose_ug)) // unit
        dose = unit * units
        if dose <= 0 or dose.denominator != 1:
            continue
        times = _kept(before.times_of_day, count)
        found = replace(before, dose_ug=int(dose), times_of_day=times)
        if best is None or found.daily_ug > best.daily_ug:
            best = found
    return best


def _kept(times: tuple[str, ...], count: int) -> tuple[str, ...]:
    """The times that stay, as evenly apart as they can be; the first of the day always stays."""
    ordered = sorted(times)
    if count == 1:
        return (ordered[0],)
    last = len(ordered) - 1
    return tuple(ordered[(number * last) // (count - 1)] for number in range(count))
