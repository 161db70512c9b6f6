"""Where a plan stands against every limit that applies to it, also those that it keeps."""

from dataclasses import dataclass
from fractions import Fraction

from dosing.rules.context import PlanContext
from dosing.rules.findings import Level
from dosing.rules.judging import all_measures
from dosing.rules.limits import METADATA, Measure, judge
from dosing.rules.policy import DosingPolicy
from dosing.rules.terms import Terms

# From the limit that is met first to the one that is met last.
ASCENDING = (Level.SOFT, Level.HARD, Level.CEILING)


@dataclass(frozen=True)
class LimitStanding:
    """One row of the limits table. Values are in `unit`; a level that the row lacks is None.

    `level` is "" while every limit is kept. `closeness` is the fraction of the next limit that is
    used up: 1 at the limit, above 1 past the last one.
    """

    key: str
    field: str
    unit: str
    value: int | Fraction
    limits: dict[str, int]
    level: str
    closeness: Fraction
    is_floor: bool = False


def limit_standings(
    terms: Terms, context: PlanContext, policy: DosingPolicy
) -> list[LimitStanding]:
    """Every limit that applies to possible terms, in the order in which they are judged.

    What depends on a weight is left out while none is on file: `plan_findings` says so.
    """
    return [_standing(each, policy) for each in all_measures(terms, context, policy)]


def _standing(measure: Measure, policy: DosingPolicy) -> LimitStanding:
    finding = judge(measure, policy)
    limits = _limits(measure, policy)
    return LimitStanding(
        key=measure.key,
        field=measure.field,
        unit=METADATA[measure.limit_name(Level.SOFT)]["unit"],
        value=measure.value,
        limits=limits,
        level=finding.level if finding else "",
        closeness=_closeness(measure, _next_limit(measure, limits)),
        is_floor=measure.is_floor,
    )


def _limits(measure: Measure, policy: DosingPolicy) -> dict[str, int]:
    """The levels that this row has, the bound in code last."""
    named = {level: getattr(policy, measure.limit_name(level), None) for level in ASCENDING}
    named[Level.BOUND] = measure.bound
    return {level: limit for level, limit in named.items() if limit is not None}


def _next_limit(measure: Measure, limits: dict[str, int]) -> int:
    """The nearest limit that is still kept, else the last one."""
    kept = (limit for limit in limits.values() if not measure.is_past(limit))
    return next(kept, list(limits.values())[-1])


def _closeness(measure: Measure, limit: int) -> Fraction:
    """A floor is used up from above: twice the least interval is half used up."""
    value = max(Fraction(measure.value), Fraction(0))
    if not measure.is_floor:
        return value / limit
    # No time at all since the last step is as near as can be.
    return Fraction(limit) / value if value else Fraction(limit)
