"""Record a blood pressure check and do at once what its answer asks for."""

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction

from dosing.models import ScheduledDose
from dosing.services.locks import case_open
from intake.choices import Symptom
from intake.models import Patient
from ketaclinic.audit.services import event_record
from monitoring.checkins.choices import CheckKind, FindingKey, Outcome, Question
from monitoring.checkins.models import PressureCheck
from monitoring.checkins.models.pressure import HIGHEST_READING, LOWEST_READING
from monitoring.checkins.rules import GateDecision
from monitoring.checkins.selectors import CheckHistory, PatientCase, check_history
from monitoring.checkins.services.errors import (
    CheckIncomplete,
    EntryUnlikely,
    NotYourDose,
    ReportNotReadable,
)
from monitoring.checkins.services.judging import Entry, Subject, continued, judge
from monitoring.checkins.services.shared import holds_place, reporter_ensure

MOST_READINGS = 3
QUESTIONS, SYMPTOMS = frozenset(Question.values), frozenset(Symptom.values)


@transaction.atomic
def pressure_check_record(
    *,
    patient: Patient,
    slot: ScheduledDose | None,
    by: Any,
    now: datetime,
    entry: Entry,
    idempotency_key: str,
) -> PressureCheck:
    """Judge and record a check (mmHg, beats a minute), place its holds or grant its clearance.

    The same key returns the row that it made. Raises CheckIncomplete with every missing fact and
    EntryUnlikely for numbers to enter again, unless what is known already stops the dose; then
    nothing is missing any more. `slot=None` is a check for no dose.
    """
    case = case_open(patient, now, PatientCase)
    slot = case.slot_again(slot)
    return pressure_check_record_in(case, slot, entry, by=by, idempotency_key=idempotency_key)


def pressure_check_record_in(
    case: PatientCase,
    slot: ScheduledDose | None,
    entry: Entry,
    *,
    by: Any,
    idempotency_key: str,
    history: CheckHistory | None = None,
) -> PressureCheck:
    """The same in an open case, which learns of the check.

    `slot` was read inside the lock; so was `history`, by whoever asks by it what to enter.
    """
    reporter_ensure(case.patient, by)
    case.reach(slot=slot, key=idempotency_key)
    known = _known(case, idempotency_key)
    if known is not None:
        return known
    if slot is not None and slot.patient_id != case.patient.pk:
        raise NotYourDose()
    _ensure_readable(entry)
    if history is None and slot is not None:
        history = check_history(case, slot)
    entry = continued(entry, history)
    public_id = uuid.uuid4()
    subject = Subject(case, slot, history, source=f"pressure_check:{public_id}")
    decision = judge(entry, subject)
    _ensure_recordable(decision)
    check = _write(subject, entry, decision, public_id, by, idempotency_key)
    case.add_check(check)
    holds_place(case, slot, decision.holds)
    return check


def _known(case: PatientCase, idempotency_key: str) -> PressureCheck | None:
    """The row that this very check made when it first arrived."""
    for row in case.checks:
        if row.idempotency_key == idempotency_key:
            known: PressureCheck = PressureCheck.objects.get(pk=row.pk)
            return known
    return None


def _ensure_readable(entry: Entry) -> None:
    """Only what somebody asked, and only numbers that a cuff can show."""
    numbers = [
        number
        for reading in entry.readings
        for number in (reading.systolic, reading.diastolic, reading.pulse)
        if number is not None
    ]
    is_readable = (
        len(entry.readings) <= MOST_READINGS
        and all(LOWEST_READING <= number <= HIGHEST_READING for number in numbers)
        and QUESTIONS.issuperset(entry.answers)
        and all(isinstance(value, bool) for value in entry.answers.values())
        and SYMPTOMS.issuperset(entry.symptoms or ())
        and (entry.oxygen_percent is None or 0 <= entry.oxygen_percent <= HIGHEST_READING)
    )
    if not is_readable:
        raise ReportNotReadable()


def _ensure_recordable(decision: GateDecision) -> None:
    """A check that waits for its third reading is kept; one that lacks a fact is asked again."""
    if decision.outcome != Outcome.INCOMPLETE:
        return
    if any(item.key == FindingKey.ENTRY_IMPLAUSIBLE for item in decision.findings):
        raise EntryUnlikely()
    if decision.missing:
        raise CheckIncomplete(decision.missing)


def _write(
    subject: Subject,
    entry: Entry,
    decision: GateDecision,
    public_id: uuid.UUID,
    by: Any,
    idempotency_key: str,
) -> PressureCheck:
    history, patient = subject.history, subject.case.patient
    check: PressureCheck = PressureCheck.objects.create(
        public_id=public_id,
        patient=patient,
        slot=subject.slot,
        kind=history.kind if history else CheckKind.GENERAL,
        tier=history.tier if history and subject.is_for_a_dose else "",
        **_columns(entry, decision),
        answers=dict(entry.answers),
        symptoms=sorted(entry.symptoms or ()),
        outcome=decision.outcome,
        findings=[finding.as_json() for finding in decision.findings],
        is_counted_hold=subject.slot is not None and decision.is_counted_hold,
        repeat_after_minutes=decision.repeat_after_minutes,
        repeats=history.first if history else None,
        is_confirmed_entry=entry.is_confirmed,
        policy_version=subject.case.policy.version,
        recorded_at=subject.case.now,
        recorded_by=by,
        idempotency_key=idempotency_key,
    )
    event_record(
        verb="checkins.pressure_recorded",
        by=by,
        patient_id=patient.public_id,
        subject=check,
        details={"outcome": str(check.outcome), "kind": str(check.kind)},
    )
    return check


def _columns(entry: Entry, decision: GateDecision) -> dict[str, Any]:
    columns: dict[str, Any] = {"oxygen_percent": entry.oxygen_percent}
    for number, reading in enumerate(entry.readings, start=1):
        columns[f"systolic_{number}"] = reading.systolic
        columns[f"diastolic_{number}"] = reading.diastolic
        columns[f"pulse_{number}"] = reading.pulse
    if decision.mean is not None:
        columns["mean_systolic"] = decision.mean.systolic
        columns["mean_diastolic"] = decision.mean.diastolic
        columns["mean_pulse"] = decision.mean.pulse
    return columns
