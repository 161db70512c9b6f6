"""Applicants who may be in danger: who still has to be reached, and whether a page is wanted."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from intake.choices import ConcernKind, Instrument, PatientState
from intake.models import InstrumentResponse, Patient, SafetyConcern
from intake.rules.instruments.concerns import SETTLED_BY
from ketaclinic.reminders.subjects import subject_uuid

URGENCY = list(ConcernKind)


def open_safety_concerns() -> QuerySet[SafetyConcern]:
    """Applicants whom nobody has reached yet, most urgent and oldest first."""
    order = Case(
        *(When(key=kind.value, then=Value(place)) for place, kind in enumerate(URGENCY)),
        default=Value(0),
        output_field=IntegerField(),
    )
    rows = _unsettled(SafetyConcern.objects.filter(contact__isnull=True))
    return rows.select_related("patient__user").prefetch_related("answers").order_by(order, "id")


def open_concerns_of(patient: Patient) -> QuerySet[SafetyConcern]:
    """What one patient still has to be reached about."""
    return _unsettled(SafetyConcern.objects.filter(patient=patient, contact__isnull=True))


def acute_concern_of(patient: Patient) -> SafetyConcern | None:
    """The newest time that they told of thoughts of killing themselves right now."""
    rows = SafetyConcern.objects.filter(patient=patient, key=ConcernKind.SUICIDE_ACUTE)
    return rows.prefetch_related("answers").last()


def safety_concern(public_id: UUID) -> SafetyConcern | None:
    """The concern with this identifier, reached or not."""
    return SafetyConcern.objects.select_related("patient").filter(public_id=public_id).first()


def safety_concerns_of(patient: Patient) -> QuerySet[SafetyConcern]:
    """Every concern about one patient, with what they said and who reached them."""
    rows = SafetyConcern.objects.filter(patient=patient)
    return rows.select_related("contact__contacted_by").prefetch_related("answers")


def page_subject(concern: SafetyConcern, user_id: int) -> str:
    """The subject of a page: the same concern pages several people, each in a row of their own."""
    return f"{concern.public_id}:{user_id}"


def pages_unwanted_among(subject_ids: Iterable[str], now: datetime) -> dict[str, str]:
    """The pages that need not go out any more, each with the reason, in one read."""
    concern_of = {subject_id: subject_uuid(subject_id, ":") for subject_id in subject_ids}
    wanted = {public_id for public_id in concern_of.values() if public_id}
    rows = SafetyConcern.objects.filter(public_id__in=wanted)
    still_open = _unsettled(rows.filter(contact__isnull=True))
    open_ids = set(still_open.values_list("public_id", flat=True))
    reasons = {
        row.public_id: _reason(row, row.public_id in open_ids)
        for row in rows.select_related("patient")
    }
    answers = {
        subject_id: reasons.get(public_id, "missing") if public_id else "missing"
        for subject_id, public_id in concern_of.items()
    }
    return {subject_id: reason for subject_id, reason in answers.items() if reason}


def _reason(concern: SafetyConcern, is_open: bool) -> str:
    if concern.patient.state == PatientState.DECEASED:
        return "deceased"
    return "" if is_open else "reached"


def _unsettled(rows: QuerySet[SafetyConcern]) -> QuerySet[SafetyConcern]:
    """Without those that a later, complete ASQ speaks for."""
    settled = Q()
    for kind, outcomes in SETTLED_BY.items():
        later = InstrumentResponse.objects.filter(
            patient=OuterRef("patient"),
            instrument=Instrument.ASQ,
            answered_at__gte=OuterRef("raised_at"),
            result__in=outcomes,
        )
        settled |= Q(Exists(later), key=kind)
    return rows.exclude(settled)
