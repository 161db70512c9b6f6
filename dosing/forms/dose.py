"""What happened to a dose. The amount is never filled in beforehand."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dosing.choices import NotTakenReason, Outcome, SecondReport
from dosing.forms.fields import chips
from dosing.forms.token import SaidAtField, TokenField
from dosing.rules.amounts import ug_from_mg

OTHER_AMOUNT = "other_amount"
NOW, EARLIER = "now", "earlier"
TODAY, YESTERDAY, OTHER_DAY = "today", "yesterday", "other_day"
NO = "no"
WITHOUT_AMOUNT = {str(Outcome.TAKEN), str(Outcome.SKIPPED)}
MOST_MG = 10_000
RECORD_FIELDS = {"amount_ug": "amount_mg", "taken_at": "clock"}
# What a patient says; `planned` is the planned amount as the plan measures it.
OWN_WORDS = {
    "planned": gettext_lazy("I took it: %(amount)s"),
    OTHER_AMOUNT: gettext_lazy("I took another amount"),
    "unplanned": gettext_lazy("I took it"),
    Outcome.PARTLY_TAKEN: gettext_lazy("I took a part of it"),
    Outcome.VOMITED: gettext_lazy("I took it, then vomited"),
    Outcome.SKIPPED: gettext_lazy("I did not take it"),
}


class DoseForm(forms.Form):
    """A report of one dose, planned or not. Its fields are those that the answers need."""

    words: ClassVar[dict[str, Any]] = OWN_WORDS
    # A dose off the schedule that was not taken is none; a report of one may have been a mistake.
    is_correction = False

    token = TokenField()
    said_at = SaidAtField()
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
        help_text=gettext_lazy("The whole amount that was taken. A guess is better than nothing."),
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
        choices=[
            (TODAY, gettext_lazy("Today")),
            (YESTERDAY, gettext_lazy("Yesterday")),
            (OTHER_DAY, gettext_lazy("Another day")),
        ],
        widget=chips(),
    )
    date = forms.DateField(
        label=gettext_lazy("Which day was it?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Enter the day, for example 2026-06-01.")},
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
        required=False,
        choices=[(NO, NO), *((key, key) for key in SecondReport.values)],
        widget=forms.HiddenInput,
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
        words = self.words
        rest = [(str(key), words[key]) for key in (Outcome.PARTLY_TAKEN, Outcome.VOMITED)]
        left_out = [(str(Outcome.SKIPPED), words[Outcome.SKIPPED])]
        if self.planned_ug is None:
            took = [(OTHER_AMOUNT, words["unplanned"])]
            return [*took, *rest, *(left_out if self.is_correction else [])]
        planned_words = words["planned"] % {"amount": planned}
        other = [(OTHER_AMOUNT, words[OTHER_AMOUNT])]
        return [(str(Outcome.TAKEN), planned_words), *rest, *other, *left_out]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        outcome = cleaned.get("outcome")
        if outcome == Outcome.SKIPPED:
            self._forget("amount_mg", "when", "day", "date", "clock")
            if not cleaned.get("reason_key") and self.planned_ug is not None:
                self._need("reason_key", _("Choose the nearest reason."))
        elif outcome:
            self._forget("reason_key")
            self._check_time(cleaned)
            self._check_amount(cleaned, outcome)
        return cleaned

    def _check_time(self, cleaned: dict[str, Any]) -> None:
        if not cleaned.get("when"):
            self._need("when", _("Choose when it was taken."))
        elif cleaned["when"] == EARLIER:
            if not cleaned.get("day"):
                self._need("day", _("Choose the day."))
            elif cleaned["day"] == OTHER_DAY and cleaned.get("date") is None:
                self._need("date", _("Enter the day."))
            if cleaned.get("clock") is None:
                self._need("clock", _("Enter the time at which it was taken."))
        else:
            self._forget("day", "clock")
        if cleaned.get("day") != OTHER_DAY:
            self._forget("date")

    def _check_amount(self, cleaned: dict[str, Any], outcome: str) -> None:
        if outcome in WITHOUT_AMOUNT:
            self._forget("amount_mg")
            return
        amount: Decimal | None = cleaned.get("amount_mg")
        if amount is not None and amount <= 0:
            self._need("amount_mg", _("Enter an amount above 0, or leave it empty."))
        if amount is None and outcome == OTHER_AMOUNT:
            self._need("amount_mg", _("Enter the amount that was taken."))

    def refuse(self, name: str | None, message: str) -> None:
        """Say what the service refused at the field of this page; it names those of the record."""
        field = RECORD_FIELDS.get(name or "", name)
        self.add_error(field if field in self.fields else None, message)

    def _need(self, name: str, message: str) -> None:
        if name not in self.errors:
            self.add_error(name, message)

    def _forget(self, *names: str) -> None:
        """What belongs to another answer neither counts nor stands in the way."""
        for name in names:
            self.errors.pop(name, None)
            self.cleaned_data[name] = None

    @property
    def told(self) -> dict[str, Any]:
        """What the form says, in dosing's words."""
        return {
            "outcome": self.outcome_key,
            "amount_ug": self.amount_ug,
            "taken_at": self.taken_at,
            "idempotency_key": self.cleaned_data["token"],
            "reason_key": self.cleaned_data.get("reason_key") or "",
            "note": self.cleaned_data.get("note") or "",
            "told_by": self.cleaned_data.get("told_by") or "",
        }

    @property
    def outcome_key(self) -> str:
        chosen: str = self.cleaned_data["outcome"]
        return str(Outcome.TAKEN) if chosen == OTHER_AMOUNT else chosen

    @property
    def amount_ug(self) -> int | None:
        """The planned amount, the typed one, or unknown."""
        if self.cleaned_data["outcome"] == Outcome.TAKEN:
            return self.planned_ug
        typed = self.cleaned_data.get("amount_mg")
        return None if typed is None else ug_from_mg(typed)

    @property
    def _said_at(self) -> datetime:
        """When "just now" and "today" were said; never later than the report arrived."""
        said: datetime | None = self.cleaned_data.get("said_at")
        return min(said, self.now) if said is not None else self.now

    @property
    def taken_at(self) -> datetime | None:
        """The moment on the patient's own clock; None where nothing was taken."""
        when = self.cleaned_data.get("when")
        if not when:
            return None
        if when == NOW:
            return self._said_at
        today = self._said_at.astimezone(self.zone).date()
        days = {TODAY: today, YESTERDAY: today - timedelta(days=1)}
        day: date = days.get(self.cleaned_data["day"]) or self.cleaned_data["date"]
        clock: time = self.cleaned_data["clock"]
        return datetime.combine(day, clock, tzinfo=self.zone)
