"""What dosing remembers."""

from dosing.models.calendar import CalendarFeed
from dosing.models.log import DoseLog, DoseTold
from dosing.models.permission import Clearance, Hold, IncreasePermit
from dosing.models.plan import DosingPlan, PlanDraft, PlanEnd
from dosing.models.slot import ScheduledDose

__all__ = [
    "CalendarFeed",
    "Clearance",
    "DoseLog",
    "DoseTold",
    "DosingPlan",
    "Hold",
    "IncreasePermit",
    "PlanDraft",
    "PlanEnd",
    "ScheduledDose",
]
