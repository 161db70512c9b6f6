"""What stands between a draft and a signature: the facts, the findings, the gates."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from dosing.choices import Place, PlanChange
from dosing.models import DoseLog, DosingPlan
from dosing.rules import (
    DosingPolicy,
    LimitFinding,
    PlanContext,
    Terms,
    plan_change,
    plan_findings,
    racemic_ug,
    refused,
)
from dosing.selectors.blockers import Blocker
from dosing.selectors.logs import last_taken
from dosing.selectors.looks import is_look_recent, look_needed_text
from dosing.selectors.permissions import open_holds, open_permit
from dosing.selectors.plans import effective_moment, plan_history, zone_of
from intake.choices import PatientState
from intake.models import Patient
from intake.rules import IntakePolicy
from intake.selectors import (
    care_blockers,
    in_person_exam_on_file,
    latest_weight,
    reduced_start_reasons,
)
from ketaclinic.policies.selectors import PolicyInForce, policy_in_force

STEPS = (PlanChange.START, PlanChange.INCREASE)


@dataclass(frozen=True)
class PlanReview:
    """All that the editor shows and the signature asks: limits gone past, and closed gates."""

    terms: Terms
    change: PlanChange
    context: PlanContext
    findings: list[LimitFinding]
    gates: list[Blocker]
    policy: PolicyInForce
    effective_at: datetime

    @property
    def is_signable(self) -> bool:
        return not self.gates and not refused(self.findings)


def plan_review(
    patient: Patient, terms: Terms, now: datetime, *, history: Sequence[DosingPlan] | None = None
) -> PlanReview:
    """Judge the terms against the limits in force and the patient's facts, as of now.

    `history` saves reading again what `plan_history` has given.
    """
    policy = policy_in_force()
    effective_at = effective_moment(terms, zone_of(patient), now)
    plans = plan_history(patient) if history is None else history
    context = plan_context(patient, now, effective_at, policy=policy, plans=plans)
    change = plan_change(terms, context)
    return PlanReview(
        terms=terms,
        change=change,
        context=context,
        findings=plan_findings(terms, context, policy.get(DosingPolicy)),
        gates=list(_gates(patient, terms, change, context, now, policy)),
        policy=policy,
        effective_at=effective_at,
    )


def plan_context(
    patient: Patient,
    now: datetime,
    effective_at: datetime,
    *,
    policy: PolicyInForce,
    plans: Iterable[DosingPlan],
) -> PlanContext:
    """The facts about the patient that the limits need; what is not on file stays None.

    `plans` is every signed version, the newest first, with its ends.
    """
    begun = [plan for plan in plans if plan.effective_at <= effective_at]
    zone = zone_of(patient)
    today = localtime(now, zone).date()
    weight = latest_weight(patient)
    baseline = next((plan for plan in begun if not _has_ended(plan, effective_at)), None)
    last = last_taken(patient, now)
    return PlanContext(
        today=today,
        weight_g=weight.weight_g if weight else None,
        weight_age_days=_days_between(weight.measured_at, now, zone) if weight else None,
        baseline=baseline.terms if baseline else None,
        days_since_last_step=_days_since_step(begun, effective_at, zone),
        reduced_start_reasons=reduced_start_reasons(
            patient, today, policy=policy.get(IntakePolicy)
        ),
        last_taken_racemic_ug=_last_racemic_ug(last),
        days_since_last_dose=(
            _days_between(last.taken_at, effective_at, zone) if last and last.taken_at else None
        ),
    )


def _last_racemic_ug(last: DoseLog | None) -> int | None:
    """The lower of what was taken and what was planned; the plan alone when nobody could say."""
    if last is None:
        return None
    if last.slot is None:
        return last.amount_ug
    amount = min(last.amount_ug or last.slot.dose_ug, last.slot.dose_ug)
    return racemic_ug(amount, last.slot.plan.enantiomer)


def _days_between(earlier: datetime, later: datetime, zone: ZoneInfo) -> int:
    """Whole calendar days on the patient's own calendar."""
    return (localtime(later, zone).date() - localtime(earlier, zone).date()).days


def _has_ended(plan: DosingPlan, moment: datetime) -> bool:
    return any(end.ended_at <= moment for end in plan.ends.all())


def _days_since_step(
    begun: Iterable[DosingPlan], effective_at: datetime, zone: ZoneInfo
) -> int | None:
    step = max((plan.effective_at for plan in begun if plan.change in STEPS), default=None)
    return _days_between(step, effective_at, zone) if step else None


def _gates(
    patient: Patient,
    terms: Terms,
    change: PlanChange,
    context: PlanContext,
    now: datetime,
    policy: PolicyInForce,
) -> Iterator[Blocker]:
    is_lowering = context.is_lowering(terms)
    yield from _intake_gates(patient, policy, is_lowering=is_lowering)
    if not is_lowering and not is_look_recent(patient, now, policy=policy.get(IntakePolicy)):
        yield Blocker("record_look_old", look_needed_text(policy.get(IntakePolicy)))
    if patient.state == PatientState.APPROVED and terms.place == Place.HOME:
        yield Blocker("place", _("Until the patient is active, doses are at the clinic only."))
    if change == PlanChange.INCREASE:
        yield from _increase_gates(patient, now)


def _intake_gates(
    patient: Patient, policy: PolicyInForce, *, is_lowering: bool
) -> Iterator[Blocker]:
    """Lowering is always possible (§11.26): it asks only that the patient is in the programme."""
    for found in care_blockers(patient):
        if found.key == "patient_state" or not is_lowering:
            yield Blocker(found.key, found.sentence)
    if not is_lowering and not in_person_exam_on_file(patient, policy=policy.get(IntakePolicy)):
        yield Blocker("exam_missing", _("No in-person exam is on file. Record it first."))


def _increase_gates(patient: Patient, now: datetime) -> Iterator[Blocker]:
    """Every hold also means no increase (§11.19); unknown means refused (§11.13)."""
    if open_holds(patient, now).exists():
        yield Blocker("hold_open", _("Doses are on hold. Close the hold before an increase."))
    if open_permit(patient, now) is None:
        yield Blocker(
            "permit_missing",
            _("The facts do not allow an increase now. See what is missing on the chart."),
        )
