"""How do you feel: side effects by grade, urgent signs, pain."""

from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dosing.forms.token import TokenField
from intake.forms.fields import chips
from monitoring.checkins.choices import (
    GradeAnchor,
    SafetyAnswer,
    SideEffectName,
    UrgentSymptom,
)
from monitoring.checkins.rules import FEELING, max_grade
from monitoring.patient.forms.fields import NONE, tick_chips

PAIN_CHOICES = [(str(score), str(score)) for score in range(11)]


def grade_name(symptom: str) -> str:
    """The field of a side effect's grade."""
    return f"grade_{symptom}"


class FeelingForm(forms.Form):
    """Tick what bothers you, say how strong; an urgent sign is taken as it stands."""

    token = TokenField()
    urgent = forms.MultipleChoiceField(
        label=gettext_lazy("Do you have any of these now?"),
        required=False,
        choices=UrgentSymptom.choices,
        widget=tick_chips(),
    )
    pain = forms.ChoiceField(
        label=gettext_lazy("How strong is your pain now?"),
        required=False,
        choices=PAIN_CHOICES,
        help_text=gettext_lazy("0 is no pain, 10 is the worst pain that you can imagine."),
        widget=chips(),
    )
    noticed = forms.MultipleChoiceField(
        label=gettext_lazy("What bothers you today?"),
        choices=[
            *((str(each), SideEffectName(str(each)).label) for each in FEELING),
            (NONE, gettext_lazy("None of these")),
        ],
        widget=tick_chips(),
        error_messages={"required": gettext_lazy("Tick what bothers you, or “None of these”.")},
    )
    note = forms.CharField(
        label=gettext_lazy("Anything else?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for symptom in FEELING:
            self.fields[grade_name(symptom)] = forms.ChoiceField(
                label=symptom.label,
                required=False,
                choices=[
                    (str(grade), GradeAnchor(f"{symptom}_{grade}").label)
                    for grade in range(1, max_grade(symptom) + 1)
                ],
                widget=chips(),
            )

    @property
    def grade_fields(self) -> list[tuple[str, forms.BoundField]]:
        """Each side effect with the field of its grade."""
        return [(str(symptom), self[grade_name(symptom)]) for symptom in FEELING]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        ticked = cleaned.get("noticed") or []
        graded = [key for key in FEELING if cleaned.get(grade_name(key))]
        if NONE in ticked and (len(ticked) > 1 or graded):
            self.add_error("noticed", _("Tick what bothers you, or “None of these”, not both."))
        for symptom in ticked:
            if symptom != NONE and not cleaned.get(grade_name(symptom)):
                self.add_error(grade_name(symptom), _("Choose how strong it is."))
        if cleaned.get("urgent"):
            # Nothing that is missing may stand between this answer and the 911 page.
            self._errors = ErrorDict()
        return cleaned

    def grades(self) -> dict[str, int]:
        """What was asked: the grade of what was told, none of the rest.

        After an urgent sign only what was said counts: nobody answered the rest.
        """
        given = {
            str(symptom): int(self.cleaned_data[grade_name(symptom)])
            for symptom in FEELING
            if self.cleaned_data.get(grade_name(symptom))
        }
        if not self.cleaned_data.get("noticed"):
            return given
        return {str(symptom): given.get(str(symptom), 0) for symptom in FEELING}

    def pain_score(self) -> int | None:
        """Pain now, or None when it was left out."""
        text = self.cleaned_data.get("pain")
        return int(text) if text else None


class SafetyForm(forms.Form):
    """The three buttons of the emergency page."""

    token = TokenField()
    answer = forms.ChoiceField(choices=SafetyAnswer.choices)
