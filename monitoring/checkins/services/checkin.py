"""Record a check-in: its grades, its questionnaires, and what they ask for, all or none."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from dosing.services.locks import case_open
from intake.choices import Instrument
from intake.models import InstrumentResponse, Patient
from intake.rules.instruments import ITEM_9, PHQ9
from intake.selectors.measurements import baseline_response
from intake.services.instruments import instrument_record
from monitoring.checkins.choices import CheckInKind, OverallChange
from monitoring.checkins.models import CheckIn
from monitoring.checkins.rules import (
    ASKED_GRADES,
    ASKED_INSTRUMENTS,
    CheckInEntry,
    CheckPolicy,
    MoodScores,
    checkin_findings,
    missing_of,
)
from monitoring.checkins.selectors import PatientCase
from monitoring.checkins.selectors.checkin import (
    is_pregnancy_possible,
    open_checkin,
    scores_of,
)
from monitoring.checkins.services.errors import (
    CheckInIncomplete,
    CheckInNotOpen,
    ReportNotReadable,
)
from monitoring.checkins.services.reports import side_effects_record_in
from monitoring.checkins.services.screens import checkin_alarm_record_in
from monitoring.checkins.services.shared import part, reporter_ensure, settle, stamp


@transaction.atomic
def checkin_record(
    *, patient: Patient, by: Any, now: datetime, entry: CheckInEntry, idempotency_key: str
) -> CheckIn:
    """Record the check-in that is open, with its findings and holds.

    The same key returns the row that it made. Raises CheckInNotOpen when none is open, as in a
    second tab; CheckInIncomplete with every field that is blank; ReportNotReadable for what nobody
    asked. Whoever catches one of the first two keeps an item 9 by `checkin_alarm_record`.
    """
    case = case_open(patient, now, PatientCase)
    return checkin_record_in(case, entry, by=by, idempotency_key=idempotency_key)


def checkin_record_in(
    case: PatientCase, entry: CheckInEntry, *, by: Any, idempotency_key: str
) -> CheckIn:
    """The same in an open case."""
    patient = case.patient
    reporter_ensure(patient, by)
    known = CheckIn.objects.filter(patient=patient, idempotency_key=idempotency_key).first()
    if known is not None:
        _keep_what_changed(case, known, entry, by=by, idempotency_key=idempotency_key)
        return known
    due = open_checkin(case)
    if due is None:
        raise CheckInNotOpen()
    _ensure_readable(entry)
    is_asked = is_pregnancy_possible(patient)
    missing = missing_of(due.kind, entry, is_pregnancy_asked=is_asked)
    if missing:
        raise CheckInIncomplete(missing)
    if due.kind == CheckInKind.WEEKLY:
        # A month's answers in a week's form: the one that may not be lost is kept beside it.
        checkin_alarm_record_in(case, entry, by=by, idempotency_key=idempotency_key)
        entry = replace(entry, instruments={Instrument.PEG: entry.instruments[Instrument.PEG]})
    return _write(case, due.kind, due.due_on, entry, by=by, idempotency_key=idempotency_key)


def _keep_what_changed(
    case: PatientCase, known: CheckIn, entry: CheckInEntry, *, by: Any, idempotency_key: str
) -> None:
    """The back button sends a form again; of what was changed in it, item 9 may not be lost."""
    kept = known.phq9.answers.get(ITEM_9) if known.phq9 else None
    if entry.answers(PHQ9)[ITEM_9] != kept:
        checkin_alarm_record_in(case, entry, by=by, idempotency_key=idempotency_key)


def _ensure_readable(entry: CheckInEntry) -> None:
    is_asked = set(entry.grades) <= set(ASKED_GRADES[CheckInKind.MONTHLY])
    if not is_asked or entry.overall_change not in ("", *OverallChange.values):
        raise ReportNotReadable()


def _write(
    case: PatientCase,
    kind: CheckInKind,
    due_on: date,
    entry: CheckInEntry,
    *,
    by: Any,
    idempotency_key: str,
) -> CheckIn:
    before = _mood_before(case.patient) if kind == CheckInKind.MONTHLY else MoodScores()
    responses = {
        definition.key: _answered(case, definition.key, entry, by)
        for definition in ASKED_INSTRUMENTS[kind]
    }
    phq9 = responses.get(Instrument.PHQ9)
    scores = replace(before, now=phq9.score if phq9 else None)
    findings = checkin_findings(entry, scores, case.policy.get(CheckPolicy))
    report = side_effects_record_in(
        case, by=by, grades=entry.grades, idempotency_key=part(idempotency_key, "checkin")
    )
    checkin: CheckIn = CheckIn.objects.create(
        patient=case.patient,
        kind=kind,
        due_on=due_on,
        report=report,
        peg=responses[Instrument.PEG],
        phq9=phq9,
        gad7=responses.get(Instrument.GAD7),
        overall_change=entry.overall_change,
        could_be_pregnant=entry.could_be_pregnant,
        **stamp(case, findings, by, idempotency_key),
    )
    settle(case, checkin, findings, by, "checkins.checkin_recorded")
    return checkin


def _mood_before(patient: Patient) -> MoodScores:
    told = scores_of(patient).get(Instrument.PHQ9, [])
    baseline = baseline_response(patient, Instrument.PHQ9)
    return MoodScores(
        previous=told[-1].score if told else None, baseline=baseline.score if baseline else None
    )


def _answered(
    case: PatientCase, instrument: str, entry: CheckInEntry, by: Any
) -> InstrumentResponse:
    return instrument_record(
        patient=case.patient,
        instrument=instrument,
        answers=entry.instruments.get(instrument, {}),
        by=by,
        now=case.now,
    )
