"""Record what was issued elsewhere. This app issues nothing."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from dosing.models import Prescription, PrescriptionEnd, RecordLook
from dosing.rules.supply import MOST_REFILLS, Product
from dosing.selectors import Case
from dosing.services.errors import NoteNeeded
from dosing.services.locks import case_open
from dosing.services.supply.checks import (
    amount_check,
    day_check,
    key_check,
    look_check,
    product_check,
)
from dosing.services.supply.errors import EntryNotReadable, PrescriptionOver
from dosing.services.supply.rows import product_values
from ketaclinic.accounts.access import Capability, ensure
from ketaclinic.audit.services import event_record


@dataclass(frozen=True)
class PrescriptionEntry:
    """A prescription as it was issued; `quantity_ug` is of one fill."""

    product: Product
    issued_on: date
    prescriber_name: str
    pharmacy: str
    quantity_ug: int
    refills_authorised: int
    note: str = ""


@transaction.atomic
def prescription_record(
    *, patient: Any, by: Any, now: datetime, entry: PrescriptionEntry, idempotency_key: str
) -> Prescription:
    """Record one prescription; the same key returns the row that it made.

    Raises EntryNotReadable with the field, RecordLookNeeded; then nothing is written.
    """
    ensure(by, Capability.RECORD_SUPPLY)
    case = case_open(patient, now, Case)
    mine = Prescription.objects.filter(patient=case.patient)
    known: Prescription | None = mine.filter(idempotency_key=idempotency_key).first()
    if known is not None:
        return known
    key_check(idempotency_key)
    _check(case, entry)
    look_check(case)
    prescription: Prescription = Prescription.objects.create(
        patient=case.patient,
        **product_values(entry.product),
        issued_on=entry.issued_on,
        prescriber_name=entry.prescriber_name.strip(),
        pharmacy=entry.pharmacy.strip(),
        quantity_ug=entry.quantity_ug,
        refills_authorised=entry.refills_authorised,
        note=entry.note.strip(),
        recorded_by=by,
        recorded_at=now,
        idempotency_key=idempotency_key,
    )
    _record("dosing.prescription_recorded", prescription, by)
    return prescription


def _check(case: Case, entry: PrescriptionEntry) -> None:
    product_check(entry.product)
    amount_check(entry.quantity_ug)
    day_check(case, entry.issued_on, "issued_on")
    if not 0 <= entry.refills_authorised <= MOST_REFILLS:
        text = _("A prescription has at most %(most)s refills.") % {"most": MOST_REFILLS}
        raise EntryNotReadable(text, field="refills_authorised")
    for name in ("prescriber_name", "pharmacy"):
        if not getattr(entry, name).strip():
            raise EntryNotReadable(_("This is needed."), field=name)


def _record(verb: str, subject: Prescription, by: Any) -> None:
    event_record(verb=verb, by=by, patient_id=subject.patient.public_id, subject=subject)


@transaction.atomic
def prescription_end(
    *, prescription: Prescription, by: Any, now: datetime, reason: str
) -> PrescriptionEnd:
    """It no longer counts, from today on; raises PrescriptionOver when somebody was first."""
    ensure(by, Capability.RECORD_SUPPLY)
    if not reason.strip():
        raise NoteNeeded(field="reason")
    case = case_open(prescription.patient, now, Case)
    if PrescriptionEnd.objects.filter(prescription=prescription).exists():
        raise PrescriptionOver()
    end: PrescriptionEnd = PrescriptionEnd.objects.create(
        prescription=prescription,
        ended_on=localtime(now, case.zone).date(),
        by=by,
        reason=reason.strip(),
        recorded_at=now,
    )
    _record("dosing.prescription_ended", prescription, by)
    return end


@transaction.atomic
def record_look_add(
    *, patient: Any, by: Any, now: datetime, looked_on: date, note: str
) -> RecordLook:
    """Record a look at the state's prescription record; the same day by the same person is one.

    Raises NoteNeeded without what it showed, EntryNotReadable for a day that cannot be.
    """
    ensure(by, Capability.RECORD_SUPPLY)
    if not note.strip():
        raise NoteNeeded(field="note")
    case = case_open(patient, now, Case)
    day_check(case, looked_on, "looked_on")
    known: RecordLook | None = RecordLook.objects.filter(
        patient=case.patient, looked_on=looked_on, by=by
    ).first()
    if known is not None:
        return known
    look: RecordLook = RecordLook.objects.create(
        patient=case.patient, looked_on=looked_on, by=by, note=note.strip(), recorded_at=now
    )
    event_record(
        verb="dosing.record_looked_at", by=by, patient_id=case.patient.public_id, subject=look
    )
    return look
