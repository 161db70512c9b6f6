"""Is a reminder of a text to sign still wanted?"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from intake.models import ConsentDocument, Patient
from intake.rules.states import IN_PROGRAMME
from intake.selectors.consent import ConsentStanding, Signed, signed_columns, standing_of
from ketaclinic.reminders.subjects import subject_uuid
from ketaclinic.statements import Statement, among_uuids

REASONS = {
    ConsentStanding.CURRENT: "signed",
    # They took it back on purpose: a person of the clinic talks with them, no reminder does.
    ConsentStanding.WITHDRAWN: "consent_withdrawn",
}


def consent_subject(patient: Patient, document_id: int) -> str:
    """What a reminder is about: a patient's consents as the document of that number left them."""
    return f"{patient.public_id}@{document_id}"


def consent_subjects_of(patient: Patient) -> list[str]:
    """Whatever a reminder to this patient can be about."""
    numbers = ConsentDocument.objects.order_by().values_list("pk", flat=True)
    return [consent_subject(patient, number) for number in numbers]


def newest_document_id() -> int | None:
    """The text that was installed last."""
    return ConsentDocument.objects.order_by("-pk").values_list("pk", flat=True).first()


def consents_unwanted_among(subject_ids: Iterable[str], now: datetime) -> dict[str, str]:
    """The patients who need not be told any more, each with the reason, in one read."""
    asked = {subject_id: subject_uuid(subject_id) for subject_id in subject_ids}
    keys = list({key for key in asked.values() if key is not None})
    signed: dict[UUID, list[Signed]] = defaultdict(list)
    states: dict[UUID, str] = {}
    for key, state, *columns in _SIGNED.all(patients=keys):
        states[key] = state
        signed[key].append(Signed._make(columns))
    answers = {
        subject_id: _reason(states[key], signed[key]) if key in states else "missing"
        for subject_id, key in asked.items()
    }
    return {subject_id: reason for subject_id, reason in answers.items() if reason}


def _reason(state: str, signed: list[Signed]) -> str:
    if state not in IN_PROGRAMME:
        return state
    return REASONS.get(standing_of(signed), "")


# A patient without any signature has one row without a key, which stands for no document.
_SIGNED: Statement[tuple[Any, ...]] = Statement(
    lambda: (
        Patient.objects.filter(among_uuids("public_id", "patients"))
        .order_by("consent_signatures__id")
        .values_list("public_id", "state", *signed_columns("consent_signatures__"))
    )
)
