"""Who the applicant is, and where they live."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.choices import SexAtBirth, StateOfResidence
from intake.forms.fields import PhoneField, chips

US_ZONES = [
    ("America/New_York", gettext_lazy("Eastern (New York)")),
    ("America/Chicago", gettext_lazy("Central (Chicago)")),
    ("America/Denver", gettext_lazy("Mountain (Denver)")),
    ("America/Phoenix", gettext_lazy("Mountain without daylight saving (Phoenix)")),
    ("America/Los_Angeles", gettext_lazy("Pacific (Los Angeles)")),
    ("America/Anchorage", gettext_lazy("Alaska (Anchorage)")),
    ("Pacific/Honolulu", gettext_lazy("Hawaii (Honolulu)")),
]


def text_field(label: Any, length: int, autocomplete: str, **kwargs: Any) -> forms.CharField:
    """One line of text that the browser may fill in."""
    missing = {"required": kwargs.pop("missing", gettext_lazy("This is needed."))}
    widget = forms.TextInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(
        label=label, max_length=length, widget=widget, error_messages=missing, **kwargs
    )


def _zone_field(zones: list[tuple[str, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        choices=zones,
        help_text=gettext_lazy("Your doses and reminders follow this clock."),
    )


class AboutForm(forms.Form):
    """Names, birth date, sex at birth, phone."""

    first_name = text_field(
        gettext_lazy("First name"),
        80,
        "given-name",
        missing=gettext_lazy("Type your first name."),
    )
    last_name = text_field(
        gettext_lazy("Last name"),
        80,
        "family-name",
        missing=gettext_lazy("Type your last name."),
    )
    preferred_name = text_field(
        gettext_lazy("Name you like to be called by"), 80, "nickname", required=False
    )
    date_of_birth = forms.DateField(
        label=gettext_lazy("Date of birth"),
        widget=forms.DateInput(attrs={"type": "date", "autocomplete": "bday"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Give your date of birth."),
            "invalid": gettext_lazy("Write a whole date, for example 04/12/1980."),
        },
    )
    sex_at_birth = forms.ChoiceField(
        label=gettext_lazy("Sex at birth"),
        choices=SexAtBirth.choices,
        widget=chips(),
        help_text=gettext_lazy("Some risks differ by sex, so the clinic needs to know."),
        error_messages={"required": gettext_lazy("Choose one answer.")},
    )
    phone = PhoneField(
        label=gettext_lazy("Phone"),
        help_text=gettext_lazy("The clinic may call you on it, also in an emergency."),
    )


class HomeForm(forms.Form):
    """Where help would find the applicant, and whom to call for them."""

    address_line = text_field(
        gettext_lazy("Street address"),
        160,
        "street-address",
        help_text=gettext_lazy("Where you would take a dose: help is sent to this address."),
        missing=gettext_lazy("Type your street and number."),
    )
    city = text_field(
        gettext_lazy("City"), 80, "address-level2", missing=gettext_lazy("Type your city.")
    )
    state_of_residence = forms.ChoiceField(
        label=gettext_lazy("State"),
        choices=[("", gettext_lazy("Choose a state")), *StateOfResidence.choices],
        widget=forms.Select(attrs={"autocomplete": "address-level1"}),
        error_messages={"required": gettext_lazy("Choose your state.")},
    )
    postal_code = forms.RegexField(
        label=gettext_lazy("ZIP code"),
        regex=r"^\d{5}(-\d{4})?$",
        widget=forms.TextInput(attrs={"autocomplete": "postal-code", "class": "chars-10"}),
        error_messages={
            "required": gettext_lazy("Type your ZIP code."),
            "invalid": gettext_lazy("A ZIP code has five digits, for example 12207."),
        },
    )
    time_zone = _zone_field(US_ZONES)
    emergency_contact_name = text_field(
        gettext_lazy("Emergency contact, name"),
        120,
        "off",
        help_text=gettext_lazy("Somebody the clinic may call if it cannot reach you."),
        missing=gettext_lazy("Type the name of somebody we may call."),
    )
    emergency_contact_phone = PhoneField(
        label=gettext_lazy("Emergency contact, phone"), autocomplete="off"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        present = str(self.initial.get("time_zone", ""))
        if present in available_timezones() and present not in dict(US_ZONES):
            own = (present, present.replace("_", " "))
            self.fields["time_zone"] = _zone_field([*US_ZONES, own])

    def clean_emergency_contact_name(self) -> str:
        name = str(self.cleaned_data["emergency_contact_name"])
        if not any(letter.isalpha() for letter in name):
            raise ValidationError(_("Write the person's name."))
        return name
