"""Two records of one person become one that goes on; both histories stay as they are."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from intake.choices import PatientState
from intake.models import Patient, PatientMerge
from intake.rules.names import is_same_name
from intake.rules.states import AFTER_APPROVAL, CLOSED
from intake.services.claims import claim_end
from intake.services.errors import (
    MergedAlready,
    MergeInCare,
    MergeIntoClosed,
    MergeNotAlike,
    MergeWithItself,
    ReasonMissing,
)
from intake.services.transitions import patient_transition
from ketaclinic.accounts.access import Capability, ensure
from ketaclinic.accounts.models import User
from ketaclinic.audit.services import event_record


@transaction.atomic
def patients_merge(
    *, kept: Patient, duplicate: Patient, by: User, now: datetime, reason: str
) -> PatientMerge:
    """Close `duplicate` and point it at `kept`; nothing is moved or deleted.

    The same merge again changes nothing. Raises a named Refused when the two are not alike, when
    either was merged before, when the one to close is in care, or when the one to keep is closed.
    """
    ensure(by, Capability.DECIDE_APPLICATION)
    locked = _locked(kept, duplicate)
    kept_now, duplicate_now = locked[kept.pk], locked[duplicate.pk]
    known = PatientMerge.objects.filter(kept=kept, duplicate=duplicate).first()
    if known is not None:
        return known
    _refuse_unlike(kept_now, duplicate_now)
    _refuse_standing(kept_now, duplicate_now)
    if not reason.strip():
        raise ReasonMissing(field="reason")
    merge = PatientMerge.objects.create(
        kept=kept_now,
        duplicate=duplicate_now,
        reason=reason.strip()[:500],
        merged_at=now,
        merged_by=by,
    )
    _close(duplicate_now, by, now)
    duplicate.state = duplicate_now.state
    for patient in (kept_now, duplicate_now):
        event_record(
            verb="intake.patients_merged", by=by, patient_id=patient.public_id, subject=merge
        )
    return merge


def _locked(kept: Patient, duplicate: Patient) -> dict[int, Patient]:
    """Both rows, always locked in the same order, so that two merges cannot wait for each other."""
    if kept.pk == duplicate.pk:
        raise MergeWithItself()
    rows = Patient.objects.select_for_update().filter(pk__in=[kept.pk, duplicate.pk])
    return {row.pk: row for row in rows.order_by("pk")}


def _refuse_unlike(kept: Patient, duplicate: Patient) -> None:
    names = [(each.first_name, each.last_name) for each in (kept, duplicate)]
    is_same_day = kept.date_of_birth is not None and kept.date_of_birth == duplicate.date_of_birth
    if not is_same_day or not is_same_name(names[0], names[1]):
        raise MergeNotAlike()


def _refuse_standing(kept: Patient, duplicate: Patient) -> None:
    both = [kept.pk, duplicate.pk]
    if PatientMerge.objects.filter(Q(duplicate__in=both) | Q(kept=duplicate)).exists():
        raise MergedAlready()
    if duplicate.state in AFTER_APPROVAL:
        raise MergeInCare()
    if kept.state in CLOSED:
        raise MergeIntoClosed()


def _close(duplicate: Patient, by: User, now: datetime) -> None:
    claim_end(duplicate, by, now)
    if duplicate.state not in CLOSED:
        reason = "joined with another record of the same person"
        patient_transition(
            patient=duplicate, to=PatientState.WITHDRAWN, by=by, now=now, reason=reason
        )
