"""Findings that no limit can lift: the plan cannot be carried out as written."""

from collections.abc import Iterator
from typing import Any

from dosing.rules.amounts import mg_text
from dosing.rules.findings import Level, LimitFinding, gettext_noop
from dosing.rules.terms import Terms, is_dispensable, nearest_possible_ug


def impossible(key: str, field: str, message: str, **details: Any) -> LimitFinding:
    return LimitFinding(key=key, level=Level.BOUND, message=message, details=details, field=field)


def not_dispensable(terms: Terms, field: str) -> Iterator[LimitFinding]:
    """A dose that cannot be measured out, with the nearest that can; nothing when it can."""
    nearest = nearest_possible_ug(terms)
    if not nearest or is_dispensable(terms):
        return
    message = (
        gettext_noop("%(dose)s is not a whole 0.1 mL step. The nearest possible: %(nearest)s.")
        if terms.is_solution
        else gettext_noop("%(dose)s cannot be made from whole units. The nearest: %(nearest)s.")
    )
    amounts = ", ".join(mg_text(amount) for amount in nearest)
    dose = mg_text(terms.dose_ug)
    yield impossible("not_dispensable", field, message, dose=dose, nearest=amounts)
