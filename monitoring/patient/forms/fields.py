"""Fields that every page of the patient sends."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.forms.fields import chips

YES, NO = "yes", "no"
YES_NO = [(NO, _("No")), (YES, _("Yes"))]
NONE = "none"


def yes_no_field(label: Any, **kwargs: Any) -> forms.ChoiceField:
    """A question with two large answers, neither of them chosen."""
    return forms.ChoiceField(
        label=label,
        choices=YES_NO,
        widget=chips(),
        error_messages={"required": _("Choose yes or no.")},
        **kwargs,
    )


def tick_chips() -> forms.CheckboxSelectMultiple:
    """Checkboxes drawn as pills."""
    return forms.CheckboxSelectMultiple(attrs={"class": "chips"})
