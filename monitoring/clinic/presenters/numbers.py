"""Numbers as a clinician reads them: no trailing zeros, nothing where nothing is known."""

from decimal import Decimal
from functools import lru_cache

from dosing.rules.amounts import mg_text


@lru_cache(maxsize=1024)
def number_text(value: Decimal | int | None) -> str:
    """The shortest text of a number; "" when unknown."""
    return "" if value is None else f"{Decimal(value).normalize():f}"


def pressure_text(systolic: Decimal | int | None, diastolic: Decimal | int | None) -> str:
    """ "128/82", with a half only where there is one; "" when unknown."""
    if systolic is None or diastolic is None:
        return ""
    return f"{number_text(systolic)}/{number_text(diastolic)}"


@lru_cache(maxsize=256)
def amount_text(amount_ug: int | None) -> str:
    """ "25 mg"; "" when unknown."""
    return "" if amount_ug is None else mg_text(amount_ug)
