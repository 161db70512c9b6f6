"""Every limit that a plan goes past, from its terms and the facts about the patient."""

from collections.abc import Iterator

from dosing.choices import PlanChange
from dosing.rules.context import PlanContext
from dosing.rules.findings import Level, LimitFinding, gettext_noop
from dosing.rules.judging import limit_findings
from dosing.rules.policy import DosingPolicy
from dosing.rules.shape import shape_findings
from dosing.rules.shape_steps import step_field
from dosing.rules.terms import Terms, is_increase
from dosing.rules.titration import projected_doses

# What no approval lifts; whatever else a step goes past is judged again when it is released.
NEVER = frozenset({Level.CEILING, Level.BOUND})
# A weight is judged at the release, by the one on file then.
WEIGHT_KEYS = frozenset({"weight_missing", "weight_max_age_days"})
STEP_MESSAGE = gettext_noop(
    "Step %(number)s (%(dose)s) would pass a limit that nobody may pass: "
    "%(value)s, where the limit is %(limit)s."
)


def plan_findings(terms: Terms, context: PlanContext, policy: DosingPolicy) -> list[LimitFinding]:
    """Every limit that the plan goes past; an impossible plan answers with that alone."""
    impossible = shape_findings(terms, policy, context.today)
    if impossible:
        return impossible
    return [
        *limit_findings(terms, context, policy),
        *_steps_past_ceilings(terms, context, policy),
    ]


def plan_change(terms: Terms, context: PlanContext) -> PlanChange:
    """How the version stands to the plan in force, or to the one that ended lately; an increase
    needs a permit (§11.13)."""
    if is_increase(terms, context.before):
        return PlanChange.INCREASE
    if context.baseline is None or context.is_new_start(terms):
        return PlanChange.START
    return PlanChange.DECREASE if is_increase(context.baseline, terms) else PlanChange.SAME


def _steps_past_ceilings(
    terms: Terms, context: PlanContext, policy: DosingPolicy
) -> Iterator[LimitFinding]:
    """A step that nobody could ever release is not signed as a plan."""
    for dose in projected_doses(terms, context, policy)[1:]:
        for finding in dose.findings:
            if finding.level in NEVER and finding.key not in WEIGHT_KEYS:
                yield LimitFinding(
                    key="step_past_ceiling",
                    level=finding.level,
                    message=STEP_MESSAGE,
                    details={**finding.details, "number": dose.number, "dose": dose.dose_text},
                    value=finding.value,
                    limit=finding.limit,
                    unit=finding.unit,
                    source=finding.source,
                    field=step_field(dose.number, "dose_ug"),
                )
