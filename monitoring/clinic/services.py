"""Writes that touch dosing and the summary at once, so that the worklist is never behind."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dosing.models import DosingPlan, Hold
from dosing.rules.taper import TaperAsked
from dosing.selectors import open_draft
from dosing.services import (
    hold_close,
    plan_draft_save,
    plan_hold,
    plan_sign,
    plan_step_release,
    plan_stop,
    plan_taper,
)
from dosing.services.locks import case_open
from intake.models import Patient
from ketaclinic.errors import Refused
from monitoring.alerts.services import refresh_patient
from monitoring.checkins.selectors import PatientCase
from monitoring.clinic.selectors import step_conditions_met


class AlreadyClosed(Refused):
    """Somebody else closed the hold meanwhile; the message says who."""

    def __init__(self, hold: Hold) -> None:
        name = getattr(hold.closed_by, "full_name", "")
        super().__init__(_("%(name)s has closed this hold already.") % {"name": name})


@transaction.atomic
def hold_settle(*, hold: Hold, by: Any, now: datetime, note: str) -> Hold:
    """Close a hold with a note; raises AlreadyClosed when another person was first."""
    closed = hold_close(hold=hold, by=by, now=now, note=note)
    if closed.closed_by_id != by.pk:
        raise AlreadyClosed(closed)
    refresh_patient(hold.patient, now=now)
    return closed


@transaction.atomic
def plan_pause(*, patient: Patient, by: Any, now: datetime, reason: str) -> Hold:
    """Put every dose on hold, with the reason; raises what `plan_hold` raises."""
    hold = plan_hold(patient=patient, by=by, now=now, reason=reason)
    refresh_patient(patient, now=now)
    return hold


@transaction.atomic
def plan_put_in_force(
    *,
    patient: Patient,
    by: Any,
    now: datetime,
    revision: int,
    limits_reason: str = "",
    change_reason: str = "",
) -> DosingPlan:
    """Sign the draft that was read, with the reasons typed beside it: for passing a soft limit, and
    for the change, which the patient reads.

    Raises what `plan_sign` raises; then neither a reason nor a plan is written.
    """
    draft = open_draft(patient)
    said = {"limits_reason": limits_reason.strip(), "change_reason": change_reason.strip()}
    typed: dict[str, Any] = {name: text for name, text in said.items() if text}
    if draft is not None and draft.revision == revision and typed:
        terms = replace(draft.terms, **typed)
        draft = plan_draft_save(patient=patient, by=by, now=now, terms=terms)
        revision = draft.revision
    plan = plan_sign(patient=patient, by=by, now=now, revision=revision)
    refresh_patient(patient, now=now)
    return plan


@transaction.atomic
def step_put_in_force(
    *,
    patient: Patient,
    by: Any,
    now: datetime,
    version: int,
    confirmed: Collection[str] = (),
    limits_reason: str = "",
) -> DosingPlan:
    """Release the next step of the version that was read; what the checks show is read under the
    patient's lock. Raises what `plan_step_release` raises; then nothing is written."""
    case = case_open(patient, now, PatientCase)
    plan = plan_step_release(
        patient=patient,
        by=by,
        now=now,
        version=version,
        met=step_conditions_met(patient, case.plan, case.policy),
        confirmed=confirmed,
        limits_reason=limits_reason,
    )
    refresh_patient(patient, now=now)
    return plan


@transaction.atomic
def plan_halt(
    *, patient: Patient, by: Any, now: datetime, reason: str, without_taper: bool = False
) -> list[DosingPlan]:
    """Stop what runs and what was to come; raises what `plan_stop` raises."""
    plans = plan_stop(patient=patient, by=by, now=now, reason=reason, without_taper=without_taper)
    refresh_patient(patient, now=now)
    return plans


@transaction.atomic
def plan_step_down(
    *, patient: Patient, by: Any, now: datetime, asked: TaperAsked, seen: str, reason: str
) -> list[DosingPlan]:
    """Sign the taper that was read; raises what `plan_taper` raises."""
    plans = plan_taper(patient=patient, by=by, now=now, asked=asked, seen=seen, reason=reason)
    refresh_patient(patient, now=now)
    return plans
