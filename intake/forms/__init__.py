"""Shape and wording of what intake asks."""

from intake.forms.clinic import DecisionForm, SafetyContactForm
from intake.forms.consent import ConsentForm
from intake.forms.person import AboutForm, HomeForm
from intake.forms.questions import MedicinesForm, QuestionsForm
from intake.forms.readiness import ReadinessForm
from intake.forms.readings import PainForm, PressureForm, WeightForm

__all__ = [
    "AboutForm",
    "ConsentForm",
    "DecisionForm",
    "HomeForm",
    "MedicinesForm",
    "PainForm",
    "PressureForm",
    "QuestionsForm",
    "ReadinessForm",
    "SafetyContactForm",
    "WeightForm",
]
