"""What clinicians record about an application."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.choices import Action, Outcome, PainType
from intake.forms.fields import chips
from intake.models import ScreeningFinding

ANSWER_PREFIX = "answer_"


def _text(label: Any, *, rows: int = 2, required: bool = False, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=2000,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class DecisionForm(forms.Form):
    """Approve or decline; an answer to each finding that asks for one."""

    understands_risks = forms.BooleanField(
        label=gettext_lazy(
            "The patient understands the risks, the off-label status and the alternatives"
        ),
        required=False,
    )
    pain_type = forms.ChoiceField(
        label=gettext_lazy("Type of pain"),
        choices=[("", gettext_lazy("Choose")), *PainType.choices],
        required=False,
    )
    outcome = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=Outcome.choices,
        widget=chips(),
        error_messages={"required": gettext_lazy("Choose a decision.")},
    )

    def __init__(self, *args: Any, findings: Sequence[ScreeningFinding], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = [f for f in findings if f.action in {Action.EXCLUDE, Action.REVIEW}]
        answers = {f"{ANSWER_PREFIX}{f.key}": _text(f.sentence) for f in asked}
        answers[f"{ANSWER_PREFIX}pain_type"] = _text(
            _("For chronic primary pain: why ketamine all the same?")
        )
        self.fields = answers | self.fields
        self.fields["reason"] = _text(
            _("Reason for the record"),
            required=True,
            hint=_("Staff read this. The patient does not."),
        )
        self.fields["message"] = _text(
            _("Message to the patient"),
            rows=4,
            hint=_("The patient reads this. Needed when you decline."),
        )

    def answers(self) -> dict[str, str]:
        """What was written about each finding, by its key."""
        return {
            name.removeprefix(ANSWER_PREFIX): text
            for name, text in self.cleaned_data.items()
            if name.startswith(ANSWER_PREFIX)
        }


class SafetyContactForm(forms.Form):
    """What came of reaching an applicant who may be in danger."""

    note = _text(
        gettext_lazy("Who spoke with them, and what was agreed"),
        required=True,
    )
