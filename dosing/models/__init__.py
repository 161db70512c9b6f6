"""What dosing remembers."""

from dosing.models.log import DoseLog
from dosing.models.permission import Clearance, Hold, IncreasePermit
from dosing.models.plan import DosingPlan, PlanDraft, PlanEnd
from dosing.models.slot import ScheduledDose
from dosing.models.supply import Prescription, PrescriptionEnd, RecordLook, SupplyEntry

__all__ = [
    "Clearance",
    "DoseLog",
    "DosingPlan",
    "Hold",
    "IncreasePermit",
    "PlanDraft",
    "PlanEnd",
    "Prescription",
    "PrescriptionEnd",
    "RecordLook",
    "ScheduledDose",
    "SupplyEntry",
]
