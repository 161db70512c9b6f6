"""Is a reminder of an application that waits still wanted?"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from intake.choices import SubmissionKind
from intake.models import ApplicationClaim, Patient, Submission
from intake.rules.states import WAITING_FOR_DECISION
from ketaclinic.statements import Statement, among_ids


def waiting_subject(submission: Submission, user_id: int) -> str:
    """The same application is told to several people, to each in a row of their own."""
    return f"{submission.pk}:{user_id}"


def sent_submissions(patient: Patient) -> QuerySet[Submission]:
    """What began a wait, in order; a change later on begins none."""
    rows = Submission.objects.filter(patient=patient).exclude(kind=SubmissionKind.AMENDMENT)
    return rows.select_related("patient").order_by("number")


def waiting_unwanted_among(subject_ids: Iterable[str], now: datetime) -> dict[str, str]:
    """The reminders that nobody needs any more, each with the reason, in one read."""
    asked = {subject_id: _parsed(subject_id) for subject_id in subject_ids}
    keys = list({key for key, _ in asked.values()})
    rows = {row[0]: Waiting._make(row) for row in _WAITING.all(submissions=keys)}
    answers = {
        subject_id: _reason(rows[key], user_id) if key in rows else "missing"
        for subject_id, (key, user_id) in asked.items()
    }
    return {subject_id: reason for subject_id, reason in answers.items() if reason}


class Waiting(NamedTuple):
    """One submission, as far as it decides about its reminders."""

    pk: int
    patient_state: str
    is_superseded: bool
    claimed_by: int | None


def _reason(row: Waiting, user_id: int) -> str:
    if row.patient_state not in WAITING_FOR_DECISION:
        return row.patient_state
    if row.is_superseded:
        return "superseded"
    return "in_hand" if row.claimed_by not in (None, user_id) else ""


def _build() -> QuerySet[Any, Any]:
    newer = Submission.objects.filter(
        patient=OuterRef("patient"), number__gt=OuterRef("number")
    ).exclude(kind=SubmissionKind.AMENDMENT)
    # A claim goes along when an amendment makes a newer submission.
    claims = ApplicationClaim.objects.filter(
        submission__patient=OuterRef("patient"), released_at__isnull=True
    )
    answers = {
        "patient_state": F("patient__state"),
        "is_superseded": Exists(newer),
        "holder": Subquery(claims.order_by("-pk").values("claimed_by")[:1]),
    }
    asked = Submission.objects.filter(among_ids("pk", "submissions")).order_by()
    return asked.annotate(**answers).values_list("pk", *answers)


_WAITING: Statement[tuple[Any, ...]] = Statement(_build)


def _parsed(subject_id: str) -> tuple[int, int]:
    """The submission and the person; (0, 0), which is nobody, for what is no such subject."""
    submission, _, user = subject_id.partition(":")
    try:
        return int(submission), int(user)
    except ValueError:
        return 0, 0
