"""What a page of the schedule was asked to show; anything unknown falls back to the usual."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms

from dosing.choices import Stretch

# Nobody plans further than this, and dates far away have no days beside them.
FARTHEST = timedelta(days=800)


class PastForm(forms.Form):
    """The last day of a page of past doses."""

    until = forms.DateField(required=False)

    def last_day(self) -> date | None:
        self.is_valid()
        return self.cleaned_data.get("until")


@dataclass(frozen=True)
class Asked:
    """One asking of the schedule: a stretch, and a day in it."""

    stretch: Stretch
    day: date


class ScheduleForm(forms.Form):
    """Which days of the schedule; usually the week that begins today."""

    show = forms.ChoiceField(choices=Stretch.choices, required=False)
    on = forms.DateField(required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def asked(self) -> Asked:
        self.is_valid()
        day = self.cleaned_data.get("on") or self.today
        is_near = abs(day - self.today) <= FARTHEST
        stretch = Stretch(self.cleaned_data.get("show") or Stretch.WEEK)
        return Asked(stretch, day if is_near else self.today)
