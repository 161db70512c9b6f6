"""Fields that every page of the patient sends."""

from copy import copy
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.forms.fields import chips
from monitoring.checkins.forms import YES_NO

NONE = "none"


_YES_OR_NO = forms.ChoiceField(
    choices=YES_NO, widget=chips(), error_messages={"required": _("Choose yes or no.")}
)


def yes_no_field(label: Any) -> forms.ChoiceField:
    """A question with two large answers, neither of them chosen.

    A check asks a dozen, and each is slow to make or to copy in depth. All that they share is only
    ever read: the answers, the widget, the words of the error.
    """
    field = copy(_YES_OR_NO)
    field.label = label
    return field


def tick_chips() -> forms.CheckboxSelectMultiple:
    """Checkboxes drawn as pills."""
    return forms.CheckboxSelectMultiple(attrs={"class": "chips"})
