"""How long what is on hand lasts, dose by dose along the plan as it stands."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from heapq import merge
from zoneinfo import ZoneInfo

from dosing.rules.schedule import Timing, plan_days, resolve
from dosing.rules.supply.ledger import ZERO, Balance
from dosing.rules.supply.product import Product
from dosing.rules.terms import Terms, dose_rate, racemic_ug, read_time


@dataclass(frozen=True)
class PlanSpan:
    """One signed version, from when to when it counts; `ends_at` None runs on."""

    terms: Terms
    starts_at: datetime
    ends_at: datetime | None = None

    def counts_at(self, moment: datetime) -> bool:
        return self.starts_at <= moment and (self.ends_at is None or moment < self.ends_at)


@dataclass(frozen=True)
class PlannedDose:
    """A dose that the plan asks for at a moment."""

    at: datetime
    product: Product
    dose_ug: int


def planned_doses(
    spans: Iterable[PlanSpan], zone: ZoneInfo, after: datetime, until: datetime
) -> Iterator[PlannedDose]:
    """Every planned dose from `after` up to `until` (left out), whichever version asks for it."""
    each = (_of_span(span, zone, after, until) for span in spans)
    return merge(*each, key=lambda dose: dose.at)


def _of_span(
    span: PlanSpan, zone: ZoneInfo, after: datetime, until: datetime
) -> Iterator[PlannedDose]:
    begins = max(after, span.starts_at)
    ends = until if span.ends_at is None else min(until, span.ends_at)
    if begins >= ends:
        return
    product = Product.of(span.terms)
    clocks = sorted(map(read_time, span.terms.times_of_day))
    first, last = (moment.astimezone(zone).date() for moment in (begins, ends))
    for day in plan_days(span.terms, first, last):
        for clock in clocks:
            moment = resolve(day, clock, zone)
            if begins <= moment < ends:
                yield PlannedDose(moment, product, span.terms.dose_ug)


def still_to_take(
    doses: Iterable[PlannedDose], told: Iterable[datetime], timing: Timing
) -> Iterator[PlannedDose]:
    """Without the doses that somebody told of inside their window: one report, one dose."""
    waiting = sorted(told)
    for dose in doses:
        opens, closes = dose.at - timing.before, dose.at + timing.after
        answer = next((moment for moment in waiting if opens <= moment < closes), None)
        if answer is None:
            yield dose
        else:
            waiting.remove(answer)


def run_out(on_hand: Mapping[Product, Balance], doses: Iterable[PlannedDose]) -> PlannedDose | None:
    """The first dose that is not fully covered (§11.31); None while all of them are.

    Judged on the low end of what remains, so that an unknown amount never promises a dose.
    """
    left = {product: balance.low_ug for product, balance in on_hand.items()}
    for dose in doses:
        remains = left.get(dose.product, ZERO.low_ug) - dose.dose_ug
        if remains < 0:
            return dose
        left[dose.product] = remains
    return None


def days_of_supply(amount_ug: int, terms: Terms) -> Fraction | None:
    """How many calendar days of the plan an amount is; None when the plan takes nothing."""
    rate = dose_rate(terms)
    return Fraction(racemic_ug(amount_ug, terms.enantiomer)) / rate if rate else None


# How far ahead a supply is reckoned: as long as a prescription can live.
FURTHEST = timedelta(days=184)
