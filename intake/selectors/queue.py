"""The applications that wait for a clinician, riskiest and oldest first."""

from typing import Any
from uuid import UUID

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from intake.choices import Action
from intake.models import Patient, SafetyConcern, Submission
from intake.rules.states import WAITING_FOR_DECISION

RISK_TIERS = {"exclude": 0, "review": 1, "clear": 2}


def application_queue(tier: str = "") -> QuerySet[Submission]:
    """Undecided submissions with their finding counts; `tier` is one of RISK_TIERS or empty."""
    counted = Submission.objects.filter(
        patient__state__in=WAITING_FOR_DECISION, decision__isnull=True
    ).annotate(
        exclude_count=Count("findings", filter=Q(findings__action=Action.EXCLUDE)),
        review_count=Count("findings", filter=Q(findings__action=Action.REVIEW)),
    )
    ranked: Any = counted.annotate(
        tier=Case(
            When(exclude_count__gt=0, then=Value(RISK_TIERS["exclude"])),
            When(review_count__gt=0, then=Value(RISK_TIERS["review"])),
            default=Value(RISK_TIERS["clear"]),
            output_field=IntegerField(),
        )
    )
    chosen = ranked.filter(tier=RISK_TIERS[tier]) if tier in RISK_TIERS else ranked
    return chosen.select_related("patient__user").order_by("tier", "submitted_at", "id")


def queue_counts() -> dict[str, int]:
    """How many applications wait in each tier, and in all."""
    waiting: Any = application_queue()
    tiers = list(waiting.values_list("tier", flat=True))
    counts = {name: tiers.count(place) for name, place in RISK_TIERS.items()}
    return {"all": len(tiers), **counts}


def open_safety_concerns() -> QuerySet[SafetyConcern]:
    """Applicants whom nobody has reached yet about thoughts of suicide, oldest first."""
    return SafetyConcern.objects.filter(contact__isnull=True).select_related("patient__user")


def safety_concern(public_id: UUID) -> SafetyConcern | None:
    """The concern with this identifier, reached or not."""
    return SafetyConcern.objects.select_related("patient").filter(public_id=public_id).first()


def safety_concerns_of(patient: Patient) -> QuerySet[SafetyConcern]:
    """Every concern about one patient, with who reached them."""
    rows = SafetyConcern.objects.filter(patient=patient)
    return rows.select_related("contact__contacted_by")


def undecided_submission(patient_id: int) -> Submission | None:
    """The submission that a decision would be about; None when nothing waits."""
    return application_queue().filter(patient_id=patient_id).last()
