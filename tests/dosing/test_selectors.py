"""Reads: the next dose, the reports in force, the review of a plan."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from dosing.choices import NotOffered, Outcome, PlanEndKind
from dosing.models import PlanEnd
from dosing.selectors import (
    current_slot,
    day_bounds,
    last_taken,
    log_by_public_id,
    logs_since,
    missed_slots,
    moment_text,
    plan_history,
    plan_in_force,
    plan_review,
    slot_by_public_id,
    slots_between,
    slots_with_logs,
    zone_of,
)
from intake.choices import PatientState
from ketaclinic.policies.selectors import policy_in_force
from tests.factories.dosing import (
    TODAY,
    DoseLogFactory,
    ScheduledDoseFactory,
    dosing_patient,
    signed_plan,
    terms,
)

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


class TestSchedule:
    @pytest.fixture
    def doses(self, plan, now):
        return [ScheduledDoseFactory(plan=plan, at=now + hours * HOUR) for hours in (-6, 0, 6)]

    def test_between_counts_the_start_and_not_the_end(self, doses, patient, now):
        assert list(slots_between(patient, now, now + 6 * HOUR)) == [doses[1]]

    def test_cancelled_doses_are_left_out(self, doses, patient, now):
        doses[1].cancelled_at, doses[1].cancel_reason = now, "plan_stopped"
        doses[1].save()
        assert doses[1] not in slots_between(patient, now - HOUR * 9, now + HOUR * 9)

    def test_the_current_dose_is_the_open_one(self, doses, patient, now):
        assert current_slot(patient, now) == doses[1]

    def test_then_the_next_one(self, doses, patient, now):
        DoseLogFactory(slot=doses[1])
        assert current_slot(patient, now) == doses[2]

    def test_an_extra_dose_is_no_report_of_it(self, doses, patient, now):
        DoseLogFactory(slot=doses[1], is_extra=True)
        assert current_slot(patient, now) == doses[1]

    def test_one_that_is_not_offered_is_passed_over(self, doses, patient, now):
        doses[1].not_offered = NotOffered.INTERVAL
        doses[1].save()
        assert current_slot(patient, now) == doses[2]

    def test_missed_doses(self, doses, patient, now):
        assert list(missed_slots(patient, now - 24 * HOUR, now)) == [doses[0]]
        assert list(missed_slots(patient, now - HOUR, now)) == []
        DoseLogFactory(slot=doses[0])
        assert list(missed_slots(patient, now - 24 * HOUR, now)) == []

    def test_each_with_its_report(self, doses, patient, now):
        log = DoseLogFactory(slot=doses[0])
        DoseLogFactory(slot=doses[0], is_extra=True)
        first, second, _ = slots_with_logs(patient, now - 9 * HOUR, now + 9 * HOUR)
        assert first.logs_in_force == [log]
        assert second.logs_in_force == []

    def test_of_another_patient_nothing_is_found(self, doses, now):
        stranger = dosing_patient()
        assert slot_by_public_id(stranger, doses[0].public_id) is None
        assert slot_by_public_id(doses[0].patient, uuid4()) is None
        assert slot_by_public_id(doses[0].patient, doses[0].public_id) == doses[0]
        assert current_slot(stranger, now) is None

    def test_days_are_the_patients_own(self, patient, now):
        start, end = day_bounds(now, zone_of(patient), days=1)
        assert start.isoformat() == "2026-06-01T04:00:00+00:00"
        assert end - start == 24 * HOUR


class TestLogs:
    def test_the_last_dose_that_went_in(self, slot, now):
        log = DoseLogFactory(slot=slot)
        assert last_taken(slot.patient, now) == log
        assert last_taken(slot.patient, now - MINUTE) is None

    def test_since_counts_when_it_happened(self, slot, now):
        log = DoseLogFactory(slot=slot, recorded_at=now + 48 * HOUR)
        assert list(logs_since(slot.patient, now)) == [log]
        assert list(logs_since(slot.patient, now + MINUTE)) == []

    def test_one_report_is_found_by_its_own_patient_only(self, slot):
        log = DoseLogFactory(slot=slot)
        assert log_by_public_id(slot.patient, log.public_id) == log
        assert log_by_public_id(dosing_patient(), log.public_id) is None


class TestPlans:
    def test_history_is_newest_first(self, patient):
        signed_plan(patient)
        signed_plan(patient, terms(instructions="With water."))
        assert [plan.version for plan in plan_history(patient)] == [2, 1]

    def test_the_earliest_end_of_a_version_counts(self, patient, plan, now):
        by = plan.signed_by
        for hours, kind in ((2, PlanEndKind.COMPLETED), (1, PlanEndKind.STOPPED)):
            PlanEnd.objects.create(
                plan=plan,
                ended_at=now + hours * HOUR,
                kind=kind,
                by=by,
                reason=kind,
                recorded_at=now,
            )
        (known,) = plan_history(patient)
        assert (known.ended_at, known.end_kind, known.end_reason) == (
            now + HOUR, PlanEndKind.STOPPED, "stopped"
        )  # fmt: skip

    def test_a_version_that_runs_on_has_no_end(self, patient, plan):
        (known,) = plan_history(patient)
        assert (known.ended_at, known.end_kind, known.end_reason) == (None, None, None)

    def test_nothing_is_in_force_before_the_first(self, patient, now):
        assert plan_in_force(patient, now) is None


class TestReview:
    def test_it_gathers_the_facts(self, patient, now):
        review = plan_review(patient, terms(), now)
        assert review.context.weight_g == 70_000
        assert review.context.weight_age_days == 20
        assert (review.context.today, review.context.baseline) == (TODAY, None)
        assert review.is_signable
        assert review.policy.version == policy_in_force().version

    def test_the_running_plan_is_the_baseline(self, patient, now):
        plan = signed_plan(patient)
        context = plan_review(patient, terms(), now).context
        assert context.baseline == plan.terms
        assert context.days_since_last_step == 0

    def test_the_last_dose_counts_at_most_as_planned(self, slot, now):
        DoseLogFactory(slot=slot, amount_ug=75_000)
        context = plan_review(slot.patient, terms(), now).context
        assert (context.last_taken_racemic_ug, context.days_since_last_dose) == (25_000, 0)

    def test_half_a_dose_counts_as_half(self, slot, now):
        DoseLogFactory(slot=slot, outcome=Outcome.PARTLY_TAKEN, amount_ug=12_000)
        assert plan_review(slot.patient, terms(), now).context.last_taken_racemic_ug == 12_000

    def test_a_closed_gate_is_not_signable(self, now):
        review = plan_review(dosing_patient(state=PatientState.APPROVED), terms(), now)
        assert not review.is_signable


@pytest.mark.parametrize(
    ("hours", "text"),
    [
        pytest.param(1, "11 am", id="today"),
        pytest.param(24, "Tuesday, June 2 at 10 am", id="another day"),
    ],
)
def test_a_moment_names_the_day_when_it_is_not_today(patient, now, hours, text):
    assert moment_text(now + hours * HOUR, zone_of(patient), now) == text
    assert date(2026, 6, 1) == TODAY
