"""The pages about the person, read back in words."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import TextChoices
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.choices import ContactChannel, DosingPlace, SexAtBirth, StateOfResidence
from intake.presenters.rows import AnswerRow

LABELS = {
    "first_name": gettext_lazy("First name"),
    "last_name": gettext_lazy("Last name"),
    "preferred_name": gettext_lazy("Name you like to be called by"),
    "date_of_birth": gettext_lazy("Date of birth"),
    "sex_at_birth": gettext_lazy("Sex at birth"),
    "gender": gettext_lazy("Gender"),
    "phone": gettext_lazy("Phone"),
    "address_line": gettext_lazy("Street address"),
    "city": gettext_lazy("City"),
    "state_of_residence": gettext_lazy("State"),
    "postal_code": gettext_lazy("ZIP code"),
    "dosing_at": gettext_lazy("When taking a dose"),
    "dosing_place": gettext_lazy("Address when taking a dose"),
    "time_zone": gettext_lazy("Time zone"),
    "preferred_channel": gettext_lazy("Best way to be reached"),
    "voicemail_allowed": gettext_lazy("Voicemail"),
    "contact_wishes": gettext_lazy("To keep in mind"),
    "emergency_contact_name": gettext_lazy("Emergency contact"),
    "emergency_contact_phone": gettext_lazy("Emergency contact, phone"),
    "helper_name": gettext_lazy("Helper"),
    "helper_phone": gettext_lazy("Helper, phone"),
    "has_no_helper": gettext_lazy("Helper"),
    "physician_name": gettext_lazy("Primary-care doctor"),
    "physician_phone": gettext_lazy("Primary-care doctor, phone"),
    "has_no_physician": gettext_lazy("Primary-care doctor"),
}
FIELD_CHOICES: dict[str, type[TextChoices]] = {
    "sex_at_birth": SexAtBirth,
    "state_of_residence": StateOfResidence,
    "dosing_at": DosingPlace,
    "preferred_channel": ContactChannel,
}
# An answer that is read back also when it is no.
ALSO_NO = frozenset({"voicemail_allowed"})


def person_rows(stored: Mapping[str, Any]) -> list[AnswerRow]:
    """Every line that was filled in, in the order in which it was asked."""
    return [
        AnswerRow(str(label), _words(name, stored[name]))
        for name, label in LABELS.items()
        if stored.get(name) or (name in ALSO_NO and name in stored)
    ]


def _words(name: str, value: Any) -> str:
    if name == "date_of_birth":
        return date_format(date.fromisoformat(value))
    if name in FIELD_CHOICES:
        return str(FIELD_CHOICES[name](value).label)
    if name in ALSO_NO:
        return _("Yes") if value else _("No")
    if name.startswith("has_no_"):
        return _("none yet")
    return value.replace("_", " ") if name == "time_zone" else str(value)
