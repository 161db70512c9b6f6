"""Blood pressure, weight and height."""

from decimal import Decimal
from typing import Any

from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.choices import LengthUnit, PressureAlarm, Symptom, WeightUnit
from intake.forms.fields import BloodPressurePairFields, chips
from intake.forms.parts import layout_of, unmarked
from intake.rules.alarm import (
    EMERGENCY_SYMPTOMS,
    IF_CLINIC_NOT_REACHED,
    PRESSURE_SYMPTOMS,
    pressure_alarm,
)
from intake.rules.vitals import (
    INCHES_IN_FOOT,
    READING_GAP_SECONDS,
    REST_MINUTES,
    SEVERE_DIASTOLIC,
    SEVERE_SYSTOLIC,
    PressureReading,
    needs_third_reading,
)

NO_SYMPTOM = "none"
TALLEST_FEET = 8
LARGEST_CENTIMETERS = 999


class PressureForm(BloodPressurePairFields):
    """The baseline pair of the application, and what feels wrong at that moment."""

    symptoms = forms.MultipleChoiceField(
        label=gettext_lazy("Is any of this true right now?"),
        choices=[*Symptom.choices, (NO_SYMPTOM, gettext_lazy("None of these"))],
        widget=forms.CheckboxSelectMultiple(attrs={"class": "chips"}),
        error_messages={"required": gettext_lazy("Choose what is true, or “None of these”.")},
    )

    rest_minutes = REST_MINUTES
    rest_seconds = REST_MINUTES * 60
    gap_seconds = READING_GAP_SECONDS
    not_reached = gettext_lazy(IF_CLINIC_NOT_REACHED)
    alarm_limits = {
        "severe": [SEVERE_SYSTOLIC, SEVERE_DIASTOLIC],
        "call": sorted(map(str, EMERGENCY_SYMPTOMS)),
        "with_pressure": sorted(map(str, PRESSURE_SYMPTOMS)),
    }

    def clean_symptoms(self) -> list[str]:
        told = list(self.cleaned_data["symptoms"])
        if NO_SYMPTOM in told and len(told) > 1:
            raise forms.ValidationError(_("Untick “None of these”, or the others."))
        return [key for key in told if key != NO_SYMPTOM]

    @property
    def alarm(self) -> PressureAlarm | None:
        """What is urgent in what was typed, even where it has to be measured again."""
        if not self.is_bound:
            return None
        ticked = set(self["symptoms"].value() or []) & set(Symptom.values)
        return pressure_alarm(self._as_typed(), ticked)

    def _as_typed(self) -> list[PressureReading]:
        typed = [
            [
                str(self[f"{name}_{place}"].value() or "").strip()
                for name in ("systolic", "diastolic")
            ]
            for place in (1, 2, 3)
        ]
        return [
            PressureReading(*(int(text) if text.isdecimal() else 0 for text in pair))
            for pair in typed
            if any(text.isdecimal() and len(text) <= 3 for text in pair)
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and needs_third_reading(self.readings(), policy=self.policy):
            text = _(
                "Your two readings are far apart. Rest one minute, measure a third time and type "
                "it here."
            )
            self.add_error("systolic_3", text)
        return cleaned

    def answers(self) -> dict[str, Any]:
        """What the service stores; `is_confirmed` says that an unusual reading was sent twice."""
        readings = [
            {"systolic": r.systolic, "diastolic": r.diastolic, "pulse": r.pulse}
            for r in self.readings()
        ]
        return {
            "readings": readings,
            "is_confirmed": self.is_confirmed,
            "symptoms": self.cleaned_data["symptoms"],
        }


def _decimal_field(label: Any, missing: Any, **kwargs: Any) -> forms.DecimalField:
    """A number as a scale or a tape shows it, with one decimal at most; never prefilled."""
    wrong = gettext_lazy("Type a number with at most one decimal, for example 154 or 70.5.")
    keys = ("invalid", "min_value", "max_value", "max_digits", "max_decimal_places")
    return forms.DecimalField(
        label=label,
        max_digits=5,
        decimal_places=1,
        widget=forms.TextInput(
            attrs={"inputmode": "decimal", "class": "chars-5", "autocomplete": "off"}
        ),
        error_messages={
            **dict.fromkeys((*keys, "max_whole_digits"), wrong),
            "required": missing,
            **kwargs.pop("error_messages", {}),
        },
        **kwargs,
    )


TYPE_HEIGHT = gettext_lazy("Type your height.")
WRONG_FEET = gettext_lazy("Type whole feet, for example 5.")
WRONG_INCHES = gettext_lazy("Type inches from 0 to 11, for example 7.")


class WeightForm(forms.Form):
    """Body weight and height in the units that the person is used to."""

    amount = _decimal_field(
        gettext_lazy("Weight"),
        gettext_lazy("Type your weight."),
        min_value=1,
        help_text=gettext_lazy("Weigh yourself today if you can, without shoes."),
    )
    unit = forms.ChoiceField(
        label=gettext_lazy("Unit of the weight"), choices=WeightUnit.choices, widget=chips()
    )
    height_unit = forms.ChoiceField(
        label=gettext_lazy("Unit of the height"), choices=LengthUnit.choices, widget=chips()
    )
    feet = forms.IntegerField(
        label=gettext_lazy("Height, feet"),
        min_value=0,
        max_value=TALLEST_FEET,
        required=False,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "class": "chars-3", "autocomplete": "off"}
        ),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), WRONG_FEET),
    )
    inches = _decimal_field(
        gettext_lazy("Height, inches"),
        TYPE_HEIGHT,
        min_value=0,
        max_value=INCHES_IN_FOOT - Decimal("0.1"),
        required=False,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), WRONG_INCHES),
    )
    centimeters = _decimal_field(
        gettext_lazy("Height, centimeters"),
        TYPE_HEIGHT,
        min_value=1,
        max_value=LARGEST_CENTIMETERS,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("feet", "inches", "centimeters"):
            unmarked(self.fields[name])
        height = Div(
            "height_unit",
            Div("feet", "inches", css_class="height__feet"),
            Div("centimeters", css_class="height__centimeters"),
            css_class="height",
        )
        self.helper = layout_of("amount", "unit", height)

    def clean(self) -> dict[str, Any]:
        """Only the boxes of the chosen unit count."""
        cleaned = super().clean() or {}
        is_metric = cleaned.get("height_unit") == LengthUnit.CENTIMETER
        for name in ("feet", "inches") if is_metric else ("centimeters",):
            self.errors.pop(name, None)
            cleaned[name] = None
        needed = "centimeters" if is_metric else "feet"
        if cleaned.get(needed) is None and needed not in self.errors:
            self.add_error(needed, TYPE_HEIGHT)
        return cleaned

    def answers(self) -> dict[str, Any]:
        return dict(self.cleaned_data)
