"""The plan editor's form: shape and wording; the limits are the rules' business."""

from datetime import date
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dosing.choices import AfterHold, Enantiomer, Formulation, Place, PlanMode, Route
from dosing.forms.faults import FaultsTold
from dosing.forms.fields import MilligramField, TimesField, chips, tick_chips
from dosing.forms.names import FORM_FIELDS, form_field, initial_of
from dosing.forms.steps import StepFields
from dosing.rules import DosingPolicy, Terms, shape_findings, ug_from_mg
from dosing.rules.shape import MOST_EVERY_DAYS, MOST_HOLD_MINUTES

OWN_LIMITS = ("hold_systolic", "hold_diastolic", "usual_low_systolic", "usual_low_diastolic")


class PlanDraftForm(FaultsTold, StepFields):
    """One plan, in the order in which a prescriber thinks of it."""

    dose_mg = MilligramField(label=_("Dose, mg"), required_message=_("Write the dose in mg."))
    times_of_day = TimesField(
        label=_("Times of day"),
        max_length=120,
        help_text=_("On the patient's own clock: 08:00, 14:00, 20:00"),
        error_messages={"required": _("Write at least one time of day.")},
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Only on these weekdays"),
        choices=[(number + 1, name) for number, name in WEEKDAYS.items()],
        coerce=int,
        empty_value=[],
        required=False,
        widget=tick_chips(),
        help_text=_("Choose none for every day, or for every so many days."),
    )
    every_days = forms.IntegerField(
        label=_("Every how many days"),
        min_value=1,
        max_value=MOST_EVERY_DAYS,
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
    hold_minutes = forms.IntegerField(
        label=_("Minutes under the tongue"),
        required=False,
        min_value=1,
        max_value=MOST_HOLD_MINUTES,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "chars-3"}),
        help_text=_("Only for a dose that is held under the tongue."),
    )
    after_hold = forms.ChoiceField(
        label=_("What is left after that"),
        choices=AfterHold.choices,
        required=False,
        widget=chips(),
        initial=AfterHold.NONE,
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
    change_reason = forms.CharField(
        label=_("Why the plan changes, for the patient to read"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("In plain words. Needed for every version after the first."),
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
        copied_from: int | None = None,
        **kwargs: Any,
    ) -> None:
        """`copied_from` is the version whose amounts stand in the form, to be confirmed."""
        if terms is not None:
            kwargs["initial"] = {**initial_of(terms), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.policy = policy or DosingPolicy()
        self.today = today
        self.copied_from = copied_from
        if copied_from is not None:
            self._ask_to_confirm(copied_from)

    def _ask_to_confirm(self, version: int) -> None:
        """The one exception to "never prefill a dose": copied on request, and confirmed."""
        words = {"version": version}
        copied = _("Copied from version %(version)s. Read it, and change it where needed.")
        self.fields["dose_mg"].help_text = copied % words
        self.fields["copied_ok"] = forms.BooleanField(
            label=gettext("The amounts copied from version %(version)s are right now.") % words,
            error_messages={"required": gettext("Read the copied amounts, then tick this box.")},
        )

    @property
    def waits_only_to_be_confirmed(self) -> bool:
        """Is everything whole but the tick that the copied amounts are right?"""
        return set(self.errors) == {"copied_ok"}

    @property
    def shows_own_limits(self) -> bool:
        """Is a blood pressure limit of this patient typed or at fault?"""
        fields = [self[name] for name in OWN_LIMITS]
        return any(field.value() or field.errors for field in fields)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.clean_steps()
        if not self.errors:
            for finding in shape_findings(self.terms(), self.policy, self.today):
                self.add_error(finding.field, finding.text(gettext))
        return cleaned

    def add_error(self, field: str | None, error: Any) -> None:
        """Also takes the field names of the rules and of the services' refusals."""
        name = form_field(field or "")
        super().add_error(name if name in self.fields else None, error)

    def terms(self) -> Terms:
        """What was typed, as the rules read it."""
        typed: dict[str, Any] = {
            name: self.cleaned_data.get(name) for name in PlanDraftForm.base_fields
        }
        amounts: dict[str, Any] = {
            rule_name: None if typed[name] is None else ug_from_mg(typed[name])
            for rule_name, name in FORM_FIELDS.items()
        }
        kept: dict[str, Any] = {
            name: value for name, value in typed.items() if name in Terms.__dataclass_fields__
        }
        kept["weekdays"] = tuple(sorted(kept["weekdays"] or ()))
        return Terms(**kept, **amounts, steps=self.steps())
