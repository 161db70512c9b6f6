"""The values of a plan that the limits table judges."""

from collections.abc import Iterator
from fractions import Fraction

from dosing.rules import limits
from dosing.rules.context import PlanContext
from dosing.rules.limits import Measure
from dosing.rules.policy import DosingPolicy
from dosing.rules.terms import (
    Terms,
    daily_racemic_ug,
    heights,
    is_increase,
    shortest_gap_minutes,
    single_racemic_ug,
)

GRAMS_PER_KG = 1_000


def measures(terms: Terms, context: PlanContext, policy: DosingPolicy) -> Iterator[Measure]:
    """Everything to judge: the dose, its frequency, a start, a step, mg/kg and a restart."""
    yield from _amounts(terms, context)
    yield from _frequency(terms, context)
    if context.is_new_start(terms):
        yield _start(terms, context)
    if context.before and is_increase(terms, context.before):
        yield from _step(terms, context.before, context)
    yield from _per_kg(terms, context, policy)
    yield from _begun_day(terms, context, policy)
    yield from _restart(terms, context)


def _amounts(terms: Terms, context: PlanContext) -> Iterator[Measure]:
    yield Measure(
        key="session_mode_max_dose_mg" if terms.is_session else "max_single_dose_mg",
        field="dose_ug",
        value=single_racemic_ug(terms),
        row="session_max_dose" if terms.is_session else "max_single_dose",
        suffix="ug",
        bound=limits.SINGLE_BOUND_UG,
        is_no_worse=context.is_lowering_in_mode(terms),
    )
    yield Measure(
        key="max_daily_dose_mg",
        field="dose_ug",
        value=daily_racemic_ug(terms),
        row="max_daily_dose",
        suffix="ug",
        bound=limits.DAILY_BOUND_UG,
        is_no_worse=context.is_lowering(terms),
    )


def _frequency(terms: Terms, context: PlanContext) -> Iterator[Measure]:
    baseline = context.baseline if context.is_lowering(terms) else None
    doses, gap = len(terms.times_of_day), shortest_gap_minutes(terms)
    yield Measure(
        key="max_doses_per_day",
        field="times_of_day",
        value=doses,
        row="max_doses_per_day",
        is_no_worse=baseline is not None and doses <= len(baseline.times_of_day),
    )
    yield Measure(
        key="session_mode_min_hours_between" if terms.is_session else "min_interval_hours",
        field="times_of_day",
        value=gap,
        row="session_min_interval" if terms.is_session else "min_interval",
        suffix="minutes",
        bound=limits.MIN_INTERVAL_BOUND_MINUTES,
        is_floor=True,
        is_no_worse=(
            baseline is not None
            and baseline.mode == terms.mode
            and gap >= shortest_gap_minutes(baseline)
        ),
    )


def _start(terms: Terms, context: PlanContext) -> Measure:
    """Start limits bind in session mode too (§11.27)."""
    reduced = bool(context.reduced_start_reasons)
    return Measure(
        key="start_single_dose_mg_reduced" if reduced else "start_single_dose_mg",
        field="dose_ug",
        value=single_racemic_ug(terms),
        row="start_single_dose_reduced" if reduced else "start_single_dose",
        suffix="ug",
    )


def _step(terms: Terms, baseline: Terms, context: PlanContext) -> Iterator[Measure]:
    """An increase over the plan in force; the larger percentage counts (§11.27).

    The day's total is that of a dose day or of the average day, whichever grew more: more dose
    days are an increase too.
    """
    before = heights(baseline)
    grown = [new - old for new, old in zip(heights(terms), before, strict=True)]
    percent = max(more * 100 / old for more, old in zip(grown, before, strict=True))
    per_dose, *per_day = grown
    # An unknown date of the last step counts as today: no step is old enough.
    days = context.days_since_last_step or 0
    field = "dose_ug"
    yield Measure("max_step_per_dose_mg", field, per_dose, "max_step_per_dose", "ug")
    yield Measure("max_step_daily_mg", field, max(per_day), "max_step_daily", "ug")
    yield Measure("max_step_percent", field, percent, "max_step", "percent")
    key = "min_days_between_steps"
    yield Measure(key, "starts_on", days, key, is_floor=True)


def judged_weight_g(context: PlanContext, policy: DosingPolicy) -> int | None:
    """The weight that limits are judged with, which is capped; None without one on file."""
    return None if context.weight_g is None else min(context.weight_g, policy.weight_cap_g)


def ug_per_kg(amount_ug: int, context: PlanContext, policy: DosingPolicy) -> Fraction | None:
    """An amount by the judged weight; None without one."""
    weight_g = judged_weight_g(context, policy)
    return None if weight_g is None else Fraction(amount_ug * GRAMS_PER_KG, weight_g)


def _per_kg(terms: Terms, context: PlanContext, policy: DosingPolicy) -> Iterator[Measure]:
    """Judged beside the milligrams, so that the lower of the two wins."""
    single = ug_per_kg(single_racemic_ug(terms), context, policy)
    daily = ug_per_kg(daily_racemic_ug(terms), context, policy)
    if single is None or daily is None:
        return
    rows = [
        ("max_single_dose", single, limits.SINGLE_BOUND_UG_PER_KG),
        ("max_daily_dose", daily, limits.DAILY_BOUND_UG_PER_KG),
    ]
    if context.is_new_start(terms):
        rows.append(("start_single_dose", single, limits.SINGLE_BOUND_UG_PER_KG))
    for row, value, bound in rows:
        yield Measure(
            key=f"{row}_mg_per_kg",
            field="dose_ug",
            value=value,
            row=row,
            suffix="ug_per_kg",
            bound=bound,
            is_no_worse=context.is_lowering(terms),
        )


def _begun_day(terms: Terms, context: PlanContext, policy: DosingPolicy) -> Iterator[Measure]:
    """The day on which one version follows another is held to the day's limit as a whole (§2.4).

    Left out where it is no more than an ordinary day, which is judged already. A lower plan must
    not be refused for a day on which less is taken than before (§11.26).
    """
    total = context.begun_day_racemic_ug
    if total <= daily_racemic_ug(terms):
        return
    before = context.baseline
    is_less = before is not None and total <= daily_racemic_ug(before)
    amounts: list[tuple[str, int | Fraction, str, int]] = [
        ("begun_day_mg", total, "ug", limits.DAILY_BOUND_UG)
    ]
    by_weight = ug_per_kg(total, context, policy)
    if by_weight is not None:
        bound = limits.DAILY_BOUND_UG_PER_KG
        amounts.append(("begun_day_mg_per_kg", by_weight, "ug_per_kg", bound))
    for key, value, suffix, bound in amounts:
        yield Measure(
            key=key,
            field="starts_on",
            value=value,
            row="max_daily_dose",
            suffix=suffix,
            bound=bound,
            is_no_worse=is_less and context.is_lowering(terms),
        )


def _restart(terms: Terms, context: PlanContext) -> Iterator[Measure]:
    """After a gap the dose must be below the last one taken (§11.27)."""
    last, gap = context.last_taken_racemic_ug, context.days_since_last_dose
    if last is None or gap is None or single_racemic_ug(terms) < last:
        return
    row = "restart_lower_after_gap"
    yield Measure(f"{row}_days", "dose_ug", gap, row, "days")
