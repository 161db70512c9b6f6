"""What happened to a dose. The amount is never filled in beforehand."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dosing.choices import NotTakenReason, Outcome
from dosing.rules.amounts import ug_from_mg
from intake.forms.fields import chips
from monitoring.patient.forms.fields import TokenField

OTHER_AMOUNT = "other_amount"
NOW, EARLIER = "now", "earlier"
TODAY, YESTERDAY = "today", "yesterday"
WITHOUT_AMOUNT = {str(Outcome.TAKEN), str(Outcome.SKIPPED)}
MOST_MG = 10_000


class DoseForm(forms.Form):
    """A report of one dose, planned or not. Its fields are those that the answers need."""

    token = TokenField()
    outcome = forms.ChoiceField(
        label=gettext_lazy("What happened?"),
        widget=chips(),
        error_messages={"required": gettext_lazy("Choose what happened.")},
    )
    amount_mg = forms.DecimalField(
        label=gettext_lazy("How much, in mg?"),
        required=False,
        max_value=MOST_MG,
        max_digits=8,
        decimal_places=3,
        help_text=gettext_lazy("The whole amount that you took. A guess is better than nothing."),
        widget=forms.TextInput(
            attrs={"inputmode": "decimal", "autocomplete": "off", "class": "chars-5"}
        ),
        error_messages={
            "invalid": gettext_lazy("Enter the amount in mg, for example 25."),
            "max_value": gettext_lazy("Check the amount, and enter it in mg."),
        },
    )
    when = forms.ChoiceField(
        label=gettext_lazy("When?"),
        required=False,
        choices=[(NOW, gettext_lazy("Just now")), (EARLIER, gettext_lazy("Earlier"))],
        widget=chips(),
    )
    day = forms.ChoiceField(
        label=gettext_lazy("On which day?"),
        required=False,
        choices=[(TODAY, gettext_lazy("Today")), (YESTERDAY, gettext_lazy("Yesterday"))],
        widget=chips(),
    )
    clock = forms.TimeField(
        label=gettext_lazy("At what time?"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": gettext_lazy("Enter a time, for example 14:05.")},
    )
    reason_key = forms.ChoiceField(
        label=gettext_lazy("Why not?"),
        required=False,
        choices=[choice for choice in NotTakenReason.choices if choice[0]],
        widget=chips(),
    )
    note = forms.CharField(
        label=gettext_lazy("Anything the clinic should know?"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    answer = forms.ChoiceField(
        required=False, choices=[("yes", "yes"), ("no", "no")], widget=forms.HiddenInput
    )

    def __init__(
        self,
        *args: Any,
        now: datetime,
        zone: ZoneInfo,
        planned: str = "",
        planned_ug: int | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.now, self.zone, self.planned_ug = now, zone, planned_ug
        self.fields["outcome"].choices = self._outcomes(planned)

    def _outcomes(self, planned: str) -> list[tuple[str, Any]]:
        rest = [
            (str(Outcome.PARTLY_TAKEN), _("I took a part of it")),
            (str(Outcome.VOMITED), _("I took it, then vomited")),
        ]
        if self.planned_ug is None:
            return [(OTHER_AMOUNT, _("I took it")), *rest]
        took = _("I took it: %(amount)s") % {"amount": planned}
        return [
            (str(Outcome.TAKEN), took),
            *rest,
            (OTHER_AMOUNT, _("I took another amount")),
            (str(Outcome.SKIPPED), _("I did not take it")),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        outcome = cleaned.get("outcome")
        if outcome == Outcome.SKIPPED:
            self._forget("amount_mg", "when", "day", "clock")
            if not cleaned.get("reason_key"):
                self._need("reason_key", _("Choose the nearest reason."))
        elif outcome:
            self._check_time(cleaned)
            self._check_amount(cleaned, outcome)
        return cleaned

    def _check_time(self, cleaned: dict[str, Any]) -> None:
        if not cleaned.get("when"):
            self._need("when", _("Choose when you took it."))
        elif cleaned["when"] == EARLIER:
            if not cleaned.get("day"):
                self._need("day", _("Choose the day."))
            if cleaned.get("clock") is None:
                self._need("clock", _("Enter the time at which you took it."))
        else:
            self._forget("day", "clock")

    def _check_amount(self, cleaned: dict[str, Any], outcome: str) -> None:
        if outcome in WITHOUT_AMOUNT:
            self._forget("amount_mg")
            return
        amount: Decimal | None = cleaned.get("amount_mg")
        if amount is not None and amount <= 0:
            self._need("amount_mg", _("Enter an amount above 0, or leave it empty."))
        if amount is None and outcome == OTHER_AMOUNT:
            self._need("amount_mg", _("Enter the amount that you took."))

    def _need(self, name: str, message: str) -> None:
        if name not in self.errors:
            self.add_error(name, message)

    def _forget(self, *names: str) -> None:
        """What belongs to another answer neither counts nor stands in the way."""
        for name in names:
            self.errors.pop(name, None)
            self.cleaned_data[name] = None

    @property
    def outcome_key(self) -> str:
        """The outcome as dosing knows it."""
        chosen: str = self.cleaned_data["outcome"]
        return str(Outcome.TAKEN) if chosen == OTHER_AMOUNT else chosen

    @property
    def amount_ug(self) -> int | None:
        """The planned amount, the typed one, or unknown."""
        chosen = self.cleaned_data["outcome"]
        if chosen == Outcome.TAKEN:
            return self.planned_ug
        typed = self.cleaned_data.get("amount_mg")
        return None if typed is None else ug_from_mg(typed)

    @property
    def taken_at(self) -> datetime | None:
        """The moment on the patient's own clock; None where nothing was taken."""
        when = self.cleaned_data.get("when")
        if not when:
            return None
        if when == NOW:
            return self.now
        today = self.now.astimezone(self.zone).date()
        day: date = today - timedelta(days=self.cleaned_data["day"] == YESTERDAY)
        clock: time = self.cleaned_data["clock"]
        return datetime.combine(day, clock, tzinfo=self.zone)
