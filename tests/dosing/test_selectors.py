"""Reads: every reason against a dose, the next dose, the reports in force."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from dosing.choices import HoldScope, LogMark, NotOffered, Outcome
from dosing.models import ScheduledDose
from dosing.selectors import (
    check_blockers,
    current_slot,
    day_bounds,
    dose_blockers,
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
from intake.models import ConsentWithdrawal
from ketaclinic.policies.selectors import policy_in_force
from tests.factories.dosing import (
    TODAY,
    ClearanceFactory,
    DoseLogFactory,
    DosingPlanFactory,
    HoldFactory,
    ScheduledDoseFactory,
    dosing_patient,
    signed_plan,
    terms,
)

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def keys(slot, now):
    return [blocker.key for blocker in dose_blockers(slot.patient, slot, now)]


class TestDoseBlockers:
    @pytest.fixture
    def cleared(self, slot):
        ClearanceFactory(slot=slot)
        return slot

    def test_nothing_stands_in_the_way_of_a_cleared_dose(self, cleared, now):
        assert keys(cleared, now) == []

    def test_without_a_check(self, slot, now):
        (blocker,) = dose_blockers(slot.patient, slot, now)
        assert blocker.key == "clearance_missing"
        assert blocker.sentence == "Do the check before this dose."
        assert check_blockers(slot.patient, slot, now) == []

    @pytest.mark.parametrize(
        ("minutes", "expected"),
        [
            pytest.param(29, [], id="just before it expires"),
            pytest.param(30, ["clearance_expired"], id="as it expires"),
        ],
    )
    def test_a_clearance_lasts_half_an_hour(self, cleared, now, minutes, expected):
        assert keys(cleared, now + minutes * MINUTE) == expected

    @pytest.mark.parametrize(
        ("minutes", "expected"),
        [
            pytest.param(-61, ["not_open_yet"], id="a minute before it opens"),
            pytest.param(-60, [], id="as it opens"),
            pytest.param(119, [], id="a minute before it closes"),
            pytest.param(120, ["window_closed"], id="as it closes"),
        ],
    )
    def test_the_window(self, slot, now, minutes, expected):
        moment = now + minutes * MINUTE
        found = check_blockers(slot.patient, slot, moment)
        assert [blocker.key for blocker in found] == expected

    def test_a_closed_window_says_when_it_opens(self, slot, now):
        blocker = dose_blockers(slot.patient, slot, now - 2 * HOUR)[0]
        assert blocker.opens_at == slot.window_opens_at
        assert blocker.sentence == "This dose opens at 9 am."

    @pytest.mark.parametrize(
        ("minutes_ago", "expected"),
        [
            pytest.param(240, [], id="four hours ago"),
            pytest.param(239, ["too_soon"], id="a minute less"),
        ],
    )
    def test_the_interval_since_the_last_logged_dose(self, cleared, now, minutes_ago, expected):
        earlier = ScheduledDoseFactory(plan=cleared.plan, at=now - 5 * HOUR)
        DoseLogFactory(slot=earlier, taken_at=now - minutes_ago * MINUTE)
        assert keys(cleared, now) == expected

    @pytest.mark.parametrize("outcome", [Outcome.PARTLY_TAKEN, Outcome.VOMITED])
    def test_whatever_went_in_counts(self, cleared, now, outcome):
        earlier = ScheduledDoseFactory(plan=cleared.plan, at=now - 3 * HOUR)
        DoseLogFactory(slot=earlier, outcome=outcome, amount_ug=None)
        assert keys(cleared, now) == ["too_soon"]

    def test_a_dose_not_taken_counts_for_nothing(self, cleared, now):
        earlier = ScheduledDoseFactory(plan=cleared.plan, at=now - 3 * HOUR)
        DoseLogFactory(
            slot=earlier, outcome=Outcome.SKIPPED, amount_ug=None, taken_at=None, recorded_at=now
        )
        assert keys(cleared, now) == []

    def test_an_extra_dose_counts(self, cleared, now):
        DoseLogFactory(
            slot=None,
            patient=cleared.patient,
            taken_at=now - HOUR,
            is_extra=True,
            marks=[LogMark.EXTRA],
        )
        assert keys(cleared, now) == ["too_soon"]

    def test_a_reported_dose(self, cleared, now):
        DoseLogFactory(slot=cleared)
        assert keys(cleared, now) == ["already_logged"]

    def test_holds(self, cleared, now):
        other = ScheduledDoseFactory(plan=cleared.plan, at=now + 30 * MINUTE)
        HoldFactory(patient=cleared.patient, key="bp_high")
        HoldFactory(
            patient=cleared.patient, key="predose_alcohol", scope=HoldScope.SLOT, slot=cleared
        )
        assert keys(cleared, now) == ["hold:bp_high", "hold:predose_alcohol"]
        assert "hold:predose_alcohol" not in keys(other, now)

    def test_a_dose_that_was_not_offered(self, cleared, now):
        cleared.not_offered = NotOffered.INTERVAL
        assert keys(cleared, now) == ["not_offered"]

    def test_a_plan_that_ended(self, patient, prescriber, now):
        slot = signed_plan(patient).slots.first()
        from dosing.services import plan_stop

        plan_stop(patient=patient, by=prescriber, now=now, reason="No benefit.")
        slot.refresh_from_db()
        assert "plan_ended" in keys(slot, now)

    def test_consent_that_was_withdrawn(self, cleared, now):
        signature = cleared.patient.consent_signatures.get()
        ConsentWithdrawal.objects.create(
            signature=signature, withdrawn_at=now, withdrawn_by=cleared.patient.user
        )
        assert keys(cleared, now) == ["consent_withdrawn"]

    @pytest.mark.parametrize(
        ("state", "expected"),
        [
            (PatientState.ACTIVE, []),
            (PatientState.APPROVED, ["home_not_ready"]),
            (PatientState.PAUSED, ["patient_state"]),
        ],
    )
    def test_the_state_of_the_patient(self, now, state, expected):
        plan = DosingPlanFactory(patient=dosing_patient(state=state))
        cleared = ClearanceFactory(slot=ScheduledDoseFactory(plan=plan)).slot
        assert keys(cleared, now) == expected

    def test_every_reason_is_told_at_once(self, slot, now):
        HoldFactory(patient=slot.patient)
        DoseLogFactory(slot=slot)
        late = slot.window_closes_at
        assert keys(slot, late) == [
            "already_logged",
            "hold:bp_high",
            "window_closed",
            "clearance_missing",
        ]

    def test_it_asks_few_questions_of_the_database(
        self, cleared, now, django_assert_max_num_queries
    ):
        slot = ScheduledDose.objects.select_related("plan", "patient__user").get()
        with django_assert_max_num_queries(10):
            dose_blockers(slot.patient, slot, now)


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
