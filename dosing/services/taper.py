"""Sign a taper: the steps down as versions that follow each other without anybody acting."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from dosing.choices import PlanChange
from dosing.models import DosingPlan
from dosing.rules import refused
from dosing.rules.taper import TaperAsked
from dosing.selectors import PlanReview, taper_proposed
from dosing.services.errors import (
    NoteNeeded,
    PlanOverLimit,
    SigningRefused,
    TaperChanged,
    TaperNotPossible,
)
from dosing.services.locks import patient_lock
from dosing.services.versions import version_sign
from ketaclinic.accounts.access import Capability, ensure
from ketaclinic.audit.services import event_record


@transaction.atomic
def plan_taper(
    *, patient: Any, by: Any, now: datetime, asked: TaperAsked, seen: str, reason: str
) -> list[DosingPlan]:
    """Sign every step of the taper that was read; `seen` is its fingerprint, `reason` is what the
    patient reads. The last step has a last day, and after it nothing is taken.

    Raises NoteNeeded, TaperNotPossible, TaperChanged, PlanOverLimit, SigningRefused; then nothing
    is written. A second call finds another plan in force, and so TaperChanged.
    """
    ensure(by, Capability.SIGN_PLAN)
    if not reason.strip():
        raise NoteNeeded(field="reason")
    patient = patient_lock(patient)
    taper = taper_proposed(patient, now, asked)
    if not taper.reviews:
        raise TaperNotPossible()
    if taper.fingerprint != seen:
        raise TaperChanged()
    for review in taper.reviews:
        _check(review)
    plans = [
        version_sign(patient, _with_reason(review, reason.strip()), by=by, now=now)
        for review in taper.reviews
    ]
    details = {"versions": [plan.version for plan in plans]}
    event_record(
        verb="dosing.taper_signed",
        by=by,
        patient_id=patient.public_id,
        subject=plans[0],
        details=details,
    )
    return plans


def _check(review: PlanReview) -> None:
    """A taper only goes down, and what nobody can carry out is not signed."""
    beyond = refused(review.findings)
    if beyond:
        raise PlanOverLimit(beyond)
    if review.change != PlanChange.DECREASE:
        raise TaperNotPossible()
    if review.gates:
        raise SigningRefused(review.gates)


def _with_reason(review: PlanReview, reason: str) -> PlanReview:
    """The reason stands in each version: for the patient, and as the reason for a soft limit."""
    return replace(review, terms=replace(review.terms, change_reason=reason, limits_reason=reason))
