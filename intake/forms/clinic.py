"""What clinicians record about an application."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.choices import Action, Outcome, PainType
from intake.forms.fields import chips
from intake.forms.work import with_value
from intake.models import ScreeningFinding

ANSWER_PREFIX = "answer_"
ANSWERED = (Action.EXCLUDE, Action.REVIEW)
FORM_ID = "decision-form"


def _text(label: Any, *, rows: int = 2, required: bool = False, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=2000,
        error_messages={"required": gettext_lazy("Write a few words here.")},
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
        error_messages={"required": gettext_lazy("Choose the type of pain.")},
    )
    answer_pain_type = _text(
        gettext_lazy("Chronic primary pain: why ketamine all the same?"),
        hint=gettext_lazy("NICE and the UK pain faculty do not recommend it for this type."),
    )
    outcome = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=Outcome.choices,
        widget=chips(),
        error_messages={"required": gettext_lazy("Choose a decision.")},
    )
    reason = _text(
        gettext_lazy("Reason for the record"),
        required=True,
        hint=gettext_lazy("Staff read this. The patient does not."),
    )
    message = _text(
        gettext_lazy("Message to the patient"),
        rows=4,
        hint=gettext_lazy("The patient reads this. Needed when you decline."),
    )

    alternatives = _text(
        gettext_lazy("Other help"),
        rows=3,
        hint=gettext_lazy(
            "Which other treatment or service the patient can turn to; the patient reads this. "
            "Needed when you decline."
        ),
    )
    shown = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, findings: Sequence[ScreeningFinding], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.answer_names = [
            self._add(finding) for finding in findings if finding.action in ANSWERED
        ]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(*DecisionForm.base_fields)

    def _add(self, finding: ScreeningFinding) -> str:
        """A box that stands beside its finding; `form` ties it to the form further down."""
        name = f"{ANSWER_PREFIX}{finding.key}"
        label = finding.sentence.partition(":")[0]
        words = _("What you found out: %(finding)s") % {"finding": label}
        attrs = {"rows": 2, "class": "form-control", "form": FORM_ID, "aria-label": words}
        self.fields[name] = forms.CharField(
            label=label, required=False, max_length=2000, widget=forms.Textarea(attrs=attrs)
        )
        return name

    def now_shows(self, number: int) -> None:
        """The page that comes back shows this submission, so that is what the next try is about."""
        self.data = with_value(self.data, "shown", number)

    def answer_field(self, key: str) -> forms.BoundField | None:
        """The box beside the finding of this key."""
        name = f"{ANSWER_PREFIX}{key}"
        return self[name] if name in self.answer_names else None

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
