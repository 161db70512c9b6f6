"""What the dosing limits ask of intake."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Subquery

from intake.models import Patient, ReadinessGate, Submission, WeightMeasurement
from intake.rules import IntakePolicy
from intake.rules.caution import listed_reasons
from intake.rules.caution import reduced_start_reasons as reasons_from
from intake.selectors.application import facts_without_clinic
from intake.selectors.medicines import listed_medicines
from intake.selectors.readiness import is_gate_closed
from ketaclinic.policies.selectors import policy_in_force

EXAM = "in_person_exam_on_file"


def in_person_exam_on_file(
    patient: Patient, *, policy: IntakePolicy | None = None, has_exam: bool | None = None
) -> bool:
    """Whether the exam is recorded, or the clinic's policy does not ask for one.

    `has_exam` saves the look-up of what `plan_annotations` has read.
    """
    policy = policy or policy_in_force().get(IntakePolicy)
    if not policy.requires_in_person_exam:
        return True
    return is_gate_closed(patient, EXAM) if has_exam is None else has_exam


def plan_annotations() -> dict[str, Any]:
    """What the limits of a plan ask of a patient's row: the newest weight, and the exam."""
    weights = WeightMeasurement.objects.filter(patient=OuterRef("pk"))
    newest = weights.order_by("-measured_at", "-id")
    exam = ReadinessGate.objects.filter(patient=OuterRef("pk"), key=EXAM, closed_at__isnull=False)
    return {
        "weight_g": Subquery(newest.values("weight_g")[:1]),
        "weighed_at": Subquery(newest.values("measured_at")[:1]),
        "has_exam": Exists(exam),
    }


def reduced_start_reasons(
    patient: Patient, today: date, *, policy: IntakePolicy | None = None
) -> tuple[str, ...]:
    """Why this patient starts lower, in short words; what is not on file counts as a reason.

    A change that no clinician has read yet can add a reason, but takes none away. The medicines
    taken today count beside those that were on the list when the application was sent.
    """
    policy = policy or policy_in_force().get(IntakePolicy)
    reasons = [
        reason
        for facts in _newest_and_judged(patient) or [{}]
        for reason in reasons_from(facts_without_clinic(facts), policy, today)
    ]
    listed = listed_reasons(listed_medicines(patient))
    return tuple(dict.fromkeys([*reasons, *listed]))


def _newest_and_judged(patient: Patient) -> list[dict[str, Any]]:
    """What was sent last, and what a clinician decided on or read last: one query."""
    rows = Submission.objects.filter(patient=patient)
    sent = list(rows.select_related("decision", "amendment_review"))
    judged = [s for s in sent if hasattr(s, "decision") or hasattr(s, "amendment_review")]
    return list({each.pk: each.facts for each in [*sent[-1:], *judged[-1:]]}.values())
