"""The worklist's filters and the notes that clinicians type."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from dosing.choices import StepCondition
from dosing.forms.fields import tick_chips
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
    """The draft that was read, and why it may pass a soft limit."""

    revision = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    limits_reason = forms.CharField(
        label=_("Why this is right for this patient"),
        max_length=NOTE_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, asks_reason: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_reason:
            del self.fields["limits_reason"]


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


class StopForm(forms.Form):
    """Why a plan is stopped."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why the plan is stopped.")},
    )
