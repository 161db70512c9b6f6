"""What is on hand: a form in a strength. Its amounts are micrograms; people count units or mL."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any, Self

from dosing.rules.amounts import UL_PER_ML, volume_ul


@dataclass(frozen=True)
class Product:
    """One formulation in one strength; either the strength of a unit or that of a liquid."""

    formulation: str
    enantiomer: str
    strength_ug: int | None = None
    concentration_ug_per_ml: int | None = None

    @classmethod
    def of(cls, source: Any) -> Self:
        """The product of a plan, of its terms, of a prescription or of a row of the ledger."""
        return cls(
            source.formulation,
            source.enantiomer,
            source.strength_ug,
            source.concentration_ug_per_ml,
        )

    @property
    def is_liquid(self) -> bool:
        return self.concentration_ug_per_ml is not None

    @property
    def key(self) -> str:
        """A name that a form can send back."""
        strength = self.concentration_ug_per_ml if self.is_liquid else self.strength_ug
        return f"{self.formulation}.{self.enantiomer}.{strength}"

    @property
    def smallest_ug(self) -> int:
        """One unit, or one millilitre; what quantities are counted in."""
        return self.concentration_ug_per_ml or self.strength_ug or 1

    def amount_ug(self, quantity: Decimal) -> int:
        """The micrograms in so many units or mL, to the nearest one."""
        amount = quantity * self.smallest_ug
        return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))

    def quantity(self, amount_ug: int) -> Fraction:
        """Units, or millilitres; exact."""
        if self.concentration_ug_per_ml:
            return volume_ul(amount_ug, self.concentration_ug_per_ml) / UL_PER_ML
        return Fraction(amount_ug, self.smallest_ug)
