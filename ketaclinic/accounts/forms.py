"""What a person may change about themselves."""

import zoneinfo

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ketaclinic.accounts.models import User

ZONES = sorted(
    zone for zone in zoneinfo.available_timezones() if "/" in zone and not zone.startswith("Etc/")
)


class OwnSettingsForm(forms.ModelForm):
    """Name, language and time zone."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=[(zone, zone.replace("_", " ")) for zone in ZONES],
        help_text=_("Times in this app, and a patient's doses, follow this clock."),
    )

    class Meta:
        model = User
        fields = ["full_name", "language", "time_zone"]
