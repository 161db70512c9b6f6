"""Every limit that a plan goes past, from its terms and the facts about the patient."""

from collections.abc import Iterator

from dosing.choices import PlanChange
from dosing.rules.context import PlanContext
from dosing.rules.findings import Level, LimitFinding
from dosing.rules.limits import Measure, judge
from dosing.rules.measures import measures
from dosing.rules.messages import MESSAGES
from dosing.rules.policy import DosingPolicy
from dosing.rules.shape import shape_findings
from dosing.rules.terms import Terms, is_increase


def plan_findings(terms: Terms, context: PlanContext, policy: DosingPolicy) -> list[LimitFinding]:
    """Every limit that the plan goes past; an impossible plan answers with that alone."""
    impossible = shape_findings(terms, policy, context.today)
    if impossible:
        return impossible
    judged = (judge(measure, policy) for measure in measures(terms, context, policy))
    return [*_weight(terms, context, policy), *(finding for finding in judged if finding)]


def plan_change(terms: Terms, context: PlanContext) -> PlanChange:
    """How the version stands to the plan in force; an increase needs a permit (§11.13)."""
    if context.baseline is None:
        return PlanChange.START
    if is_increase(terms, context.baseline):
        return PlanChange.INCREASE
    if context.is_new_start(terms):
        return PlanChange.START
    return PlanChange.DECREASE if is_increase(context.baseline, terms) else PlanChange.SAME


def _weight(terms: Terms, context: PlanContext, policy: DosingPolicy) -> Iterator[LimitFinding]:
    """A missing or stale weight refuses a new or higher plan; a lower one gives a reason."""
    lowering = context.is_lowering(terms)
    if context.weight_g is None or context.weight_age_days is None:
        yield LimitFinding(
            key="weight_missing",
            level=Level.SOFT if lowering else Level.BOUND,
            message=MESSAGES["weight_missing"],
            source="Clinical basis §11.26, §11.27",
        )
        return
    key, age = "weight_max_age_days", context.weight_age_days
    finding = judge(Measure(key, "", age, "weight_max_age", "days", is_no_worse=lowering), policy)
    if finding:
        yield finding
