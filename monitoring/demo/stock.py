"""What the demo clinic's patients have at home: prescriptions, dispensings, one odd count."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from dosing.choices import SupplyKind
from dosing.models import Prescription
from dosing.rules import Product
from dosing.rules.supply import is_early
from dosing.selectors import Case
from dosing.selectors.supply import Supply
from dosing.services.supply import (
    Dispensing,
    PrescriptionEntry,
    SupplyReport,
    prescription_record,
    supply_dispense,
    supply_report,
)
from monitoring.demo.diary import ZONE

if TYPE_CHECKING:
    from monitoring.demo.play import Player

DAYS_OF_A_FILL = 14
# As many as a schedule III drug allows; two months of care need four.
REFILLS = 5
PHARMACY = "Example Compounding Pharmacy"
USABLE_FOR = timedelta(days=120)
# Fewer doses than this is looked at within a week, not the same day.
MISCOUNTED = 2


def fill(player: "Player", at: datetime) -> None:
    """Two weeks of what was signed last; the first fill of a strength comes with its paper."""
    terms = Case(player.patient, at).plans[0].terms
    product, day = Product.of(terms), at.astimezone(ZONE).date()
    amount_ug = DAYS_OF_A_FILL * terms.daily_ug
    paper = _paper(player, at, product, amount_ug)
    given = Dispensing(
        product=product,
        amount_ug=amount_ug,
        dispensed_on=day,
        lot=f"DEMO-{day:%m%d}",
        beyond_use_on=day + USABLE_FOR,
        pharmacy=PHARMACY,
        prescription=paper,
    )
    supply_dispense(
        patient=player.patient,
        by=player.nurse,
        now=at,
        dispensing=given,
        idempotency_key=f"demo-fill-{product.key}-{day}",
    )


def refill(player: "Player", at: datetime) -> None:
    """The next two weeks, if they are due by now: whoever left doses out still has some."""
    supply = Supply(Case(player.patient, at))
    if supply.product and not is_early(supply.today, supply.refill_due_on, supply.policy):
        fill(player, at)


def _paper(player: "Player", at: datetime, product: Product, amount_ug: int) -> Prescription:
    entry = PrescriptionEntry(
        product=product,
        issued_on=at.astimezone(ZONE).date(),
        prescriber_name=player.prescriber.full_name,
        pharmacy=PHARMACY,
        quantity_ug=amount_ug,
        refills_authorised=REFILLS,
    )
    return prescription_record(
        patient=player.patient,
        by=player.nurse,
        now=at,
        entry=entry,
        idempotency_key=f"demo-prescription-{product.key}",
    )


def miscount(player: "Player", at: datetime) -> None:
    """The patient counts two fewer than the record says."""
    supply = Supply(Case(player.patient, at))
    product, balance = next(iter(supply.on_hand.items()))
    report = SupplyReport(
        kind=SupplyKind.COUNTED,
        product=product,
        amount_ug=balance.low_ug - MISCOUNTED * product.smallest_ug,
        happened_on=at.astimezone(ZONE).date(),
    )
    supply_report(
        patient=player.patient,
        by=player.patient.user,
        now=at,
        report=report,
        idempotency_key="demo-count",
    )
