"""The worklist's filters and the notes that clinicians type."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dosing.choices import ApprovalOutcome, StepCondition
from dosing.forms.fields import MilligramField, tick_chips
from dosing.rules import ug_from_mg
from dosing.rules.limits import METADATA
from dosing.rules.shape import FURTHEST_START_DAYS
from dosing.rules.taper import TaperAsked
from monitoring.clinic.choices import NOTE_LENGTH, Show


@dataclass(frozen=True)
class Asked:
    """One asking of the worklist."""

    show: str
    name: str
    patient_id: UUID | None


class WorklistForm(forms.Form):
    """What to show; anything that is not known falls back to the usual list."""

    show = forms.ChoiceField(choices=Show.choices, required=False)
    q = forms.CharField(max_length=80, required=False)
    patient = forms.UUIDField(required=False)

    def asked(self) -> Asked:
        """What was asked for; a name without a filter is looked for among all patients."""
        self.is_valid()
        name = self.cleaned_data.get("q", "")
        usual = Show.ALL if name else Show.NEEDS
        return Asked(
            show=self.cleaned_data.get("show") or usual,
            name=name,
            patient_id=self.cleaned_data.get("patient"),
        )


class StretchForm(forms.Form):
    """How far back the chart looks."""

    USUAL_DAYS = 14

    days = forms.TypedChoiceField(
        choices=[(14, _("2 weeks")), (35, _("5 weeks")), (91, _("3 months")), (365, _("1 year"))],
        coerce=int,
        required=False,
    )

    def asked_days(self) -> int:
        """A known stretch; anything else falls back to the usual one."""
        self.is_valid()
        return self.cleaned_data.get("days") or self.USUAL_DAYS


class NoteForm(forms.Form):
    """A short note that says why: it stands in the record beside what it ended."""

    note = forms.CharField(
        label=_("Note"),
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what you found and what was agreed.")},
    )


class SignForm(forms.Form):
    """The draft that was read, why it may pass a soft limit, and why the plan changes."""

    revision = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    change_reason = forms.CharField(
        label=_("Why the plan changes, for the patient to read"),
        max_length=NOTE_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    limits_reason = forms.CharField(
        label=_("Why this is right for this patient"),
        max_length=NOTE_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, asked: Mapping[str, bool] | None = None, **kwargs: Any) -> None:
        """`asked` says of each reason whether it is asked for; what is posted is always read."""
        super().__init__(*args, **kwargs)
        for name, is_asked in (asked or {}).items():
            self.fields[name].required = is_asked
            if not is_asked:
                del self.fields[name]

    def add_error(self, field: str | None, error: Any) -> None:
        """What the service misses is not called optional when it is asked for again."""
        if field:
            self.fields[field].required = True
        super().add_error(field, error)


class AskForm(forms.Form):
    """Why another prescriber should let the draft that was read pass."""

    revision = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why this is right for this patient"),
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why this is right for this patient.")},
    )


class AnswerForm(forms.Form):
    """Another prescriber's answer, with the note that goes on record beside it."""

    outcome = forms.ChoiceField(
        label=_("Your answer"),
        choices=ApprovalOutcome.choices,
        widget=forms.RadioSelect(attrs={"class": "chips"}),
        error_messages={"required": _("Choose approve or decline.")},
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say in a few words what you looked at and why.")},
    )


class StepForm(forms.Form):
    """The version whose next step was read, and what only a person can say about it."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    confirmed = forms.MultipleChoiceField(
        label=_("Done before this step"),
        choices=(),
        widget=tick_chips(),
        error_messages={"required": _("Tick each of these when it is done.")},
    )
    limits_reason = forms.CharField(
        label=_("Why this step is right for this patient"),
        max_length=NOTE_LENGTH,
        error_messages={"required": _("This step goes past a limit. Say why it is right.")},
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self, *args: Any, asked: Sequence[str] = (), asks_reason: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["confirmed"].choices = [(key, StepCondition(key).label) for key in asked]
        if not asked:
            del self.fields["confirmed"]
        if not asks_reason:
            del self.fields["limits_reason"]


class HoldForm(forms.Form):
    """Why every dose is put on hold, in the words that the patient reads."""

    reason = forms.CharField(
        label=_("Reason, as the patient reads it"),
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why the doses are on hold.")},
    )


class StopForm(forms.Form):
    """Why a plan is stopped, and that a stop at once is right after weeks of doses."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The patient reads this on the page of their plan."),
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why the plan is stopped.")},
    )
    without_taper = forms.BooleanField(
        label=_("A stop at once, without a taper, is right for this patient"), required=False
    )


class TaperForm(forms.Form):
    """How to step down: from when, by how much, for how long, in which unit."""

    starts_on = forms.DateField(
        label=_("First day of the first step"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Choose the first day.")},
    )
    percent = forms.IntegerField(
        label=_("Each step takes away, percent of the dose now"),
        min_value=METADATA["taper_step_percent"]["low"],
        max_value=METADATA["taper_step_percent"]["high"],
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "chars-3"}),
    )
    days = forms.IntegerField(
        label=_("Days of each step"),
        min_value=METADATA["taper_step_days"]["low"],
        max_value=METADATA["taper_step_days"]["high"],
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "chars-3"}),
    )
    strength_mg = MilligramField(
        label=_("Strength of a smaller unit, mg"),
        required=False,
        help_text=_("Only if the pharmacy makes one. Not for a liquid."),
    )

    def __init__(self, *args: Any, usual: TaperAsked, today: date, **kwargs: Any) -> None:
        self.usual, self.today = usual, today
        names = ("starts_on", "percent", "days")
        kwargs["initial"] = {name: getattr(usual, name) for name in names}
        super().__init__(*args, **kwargs)

    def clean_starts_on(self) -> date:
        """Today or later, and no further than a plan may begin."""
        day: date = self.cleaned_data["starts_on"]
        if day < self.today:
            raise forms.ValidationError(gettext("This day has passed. Choose today or later."))
        if (day - self.today).days > FURTHEST_START_DAYS:
            raise forms.ValidationError(
                gettext("Choose a first day within %(days)s days.") % {"days": FURTHEST_START_DAYS}
            )
        return day

    def asked(self) -> TaperAsked:
        """What was asked for; the usual taper before anything was."""
        if not self.is_bound:
            return self.usual
        typed = self.cleaned_data
        strength = typed.get("strength_mg")
        return TaperAsked(
            typed["starts_on"],
            typed["percent"],
            typed["days"],
            None if strength is None else ug_from_mg(strength),
        )

    def as_hidden(self) -> list[tuple[str, str]]:
        """The same again, to be sent with the signature."""
        return [(name, str(self[name].value() or "")) for name in self.fields]


class TaperSignForm(forms.Form):
    """The steps that were read, and why, in the words that the patient reads."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why, as the patient reads it"),
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why the plan is stepped down.")},
    )
