"""Shape and wording of what intake asks."""

from intake.forms.clinic import DecisionForm, SafetyContactForm
from intake.forms.consent import ConsentForm, WithdrawForm
from intake.forms.instruments import InstrumentForm
from intake.forms.person import AboutForm, ContactForm, HomeForm, PeopleForm
from intake.forms.questions import MedicinesForm, QuestionsForm
from intake.forms.readiness import ReadinessForm
from intake.forms.readings import PressureForm, WeightForm
from intake.forms.work import (
    AmendmentFields,
    AmendmentReviewForm,
    AskForm,
    MergeForm,
    MoveForm,
)

__all__ = [
    "AboutForm",
    "AmendmentFields",
    "AmendmentReviewForm",
    "AskForm",
    "ConsentForm",
    "ContactForm",
    "DecisionForm",
    "HomeForm",
    "InstrumentForm",
    "MedicinesForm",
    "MergeForm",
    "MoveForm",
    "PeopleForm",
    "PressureForm",
    "QuestionsForm",
    "ReadinessForm",
    "SafetyContactForm",
    "WeightForm",
    "WithdrawForm",
]
