"""What dosing remembers."""

from dosing.models.approval import ApprovalAnswer, ApprovalRequest, ApprovalUse
from dosing.models.calendar import CalendarFeed
from dosing.models.journey import Journey
from dosing.models.log import DoseLog, DoseTold
from dosing.models.permission import Clearance, Hold, IncreasePermit
from dosing.models.plan import DosingPlan, PlanDraft, PlanEnd
from dosing.models.slot import ScheduledDose
from dosing.models.supply import Prescription, PrescriptionEnd, RecordLook, SupplyEntry

__all__ = [
    "ApprovalAnswer",
    "ApprovalRequest",
    "ApprovalUse",
    "CalendarFeed",
    "Clearance",
    "DoseLog",
    "DoseTold",
    "DosingPlan",
    "Hold",
    "IncreasePermit",
    "Journey",
    "PlanDraft",
    "PlanEnd",
    "Prescription",
    "PrescriptionEnd",
    "RecordLook",
    "ScheduledDose",
    "SupplyEntry",
]
