"""Shape and wording of what a patient sends."""

from dosing.forms import CorrectionForm, DoseForm, sent_token
from monitoring.patient.forms.check import Asked, CheckForm
from monitoring.patient.forms.feeling import FeelingForm, SafetyForm
from monitoring.patient.forms.journey import JourneyForm

__all__ = [
    "Asked",
    "CheckForm",
    "CorrectionForm",
    "DoseForm",
    "FeelingForm",
    "JourneyForm",
    "SafetyForm",
    "sent_token",
]
