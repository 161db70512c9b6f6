"""The short check before an application."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.choices import Answer, StateOfResidence
from intake.forms.fields import chips
from intake.rules import IntakePolicy
from intake.rules.eligibility import CheckFacts, check_questions

OLDEST_AGE_YEARS = 120
CHOOSE = gettext_lazy("Choose one answer.")
WHOLE_AGE = gettext_lazy("Write your age in whole years, for example 46.")
ANSWERS = [(each.value, each.label) for each in (Answer.YES, Answer.NO, Answer.NOT_SURE)]


def _answer(label: Any, hint: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        choices=ANSWERS,
        widget=chips(),
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )


class EligibilityForm(forms.Form):
    """Age, state, how long the pain lasts, and the answers that end most applications."""

    age_years = forms.IntegerField(
        label=gettext_lazy("How old are you?"),
        min_value=0,
        max_value=OLDEST_AGE_YEARS,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "class": "chars-3"}
        ),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), WHOLE_AGE),
    )
    state = forms.ChoiceField(
        label=gettext_lazy("In which state do you live?"),
        choices=[("", gettext_lazy("Choose a state")), *StateOfResidence.choices],
        widget=forms.Select(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Choose your state.")},
    )
    is_pain_long = _answer(gettext_lazy("Have you had pain for more than three months?"))

    def __init__(self, *args: Any, policy: IntakePolicy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        high = f"{policy.pressure_exclude_systolic}/{policy.pressure_exclude_diastolic}"
        self.fields["is_pressure_high"] = _answer(
            _("Is your blood pressure often %(high)s or higher?") % {"high": high},
            _("Either number counts. If you never measure it, choose “Not sure”."),
        )
        for question in check_questions():
            hint = _(question.hint) if question.hint else ""
            self.fields[question.key] = _answer(_(question.text), hint)

    def facts(self, states_served: list[str]) -> CheckFacts:
        """What was told, as the rules read it."""
        told = self.cleaned_data
        return CheckFacts(
            age_years=told["age_years"],
            state=told["state"],
            is_state_served=told["state"] in states_served,
            is_pain_long=told["is_pain_long"],
            is_pressure_high=told["is_pressure_high"],
            replies={question.key: told[question.key] for question in check_questions()},
        )
