"""A planned titration: each dose as it would be judged with the one before it in force."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from dosing.choices import StepCondition
from dosing.rules.amounts import mg_text
from dosing.rules.context import PlanContext
from dosing.rules.findings import LEVELS, LimitFinding
from dosing.rules.judging import limit_findings
from dosing.rules.measures import ug_per_kg
from dosing.rules.policy import DosingPolicy
from dosing.rules.terms import (
    Terms,
    daily_racemic_ug,
    single_racemic_ug,
    step_starts,
    without_reasons,
)

# Only a person can say these; they are asked at the release.
ASKED_CONDITIONS = frozenset({str(StepCondition.PAIN_REVIEW), str(StepCondition.EFFECTS_REVIEW)})


@dataclass(frozen=True)
class ProjectedDose:
    """One dose of a titration; number 0 is the dose that is signed first.

    `first_day` is the earliest. Weights are those on file now, per kg as the limits judge it.
    """

    number: int
    first_day: date | None
    terms: Terms
    single_ug_per_kg: Fraction | None
    daily_ug_per_kg: Fraction | None
    findings: tuple[LimitFinding, ...]

    @property
    def level(self) -> str:
        """The most severe level that it reaches; "" within every limit."""
        return max((each.level for each in self.findings), key=LEVELS.index, default="")

    @property
    def dose_text(self) -> str:
        return mg_text(self.terms.dose_ug)


def projected_doses(
    terms: Terms, context: PlanContext, policy: DosingPolicy
) -> list[ProjectedDose]:
    """The signed dose and each planned step, judged as if every one before it had come on its day.

    For possible terms only: see `shape_findings`.
    """
    doses = [_projected(0, replace(terms, steps=()), context, policy)]
    for number, (stage, facts) in enumerate(_stages(terms, context), start=1):
        doses.append(_projected(number, stage, facts, policy))
    return doses


def _stages(terms: Terms, context: PlanContext) -> Iterator[tuple[Terms, PlanContext]]:
    """Each step as terms of its own, with the facts as they would stand on its day."""
    before, waited = replace(terms, steps=()), 0
    for step, starts_on in zip(terms.steps, step_starts(terms), strict=True):
        waited += step.after_days
        stage = without_reasons(replace(before, dose_ug=step.dose_ug, starts_on=starts_on))
        age = context.weight_age_days
        yield (
            stage,
            replace(
                context,
                today=None,
                weight_age_days=None if age is None else age + waited,
                baseline=before,
                days_since_last_step=step.after_days,
                last_taken_racemic_ug=None,
                begun_day_racemic_ug=0,
            ),
        )
        before = stage


def _projected(
    number: int, terms: Terms, context: PlanContext, policy: DosingPolicy
) -> ProjectedDose:
    return ProjectedDose(
        number=number,
        first_day=terms.starts_on,
        terms=terms,
        single_ug_per_kg=ug_per_kg(single_racemic_ug(terms), context, policy),
        daily_ug_per_kg=ug_per_kg(daily_racemic_ug(terms), context, policy),
        findings=tuple(limit_findings(terms, context, policy)),
    )


def next_step_terms(terms: Terms, starts_on: date) -> Terms:
    """What a release of the first planned step signs: its dose, with the steps that remain.

    The last day stays; the reasons are those of the release.
    """
    step, *remaining = terms.steps
    step_terms = replace(terms, dose_ug=step.dose_ug, starts_on=starts_on, steps=tuple(remaining))
    return without_reasons(step_terms)


def step_due_on(terms: Terms, since: date) -> date:
    """The first day that the next step may have, when its dose before is in force `since` a day."""
    return since + timedelta(days=terms.steps[0].after_days)


def unmet_conditions(terms: Terms, met: Collection[str]) -> list[str]:
    """Keys of what the next step waits for; what nobody has said to be true is not true."""
    return [key for key in terms.steps[0].conditions if key not in met]
