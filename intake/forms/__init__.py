"""Shape and wording of what intake asks."""

from intake.forms.clinic import DecisionForm, SafetyContactForm
from intake.forms.consent import ConsentForm, WithdrawForm
from intake.forms.drugs import KetamineForm, OpioidsForm
from intake.forms.eligibility import EligibilityForm
from intake.forms.history import PainStoryForm, TreatmentsForm
from intake.forms.instruments import InstrumentForm
from intake.forms.medicines import (
    MedicineAddForm,
    MedicineDoseForm,
    MedicineReviewForm,
    MedicinesForm,
    MedicineStopForm,
)
from intake.forms.person import AboutForm, ContactForm, HomeForm, PeopleForm
from intake.forms.questions import QuestionsForm
from intake.forms.readiness import ReadinessForm
from intake.forms.readings import PressureForm, WeightForm
from intake.forms.work import (
    AmendmentFields,
    AmendmentReviewForm,
    AskForm,
    MergeForm,
    MoveForm,
    QueueForm,
)

__all__ = [
    "AboutForm",
    "AmendmentFields",
    "AmendmentReviewForm",
    "AskForm",
    "ConsentForm",
    "ContactForm",
    "DecisionForm",
    "EligibilityForm",
    "HomeForm",
    "InstrumentForm",
    "KetamineForm",
    "MedicineAddForm",
    "MedicineDoseForm",
    "MedicineReviewForm",
    "MedicineStopForm",
    "MedicinesForm",
    "MergeForm",
    "MoveForm",
    "OpioidsForm",
    "PainStoryForm",
    "PeopleForm",
    "PressureForm",
    "QuestionsForm",
    "QueueForm",
    "ReadinessForm",
    "SafetyContactForm",
    "TreatmentsForm",
    "WeightForm",
    "WithdrawForm",
]
