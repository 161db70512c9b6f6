"""Answers about self-harm: the ASQ in care, and an item 9 that waits for nothing else."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from dosing.services.locks import case_open
from intake.choices import Instrument
from intake.models import Patient
from intake.rules.instruments import ASQ, PHQ9, alarms, answers_from, blank_items
from intake.services.instruments import instrument_record
from monitoring.checkins.models import SafetyScreen
from monitoring.checkins.rules import (
    CheckInEntry,
    CheckPolicy,
    Finding,
    asq_findings,
    item_9_findings,
)
from monitoring.checkins.selectors import PatientCase
from monitoring.checkins.selectors.checkin import (
    checkin_of,
)
from monitoring.checkins.services.errors import (
    CheckInIncomplete,
)
from monitoring.checkins.services.shared import answers_print, part, reporter_ensure, settle, stamp


@transaction.atomic
def checkin_alarm_record(
    *, patient: Patient, by: Any, now: datetime, entry: CheckInEntry, idempotency_key: str
) -> SafetyScreen | None:
    """Keep an alarming item 9 of a check-in that could not be recorded, and hold every dose.

    None when there is nothing to keep. The same key with the same answer is kept once; with
    another answer it is another thing that was told.
    """
    case = case_open(patient, now, PatientCase)
    return checkin_alarm_record_in(case, entry, by=by, idempotency_key=idempotency_key)


def checkin_alarm_record_in(
    case: PatientCase, entry: CheckInEntry, *, by: Any, idempotency_key: str
) -> SafetyScreen | None:
    """The same in an open case."""
    reporter_ensure(case.patient, by)
    answers = entry.answers(PHQ9)
    told = next((answers[item.key] for item in alarms(PHQ9, answers)), None)
    if told is None:
        return None
    due = checkin_of(case)
    return _screen(
        case,
        Instrument.PHQ9,
        answers,
        tuple(item_9_findings(answers, case.policy.get(CheckPolicy))),
        by=by,
        idempotency_key=part(idempotency_key, str(told)),
        due_on=due.due_on if due else None,
    )


@transaction.atomic
def asq_record(
    *,
    patient: Patient,
    by: Any,
    now: datetime,
    answers: Mapping[str, Any],
    idempotency_key: str,
) -> SafetyScreen:
    """Record the ASQ of somebody in care, by themselves or with staff, and hold what it holds.

    Raises CheckInIncomplete while an item is blank and nothing worrying was told; a worrying answer
    is kept as it stands, and the same form with other answers is recorded anew.
    """
    case = case_open(patient, now, PatientCase)
    return asq_record_in(case, answers, by=by, idempotency_key=idempotency_key)


def asq_record_in(
    case: PatientCase, answers: Mapping[str, Any], *, by: Any, idempotency_key: str
) -> SafetyScreen:
    """The same in an open case."""
    reporter_ensure(case.patient, by)
    given = answers_from(ASQ, answers)
    blank = blank_items(ASQ, given)
    if blank and not alarms(ASQ, given):
        raise CheckInIncomplete(tuple(item.key for item in blank))
    return _screen(
        case,
        Instrument.ASQ,
        given,
        asq_findings(given, case.policy.get(CheckPolicy)),
        by=by,
        idempotency_key=part(idempotency_key, answers_print(given)),
    )


def _screen(
    case: PatientCase,
    instrument: str,
    answers: Mapping[str, Any],
    findings: tuple[Finding, ...],
    *,
    by: Any,
    idempotency_key: str,
    due_on: date | None = None,
) -> SafetyScreen:
    patient = case.patient
    known = SafetyScreen.objects.filter(patient=patient, idempotency_key=idempotency_key).first()
    if known is not None:
        return known
    response = instrument_record(
        patient=patient, instrument=instrument, answers=answers, by=by, now=case.now
    )
    screen: SafetyScreen = SafetyScreen.objects.create(
        patient=patient,
        response=response,
        due_on=due_on,
        **stamp(case, findings, by, idempotency_key),
    )
    settle(case, screen, findings, by, "checkins.safety_screened")
    return screen
