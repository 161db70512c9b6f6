"""One test or visit as staff type it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.choices import CareKind
from intake.models.care import NOTE_LENGTH


def _day(label: Any, **kwargs: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **kwargs)


class CareForm(forms.Form):
    """What was done, when, and when the next one is due."""

    kind = forms.ChoiceField(
        label=_("What was done"),
        choices=CareKind.choices,
        widget=forms.RadioSelect(attrs={"class": "chips"}),
        error_messages={"required": _("Choose what was done.")},
    )
    done_on = _day(
        _("Done on"), error_messages={"required": _("Give the day on which it was done.")}
    )
    next_due_on = _day(
        _("Next one due on"),
        required=False,
        help_text=_("Leave it empty for the day that the clinic's limits name."),
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=NOTE_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
