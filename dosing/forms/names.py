"""The editor's names of what the rules speak of, and a plan as the editor shows it again."""

import re
from typing import Any

from dosing.forms.steps import step_initial
from dosing.rules import Terms, mg_from_ug

# The rules speak in micrograms, the form in milligrams.
FORM_FIELDS = {
    "dose_ug": "dose_mg",
    "strength_ug": "strength_mg",
    "concentration_ug_per_ml": "concentration_mg_per_ml",
}
STEP_FIELD = re.compile(r"steps\.(\d+)\.(dose_ug|after_days)")
STEP_NAMES = {"dose_ug": "step_dose", "after_days": "step_days"}
# Shown under other names, or row by row.
TOLD_APART = frozenset({*FORM_FIELDS, "steps", "times_of_day"})


def form_field(rule_field: str) -> str:
    """The form's name of what a finding points at."""
    step = STEP_FIELD.fullmatch(rule_field)
    if step:
        return f"{STEP_NAMES[step[2]]}_{step[1]}"
    return FORM_FIELDS.get(rule_field, rule_field)


def initial_of(terms: Terms) -> dict[str, Any]:
    """A plan as the form shows it again."""
    names = (name for name in Terms.__dataclass_fields__ if name not in TOLD_APART)
    shown = {name: getattr(terms, name) for name in names}
    shown["times_of_day"] = ", ".join(terms.times_of_day)
    for rule_name, name in FORM_FIELDS.items():
        amount_ug = getattr(terms, rule_name)
        shown[name] = f"{mg_from_ug(amount_ug).normalize():f}" if amount_ug else None
    return {**shown, **step_initial(terms)}
