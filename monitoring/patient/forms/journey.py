"""Where the patient is, and what they want of their dose times there."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ketaclinic.accounts.forms import ZONES


class JourneyForm(forms.Form):
    """The time zone of the place where the patient is."""

    zone = forms.ChoiceField(
        label=_("Where are you now?"),
        choices=[
            ("", _("Choose a time zone")),
            *((zone, zone.replace("_", " ")) for zone in ZONES),
        ],
        help_text=_("Choose a large city near you. You see the times before anything changes."),
        error_messages={
            "required": _("Choose a time zone."),
            "invalid_choice": _("Choose a time zone from the list."),
        },
    )
