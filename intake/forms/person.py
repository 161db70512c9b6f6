"""Who the applicant is, where they live, how they are reached, who stands by them."""

from typing import Any
from zoneinfo import available_timezones

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.choices import ContactChannel, DosingPlace, SexAtBirth, StateOfResidence
from intake.forms.fields import LineField, NameField, PhoneField, TextField, chips

CHOOSE = gettext_lazy("Choose one answer.")
NAME_OR_NONE = gettext_lazy("Type the name, or tick that you have none yet.")
PHONE_OR_NONE = gettext_lazy("Type the phone number, or tick that you have none yet.")
US_ZONES = [
    ("America/New_York", gettext_lazy("Eastern (New York)")),
    ("America/Chicago", gettext_lazy("Central (Chicago)")),
    ("America/Denver", gettext_lazy("Mountain (Denver)")),
    ("America/Phoenix", gettext_lazy("Mountain without daylight saving (Phoenix)")),
    ("America/Los_Angeles", gettext_lazy("Pacific (Los Angeles)")),
    ("America/Anchorage", gettext_lazy("Alaska (Anchorage)")),
    ("Pacific/Honolulu", gettext_lazy("Hawaii (Honolulu)")),
]
# The last two are what a keypad without a slash, and the browser's own memory, give.
DATE_FORMATS = ["%m/%d/%Y", "%m-%d-%Y", "%m.%d.%Y", "%m/%d/%y", "%m%d%Y", "%Y-%m-%d"]


class AboutForm(forms.Form):
    """Names, birth date, sex at birth and gender, phone."""

    first_name = NameField(
        gettext_lazy("First name"), 80, "given-name", missing=gettext_lazy("Type your first name.")
    )
    last_name = NameField(
        gettext_lazy("Last name"), 80, "family-name", missing=gettext_lazy("Type your last name.")
    )
    preferred_name = TextField(
        gettext_lazy("Name you like to be called by"), 80, "nickname", required=False
    )
    date_of_birth = forms.DateField(
        label=gettext_lazy("Date of birth"),
        help_text=gettext_lazy("Month, day, year: for example 04/12/1980, or 04121980."),
        input_formats=DATE_FORMATS,
        widget=forms.DateInput(
            attrs={"inputmode": "numeric", "autocomplete": "bday", "class": "chars-10"},
            format="%m/%d/%Y",
        ),
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
        error_messages={"required": CHOOSE},
    )
    gender = TextField(
        gettext_lazy("Gender, in your own words"),
        60,
        required=False,
        help_text=gettext_lazy("For example woman, man, non-binary. Leave it empty if you like."),
    )
    phone = PhoneField(
        label=gettext_lazy("Phone"),
        help_text=gettext_lazy("The clinic may call you on it, also in an emergency."),
    )


class HomeForm(forms.Form):
    """Where help would find the applicant, and which clock they live by."""

    address_line = LineField(
        gettext_lazy("Street address"),
        160,
        "street-address",
        help_text=gettext_lazy("Where you live. In an emergency, help is sent here."),
        missing=gettext_lazy("Type your street and number."),
    )
    city = LineField(
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
        regex=r"^[0-9]{5}(-[0-9]{4})?$",
        max_length=10,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code", "class": "chars-10"}),
        error_messages={
            "required": gettext_lazy("Type your ZIP code."),
            "invalid": gettext_lazy("A ZIP code has five digits, for example 12207."),
        },
    )
    dosing_at = forms.ChoiceField(
        label=gettext_lazy("Where will you be when you take a dose?"),
        choices=DosingPlace.choices,
        widget=chips(),
        help_text=gettext_lazy("If something goes wrong after a dose, help must find you there."),
        error_messages={"required": CHOOSE},
    )
    dosing_place = LineField(
        gettext_lazy("If somewhere else: the whole address"),
        200,
        missing=gettext_lazy("Type the address where you will be."),
        help_text=gettext_lazy("Street and number, city, state. Say whose home it is."),
    )
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        choices=US_ZONES,
        widget=forms.Select(attrs={"data-zone": ""}),
        help_text=gettext_lazy("Your doses and reminders follow this clock."),
        error_messages={
            "required": gettext_lazy("Choose your time zone."),
            "invalid_choice": gettext_lazy("Choose a time zone from the list."),
        },
    )
    is_zone_confirmed = forms.BooleanField(
        label=gettext_lazy("Yes, this is the time zone I live in"),
        error_messages={"required": gettext_lazy("Look at the time zone, then tick this box.")},
    )

    def __init__(self, *args: Any, proposes_zone: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_here = self["dosing_at"].value() == DosingPlace.HERE
        self.fields["dosing_place"].required = not is_here
        zone = self.fields["time_zone"]
        zone.choices = [*US_ZONES, *self._zones_of_their_own()]
        if proposes_zone and not self.is_bound:
            zone.widget.attrs["data-zone"] = "propose"

    def _zones_of_their_own(self) -> list[tuple[str, str]]:
        """The zone on record and the one that the browser proposed, where the list lacks them."""
        given = {str(self.initial.get("time_zone", "")), str(self.data.get("time_zone", ""))}
        odd = sorted((given & available_timezones()) - set(dict(US_ZONES)))
        return [(zone, zone.replace("_", " ")) for zone in odd]


class ContactForm(forms.Form):
    """How the clinic may reach the applicant, and what it must take care of."""

    preferred_channel = forms.ChoiceField(
        label=gettext_lazy("How should the clinic reach you?"),
        choices=ContactChannel.choices,
        widget=chips(),
        help_text=gettext_lazy(
            "For everything that is not an emergency. An email only ever says that there is a "
            "message for you here."
        ),
        error_messages={"required": CHOOSE},
    )
    voicemail_allowed = forms.TypedChoiceField(
        label=gettext_lazy("May we leave a voicemail?"),
        choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))],
        coerce=lambda value: value == "yes",
        widget=chips(),
        help_text=gettext_lazy("It says who called and asks you to call back, nothing else."),
        error_messages={"required": CHOOSE},
    )
    contact_wishes = TextField(
        gettext_lazy("Anything we should keep in mind?"),
        500,
        required=False,
        rows=4,
        help_text=gettext_lazy(
            "For example: call after 4 pm only, use another address for letters, or who must not "
            "learn that you are a patient here."
        ),
    )


class PeopleForm(forms.Form):
    """Whom to call for the applicant, who stays with them, and who knows their health."""

    emergency_contact_name = NameField(
        gettext_lazy("Emergency contact, name"),
        120,
        help_text=gettext_lazy("Somebody the clinic may call if it cannot reach you."),
        missing=gettext_lazy("Type the name of somebody we may call."),
    )
    emergency_contact_phone = PhoneField(
        label=gettext_lazy("Emergency contact, phone"), autocomplete="off"
    )
    helper_name = NameField(
        gettext_lazy("Helper, name"),
        120,
        missing=NAME_OR_NONE,
        help_text=gettext_lazy(
            "An adult who can stay with you after a dose when your plan asks for it. It may be the "
            "same person."
        ),
    )
    helper_phone = PhoneField(
        label=gettext_lazy("Helper, phone"), autocomplete="off", missing=PHONE_OR_NONE
    )
    has_no_helper = forms.BooleanField(label=gettext_lazy("I have no helper yet"), required=False)
    physician_name = NameField(
        gettext_lazy("Primary-care doctor or clinic, name"),
        120,
        missing=NAME_OR_NONE,
        help_text=gettext_lazy("Who looks after your health in general."),
    )
    physician_phone = PhoneField(
        label=gettext_lazy("Primary-care doctor or clinic, phone"),
        autocomplete="off",
        missing=PHONE_OR_NONE,
    )
    has_no_physician = forms.BooleanField(
        label=gettext_lazy("I have no primary-care doctor yet"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for who in ("helper", "physician"):
            self._ask_unless_none(who)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(
            Fieldset(_("Emergency contact"), "emergency_contact_name", "emergency_contact_phone"),
            Fieldset(_("Your helper"), "helper_name", "helper_phone", "has_no_helper"),
            Fieldset(_("Your doctor"), "physician_name", "physician_phone", "has_no_physician"),
        )

    def _ask_unless_none(self, who: str) -> None:
        """A name with its phone is needed unless the tick stands for nobody."""
        is_none = bool(self[f"has_no_{who}"].value())
        for part in ("name", "phone"):
            self.fields[f"{who}_{part}"].required = not is_none

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for who in ("helper", "physician"):
            given = self[f"{who}_name"].value() or self[f"{who}_phone"].value()
            if cleaned.get(f"has_no_{who}") and given:
                words = _("You named somebody. Untick this, or empty the lines.")
                self.add_error(f"has_no_{who}", words)
        return cleaned
