"""Blood pressure, weight and pain."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.choices import WeightUnit
from intake.forms.fields import BloodPressurePairFields, chips
from intake.rules.instruments import PEG
from intake.rules.vitals import needs_third_reading


class PressureForm(BloodPressurePairFields):
    """The baseline pair of the application."""

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
        return {"readings": readings, "is_confirmed": self.is_confirmed}


class WeightForm(forms.Form):
    """Body weight in the unit of the person's own scale."""

    amount = forms.DecimalField(
        label=gettext_lazy("Weight"),
        max_digits=5,
        decimal_places=1,
        min_value=1,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "chars-5"}),
        error_messages={
            "required": gettext_lazy("Type your weight."),
            "invalid": gettext_lazy("Type a number, for example 154 or 70.5."),
        },
        help_text=gettext_lazy("Weigh yourself today if you can, without shoes."),
    )
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), choices=WeightUnit.choices, widget=chips())

    def answers(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class PainForm(forms.Form):
    """The three PEG items from 0 to 10."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        numbers = range(PEG.lowest, PEG.highest + 1)
        for item in PEG.items:
            self.fields[item.key] = forms.TypedChoiceField(
                label=_(item.text),
                choices=[(number, str(number)) for number in numbers],
                coerce=int,
                widget=forms.RadioSelect(attrs={"class": "chips chips--numbers"}),
                help_text=f"{_(item.low_words)} – {_(item.high_words)}",
                error_messages={"required": _("Choose a number from 0 to 10.")},
            )

    def answers(self) -> dict[str, Any]:
        return dict(self.cleaned_data)
