"""The newest weight, baseline pressure, scores and medicines of a patient."""

from typing import Any

from django.db.models import QuerySet, Subquery

from intake.choices import Instrument
from intake.models import (
    BaselinePressure,
    HeightMeasurement,
    InstrumentResponse,
    Medicine,
    Patient,
    Submission,
    WeightMeasurement,
)


def latest_weight(patient: Patient) -> WeightMeasurement | None:
    """The newest weight (grams); None when there is none."""
    return WeightMeasurement.objects.filter(patient=patient).order_by("measured_at", "id").last()


def latest_height(patient: Patient) -> HeightMeasurement | None:
    """The newest height (millimetres); None when there is none."""
    return HeightMeasurement.objects.filter(patient=patient).order_by("measured_at", "id").last()


def baseline_pressure(patient: Patient) -> BaselinePressure | None:
    """The home readings of the application, as last sent."""
    return BaselinePressure.objects.filter(patient=patient).last()


def latest_response(patient: Patient, instrument: str) -> InstrumentResponse | None:
    """The newest answers to one questionnaire, with their score."""
    return InstrumentResponse.objects.filter(patient=patient, instrument=instrument).last()


def baseline_peg(patient: Patient) -> InstrumentResponse | None:
    """The PEG of the application."""
    return baseline_response(patient, Instrument.PEG)


def baseline_response(patient: Patient, instrument: str) -> InstrumentResponse | None:
    """A questionnaire of the application, as last sent before anything else was scored."""
    rows = InstrumentResponse.objects.filter(patient=patient, instrument=instrument)
    first_submission = patient.submissions.first()
    if first_submission is not None:
        rows = rows.filter(answered_at__lte=first_submission.submitted_at)
    return rows.last()


def application_responses(patient: Any) -> QuerySet[InstrumentResponse]:
    """Every questionnaire up to the first time the application was sent, the oldest first."""
    sent = Submission.objects.filter(patient=patient).order_by("pk").values("submitted_at")[:1]
    rows = InstrumentResponse.objects.filter(patient=patient, answered_at__lte=Subquery(sent))
    return rows.order_by("pk")


def current_medicines(patient: Patient) -> QuerySet[Medicine]:
    """What the patient takes now: neither stopped nor struck out."""
    return Medicine.objects.filter(
        patient=patient, stopped_on__isnull=True, struck_out_at__isnull=True
    )
