"""Shape and wording of what dosing asks."""

from dosing.forms.asked import PastForm, ScheduleForm
from dosing.forms.dose import DoseForm
from dosing.forms.plan import PlanDraftForm
from dosing.forms.supply import (
    DispensingForm,
    PrescriptionEndForm,
    PrescriptionForm,
    RecordLookForm,
    SupplyCorrectForm,
    SupplyEntryForm,
)
from dosing.forms.supply_fields import QuantityField, SupplyForm, WithProduct
from dosing.forms.token import TOKEN, TokenField, sent_token
from dosing.forms.told import CorrectionForm, StaffCorrectionForm, StaffDoseForm

__all__ = [
    "CorrectionForm",
    "DispensingForm",
    "DoseForm",
    "PastForm",
    "PlanDraftForm",
    "PrescriptionEndForm",
    "PrescriptionForm",
    "QuantityField",
    "RecordLookForm",
    "ScheduleForm",
    "StaffCorrectionForm",
    "StaffDoseForm",
    "SupplyCorrectForm",
    "SupplyEntryForm",
    "SupplyForm",
    "TOKEN",
    "TokenField",
    "WithProduct",
    "sent_token",
]
