"""Record side effects, pain, and what was pressed on the emergency page."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from dosing.selectors import last_taken
from dosing.services.locks import case_open
from intake.models import Patient
from ketaclinic.audit.services import event_record
from monitoring.checkins.choices import SafetyAnswer, SideEffect, UrgentSymptom
from monitoring.checkins.models import (
    PainScore,
    SafetyResponse,
    SideEffectGrade,
    SideEffectReport,
)
from monitoring.checkins.rules import (
    SCALE_VERSION,
    CheckPolicy,
    Finding,
    Timing,
    UnknownGrade,
    side_effect_findings,
)
from monitoring.checkins.selectors import PatientCase, lasting
from monitoring.checkins.services.errors import ReportNotReadable
from monitoring.checkins.services.shared import holds_place, reporter_ensure

HIGHEST_PAIN = 10


@transaction.atomic
def side_effects_record(
    *,
    patient: Patient,
    by: Any,
    now: datetime,
    grades: Mapping[str, int],
    idempotency_key: str,
    urgent: Iterable[str] = (),
    note: str = "",
) -> SideEffectReport:
    """Record graded side effects (0 none to 4) and urgent ticks, and place what they hold.

    The same key returns the row that it made. Raises ReportNotReadable for what nobody asked.
    """
    return side_effects_record_in(
        case_open(patient, now, PatientCase),
        by=by,
        grades=grades,
        idempotency_key=idempotency_key,
        urgent=urgent,
        note=note,
    )


def side_effects_record_in(
    case: PatientCase,
    *,
    by: Any,
    grades: Mapping[str, int],
    idempotency_key: str,
    urgent: Iterable[str] = (),
    note: str = "",
) -> SideEffectReport:
    """The same in an open case."""
    patient = case.patient
    reporter_ensure(patient, by)
    known = SideEffectReport.objects.filter(
        patient=patient, idempotency_key=idempotency_key
    ).first()
    if known is not None:
        return known
    ticked = sorted(set(urgent))
    findings = _findings(case, grades, ticked)
    report = SideEffectReport(
        patient=patient,
        urgent=ticked,
        findings=[finding.as_json() for finding in findings],
        note=note.strip(),
        scale_version=SCALE_VERSION,
        policy_version=case.policy.version,
        recorded_at=case.now,
        recorded_by=by,
        idempotency_key=idempotency_key,
    )
    _write(report, grades)
    holds_place(case, None, tuple(finding for finding in findings if finding.is_hold))
    return report


def _write(report: SideEffectReport, grades: Mapping[str, int]) -> None:
    report.save()
    SideEffectGrade.objects.bulk_create(
        SideEffectGrade(report=report, symptom=symptom, grade=grade)
        for symptom, grade in grades.items()
    )
    event_record(
        verb="checkins.side_effects_recorded",
        by=report.recorded_by,
        patient_id=report.patient.public_id,
        subject=report,
        details={"findings": len(report.findings)},
    )


def _findings(
    case: PatientCase, grades: Mapping[str, int], urgent: list[str]
) -> tuple[Finding, ...]:
    if not set(urgent) <= set(UrgentSymptom.values):
        raise ReportNotReadable()
    patient, now, policy = case.patient, case.now, case.policy.get(CheckPolicy)
    last = last_taken(patient, now)
    timing = Timing(
        since_dose=now - last.taken_at if last and last.taken_at else None,
        frequency_lasting=lasting(patient, SideEffect.URINARY_FREQUENCY, now),
    )
    try:
        return side_effect_findings(grades, policy, urgent=frozenset(urgent), timing=timing)
    except UnknownGrade as unknown:
        raise ReportNotReadable() from unknown


@transaction.atomic
def pain_record(
    *, patient: Patient, by: Any, now: datetime, score: int, idempotency_key: str
) -> PainScore:
    """Record pain now, 0 to 10; the same key returns the row that it made."""
    case = case_open(patient, now, PatientCase)
    return pain_record_in(case, by=by, score=score, idempotency_key=idempotency_key)


def pain_record_in(case: PatientCase, *, by: Any, score: int, idempotency_key: str) -> PainScore:
    """The same in an open case."""
    patient = case.patient
    reporter_ensure(patient, by)
    known = PainScore.objects.filter(patient=patient, idempotency_key=idempotency_key).first()
    if known is not None:
        return known
    if not 0 <= score <= HIGHEST_PAIN:
        raise ReportNotReadable(field="pain")
    pain: PainScore = PainScore.objects.create(
        patient=patient,
        score=score,
        recorded_at=case.now,
        recorded_by=by,
        idempotency_key=idempotency_key,
    )
    event_record(verb="checkins.pain_recorded", by=by, patient_id=patient.public_id, subject=pain)
    return pain


@transaction.atomic
def safety_record(
    *, patient: Patient, by: Any, now: datetime, answer: str, idempotency_key: str
) -> SafetyResponse:
    """Record what the patient pressed on the emergency page; it closes nothing."""
    case = case_open(patient, now, PatientCase)
    return safety_record_in(case, by=by, answer=answer, idempotency_key=idempotency_key)


def safety_record_in(
    case: PatientCase, *, by: Any, answer: str, idempotency_key: str
) -> SafetyResponse:
    """The same in an open case."""
    patient = case.patient
    reporter_ensure(patient, by)
    known = SafetyResponse.objects.filter(patient=patient, idempotency_key=idempotency_key).first()
    if known is not None:
        return known
    if answer not in SafetyAnswer.values:
        raise ReportNotReadable(field="answer")
    response: SafetyResponse = SafetyResponse.objects.create(
        patient=patient,
        answer=answer,
        recorded_at=case.now,
        recorded_by=by,
        idempotency_key=idempotency_key,
    )
    event_record(
        verb="checkins.safety_answered",
        by=by,
        patient_id=patient.public_id,
        subject=response,
        details={"answer": answer},
    )
    return response
