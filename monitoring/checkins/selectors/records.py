"""Reads of what was recorded: checks, side effects, pain."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from dosing.models import ScheduledDose
from intake.models import Patient
from monitoring.checkins.choices import SideEffect
from monitoring.checkins.models import (
    PainScore,
    PressureCheck,
    SafetyResponse,
    SideEffectGrade,
    SideEffectReport,
)

# Longer than any limit on how long a mild symptom may last.
LASTING_READ_BACK = timedelta(days=60)


def check_by_public_id(patient: Patient, public_id: UUID) -> PressureCheck | None:
    """One check of this patient with its dose, or None."""
    return (
        PressureCheck.objects.select_related("slot__plan")
        .filter(patient=patient, public_id=public_id)
        .first()
    )


def checks_of_slot(slot: ScheduledDose) -> QuerySet[PressureCheck]:
    """Every check that was taken for a dose, oldest first."""
    return PressureCheck.objects.filter(slot=slot).order_by("recorded_at", "pk")


def checks_since(patient: Patient, since: datetime) -> QuerySet[PressureCheck]:
    """Checks recorded since a moment, oldest first."""
    return PressureCheck.objects.filter(patient=patient, recorded_at__gte=since).order_by(
        "recorded_at", "pk"
    )


def latest_pressure(patient: Patient) -> PressureCheck | None:
    """The newest check that has a mean, whatever it was taken for."""
    measured = PressureCheck.objects.filter(patient=patient, mean_systolic__isnull=False)
    return measured.order_by("-recorded_at", "-pk").first()


def latest_pain(patient: Patient) -> PainScore | None:
    """The newest pain score."""
    return PainScore.objects.filter(patient=patient).order_by("-recorded_at", "-pk").first()


def reports_since(
    patient: Patient, since: datetime, *, with_grades: bool = True
) -> QuerySet[SideEffectReport]:
    """Reports of side effects since a moment, oldest first, with their grades if wanted."""
    reports = SideEffectReport.objects.filter(patient=patient, recorded_at__gte=since)
    reports = reports.order_by("recorded_at", "pk")
    return reports.prefetch_related("grades") if with_grades else reports


def latest_report(patient: Patient) -> SideEffectReport | None:
    """The newest report of side effects."""
    return SideEffectReport.objects.filter(patient=patient).order_by("-recorded_at", "-pk").first()


def latest_safety_response(patient: Patient) -> SafetyResponse | None:
    """What the patient last pressed on the emergency page."""
    return SafetyResponse.objects.filter(patient=patient).order_by("-recorded_at", "-pk").first()


def lasting(patient: Patient, symptom: SideEffect, now: datetime) -> timedelta:
    """How long a side effect has been there without a report that it was gone."""
    rows = (
        SideEffectGrade.objects.filter(
            report__patient=patient,
            symptom=symptom,
            report__recorded_at__gte=now - LASTING_READ_BACK,
        )
        .order_by("-report__recorded_at", "-pk")
        .values_list("grade", "report__recorded_at")
    )
    since = now
    for grade, recorded_at in rows:
        if grade == 0:
            break
        since = recorded_at
    return now - since
