"""Why somebody holds reminders back, or has one sent again."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ReasonForm(forms.Form):
    """One short reason; it stays on the record."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=200,
        help_text=_("A few words for the record. Name no patient."),
        error_messages={"required": _("Say why, in a few words.")},
    )
