"""Shape and wording of what intake asks."""

from intake.forms.clinic import DecisionForm, SafetyContactForm
from intake.forms.consent import ConsentForm, WithdrawForm
from intake.forms.person import AboutForm, ContactForm, HomeForm, PeopleForm
from intake.forms.questions import MedicinesForm, QuestionsForm
from intake.forms.readiness import ReadinessForm
from intake.forms.readings import PainForm, PressureForm, WeightForm

__all__ = [
    "AboutForm",
    "ConsentForm",
    "ContactForm",
    "DecisionForm",
    "HomeForm",
    "MedicinesForm",
    "PainForm",
    "PeopleForm",
    "PressureForm",
    "QuestionsForm",
    "ReadinessForm",
    "SafetyContactForm",
    "WeightForm",
    "WithdrawForm",
]
