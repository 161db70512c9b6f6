"""Writes of the dose log: a truthful report is never refused, only marked."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dosing.choices import HoldScope, NotTakenReason, Outcome
from dosing.models import Clearance, DoseLog, ScheduledDose
from dosing.models.log import INGESTED
from dosing.selectors import log_in_force
from dosing.services.errors import (
    AlreadyCorrected,
    AnotherReportExists,
    NoteNeeded,
    ReporterRefused,
    ReportNotReadable,
    WrongSlot,
)
from dosing.services.locks import patient_lock
from dosing.services.marks import marks_of
from dosing.services.permissions import hold_place
from dosing.services.reminders import reminders_drop
from ketaclinic.accounts.access import Capability, allows
from ketaclinic.audit.services import event_record
from ketaclinic.policies.selectors import policy_in_force

# A phone's clock may run ahead by this much; further ahead is a typing error.
CLOCK_TOLERANCE = timedelta(minutes=5)
OLDEST_REPORT = timedelta(days=366)
# Far beyond any plan, so that an honest overdose can be told; beyond it, a slipped decimal point.
LARGEST_REPORT_UG = 10_000_000
EXTRA_DOSE = "extra_or_early_dose"


@dataclass(frozen=True)
class Report:
    """What a person says about a dose."""

    outcome: str
    amount_ug: int | None
    taken_at: datetime | None
    idempotency_key: str
    reason_key: str = ""
    note: str = ""
    is_extra: bool = False

    @property
    def is_ingested(self) -> bool:
        return self.outcome in INGESTED


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
    _check_reporter(patient, by)
    known: DoseLog | None = DoseLog.objects.filter(
        patient=patient, idempotency_key=idempotency_key
    ).first()
    if known is not None:
        return known
    if slot is not None and slot.patient_id != patient.pk:
        raise WrongSlot()
    _check_report(report, now)
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
    _check_reporter(patient, by)
    known: DoseLog | None = DoseLog.objects.filter(
        patient=patient, idempotency_key=idempotency_key
    ).first()
    if known is not None:
        return known
    if not note.strip():
        raise NoteNeeded(field="note")
    _check_report(report, now)
    if DoseLog.objects.filter(corrects=log).exists():
        raise AlreadyCorrected()
    return _write(patient, log.slot, report, by=by, now=now, corrects=log)


def _check_reporter(patient: Any, by: Any) -> None:
    """The patient reports their own doses; staff report those that they see."""
    is_own = allows(by, Capability.OWN_RECORD) and by.pk == patient.user_id
    if not is_own and not allows(by, Capability.VIEW_PATIENTS):
        raise ReporterRefused()


def _check_report(report: Report, now: datetime) -> None:
    """Only what makes a report readable is asked; whether the dose was right is never asked."""
    if report.outcome not in Outcome.values:
        raise ReportNotReadable(_("Choose what happened."), field="outcome")
    if report.reason_key not in NotTakenReason.values:
        raise ReportNotReadable(_("Choose a reason from the list."), field="reason_key")
    if report.is_ingested:
        _check_time(report.taken_at, now)
        _check_amount(report)


def _check_time(taken_at: datetime | None, now: datetime) -> None:
    if taken_at is None:
        raise ReportNotReadable(_("Enter the time at which you took it."), field="taken_at")
    if taken_at > now + CLOCK_TOLERANCE:
        raise ReportNotReadable(_("This time has not come yet. Check it."), field="taken_at")
    if taken_at < now - OLDEST_REPORT:
        raise ReportNotReadable(_("This is more than a year ago. Check it."), field="taken_at")


def _check_amount(report: Report) -> None:
    """How much was kept may be unknown after vomiting or a part; a dose taken has an amount."""
    amount = report.amount_ug
    if amount is None and report.outcome == Outcome.TAKEN:
        raise ReportNotReadable(_("Enter the amount that you took."), field="amount_ug")
    if amount is not None and not 0 < amount <= LARGEST_REPORT_UG:
        raise ReportNotReadable(_("Check the amount, and enter it in mg."), field="amount_ug")


def _write(
    patient: Any,
    slot: ScheduledDose | None,
    report: Report,
    *,
    by: Any,
    now: datetime,
    corrects: DoseLog | None,
) -> DoseLog:
    marks = marks_of(patient, slot, report, corrects)
    log: DoseLog = DoseLog.objects.create(
        patient=patient,
        slot=slot,
        outcome=report.outcome,
        amount_ug=report.amount_ug if report.is_ingested else None,
        taken_at=report.taken_at if report.is_ingested else None,
        recorded_at=now,
        recorded_by=by,
        reason_key=report.reason_key,
        note=report.note.strip(),
        idempotency_key=report.idempotency_key,
        corrects=corrects,
        is_extra=report.is_extra,
        marks=marks,
    )
    _settle(log, now)
    event_record(
        verb="dosing.dose_corrected" if corrects else "dosing.dose_recorded",
        by=by,
        patient_id=patient.public_id,
        subject=log,
        details={"outcome": log.outcome, "marks": marks},
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
