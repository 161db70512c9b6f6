"""Release the next planned step: one decision of a prescriber, under the patient's lock."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from dosing.models import DosingPlan
from dosing.rules import ASKED_CONDITIONS
from dosing.selectors import NextStep, PlanFacts, next_step
from dosing.services.errors import AnswersNeeded, ReasonNeeded, StepChanged, StepNotReady
from dosing.services.locks import patient_lock
from dosing.services.versions import version_sign
from intake.models import Patient
from ketaclinic.accounts.access import Capability, ensure


@transaction.atomic
def plan_step_release(
    *,
    patient: Patient,
    by: Any,
    now: datetime,
    version: int,
    met: Collection[str],
    confirmed: Collection[str] = (),
    limits_reason: str = "",
) -> DosingPlan:
    """Sign the next step of the version that was read, from the patient's next day on.

    `met` are conditions that the caller found true under the lock; `confirmed` are those that the
    prescriber says. A second call for the same version returns what the first one signed. Raises
    StepChanged, StepNotReady, AnswersNeeded, ReasonNeeded; then nothing is written.
    """
    ensure(by, Capability.SIGN_PLAN)
    patient = patient_lock(patient)
    facts = PlanFacts(patient, now)
    released = _released_from(facts, version)
    if released is not None:
        return released
    # What the system itself must find true, nobody can say instead.
    said = ASKED_CONDITIONS.intersection(confirmed)
    step = _step_of(version, next_step(facts, met={*met, *said}))
    _check(step, limits_reason)
    terms = replace(
        step.terms,
        limits_reason=limits_reason.strip(),
        change_reason=_said_to(patient),
    )
    review = facts.review(terms)
    return version_sign(patient, review, by=by, now=now, step_conditions=step.met)


def _said_to(patient: Patient) -> str:
    """Why the dose changes, in the language of the patient, who reads it."""
    with translation.override(patient.user.language):
        return _(
            "This step was part of your plan from the start. Your prescriber has looked at how "
            "you are doing, and lets it begin."
        )


def _released_from(facts: PlanFacts, version: int) -> DosingPlan | None:
    """What was released of this version already, so that a double press signs one step."""
    return next(
        (
            plan
            for plan in facts.history
            if plan.step_conditions is not None
            and plan.supersedes is not None
            and plan.supersedes.version == version
        ),
        None,
    )


def _step_of(version: int, step: NextStep | None) -> NextStep:
    """The next step, if it is still that of the version that was read."""
    if step is None or step.plan.version != version:
        raise StepChanged()
    return step


def _check(step: NextStep, limits_reason: str) -> None:
    """The rules again, inside the lock: what the page showed may be old."""
    if step.missing:
        raise StepNotReady(step.missing)
    if step.asked:
        raise AnswersNeeded(field="confirmed")
    if step.asks_reason and not limits_reason.strip():
        raise ReasonNeeded(field="limits_reason")
