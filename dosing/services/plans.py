"""Writes of the plan's draft: save it, discard it."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localtime

from dosing.models import PlanDraft
from dosing.models.terms import term_values
from dosing.rules import DosingPolicy, Terms, shape_findings
from dosing.selectors import open_draft, zone_of
from dosing.services.errors import NothingToSign, PlanNotPossible
from dosing.services.locks import patient_lock
from ketaclinic.accounts.access import Capability, ensure
from ketaclinic.audit.services import event_record
from ketaclinic.policies.selectors import policy_in_force


@transaction.atomic
def plan_draft_save(*, patient: Any, by: Any, now: datetime, terms: Terms) -> PlanDraft:
    """Keep the terms as the patient's one open draft; the same terms again change nothing.

    Raises PlanNotPossible (with the field) for terms that nobody can carry out. A draft may go
    past limits: signing is where they bind.
    """
    ensure(by, Capability.DRAFT_PLAN)
    terms = replace(
        terms,
        times_of_day=tuple(sorted(terms.times_of_day)),
        weekdays=tuple(sorted(terms.weekdays)),
    )
    patient = patient_lock(patient)
    today = localtime(now, zone_of(patient)).date()
    impossible = shape_findings(terms, policy_in_force().get(DosingPolicy), today)
    if impossible:
        raise PlanNotPossible(impossible)
    draft = open_draft(patient)
    if draft is not None and draft.terms == terms:
        return draft
    draft = draft or PlanDraft(patient=patient, revision=0)
    for name, value in term_values(terms).items():
        setattr(draft, name, value)
    draft.revision += 1
    draft.saved_by, draft.saved_at = by, now
    draft.save()
    event_record(
        verb="dosing.draft_saved",
        by=by,
        patient_id=patient.public_id,
        subject=draft,
        details={"revision": draft.revision},
    )
    return draft


@transaction.atomic
def plan_draft_discard(*, patient: Any, by: Any, now: datetime) -> PlanDraft:
    """Close the open draft unsigned; NothingToSign when there is none."""
    ensure(by, Capability.DRAFT_PLAN)
    patient = patient_lock(patient)
    draft = open_draft(patient)
    if draft is None:
        raise NothingToSign()
    draft.discarded_at = now
    draft.save(update_fields=["discarded_at"])
    event_record(verb="dosing.draft_discarded", by=by, patient_id=patient.public_id, subject=draft)
    return draft
