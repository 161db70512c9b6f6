"""Shape and wording of what dosing asks."""

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
from dosing.forms.token import TOKEN, TokenField

__all__ = [
    "TOKEN",
    "DispensingForm",
    "PlanDraftForm",
    "PrescriptionEndForm",
    "PrescriptionForm",
    "QuantityField",
    "RecordLookForm",
    "SupplyCorrectForm",
    "SupplyEntryForm",
    "SupplyForm",
    "TokenField",
    "WithProduct",
]
