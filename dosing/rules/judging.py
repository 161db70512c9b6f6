"""What a plan's own values say to the limits, and what its weight lets be judged at all."""

from collections.abc import Iterator

from dosing.rules.context import PlanContext
from dosing.rules.findings import Level, LimitFinding
from dosing.rules.limits import Measure, judge
from dosing.rules.measures import measures
from dosing.rules.messages import MESSAGES
from dosing.rules.policy import DosingPolicy
from dosing.rules.terms import Terms


def limit_findings(terms: Terms, context: PlanContext, policy: DosingPolicy) -> list[LimitFinding]:
    """Every limit that possible terms go past, without a look at the steps that are to come."""
    judged = (judge(measure, policy) for measure in all_measures(terms, context, policy))
    return [*_weight_missing(terms, context), *(finding for finding in judged if finding)]


def all_measures(terms: Terms, context: PlanContext, policy: DosingPolicy) -> Iterator[Measure]:
    """The age of the weight, and everything that is judged by it and beside it."""
    if context.weight_age_days is not None and context.weight_g is not None:
        yield Measure(
            key="weight_max_age_days",
            field="",
            value=context.weight_age_days,
            row="weight_max_age",
            suffix="days",
            is_no_worse=context.is_lowering(terms),
        )
    yield from measures(terms, context, policy)


def _weight_missing(terms: Terms, context: PlanContext) -> Iterator[LimitFinding]:
    """A missing weight refuses a new or higher plan; a lower one asks for a reason (§11.26)."""
    if context.weight_g is None or context.weight_age_days is None:
        yield LimitFinding(
            key="weight_missing",
            level=Level.SOFT if context.is_lowering(terms) else Level.BOUND,
            message=MESSAGES["weight_missing"],
            source="Clinical basis §11.26, §11.27",
        )
