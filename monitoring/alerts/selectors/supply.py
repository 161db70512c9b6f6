"""Supply as facts of alerts: one query, or none for whoever has no supply on record."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from fractions import Fraction

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from dosing.choices import SupplyKind, SupplyMark
from dosing.rules import resolve
from dosing.rules.supply import CEILING_MARKS, Variance
from dosing.selectors.supply import LedgerRow, Supply
from dosing.selectors.words import (
    amount_on_hand_text,
    balance_text,
    product_text,
    quantity_text,
)
from monitoring.alerts.rules import (
    CountFact,
    DispensingFact,
    LossFact,
    RunOutFact,
    SupplyFacts,
)
from monitoring.checkins.selectors import PatientCase

LOSSES = frozenset({SupplyKind.LOST, SupplyKind.SHARED, SupplyKind.CHILD})
ONE_DAY = timedelta(days=1)


def supply_facts(case: PatientCase, *, is_watched: bool) -> SupplyFacts:
    """What supply tells; what only time reveals is asked of patients who are watched.

    Whoever has plans and no supply on record costs no query; without a plan it must be asked.
    """
    if case.plans and not case.plans[0].has_supply:
        return SupplyFacts()
    supply = Supply(case)
    if not supply.rows:
        return SupplyFacts()
    has_plan = is_watched and case.plan is not None
    return SupplyFacts(
        counts=tuple(_counts(supply)),
        losses=tuple(_loss(row) for row in supply.rows if row.kind in LOSSES),
        dispensings=tuple(_dispensings(supply)),
        runs_out=_runs_out(supply) if has_plan else None,
        past_use=_past_use(supply) if has_plan else None,
    )


def _counts(supply: Supply) -> Iterator[CountFact]:
    told = {row.own_hex: row for row in supply.rows}
    for variance in supply.variances:
        if variance.is_news:
            yield CountFact(
                key=str(told[variance.key].key),
                at=told[variance.key].recorded_at,
                product=product_text(variance.product),
                recorded=balance_text(variance.product, variance.expected),
                counted=quantity_text(variance.product, variance.counted_ug),
                difference=quantity_text(variance.product, variance.difference_ug),
                is_short=variance.difference_ug < 0,
                doses=_doses(supply, variance),
            )


def _doses(supply: Supply, variance: Variance) -> Fraction | None:
    """How many doses of the plan in force the difference is; None when no plan tells."""
    plan = supply.case.plan
    if plan is None or supply.product != variance.product:
        return None
    return Fraction(abs(variance.difference_ug), plan.dose_ug)


def _loss(row: LedgerRow) -> LossFact:
    return LossFact(
        key=str(row.key),
        at=row.recorded_at,
        what=str(SupplyKind(row.kind).label),
        amount=_amount(row) if row.amount_ug else _("nobody knows how much"),
        is_child=row.kind == SupplyKind.CHILD,
    )


def _amount(row: LedgerRow) -> str:
    return amount_on_hand_text(row.product, row.amount_ug) if row.product and row.amount_ug else ""


def _dispensings(supply: Supply) -> Iterator[DispensingFact]:
    for row in supply.rows:
        if row.kind == SupplyKind.DISPENSED and row.marks and row.amount_ug:
            yield DispensingFact(
                key=str(row.key),
                at=row.recorded_at,
                amount=_amount(row),
                marks=tuple(str(SupplyMark(mark).label) for mark in row.marks),
                is_early=SupplyMark.EARLY in row.marks,
                is_past_ceiling=not CEILING_MARKS.isdisjoint(row.marks),
            )


def _runs_out(supply: Supply) -> RunOutFact | None:
    """One for each dispensing that ends; the next one makes it a thing of the past."""
    warned_before, product = timedelta(days=supply.policy.run_out_warning_days), supply.product
    dose = supply.runs_out_by(supply.case.now + warned_before)
    given = [row for row in supply.rows if row.kind == SupplyKind.DISPENSED and row.amount_ug]
    if dose is None or product is None or not given:
        return None
    newest = max(given, key=lambda row: (row.at, row.recorded_at))
    return RunOutFact(
        key=f"out:{newest.key}",
        at=dose.at - warned_before,
        day=_day(localtime(dose.at, supply.case.zone).date()),
        product=product_text(product),
    )


def _past_use(supply: Supply) -> RunOutFact | None:
    until, product = supply.use_until, supply.product
    if until is None or product is None or until >= supply.today:
        return None
    return RunOutFact(
        key=f"use:{until}",
        at=_midnight_after(supply, until),
        day=_day(until),
        product=product_text(product),
    )


def _midnight_after(supply: Supply, day: date) -> datetime:
    return resolve(day + ONE_DAY, time.min, supply.case.zone)


def _day(day: date | None) -> str:
    return date_format(day, "l, F j") if day else ""
