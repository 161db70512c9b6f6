"""What is known of a patient's supply, in the words and numbers that its alerts need."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction


@dataclass(frozen=True)
class CountFact:
    """A count that differs from the record, and is news. `doses` None: no plan tells its size."""

    key: str
    at: datetime
    product: str
    recorded: str
    counted: str
    difference: str
    is_short: bool
    doses: Fraction | None


@dataclass(frozen=True)
class LossFact:
    """Something lost, or gone to somebody else; `amount` is in words, also when unknown."""

    key: str
    at: datetime
    what: str
    amount: str
    is_child: bool = False


@dataclass(frozen=True)
class DispensingFact:
    """A dispensing with marks; `marks` are in words."""

    key: str
    at: datetime
    amount: str
    marks: tuple[str, ...]
    is_early: bool = False
    is_past_ceiling: bool = False


@dataclass(frozen=True)
class RunOutFact:
    """What is on hand ends within the days of the policy; `at` is when that began to be so."""

    key: str
    at: datetime
    day: str
    product: str


@dataclass(frozen=True)
class SupplyFacts:
    """All of it; empty for somebody for whom nothing was ever dispensed."""

    counts: tuple[CountFact, ...] = ()
    losses: tuple[LossFact, ...] = ()
    dispensings: tuple[DispensingFact, ...] = ()
    runs_out: RunOutFact | None = None
    past_use: RunOutFact | None = None
