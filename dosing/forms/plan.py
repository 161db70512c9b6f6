"""The plan editor's form: shape and wording; the limits are the rules' business."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dosing.choices import Enantiomer, Formulation, Place, PlanMode, Route
from dosing.forms.fields import MilligramField, TimesField, chips
from dosing.rules import DosingPolicy, Terms, mg_from_ug, shape_findings, ug_from_mg

# The rules speak in micrograms, the form in milligrams.
FORM_FIELDS = {
    "dose_ug": "dose_mg",
    "strength_ug": "strength_mg",
    "concentration_ug_per_ml": "concentration_mg_per_ml",
}


class PlanDraftForm(forms.Form):
    """One plan, in the order in which a prescriber thinks of it."""

    dose_mg = MilligramField(label=_("Dose, mg"), required_message=_("Write the dose in mg."))
    times_of_day = TimesField(
        label=_("Times of day"),
        max_length=120,
        help_text=_("On the patient's own clock: 08:00, 14:00, 20:00"),
        error_messages={"required": _("Write at least one time of day.")},
    )
    every_days = forms.IntegerField(
        label=_("Every how many days"),
        min_value=1,
        max_value=30,
        initial=1,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "chars-3"}),
    )
    formulation = forms.ChoiceField(
        label=_("Form"), choices=Formulation.choices, widget=chips(), initial=Formulation.CAPSULE
    )
    strength_mg = MilligramField(
        label=_("Strength of one unit, mg"), required=False, help_text=_("Not for a liquid.")
    )
    concentration_mg_per_ml = MilligramField(
        label=_("Strength of a liquid, mg in each mL"), required=False
    )
    route = forms.ChoiceField(
        label=_("How it is taken"),
        choices=Route.choices,
        widget=chips(),
        error_messages={"required": _("Choose how it is taken: it changes the effect.")},
    )
    enantiomer = forms.ChoiceField(
        label=_("Kind of ketamine"),
        choices=Enantiomer.choices,
        widget=chips(),
        initial=Enantiomer.RACEMIC,
    )
    starts_on = forms.DateField(
        label=_("First day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Choose the first day.")},
    )
    ends_on = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Leave it empty for a plan that runs until it is changed."),
    )
    mode = forms.ChoiceField(
        label=_("Kind of plan"),
        choices=PlanMode.choices,
        widget=chips(),
        initial=PlanMode.SCHEDULED_LOW_DOSE,
    )
    place = forms.ChoiceField(
        label=_("Where doses are taken"),
        choices=Place.choices,
        widget=chips(),
        error_messages={"required": _("Choose where doses are taken.")},
    )
    hold_systolic = forms.IntegerField(
        label=_("Raised from, upper number"),
        required=False,
        help_text=_("Only to set another limit for this patient, 120 to 159."),
    )
    hold_diastolic = forms.IntegerField(
        label=_("Raised from, lower number"), required=False, help_text=_("80 to 99.")
    )
    usual_low_systolic = forms.IntegerField(
        label=_("Usual low, upper number"), required=False, help_text=_("90 to 99.")
    )
    usual_low_diastolic = forms.IntegerField(
        label=_("Usual low, lower number"), required=False, help_text=_("50 to 59.")
    )
    instructions = forms.CharField(
        label=_("Instructions to the patient"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    limits_reason = forms.CharField(
        label=_("Reason, where the plan goes past a limit"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self,
        *args: Any,
        terms: Terms | None = None,
        policy: DosingPolicy | None = None,
        today: date | None = None,
        **kwargs: Any,
    ) -> None:
        if terms is not None:
            kwargs["initial"] = {**initial_of(terms), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.policy = policy or DosingPolicy()
        self.today = today
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = layout()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            for finding in shape_findings(self.terms(), self.policy, self.today):
                self.add_error(finding.field, finding.text(gettext))
        return cleaned

    def add_error(self, field: str | None, error: Any) -> None:
        """Also takes the field names of the rules and of the services' refusals."""
        name = FORM_FIELDS.get(field or "", field or None)
        super().add_error(name if name in self.fields else None, error)

    def terms(self) -> Terms:
        """What was typed, as the rules read it."""
        typed: dict[str, Any] = {name: self.cleaned_data.get(name) for name in self.fields}
        amounts: dict[str, Any] = {
            rule_name: None if typed[name] is None else ug_from_mg(typed[name])
            for rule_name, name in FORM_FIELDS.items()
        }
        kept: dict[str, Any] = {
            name: value for name, value in typed.items() if name not in FORM_FIELDS.values()
        }
        return Terms(**kept, **amounts)


def initial_of(terms: Terms) -> dict[str, Any]:
    """A plan as the form shows it again."""
    shown = {
        name: getattr(terms, name) for name in PlanDraftForm.base_fields if hasattr(terms, name)
    }
    shown["times_of_day"] = ", ".join(terms.times_of_day)
    for rule_name, name in FORM_FIELDS.items():
        amount_ug = getattr(terms, rule_name)
        shown[name] = f"{mg_from_ug(amount_ug).normalize():f}" if amount_ug else None
    return shown


def layout() -> Layout:
    """Groups by importance; the last ones are for the exceptions."""
    groups: Iterable[tuple[Any, tuple[str, ...]]] = (
        (_("Dose and times"), ("dose_mg", "times_of_day", "every_days", "starts_on", "ends_on")),
        (
            _("Medicine"),
            ("formulation", "strength_mg", "concentration_mg_per_ml", "route", "enantiomer"),
        ),
        (_("How"), ("mode", "place", "instructions")),
        (
            _("Blood pressure limits of this patient"),
            ("hold_systolic", "hold_diastolic", "usual_low_systolic", "usual_low_diastolic"),
        ),
        (_("Limits"), ("limits_reason",)),
    )
    return Layout(*(Fieldset(str(title), *names) for title, names in groups))
