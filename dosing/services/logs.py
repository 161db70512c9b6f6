"""Writes of the dose log: a truthful report is never refused, only marked."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from dosing.choices import HoldScope, LogMark
from dosing.models import Clearance, DoseLog, DoseTold, ScheduledDose
from dosing.selectors import Case
from dosing.services.errors import (
    AlreadyCorrected,
    AnotherReportExists,
    NoteNeeded,
    ReportNotReadable,
    WrongSlot,
)
from dosing.services.holds import hold_place_in
from dosing.services.locks import case_open
from dosing.services.marks import clearances_of, marks_of, reach_of
from dosing.services.refills import refill_reminders_follow
from dosing.services.reminders import reminders_drop
from dosing.services.reports import Report, report_check, reporter_check
from ketaclinic.audit.services import event_record
from ketaclinic.statements import Change, given_id, given_moment

EXTRA_DOSE = "extra_or_early_dose"
# What was taken beyond the plan makes the supply end sooner than anybody was told.
MORE_THAN_PLANNED = frozenset({LogMark.EXTRA, LogMark.OVER_PLAN})


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
    told_by: str = "",
) -> DoseLog:
    """Record a report. The same key returns the row that it made, however often it arrives.

    A different report on a slot that has one raises AnotherReportExists, which says what to ask.
    ReportNotReadable names the field of an amount or a time that cannot be. Early, extra, late,
    uncleared and held doses are recorded with their marks; an extra dose places a plan hold.
    """
    report = Report(
        outcome, amount_ug, taken_at, idempotency_key, reason_key, note, is_extra, told_by
    )
    case = case_open(patient, now, Case)
    return dose_record_in(case, case.slot_again(slot), report, by=by)


def dose_record_in(case: Case, slot: ScheduledDose | None, report: Report, *, by: Any) -> DoseLog:
    """The same in an open case, which learns of the report; `slot` was read inside the lock."""
    patient = case.patient
    reporter_check(patient, by)
    reach_of(case, slot, report)
    known = _known(case, report)
    if known is not None:
        return known
    if slot is not None and slot.patient_id != patient.pk:
        raise WrongSlot()
    report_check(report, case.now)
    if report.is_extra and not report.is_ingested:
        raise ReportNotReadable(_("An extra dose is one that was taken."), field="outcome")
    existing = case.log_of(slot) if slot is not None and not report.is_extra else None
    if existing is not None:
        first = DoseLog.objects.get(pk=existing.pk)
        raise AnotherReportExists(first, is_ingested=report.is_ingested)
    return _write(case, slot, report, by=by, corrects=None)


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
    return dose_correct_in(case_open(log.patient, now, Case), log, report, by=by)


def dose_correct_in(case: Case, log: DoseLog, report: Report, *, by: Any) -> DoseLog:
    """The same in an open case, which learns of the report."""
    reporter_check(case.patient, by)
    reach_of(case, log.slot, report)
    known = _known(case, report)
    if known is not None:
        return known
    if not report.note.strip():
        raise NoteNeeded(field="note")
    report_check(report, case.now)
    if DoseLog.objects.filter(corrects=log).exists():
        raise AlreadyCorrected()
    return _write(case, log.slot, report, by=by, corrects=log)


def _known(case: Case, report: Report) -> DoseLog | None:
    """The row that this very report made when it first arrived."""
    for row in case.logs:
        if row.idempotency_key == report.idempotency_key:
            known: DoseLog = DoseLog.objects.get(pk=row.pk)
            return known
    return None


def _write(
    case: Case,
    slot: ScheduledDose | None,
    report: Report,
    *,
    by: Any,
    corrects: DoseLog | None,
) -> DoseLog:
    clearances = clearances_of(slot) if slot is not None else []
    log: DoseLog = DoseLog.objects.create(
        **report.values(),
        patient=case.patient,
        slot=slot,
        recorded_at=case.now,
        recorded_by=by,
        corrects=corrects,
        marks=marks_of(case, slot, report, corrects, clearances),
    )
    if report.told_by:
        DoseTold.objects.create(log=log, told_by=report.told_by)
    case.add_log(log)
    _settle(case, log, has_open=any(each.is_open for each in clearances))
    event_record(
        verb="dosing.dose_corrected" if corrects else "dosing.dose_recorded",
        by=by,
        patient_id=case.patient.public_id,
        subject=log,
        details={"outcome": log.outcome, "marks": log.marks},
    )
    return log


def _settle(case: Case, log: DoseLog, *, has_open: bool) -> None:
    """What a report ends: the slot's clearance and reminders; an extra dose ends all dosing,
    and what was taken beyond the plan brings the end of the supply nearer."""
    if log.slot is not None and not log.is_extra:
        if has_open:
            _end_clearance(log, case.now)
        reminders_drop([log.slot], reason="logged", now=case.now)
    if log.is_extra and log.is_ingested:
        _hold_after_extra(case)
    if MORE_THAN_PLANNED & set(log.marks):
        refill_reminders_follow(case)


def _end_clearance(log: DoseLog, now: datetime) -> None:
    """Conditional, because a publication may void it at this moment without our lock."""
    end = _USED if log.is_ingested else _NOT_TAKEN
    end.make(slot=log.slot_id, now=now)


def _open_of_slot() -> QuerySet[Clearance]:
    return Clearance.objects.filter(slot=given_id("slot"), voided_at=None, used_at=None)


_USED = Change(_open_of_slot, used_at=given_moment("now"))
_NOT_TAKEN = Change(_open_of_slot, voided_at=given_moment("now"), void_reason="not_taken")


def _hold_after_extra(case: Case) -> None:
    hold_place_in(
        case,
        key=EXTRA_DOSE,
        scope=HoldScope.PLAN,
        sentence=_("You reported an extra dose. Take no more until the clinic has called you."),
        by=None,
        policy_version=case.policy.version,
    )
