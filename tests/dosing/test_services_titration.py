"""Releasing a planned step: when it may, what it writes, and that it happens once."""

from datetime import timedelta

import pytest

from dosing.choices import CancelReason, PlanChange, StepCondition
from dosing.models import DosingPlan, ScheduledDose
from dosing.rules import TitrationStep
from dosing.selectors import PlanFacts, next_step, steps_due
from dosing.services import (
    AnswersNeeded,
    ReasonNeeded,
    StepChanged,
    StepNotReady,
    plan_draft_save,
    plan_sign,
    plan_step_release,
)
from ketaclinic.accounts.access import AccessRefused
from ketaclinic.audit.models import AuditEvent
from tests.factories.accounts import UserFactory
from tests.factories.dosing import (
    NOW,
    TODAY,
    DosingPlanFactory,
    HoldFactory,
    IncreasePermitFactory,
    dosing_patient,
    signed_plan,
    terms,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
# A week after the first plan: on the evening of the sixth day the seventh is over tomorrow.
RIPE = NOW + 6 * DAY
CONDITIONS = (str(StepCondition.NO_HOLD), str(StepCondition.PAIN_REVIEW))


def climbing(*conditions, **changes):
    """10 mg, then 20 mg after a week, then 30 mg."""
    steps = (TitrationStep(20_000, 7, conditions), TitrationStep(30_000, 7, conditions))
    return terms(**({"dose_ug": 10_000, "strength_ug": 10_000, "steps": steps} | changes))


def permitted(patient, now=RIPE):
    return IncreasePermitFactory(patient=patient, granted_at=now, expires_at=now + DAY)


def release(patient, by, *, now=RIPE, version=1, reason="Good effect.", **changes):
    return plan_step_release(
        patient=patient,
        by=by,
        now=now,
        version=version,
        limits_reason=reason,
        **({"met": ()} | changes),
    )


def written():
    return DosingPlan.objects.count(), AuditEvent.objects.count()


@pytest.fixture
def ready(patient):
    """A patient whose first step has had its days, with a permit."""
    signed_plan(patient, climbing())
    permitted(patient)
    return patient


class TestTheRelease:
    def test_it_signs_the_step_from_the_next_day_on_with_what_remains(self, ready, prescriber):
        plan = release(ready, prescriber)
        assert (plan.version, plan.change) == (2, PlanChange.INCREASE)
        assert (plan.terms.dose_ug, plan.terms.starts_on) == (20_000, TODAY + 7 * DAY)
        assert [step.dose_ug for step in plan.terms.steps] == [30_000]
        assert plan.effective_at == (NOW + 7 * DAY).replace(hour=4)
        assert (plan.signed_by, plan.signed_at) == (prescriber, RIPE)
        assert plan.supersedes.ends.get().ended_at == plan.effective_at
        assert ready.increase_permits.get().used_by_plan == plan

    def test_its_doses_replace_the_old_ones_from_that_moment(self, ready, prescriber):
        plan = release(ready, prescriber)
        old = ScheduledDose.objects.filter(plan__version=1, nominal_at__gte=plan.effective_at)
        assert {slot.cancel_reason for slot in old} == {CancelReason.PLAN_SUPERSEDED}
        standing = ScheduledDose.objects.standing().filter(nominal_at__gte=plan.effective_at)
        assert {slot.dose_ug for slot in standing} == {20_000}

    def test_it_is_recorded_with_what_was_true(self, patient, prescriber):
        signed_plan(patient, climbing(*CONDITIONS))
        permitted(patient)
        plan = release(patient, prescriber, confirmed=[CONDITIONS[1]])
        event = AuditEvent.objects.get(verb="dosing.plan_signed", actor=prescriber)
        assert plan.step_conditions == list(CONDITIONS)
        assert event.details["step_conditions"] == list(CONDITIONS)

    def test_a_second_press_signs_nothing_more(self, ready, prescriber):
        first = release(ready, prescriber)
        before = written()
        assert release(ready, prescriber) == first
        assert release(ready, prescriber, now=RIPE + 2 * DAY) == first
        assert written() == before


class TestRefusals:
    def refused(self, error, patient, by, **changes):
        before = written()
        with pytest.raises(error) as refusal:
            release(patient, by, **changes)
        assert written() == before
        return refusal.value

    def missing(self, patient, by, **changes):
        return {each.key for each in self.refused(StepNotReady, patient, by, **changes).missing}

    def test_a_nurse(self, ready, nurse):
        self.refused(AccessRefused, ready, nurse)

    def test_without_a_permit(self, patient, prescriber):
        signed_plan(patient, climbing())
        assert self.missing(patient, prescriber) == {"permit_missing"}

    def test_a_day_too_early(self, patient, prescriber):
        signed_plan(patient, climbing())
        early = RIPE - DAY
        permitted(patient, early)
        refusal = self.refused(StepNotReady, patient, prescriber, now=early)
        assert refusal.message == (
            "The days on the dose before are not over: Monday, June 8 at the earliest."
        )

    def test_while_doses_are_on_hold(self, ready, prescriber):
        HoldFactory(patient=ready)
        assert self.missing(ready, prescriber) == {"hold_open"}

    def test_a_hold_since_the_step_before_where_the_plan_asks(self, patient, prescriber):
        signed_plan(patient, climbing(str(StepCondition.NO_HOLD)))
        permitted(patient)
        HoldFactory(
            patient=patient,
            placed_at=NOW + DAY,
            closed_at=RIPE - DAY,
            closed_by=prescriber,
            close_note="Well again.",
        )
        assert self.missing(patient, prescriber) == {"no_hold"}

    def test_what_the_caller_did_not_find_true(self, patient, prescriber):
        signed_plan(patient, climbing(str(StepCondition.NO_RAISED_BP)))
        permitted(patient)
        assert self.missing(patient, prescriber) == {"no_raised_bp"}
        assert release(patient, prescriber, met={"no_raised_bp"}).version == 2

    def test_a_review_that_nobody_said(self, patient, prescriber):
        signed_plan(patient, climbing(str(StepCondition.PAIN_REVIEW)))
        permitted(patient)
        assert self.refused(AnswersNeeded, patient, prescriber).field == "confirmed"

    def test_nobody_can_say_what_the_system_must_find(self, patient, prescriber):
        signed_plan(patient, climbing(str(StepCondition.NO_RAISED_BP)))
        permitted(patient)
        said = {"no_raised_bp", "permit_missing"}
        assert self.missing(patient, prescriber, confirmed=said) == {"no_raised_bp"}

    def test_a_soft_limit_without_a_reason(self, ready, prescriber):
        assert self.refused(ReasonNeeded, ready, prescriber, reason=" ").field == "limits_reason"

    def test_a_hard_limit_goes_the_way_of_a_draft(self, patient, prescriber):
        steep = climbing(dose_ug=20_000, strength_ug=5_000, steps=(TitrationStep(35_000, 7),))
        signed_plan(patient, steep)
        permitted(patient)
        assert self.missing(patient, prescriber) == {"max_step_daily_mg"}

    def test_another_version_than_the_one_that_was_read(self, ready, prescriber):
        self.refused(StepChanged, ready, prescriber, version=7)

    def test_a_plan_without_steps(self, patient, prescriber):
        signed_plan(patient)
        self.refused(StepChanged, patient, prescriber)

    def test_a_newer_version_is_signed_already(self, ready, prescriber):
        later = climbing(starts_on=TODAY + 8 * DAY, dose_ug=10_000)
        plan_draft_save(patient=ready, by=prescriber, now=RIPE, terms=later)
        plan_sign(patient=ready, by=prescriber, now=RIPE)
        assert "newer_version" in self.missing(ready, prescriber)


class TestNextStep:
    def test_none_without_a_plan_or_without_steps(self, patient):
        assert next_step(PlanFacts(patient, NOW)) is None
        signed_plan(patient)
        assert next_step(PlanFacts(patient, NOW)) is None

    def test_each_missing_thing_is_named(self, patient):
        signed_plan(patient, climbing(str(StepCondition.NO_RAISED_BP)))
        step = next_step(PlanFacts(patient, NOW + DAY))
        assert [each.key for each in step.missing] == ["days", "permit_missing", "no_raised_bp"]
        assert step.due_on == TODAY + 7 * DAY
        assert not step.is_ready

    def test_when_it_is_ready_it_asks_only_what_a_person_must_say(self, patient):
        signed_plan(patient, climbing(*CONDITIONS))
        permitted(patient)
        step = next_step(PlanFacts(patient, RIPE))
        assert step.is_ready
        assert step.asked == [CONDITIONS[1]]
        assert step.asks_reason


class TestStepsDue:
    """One query for the whole clinic."""

    def plan(self, **changes):
        steps = [{"dose_ug": 35_000, "after_days": 7, "conditions": []}]
        return DosingPlanFactory(**({"steps": steps} | changes))

    def test_the_longest_waiting_first_with_what_is_known(self, django_assert_max_num_queries):
        later, first = self.plan(), self.plan(effective_at=NOW - 2 * DAY, signed_at=NOW - 2 * DAY)
        self.plan(effective_at=NOW + DAY)
        DosingPlanFactory()
        permitted(first.patient, RIPE)
        HoldFactory(patient=later.patient)
        with django_assert_max_num_queries(2):
            due = steps_due(RIPE - DAY)
        assert [each.plan for each in due] == [first, later]
        assert [each.is_permitted for each in due] == [True, False]
        assert [each.is_held for each in due] == [False, True]

    def test_before_its_days_nobody_is_listed(self):
        self.plan()
        assert steps_due(NOW) == []

    def test_a_superseded_plan_is_not_listed(self):
        plan = self.plan()
        DosingPlanFactory(patient=plan.patient, version=2, supersedes=plan, effective_at=RIPE + DAY)
        assert steps_due(RIPE) == []


def test_a_released_step_can_be_followed_by_the_next_one(ready, prescriber):
    release(ready, prescriber)
    later = RIPE + 7 * DAY
    permitted(ready, later)
    plan = release(ready, prescriber, now=later, version=2)
    assert (plan.version, plan.terms.dose_ug, plan.terms.steps) == (3, 30_000, ())


def test_another_patients_step_is_untouched(ready, prescriber):
    other = dosing_patient()
    signed_plan(other, climbing())
    release(ready, UserFactory(prescriber=True))
    assert other.plans.count() == 1
