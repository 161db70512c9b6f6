"""The applications that wait for a clinician, riskiest and oldest first."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from intake.choices import Action, PatientState, QueueHolder, QueueTier
from intake.models import Patient, Submission
from intake.rules.states import WAITING_FOR_DECISION
from intake.selectors.work import (
    amendments_to_review,
    newest_only,
    with_claim,
    with_waiting_since,
)

RISK_TIERS = {QueueTier.EXCLUDE: 0, QueueTier.REVIEW: 1, QueueTier.CLEAR: 2}


@dataclass(frozen=True)
class QueueCounts:
    """How many applications wait, by what the filters of the queue show."""

    tiers: Mapping[str, int]
    holders: Mapping[str, int]
    amendments: int


def application_queue(
    tier: str = "", *, holder: str = "", user_id: int | None = None
) -> QuerySet[Any]:
    """The applications that wait, one row each: the newest submission, with what the row shows.

    `tier` is a QueueTier (ASKED waits for the applicant) and `holder` a QueueHolder (MINE is
    claimed by `user_id`). Riskiest first, then whoever has waited longest.
    """
    states = {PatientState.MORE_INFO} if tier == QueueTier.ASKED else WAITING_FOR_DECISION
    waiting = newest_only(Submission.objects.filter(patient__state__in=states))
    ranked: Any = with_claim(with_waiting_since(_with_tier(waiting)))
    if tier in RISK_TIERS:
        ranked = ranked.filter(tier=RISK_TIERS[QueueTier(tier)])
    if holder == QueueHolder.MINE:
        ranked = ranked.filter(claimed_by_id=user_id)
    if holder == QueueHolder.UNCLAIMED:
        ranked = ranked.filter(claimed_by_id__isnull=True)
    return ranked.select_related("patient__user").order_by("tier", "waiting_since", "id")


def _with_tier(submissions: QuerySet[Submission]) -> Any:
    counted = submissions.annotate(
        exclude_count=Count("findings", filter=Q(findings__action=Action.EXCLUDE)),
        review_count=Count("findings", filter=Q(findings__action=Action.REVIEW)),
    )
    return counted.annotate(
        tier=Case(
            When(exclude_count__gt=0, then=Value(RISK_TIERS[QueueTier.EXCLUDE])),
            When(review_count__gt=0, then=Value(RISK_TIERS[QueueTier.REVIEW])),
            default=Value(RISK_TIERS[QueueTier.CLEAR]),
            output_field=IntegerField(),
        )
    )


def queue_counts(user_id: int | None = None) -> QueueCounts:
    """How many wait in each tier, how many are whose, and how many changes are unread."""
    rows = list(application_queue().values_list("tier", "claimed_by_id"))
    tiers = [tier for tier, _holder in rows]
    holders = [holder for _tier, holder in rows]
    return QueueCounts(
        tiers={
            "all": len(rows),
            **{name.value: tiers.count(place) for name, place in RISK_TIERS.items()},
            QueueTier.ASKED.value: Patient.objects.filter(state=PatientState.MORE_INFO).count(),
        },
        holders={
            "all": len(rows),
            QueueHolder.MINE.value: sum(
                1 for holder in holders if holder is not None and holder == user_id
            ),
            QueueHolder.UNCLAIMED.value: holders.count(None),
        },
        amendments=amendments_to_review().count(),
    )


def undecided_submission(patient_id: int) -> Submission | None:
    """The submission that a decision would be about; None when nothing waits."""
    waiting = Submission.objects.filter(
        patient_id=patient_id, patient__state__in=WAITING_FOR_DECISION, decision__isnull=True
    )
    return newest_only(waiting).first()
