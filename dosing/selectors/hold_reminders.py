"""Is the word about a hold still to be sent? Asked about the hold that was placed, or closed."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef

from dosing.choices import HoldScope
from dosing.models import DosingPlan, Hold
from dosing.selectors.reminders import OUT_OF_CARE
from intake.choices import PatientState

SUBJECT_TYPE = "dosing.hold"
GIVEN_DOSES = (PatientState.ACTIVE, PatientState.APPROVED)


def held_still_wanted(subject_id: str, now: datetime) -> str:
    """Empty while the hold stands, else a short machine reason."""
    hold = _hold(subject_id, now)
    return "missing" if hold is None else next(_why_not_held(hold), "")


def resumed_still_wanted(subject_id: str, now: datetime) -> str:
    """Empty while the doses do go on, else a short machine reason."""
    hold = _hold(subject_id, now)
    return "missing" if hold is None else next(_why_not_resumed(hold), "")


def _hold(public_id: str, now: datetime) -> Any:
    of_plan = Hold.objects.standing().filter(patient=OuterRef("patient"), scope=HoldScope.PLAN)
    plans = DosingPlan.objects.not_ended_by(now).filter(patient=OuterRef("patient"))
    asked = Hold.objects.filter(public_id=public_id).annotate(
        patient_state=F("patient__state"), is_held=Exists(of_plan), is_planned=Exists(plans)
    )
    return asked.first()


def _why_not_held(hold: Any) -> Iterator[str]:
    if hold.closed_at is not None:
        yield "closed"
    if not hold.is_planned:
        yield "plan_ended"


def _why_not_resumed(hold: Any) -> Iterator[str]:
    if hold.is_held:
        yield "held"
    if not hold.is_planned:
        yield "plan_ended"
    if hold.patient_state not in GIVEN_DOSES:
        yield OUT_OF_CARE.get(hold.patient_state, "patient_state")
