"""What a page of the schedule was asked to show; anything unknown falls back to the usual."""

from datetime import date

from django import forms


class PastForm(forms.Form):
    """The last day of a page of past doses."""

    until = forms.DateField(required=False)

    def last_day(self) -> date | None:
        self.is_valid()
        return self.cleaned_data.get("until")
