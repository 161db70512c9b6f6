"""The clinic's settings as a form."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ketaclinic.clinic.models import US_STATES, ClinicSettings

WEEKDAYS = [
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
    (5, _("Saturday")),
    (6, _("Sunday")),
]


class ClinicSettingsForm(forms.ModelForm):
    """Name, phones, hours, states, all shown to patients; who is on call is not shown to them."""

    open_weekdays = forms.TypedMultipleChoiceField(
        label=_("Open on"), choices=WEEKDAYS, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    states_served = forms.MultipleChoiceField(
        label=_("States served"),
        choices=[(state, state) for state in US_STATES],
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = ClinicSettings
        fields = [
            "name",
            "phone",
            "after_hours_phone",
            "time_zone",
            "opens_at",
            "closes_at",
            "open_weekdays",
            "states_served",
            "on_call",
        ]
        widgets = {
            "opens_at": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "closes_at": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        }

    def __init__(self, *args: Any, clinicians: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        on_call: Any = self.fields["on_call"]
        on_call.queryset = clinicians
        on_call.empty_label = _("Nobody: every nurse and the medical director are paged")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        opens, closes = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens and closes and opens >= closes:
            self.add_error("closes_at", _("The clinic must close after it opens."))
        return cleaned
