"""Shape and wording of what a patient sends."""

from monitoring.patient.forms.check import Asked, CheckForm
from monitoring.patient.forms.dose import DoseForm
from monitoring.patient.forms.feeling import FeelingForm, SafetyForm
from monitoring.patient.forms.fields import sent_token
from monitoring.patient.forms.journey import JourneyForm

__all__ = [
    "Asked",
    "CheckForm",
    "DoseForm",
    "FeelingForm",
    "JourneyForm",
    "SafetyForm",
    "sent_token",
]
