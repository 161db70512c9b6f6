"""The rows of a planned titration: a dose, the days on the one before it, what must be true."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dosing.choices import StepCondition
from dosing.forms.fields import MilligramField, tick_chips
from dosing.rules import Terms, TitrationStep, mg_from_ug, ug_from_mg
from dosing.rules.shape_steps import MOST_STEP_DAYS, MOST_STEPS

NUMBERS = range(1, MOST_STEPS + 1)
# So many rows stand open; the others are a press away.
OPEN_ROWS = 3


@dataclass(frozen=True)
class StepRow:
    """One row of the editor."""

    number: int
    dose: BoundField
    days: BoundField

    @property
    def is_used(self) -> bool:
        return any(field.value() or field.errors for field in (self.dose, self.days))


class StepFields(forms.Form):
    """A fixed number of rows, so that the page works without a script."""

    step_conditions = forms.MultipleChoiceField(
        label=gettext_lazy("Before each step"),
        choices=StepCondition.choices,
        required=False,
        widget=tick_chips(),
        help_text=gettext_lazy("A permit to increase is needed whatever you choose here."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in NUMBERS:
            names = {"number": number}
            self.fields[f"step_dose_{number}"] = MilligramField(
                label=_("Step %(number)s: dose, mg") % names, required=False
            )
            self.fields[f"step_days_{number}"] = forms.IntegerField(
                label=_("Step %(number)s: after how many days") % names,
                required=False,
                min_value=1,
                max_value=MOST_STEP_DAYS,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "chars-3"}),
            )

    @property
    def step_rows(self) -> list[StepRow]:
        return [
            StepRow(number, self[f"step_dose_{number}"], self[f"step_days_{number}"])
            for number in NUMBERS
        ]

    @property
    def open_step_rows(self) -> list[StepRow]:
        return self.step_rows[:OPEN_ROWS]

    @property
    def more_step_rows(self) -> list[StepRow]:
        return self.step_rows[OPEN_ROWS:]

    @property
    def shows_more_steps(self) -> bool:
        return any(row.is_used for row in self.more_step_rows)

    def clean_steps(self) -> None:
        """A row is whole or empty, and no row stands empty before a filled one."""
        filled = [number for number in NUMBERS if self._typed(number) != (None, None)]
        for number in range(1, max(filled, default=0) + 1):
            dose, days = self._typed(number)
            if dose is None:
                self._ask(f"step_dose_{number}", _("Write the dose of this step in mg."))
            if days is None:
                self._ask(f"step_days_{number}", _("Write after how many days it may begin."))

    def _typed(self, number: int) -> tuple[Any, Any]:
        typed = self.cleaned_data
        return typed.get(f"step_dose_{number}"), typed.get(f"step_days_{number}")

    def _ask(self, name: str, message: str) -> None:
        if name not in self.errors:
            self.add_error(name, message)

    def steps(self) -> tuple[TitrationStep, ...]:
        """The rows as the rules read them; every step has the same conditions."""
        conditions = tuple(self.cleaned_data.get("step_conditions", ()))
        rows = (self._typed(number) for number in NUMBERS)
        return tuple(
            TitrationStep(ug_from_mg(dose), days, conditions)
            for dose, days in rows
            if dose is not None and days is not None
        )


def step_initial(terms: Terms) -> dict[str, Any]:
    """Planned steps as the rows show them again."""
    shown: dict[str, Any] = {}
    for number, step in enumerate(terms.steps, start=1):
        shown[f"step_dose_{number}"] = f"{mg_from_ug(step.dose_ug).normalize():f}"
        shown[f"step_days_{number}"] = step.after_days
    if terms.steps:
        shown["step_conditions"] = list(terms.steps[0].conditions)
    return shown
