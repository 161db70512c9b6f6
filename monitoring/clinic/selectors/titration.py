"""What monitoring knows of the conditions that a planned step waits for."""

from dosing.choices import StepCondition
from dosing.models import DosingPlan
from intake.models import Patient
from ketaclinic.policies.selectors import PolicyInForce
from monitoring.checkins.choices import CheckKind
from monitoring.checkins.rules import CheckPolicy, High, Mean, high_band, limits_for
from monitoring.checkins.selectors import checks_since, plan_limits


def step_conditions_met(
    patient: Patient, plan: DosingPlan | None, policy: PolicyInForce
) -> set[str]:
    """The conditions of this patient's next step that the checks show to be true.

    Readings after a dose do not count: they are expected to rise, and have alerts of their own.
    No reading at all shows nothing.
    """
    key = str(StepCondition.NO_RAISED_BP)
    if plan is None or not plan.terms.steps or key not in plan.terms.steps[0].conditions:
        return set()
    checks = checks_since(patient, plan.effective_at).exclude(kind=CheckKind.POSTDOSE)
    limits = limits_for(plan_limits(plan), policy.get(CheckPolicy))
    bands = [
        high_band(Mean(systolic, diastolic, None), limits)
        for systolic, diastolic in checks.values_list("mean_systolic", "mean_diastolic")
        if systolic is not None and diastolic is not None
    ]
    return {key} if bands and all(band is High.IN_RANGE for band in bands) else set()
