"""What every row of supply must be to be readable, and the gate that dispensing passes."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from dosing.choices import Enantiomer, Formulation
from dosing.rules import Product, resolve
from dosing.selectors import Case
from dosing.selectors.looks import is_look_recent, look_needed_text
from dosing.services.supply.errors import EntryNotReadable, RecordLookNeeded
from intake.rules import IntakePolicy

LONGEST_KEY = 64
# Far beyond any supply; above it, a slipped decimal point.
LARGEST_UG = 100_000_000
OLDEST = timedelta(days=366)


def key_check(key: str) -> None:
    if not 0 < len(key) <= LONGEST_KEY:
        raise EntryNotReadable(_("This page is too old. Open it again."))


def product_check(product: Product) -> None:
    """A product is a known form with exactly one strength."""
    strengths = [product.strength_ug, product.concentration_ug_per_ml]
    is_known = (
        product.formulation in Formulation.values
        and product.enantiomer in Enantiomer.values
        and sum(bool(each and each > 0) for each in strengths) == 1
    )
    if not is_known:
        raise EntryNotReadable(_("Give the form and one strength."), field="product")


def amount_check(amount_ug: int | None, *, may_be_none: bool = False, least: int = 1) -> None:
    if amount_ug is None and may_be_none:
        return
    if amount_ug is None or not least <= amount_ug <= LARGEST_UG:
        raise EntryNotReadable(_("Check the amount."), field="quantity")


def day_check(case: Case, day: date, field: str) -> None:
    """A day that has come, and is not more than a year ago."""
    today = localtime(case.now, case.zone).date()
    if day > today:
        raise EntryNotReadable(_("This day is still to come. Check it."), field=field)
    if day < today - OLDEST:
        raise EntryNotReadable(_("This is more than a year ago. Check it."), field=field)


def moment_of(case: Case, day: date) -> datetime:
    """When something of a day happened: today it is now, on an earlier day its noon."""
    if day == localtime(case.now, case.zone).date():
        return case.now
    return resolve(day, time(12), case.zone)


def look_check(case: Case) -> None:
    """A prescription and a dispensing need a recent look at the state's record (§6.1)."""
    policy: Any = case.policy.get(IntakePolicy)
    if not is_look_recent(case.patient, case.now, policy=policy):
        raise RecordLookNeeded(look_needed_text(policy))
