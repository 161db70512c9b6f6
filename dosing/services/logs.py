"""Writes of the dose log: a truthful report is never refused, only marked."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dosing.choices import HoldScope
from dosing.models import Clearance, DoseLog, ScheduledDose
from dosing.selectors import log_in_force
from dosing.services.errors import (
    AlreadyCorrected,
    AnotherReportExists,
    NoteNeeded,
    ReportNotReadable,
    WrongSlot,
)
from dosing.services.holds import hold_place
from dosing.services.locks import patient_lock
from dosing.services.marks import marks_of
from dosing.services.reminders import reminders_drop
from dosing.services.reports import Report, report_check, reporter_check
from ketaclinic.audit.services import event_record
from ketaclinic.policies.selectors import policy_in_force

EXTRA_DOSE = "extra_or_early_dose"


@transaction.atomic
def dose_record(
    *,
    patient: Any,
    slot: ScheduledDose | None,
    by: Any,
    now: datetime,
    outcome: str,
    amount_ug: int | None,
    taken_at: datetime | None,
    idempotency_key: str,
    reason_key: str = "",
    note: str = "",
    is_extra: bool = False,
) -> DoseLog:
    """Record a report. The same key returns the row that it made, however often it arrives.

    A different report on a slot that has one raises AnotherReportExists, which says what to ask.
    ReportNotReadable names the field of an amount or a time that cannot be. Early, extra, late,
    uncleared and held doses are recorded with their marks; an extra dose places a plan hold.
    """
    report = Report(outcome, amount_ug, taken_at, idempotency_key, reason_key, note, is_extra)
    patient = patient_lock(patient)
    reporter_check(patient, by)
    known = _known(patient, report)
    if known is not None:
        return known
    slot = _own_slot(patient, slot)
    report_check(report, now)
    if is_extra and not report.is_ingested:
        raise ReportNotReadable(_("An extra dose is one that was taken."), field="outcome")
    existing = log_in_force(slot) if slot is not None and not is_extra else None
    if existing is not None:
        raise AnotherReportExists(existing)
    return _write(patient, slot, report, by=by, now=now, corrects=None)


@transaction.atomic
def dose_correct(
    *,
    log: DoseLog,
    by: Any,
    now: datetime,
    outcome: str,
    amount_ug: int | None,
    taken_at: datetime | None,
    idempotency_key: str,
    note: str,
    reason_key: str = "",
) -> DoseLog:
    """Put a new report in force over an old one, with a reason in `note`; the old row stays.

    Raises AlreadyCorrected when somebody was first, NoteNeeded, ReportNotReadable.
    """
    report = Report(outcome, amount_ug, taken_at, idempotency_key, reason_key, note, log.is_extra)
    patient = patient_lock(log.patient)
    reporter_check(patient, by)
    known = _known(patient, report)
    if known is not None:
        return known
    if not note.strip():
        raise NoteNeeded(field="note")
    report_check(report, now)
    if DoseLog.objects.filter(corrects=log).exists():
        raise AlreadyCorrected()
    return _write(patient, log.slot, report, by=by, now=now, corrects=log)


def _known(patient: Any, report: Report) -> DoseLog | None:
    """The row that this very report made when it first arrived."""
    rows = DoseLog.objects.filter(patient=patient, idempotency_key=report.idempotency_key)
    row: DoseLog | None = rows.first()
    return row


def _own_slot(patient: Any, slot: ScheduledDose | None) -> ScheduledDose | None:
    """The slot as it stands inside the lock."""
    if slot is None:
        return None
    if slot.patient_id != patient.pk:
        raise WrongSlot()
    return ScheduledDose.objects.select_related("plan").get(pk=slot.pk)


def _write(
    patient: Any,
    slot: ScheduledDose | None,
    report: Report,
    *,
    by: Any,
    now: datetime,
    corrects: DoseLog | None,
) -> DoseLog:
    log: DoseLog = DoseLog.objects.create(
        **report.values(),
        patient=patient,
        slot=slot,
        recorded_at=now,
        recorded_by=by,
        corrects=corrects,
        marks=marks_of(patient, slot, report, corrects),
    )
    _settle(log, now)
    event_record(
        verb="dosing.dose_corrected" if corrects else "dosing.dose_recorded",
        by=by,
        patient_id=patient.public_id,
        subject=log,
        details={"outcome": log.outcome, "marks": log.marks},
    )
    return log


def _settle(log: DoseLog, now: datetime) -> None:
    """What a report ends: the slot's clearance and reminders; an extra dose ends all dosing."""
    if log.slot is not None and not log.is_extra:
        open_clearance = Clearance.objects.filter(slot=log.slot, voided_at=None, used_at=None)
        if log.is_ingested:
            open_clearance.update(used_at=now)
        else:
            open_clearance.update(voided_at=now, void_reason="not_taken")
        reminders_drop([log.slot], reason="logged", now=now)
    if log.is_extra and log.is_ingested:
        _hold_after_extra(log, now)


def _hold_after_extra(log: DoseLog, now: datetime) -> None:
    hold_place(
        patient=log.patient,
        key=EXTRA_DOSE,
        scope=HoldScope.PLAN,
        sentence=_("You reported an extra dose. Take no more until the clinic has called you."),
        by=None,
        now=now,
        policy_version=policy_in_force().version,
    )
