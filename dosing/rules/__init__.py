"""Pure dosing rules: plain values in, findings and moments out."""

from dosing.rules.amounts import mg_from_ug, mg_text, ml_text, ug_from_mg, volume_ul
from dosing.rules.begun_day import begun_day_racemic_ug
from dosing.rules.context import PlanContext
from dosing.rules.findings import Level, LimitFinding, needs_reason, refused
from dosing.rules.first_dose import FirstDose, first_dose
from dosing.rules.journey import MovingSlot, first_gap, replan, same_clock
from dosing.rules.marks import TakenDose, dose_marks, second_report
from dosing.rules.plan import plan_change, plan_findings
from dosing.rules.policy import DosingPolicy
from dosing.rules.schedule import Label, PlannedSlot, Timing, build_slots, plan_days, resolve
from dosing.rules.shape import shape_findings
from dosing.rules.standing import LimitStanding, limit_standings
from dosing.rules.stretch import Days, days_of
from dosing.rules.supply import Product
from dosing.rules.terms import Terms, TitrationStep, is_lowering, racemic_ug
from dosing.rules.titration import (
    ASKED_CONDITIONS,
    ProjectedDose,
    next_step_terms,
    projected_doses,
    step_due_on,
    unmet_conditions,
)

__all__ = [
    "begun_day_racemic_ug",
    "ASKED_CONDITIONS",
    "Days",
    "DosingPolicy",
    "FirstDose",
    "Label",
    "Level",
    "LimitFinding",
    "LimitStanding",
    "MovingSlot",
    "PlanContext",
    "PlannedSlot",
    "Product",
    "ProjectedDose",
    "TakenDose",
    "Terms",
    "Timing",
    "TitrationStep",
    "build_slots",
    "days_of",
    "dose_marks",
    "first_dose",
    "first_gap",
    "is_lowering",
    "limit_standings",
    "mg_from_ug",
    "mg_text",
    "ml_text",
    "needs_reason",
    "next_step_terms",
    "plan_change",
    "plan_days",
    "plan_findings",
    "projected_doses",
    "racemic_ug",
    "refused",
    "replan",
    "resolve",
    "same_clock",
    "second_report",
    "shape_findings",
    "step_due_on",
    "ug_from_mg",
    "unmet_conditions",
    "volume_ul",
]
