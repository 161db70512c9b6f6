"""A prescription issued elsewhere: until when it is valid, and what it still allows."""

from dataclasses import dataclass
from datetime import date

from dosing.rules.supply.product import Product
from intake.rules.dates import months_later

# 21 CFR 1306.22 (S98): schedule III. No policy can pass these.
MOST_REFILLS = 5
VALID_MONTHS = 6


@dataclass(frozen=True)
class PrescriptionFacts:
    """What was issued, and how often it was filled; the first fill is no refill."""

    product: Product
    issued_on: date
    quantity_ug: int
    refills_authorised: int
    fills: int = 0
    ended_on: date | None = None

    @property
    def expires_on(self) -> date:
        """The last day of a fill: the same day six months on, clamped to the month (§11.29)."""
        return months_later(self.issued_on, VALID_MONTHS)

    @property
    def fills_left(self) -> int:
        """Fills that are still authorised; never below 0, though more may have been recorded."""
        return max(1 + self.refills_authorised - self.fills, 0)

    def is_valid_on(self, day: date) -> bool:
        """Whether a fill on that day is allowed by date: from its issue to its last day."""
        has_ended = self.ended_on is not None and self.ended_on <= day
        return self.issued_on <= day <= self.expires_on and not has_ended

    def can_fill_on(self, day: date) -> bool:
        return self.is_valid_on(day) and self.fills_left > 0
