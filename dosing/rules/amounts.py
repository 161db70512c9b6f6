"""Milligrams and millilitres at the edge: exact, never a float."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

UG_PER_MG = 1_000
UL_PER_ML = 1_000


def decimal_text(value: Fraction, places: int = 3) -> str:
    """The shortest decimal text of a value, at most `places` behind the point."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    rounded = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def mg_text(amount_ug: int | Fraction) -> str:
    """Micrograms as "25 mg"."""
    return f"{decimal_text(Fraction(amount_ug) / UG_PER_MG)} mg"


def ml_text(volume_ul: int | Fraction) -> str:
    """Microlitres as "2.5 mL"."""
    return f"{decimal_text(Fraction(volume_ul) / UL_PER_ML)} mL"


def ug_from_mg(amount_mg: Decimal) -> int:
    """Whole micrograms of a typed milligram amount; ValueError when it is finer than that."""
    amount_ug = amount_mg * UG_PER_MG
    if amount_ug != amount_ug.to_integral_value():
        raise ValueError(amount_mg)
    return int(amount_ug)


def mg_from_ug(amount_ug: int) -> Decimal:
    return Decimal(amount_ug) / UG_PER_MG


def volume_ul(amount_ug: int | Fraction, concentration_ug_per_ml: int) -> Fraction:
    """The volume that holds the amount, exact."""
    return Fraction(amount_ug) * UL_PER_ML / concentration_ug_per_ml
