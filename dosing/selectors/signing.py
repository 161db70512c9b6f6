"""What stands between a plan and a signature: the facts, the findings, the gates."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from dosing.choices import Place, PlanChange
from dosing.models import DoseLog, DosingPlan, Hold
from dosing.rules import (
    DosingPolicy,
    LimitFinding,
    LimitStanding,
    PlanContext,
    ProjectedDose,
    Terms,
    Timing,
    begun_day_racemic_ug,
    limit_standings,
    plan_change,
    plan_findings,
    projected_doses,
    refused,
    shape_findings,
)
from dosing.rules.measures import judged_weight_g
from dosing.selectors.blockers import Blocker
from dosing.selectors.history import (
    days_between,
    days_since_step,
    has_ended,
    in_force_of,
    last_racemic_ug,
    taken_today,
)
from dosing.selectors.logs import taken_lately
from dosing.selectors.looks import is_recent, look_annotations, look_needed_text, looked_on_of
from dosing.selectors.permissions import open_holds, open_permits
from dosing.selectors.plans import effective_moment, plan_history, zone_of
from intake.choices import PatientState
from intake.models import Patient
from intake.rules import IntakePolicy
from intake.selectors import (
    CareBlocker,
    care_blockers,
    in_person_exam_on_file,
    plan_annotations,
    reduced_start_reasons,
)
from ketaclinic.policies.selectors import PolicyInForce, policy_in_force

# What one query says of a patient whose plan is judged.
ROW = (
    "weight_g", "weighed_at", "has_exam", "gate_looked_on", "newest_look_on", "is_held",
    "was_held", "is_permitted",
)  # fmt: skip


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
    is_first: bool = False

    @property
    def lacks_change_reason(self) -> bool:
        """A patient is told why a plan follows another one; the first plan follows none."""
        return not self.is_first and not self.terms.change_reason.strip()

    @property
    def is_signable(self) -> bool:
        return not self.gates and not refused(self.findings)

    @property
    def is_possible(self) -> bool:
        """Can anybody carry it out? If not, its findings say why, and nothing else is judged."""
        return not shape_findings(self.terms, self.policy.get(DosingPolicy), self.context.today)

    @property
    def weight_g(self) -> int | None:
        """The weight that the limits are judged with."""
        return judged_weight_g(self.context, self.policy.get(DosingPolicy))

    @property
    def standings(self) -> list[LimitStanding]:
        """Every limit that applies, with how near the plan comes; for possible terms."""
        return limit_standings(self.terms, self.context, self.policy.get(DosingPolicy))

    @property
    def doses(self) -> list[ProjectedDose]:
        """The titration, each dose judged on its day; for possible terms."""
        return projected_doses(self.terms, self.context, self.policy.get(DosingPolicy))


def plan_review(
    patient: Patient, terms: Terms, now: datetime, *, history: Sequence[DosingPlan] | None = None
) -> PlanReview:
    """Judge the terms against the limits in force and the patient's facts, as of now.

    `history` saves reading again what `plan_history` has given.
    """
    return PlanFacts(patient, now, history=history).review(terms)


class PlanFacts:
    """What is known of a patient when plans are judged, each thing read on its first use.

    A page judges a draft, what is typed and the next step by the same facts.
    """

    def __init__(
        self, patient: Patient, now: datetime, *, history: Sequence[DosingPlan] | None = None
    ) -> None:
        self.patient, self.now = patient, now
        self.zone = zone_of(patient)
        if history is not None:
            self.history = list(history)

    def review(self, terms: Terms) -> PlanReview:
        """The terms against the limits in force."""
        effective_at = effective_moment(terms, self.zone, self.now)
        context = self._context(effective_at)
        if effective_at <= self.now:
            begun = self._begun_day_ug(terms, context.baseline)
            context = replace(context, begun_day_racemic_ug=begun)
        if context.is_new_start(terms):
            context = replace(context, reduced_start_reasons=self._reduced_start_reasons)
        change = plan_change(terms, context)
        return PlanReview(
            terms=terms,
            change=change,
            context=context,
            findings=plan_findings(terms, context, self.policy.get(DosingPolicy)),
            gates=list(self._gates(terms, change, context)),
            policy=self.policy,
            effective_at=effective_at,
            is_first=not self.history,
        )

    def _context(self, effective_at: datetime) -> PlanContext:
        """The facts that the limits need; what is not on file stays None."""
        begun = [plan for plan in self.history if plan.effective_at <= effective_at]
        baseline = in_force_of(begun, effective_at)
        row, last = self._row, self._last
        taken_at = last.taken_at if last else None
        gap = days_between(taken_at, effective_at, self.zone) if taken_at else None
        return PlanContext(
            today=self.today,
            weight_g=row.weight_g,
            weight_age_days=(
                days_between(row.weighed_at, self.now, self.zone) if row.weighed_at else None
            ),
            baseline=baseline.terms if baseline else None,
            ended=None if baseline else self._ended(begun, gap),
            days_since_last_step=days_since_step(begun, effective_at, self.zone),
            last_taken_racemic_ug=last_racemic_ug(last),
            days_since_last_dose=gap,
        )

    def _ended(self, begun: Sequence[DosingPlan], gap: int | None) -> Terms | None:
        """The last version that counted, until the gap asks for a second prescriber instead."""
        limit = self.policy.get(DosingPolicy).restart_lower_after_gap_hard_days
        if gap is None or gap > limit:
            return None
        counted = (plan for plan in begun if not has_ended(plan, plan.effective_at))
        return next((plan.terms for plan in counted), None)

    @cached_property
    def history(self) -> list[DosingPlan]:
        """Every signed version, the newest first, with its ends."""
        return list(plan_history(self.patient))

    @cached_property
    def policy(self) -> PolicyInForce:
        return policy_in_force()

    @property
    def local_now(self) -> datetime:
        """What the patient's clock shows, without its zone."""
        return localtime(self.now, self.zone).replace(tzinfo=None)

    @property
    def today(self) -> date:
        return self.local_now.date()

    @cached_property
    def _lately(self) -> list[DoseLog]:
        return taken_lately(self.patient, self.now)

    @property
    def _last(self) -> DoseLog | None:
        return next(iter(self._lately), None)

    def _begun_day_ug(self, terms: Terms, running: Terms | None) -> int:
        """The whole of today, for a version that begins now."""
        policy = self.policy.get(DosingPolicy)
        timing = Timing.of(policy, is_session=terms.is_session)
        taken = taken_today(self._lately, self.now, self.zone, running)
        return begun_day_racemic_ug(terms, taken, self.now, self.zone, timing)

    @cached_property
    def _reduced_start_reasons(self) -> tuple[str, ...]:
        policy = self.policy.get(IntakePolicy)
        return reduced_start_reasons(self.patient, self.today, policy=policy)

    @cached_property
    def _care(self) -> list[CareBlocker]:
        return care_blockers(self.patient)

    @cached_property
    def _row(self) -> Any:
        """What one query can say: the newest weight, exam and look, holds, a permit to rise."""
        holds = open_holds(OuterRef("pk"), self.now)
        permits = open_permits(OuterRef("pk"), self.now, version=self.policy.version)
        rows = Patient.objects.filter(pk=self.patient.pk).annotate(
            **plan_annotations(),
            **look_annotations(),
            is_held=Exists(holds),
            was_held=Exists(self._held_since_step()),
            is_permitted=Exists(permits),
        )
        return rows.values_list(*ROW, named=True).get()

    def _held_since_step(self) -> QuerySet[Hold]:
        """Holds placed since the version in force began."""
        plan = in_force_of(self.history, self.now)
        if plan is None:
            return Hold.objects.none()
        return Hold.objects.filter(patient=OuterRef("pk"), placed_at__gte=plan.effective_at)

    @property
    def was_held(self) -> bool:
        """Was a hold placed since the version in force began?"""
        return bool(self._row.was_held)

    def _gates(self, terms: Terms, change: PlanChange, context: PlanContext) -> Iterator[Blocker]:
        yield from self._intake_gates(is_lowering=context.is_lowering(terms))
        if self.patient.state == PatientState.APPROVED and terms.place == Place.HOME:
            yield Blocker("place", _("Until the patient is active, doses are at the clinic only."))
        if change == PlanChange.INCREASE:
            yield from self._increase_gates(terms)

    def _intake_gates(self, *, is_lowering: bool) -> Iterator[Blocker]:
        """Lowering is always possible (§11.26), for a patient who is in the programme."""
        for found in self._care:
            if found.key == "patient_state" or not is_lowering:
                yield Blocker(found.key, found.sentence)
        if is_lowering:
            return
        policy = self.policy.get(IntakePolicy)
        if not in_person_exam_on_file(self.patient, policy=policy, has_exam=self._row.has_exam):
            yield Blocker("exam_missing", _("No in-person exam is on file. Record it first."))
        if not is_recent(looked_on_of(self._row), self.today, policy):
            yield Blocker("record_look_old", look_needed_text(policy))

    def _increase_gates(self, terms: Terms) -> Iterator[Blocker]:
        """Every hold also means no increase (§11.19); unknown means refused (§11.13).

        A permit is short-lived: on a far day the pressure that it rests on would be too old.
        """
        most = self.policy.get(DosingPolicy).recent_bp_to_increase_hard_days
        if terms.starts_on is not None and (terms.starts_on - self.today).days > most:
            sentence = _("An increase begins within %(days)s days. Choose an earlier first day.")
            yield Blocker("increase_far", sentence % {"days": most})
        if self._row.is_held:
            yield Blocker("hold_open", _("Doses are on hold. Close the hold before an increase."))
        if not self._row.is_permitted:
            yield Blocker(
                "permit_missing",
                _("The facts do not allow an increase now. See what is missing on the chart."),
            )
