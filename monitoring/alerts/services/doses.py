"""What happened to a dose, with the hold and the alerts that follow, in one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dosing.choices import HoldScope
from dosing.models import DoseLog, ScheduledDose
from dosing.services.holds import hold_place_in
from dosing.services.locks import case_open
from dosing.services.logs import EXTRA_DOSE, dose_correct_in, dose_record_in
from dosing.services.reports import Report
from intake.models import Patient
from ketaclinic.audit.services import events_together
from monitoring.alerts.rules import marks_hold
from monitoring.alerts.services.refresh import refresh_in
from monitoring.checkins.selectors import PatientCase
from monitoring.sessions.services import watch_follow_in


@contextmanager
def open_case(patient: Patient, now: datetime) -> Iterator[PatientCase]:
    """One patient's case under the lock; its events are written together at the end."""
    with transaction.atomic(), events_together():
        yield case_open(patient, now, PatientCase)


def dose_submit(
    *,
    patient: Patient,
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
    """Record what happened to a dose; a truthful report is never refused.

    Raises AnotherReportExists when the slot has a different report: the page then asks whether it
    was another dose (`is_extra=True`, same key) or this one after all (`dose_change_submit`).
    """
    report = Report(outcome, amount_ug, taken_at, idempotency_key, reason_key, note, is_extra)
    with open_case(patient, now) as case:
        return dose_submit_in(case, case.slot_again(slot), report, by=by)


def dose_submit_in(
    case: PatientCase, slot: ScheduledDose | None, report: Report, *, by: Any
) -> DoseLog:
    """The same in an open case; `slot` was read inside the lock."""
    log = dose_record_in(case, slot, report, by=by)
    _hold_if_more_than_agreed(case, log)
    watch_follow_in(case, log)
    refresh_in(case)
    return log


def dose_change_submit(
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
    """Put a corrected report in force, with its reason; the old one stays on record."""
    report = Report(outcome, amount_ug, taken_at, idempotency_key, reason_key, note, log.is_extra)
    with open_case(log.patient, now) as case:
        return dose_change_submit_in(case, log, report, by=by)


def dose_change_submit_in(case: PatientCase, log: DoseLog, report: Report, *, by: Any) -> DoseLog:
    """The same in an open case."""
    corrected = dose_correct_in(case, log, report, by=by)
    _hold_if_more_than_agreed(case, corrected)
    watch_follow_in(case, corrected)
    refresh_in(case)
    return corrected


def _hold_if_more_than_agreed(case: PatientCase, log: DoseLog) -> None:
    """Dosing holds after an extra dose by itself; this is for one that came early or was larger."""
    if not marks_hold(log.marks) or _was_settled(log, case.now):
        return
    hold_place_in(
        case,
        key=EXTRA_DOSE,
        scope=HoldScope.PLAN,
        sentence=_(
            "You reported a dose that was earlier or larger than planned. "
            "Take no more until the clinic has called you."
        ),
        by=None,
        policy_version=case.policy.version,
    )


def _was_settled(log: DoseLog, now: datetime) -> bool:
    """The same report sent again must not undo what the clinic has closed meanwhile."""
    return log.recorded_at < now
