"""The other reports of a dose: one that corrects, and those that staff write down."""

from django import forms
from django.utils.translation import gettext_lazy

from dosing.choices import Outcome, ToldBy
from dosing.forms.dose import OTHER_AMOUNT, DoseForm
from dosing.forms.fields import chips

STAFF_WORDS = {
    "planned": gettext_lazy("Taken: %(amount)s"),
    OTHER_AMOUNT: gettext_lazy("Another amount taken"),
    "unplanned": gettext_lazy("Taken"),
    Outcome.PARTLY_TAKEN: gettext_lazy("A part taken"),
    Outcome.VOMITED: gettext_lazy("Taken, then vomited"),
    Outcome.SKIPPED: gettext_lazy("Not taken"),
}


def why_field() -> forms.CharField:
    """Why a report is corrected: it stands beside the old one for good."""
    return forms.CharField(
        label=gettext_lazy("What was wrong with the first report?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Say in a few words what was wrong.")},
    )


def told_by_field() -> forms.ChoiceField:
    """From whom staff know it."""
    return forms.ChoiceField(
        label=gettext_lazy("How do you know?"),
        choices=ToldBy.choices,
        widget=chips(),
        error_messages={"required": gettext_lazy("Choose who told the clinic.")},
    )


class CorrectionForm(DoseForm):
    """How it really was, and what was wrong before."""

    is_correction = True
    note = why_field()


class StaffDoseForm(DoseForm):
    """The same, written down by staff for a patient who told them."""

    words = STAFF_WORDS
    told_by = told_by_field()


class StaffCorrectionForm(StaffDoseForm):
    """A correction that staff write down."""

    is_correction = True
    note = why_field()
