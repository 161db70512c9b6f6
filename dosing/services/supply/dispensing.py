"""Record a dispensing. It has happened, so it is never refused for what it is, only marked."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dosing.choices import SupplyKind, SupplyMark
from dosing.models import Prescription, SupplyEntry
from dosing.rules import DosingPolicy, resolve
from dosing.rules.supply import (
    DispensingFacts,
    PrescriptionFacts,
    Product,
    days_of_supply,
    dispensing_marks,
)
from dosing.selectors import Case
from dosing.selectors.supply import Supply, prescription_facts, prescriptions_of
from dosing.services.locks import case_open
from dosing.services.supply.checks import (
    amount_check,
    day_check,
    key_check,
    look_check,
    product_check,
)
from dosing.services.supply.errors import EntryNotReadable, SupplyReasonNeeded
from dosing.services.supply.rows import entry_known, entry_write
from ketaclinic.accounts.access import Capability, ensure


@dataclass(frozen=True)
class Dispensing:
    """What the pharmacy gave out: how much of what, when, from which lot, under which paper."""

    product: Product
    amount_ug: int
    dispensed_on: date
    lot: str
    beyond_use_on: date | None
    pharmacy: str
    prescription: Prescription | None = None
    note: str = ""


@transaction.atomic
def supply_dispense(
    *, patient: Any, by: Any, now: datetime, dispensing: Dispensing, idempotency_key: str
) -> SupplyEntry:
    """Record it with its marks; the same key returns the row that it made.

    Raises RecordLookNeeded while no recent look at the state's record is on file,
    SupplyReasonNeeded when it earns a mark and no reason was typed, EntryNotReadable with the
    field; then nothing is written.
    """
    case = case_open(patient, now, Case)
    return supply_dispense_in(case, dispensing, by=by, idempotency_key=idempotency_key)


def supply_dispense_in(
    case: Case, dispensing: Dispensing, *, by: Any, idempotency_key: str
) -> SupplyEntry:
    """The same in an open case."""
    ensure(by, Capability.RECORD_SUPPLY)
    known = entry_known(case, idempotency_key)
    if known is not None:
        return known
    key_check(idempotency_key)
    _check(case, dispensing)
    look_check(case)
    marks = _marks(case, dispensing)
    if marks and not dispensing.note.strip():
        raise SupplyReasonNeeded(marks, [str(SupplyMark(mark).label) for mark in marks])
    return entry_write(
        case,
        kind=SupplyKind.DISPENSED,
        product=dispensing.product,
        by=by,
        # Known to the day: whatever was taken on that day may have been taken from it.
        happened_at=resolve(dispensing.dispensed_on, time.min, case.zone),
        amount_ug=dispensing.amount_ug,
        prescription=dispensing.prescription,
        pharmacy=dispensing.pharmacy.strip(),
        lot=dispensing.lot.strip(),
        beyond_use_on=dispensing.beyond_use_on,
        marks=marks,
        note=dispensing.note.strip(),
        idempotency_key=idempotency_key,
    )


def _check(case: Case, dispensing: Dispensing) -> None:
    product_check(dispensing.product)
    amount_check(dispensing.amount_ug)
    day_check(case, dispensing.dispensed_on, "dispensed_on")
    for name in ("lot", "pharmacy"):
        if not getattr(dispensing, name).strip():
            raise EntryNotReadable(_("This is needed."), field=name)
    if dispensing.beyond_use_on is None:
        raise EntryNotReadable(_("Give the date on the label."), field="beyond_use_on")
    paper = dispensing.prescription
    if paper is not None and paper.patient_id != case.patient.pk:
        raise EntryNotReadable(_("Choose one of this patient's."), field="prescription")


def _marks(case: Case, dispensing: Dispensing) -> list[str]:
    supply = Supply(case)
    plan = case.plan
    # What this fill starts is judged by the plan that it is for, also when that is still to come.
    own = next((p for p in case.plans if Product.of(p) == dispensing.product), plan)
    facts = DispensingFacts(
        dispensed_on=dispensing.dispensed_on,
        product=dispensing.product,
        beyond_use_on=dispensing.beyond_use_on,
        prescription=_paper(case, dispensing.prescription),
        plan_products=supply.plan_products,
        days=days_of_supply(dispensing.amount_ug, own.terms) if own else None,
        is_titrating=supply.is_titrating,
        due_on=supply.refill_due_on,
    )
    return dispensing_marks(facts, case.policy.get(DosingPolicy))


def _paper(case: Case, chosen: Prescription | None) -> PrescriptionFacts | None:
    """The chosen prescription as it stands inside the lock, before this fill."""
    if chosen is None:
        return None
    found = next(each for each in prescriptions_of(case.patient) if each.pk == chosen.pk)
    return prescription_facts(found)
