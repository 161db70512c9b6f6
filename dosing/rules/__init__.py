"""Pure dosing rules: plain values in, findings and moments out."""

from dosing.rules.amounts import mg_from_ug, mg_text, ml_text, ug_from_mg, volume_ul
from dosing.rules.context import PlanContext
from dosing.rules.findings import Level, LimitFinding, needs_reason, refused
from dosing.rules.marks import TakenDose, dose_marks, second_report
from dosing.rules.plan import plan_change, plan_findings
from dosing.rules.policy import DosingPolicy
from dosing.rules.schedule import PlannedSlot, Timing, build_slots, plan_days, resolve
from dosing.rules.shape import shape_findings
from dosing.rules.stretch import Days, days_of
from dosing.rules.terms import Terms, is_lowering, racemic_ug

__all__ = [
    "Days",
    "DosingPolicy",
    "Level",
    "LimitFinding",
    "PlanContext",
    "PlannedSlot",
    "TakenDose",
    "Terms",
    "Timing",
    "build_slots",
    "days_of",
    "dose_marks",
    "is_lowering",
    "mg_from_ug",
    "mg_text",
    "ml_text",
    "needs_reason",
    "plan_change",
    "plan_days",
    "plan_findings",
    "racemic_ug",
    "refused",
    "resolve",
    "second_report",
    "shape_findings",
    "ug_from_mg",
    "volume_ul",
]
