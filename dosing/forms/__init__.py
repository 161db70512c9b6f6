"""Shape and wording of what dosing asks."""

from dosing.forms.asked import PastForm, ScheduleForm
from dosing.forms.dose import DoseForm
from dosing.forms.plan import PlanDraftForm
from dosing.forms.token import sent_token
from dosing.forms.told import CorrectionForm, StaffCorrectionForm, StaffDoseForm

__all__ = [
    "CorrectionForm",
    "DoseForm",
    "PastForm",
    "PlanDraftForm",
    "ScheduleForm",
    "StaffCorrectionForm",
    "StaffDoseForm",
    "sent_token",
]
