"""The ledger reads the dose log; corrections there correct it here; one query reads both."""

from datetime import timedelta

import pytest

from dosing.choices import Outcome
from dosing.models import DoseLog, DosingPlan
from dosing.rules.supply import Balance
from dosing.selectors import Case
from dosing.selectors.supply import Supply, ledger_rows
from dosing.services import dose_correct
from intake.models import Patient
from tests.factories.dosing import (
    TODAY,
    DoseLogFactory,
    DosingPlanFactory,
    ScheduledDoseFactory,
    dosing_patient,
)
from tests.factories.supply import CAPSULE, LIQUID, DispensingFactory, SupplyEntryFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def supply(patient, now):
    return Supply(Case(patient, now))


def on_hand(patient, now):
    return supply(patient, now).on_hand


def exactly(capsules):
    return Balance(capsules * 25_000, capsules * 25_000)


@pytest.fixture
def given_out(plan, now):
    """20 capsules, dispensed two hours ago."""
    return DispensingFactory(patient=plan.patient, count=20, happened_at=now - 2 * HOUR)


def taken(plan, at, **changes):
    return DoseLogFactory(slot=ScheduledDoseFactory(plan=plan, at=at), **changes)


def test_a_dose_taken_is_taken_off(plan, given_out, now):
    taken(plan, now)
    assert on_hand(plan.patient, now) == {CAPSULE: exactly(19)}


def test_a_dose_of_before_the_first_dispensing_is_not(plan, given_out, now):
    taken(plan, now - 3 * HOUR)
    assert on_hand(plan.patient, now) == {CAPSULE: exactly(20)}


@pytest.mark.parametrize("outcome", [Outcome.SKIPPED, Outcome.NOT_TAKEN])
def test_a_dose_that_was_not_taken_takes_nothing_off(plan, given_out, now, outcome):
    slot = ScheduledDoseFactory(plan=plan)
    DoseLogFactory(slot=slot, outcome=outcome, amount_ug=None, taken_at=None, recorded_at=now)
    assert on_hand(plan.patient, now) == {CAPSULE: exactly(20)}


@pytest.mark.parametrize("outcome", [Outcome.PARTLY_TAKEN, Outcome.VOMITED])
def test_an_amount_that_nobody_knows_is_a_range_up_to_the_planned_dose(
    plan, given_out, now, outcome
):
    taken(plan, now, outcome=outcome, amount_ug=None)
    assert on_hand(plan.patient, now) == {CAPSULE: Balance(19 * 25_000, 20 * 25_000)}


def test_a_corrected_report_corrects_the_ledger(plan, given_out, now):
    log = taken(plan, now)
    dose_correct(
        log=log,
        by=plan.patient.user,
        now=now,
        outcome=Outcome.TAKEN,
        amount_ug=75_000,
        taken_at=now,
        idempotency_key="fix-1",
        note="It was three.",
    )
    assert on_hand(plan.patient, now) == {CAPSULE: exactly(17)}


def extra(plan, at):
    return DoseLogFactory(
        slot=None, patient=plan.patient, is_extra=True, taken_at=at, recorded_at=at
    )


def test_an_extra_dose_is_taken_from_what_the_plan_of_its_time_asks_for(plan, given_out, now):
    extra(plan, now)
    assert on_hand(plan.patient, now) == {CAPSULE: exactly(19)}


def test_an_extra_dose_without_any_plan_is_taken_from_what_was_dispensed_last(patient, now):
    DispensingFactory(patient=patient, count=20)
    DoseLogFactory(slot=None, patient=patient, is_extra=True, taken_at=now, recorded_at=now)
    assert not DosingPlan.objects.exists()
    assert on_hand(patient, now) == {CAPSULE: exactly(19)}


def test_after_a_change_of_product_each_has_its_balance_the_plans_own_first(plan, now):
    DispensingFactory(patient=plan.patient, count=20)
    DispensingFactory(
        patient=plan.patient,
        formulation=LIQUID.formulation,
        strength_ug=None,
        concentration_ug_per_ml=10_000,
        amount_ug=300_000,
    )
    changed = DosingPlanFactory(
        patient=plan.patient,
        version=2,
        supersedes=plan,
        formulation=LIQUID.formulation,
        strength_ug=None,
        concentration_ug_per_ml=10_000,
        signed_at=now,
        effective_at=now,
    )
    taken(changed, now)
    found = on_hand(plan.patient, now)
    assert list(found) == [LIQUID, CAPSULE]
    assert found == {LIQUID: Balance(275_000, 275_000), CAPSULE: exactly(20)}


def test_it_runs_out_where_the_plan_is_not_covered_any_more(plan, now):
    """10:00 today: 8:00 was reported; 14:00 and 20:00 are left of today, and 3 each day."""
    DispensingFactory(patient=plan.patient, count=9, happened_at=now - 3 * HOUR)
    taken(plan, now - 2 * HOUR)
    found = supply(plan.patient, now)
    assert found.on_hand == {CAPSULE: exactly(8)}
    assert found.runs_out_on == TODAY + 3 * DAY


def test_reckoned_up_to_a_moment_it_runs_out_by_then_or_not_at_all(plan, now):
    DispensingFactory(patient=plan.patient, count=9, happened_at=now - 3 * HOUR)
    found = supply(plan.patient, now)
    end = found.runs_out
    assert end is not None
    assert found.runs_out_by(end.at) == end
    assert found.runs_out_by(end.at - timedelta.resolution) is None


def test_a_dose_whose_window_is_open_still_counts_until_it_is_reported(plan, now):
    DispensingFactory(patient=plan.patient, count=3, happened_at=now - 3 * HOUR)
    before = supply(plan.patient, now - HOUR)
    assert before.runs_out.at == now + 22 * HOUR
    taken(plan, now - 2 * HOUR)
    assert supply(plan.patient, now - HOUR).runs_out.at == now + 22 * HOUR


def test_nothing_dispensed_is_due_for_no_refill(plan, now):
    assert supply(plan.patient, now).refill_due_on is None
    assert supply(plan.patient, now).on_hand == {}


def test_without_a_plan_nothing_runs_out(patient, now):
    DispensingFactory(patient=patient)
    found = supply(patient, now)
    assert (found.runs_out, found.refill_due_on, found.product) == (None, None, None)


def test_one_who_takes_less_than_planned_is_due_later(plan, now):
    """42 of yesterday would end in 13 days; with none of them taken they end a day later."""
    DispensingFactory(patient=plan.patient, count=42)
    assert supply(plan.patient, now).refill_due_on == TODAY + 11 * DAY
    SupplyEntryFactory(patient=plan.patient, kind="wasted", count=20)
    assert supply(plan.patient, now).refill_due_on == TODAY + 10 * DAY


@pytest.mark.parametrize(("days", "expected"), [(27, True), (28, False)])
def test_a_plan_counts_as_being_raised_until_it_has_settled(patient, now, days, expected):
    begun = now - days * DAY
    DosingPlanFactory(patient=patient, signed_at=begun, effective_at=begun)
    assert supply(patient, now).is_titrating is expected


def test_a_plan_with_steps_to_come_is_being_raised_however_long_it_has_run(patient, now):
    begun, step = now - 60 * DAY, {"dose_ug": 50_000, "after_days": 14, "conditions": []}
    DosingPlanFactory(patient=patient, signed_at=begun, effective_at=begun, steps=[step])
    assert supply(patient, now).is_titrating


def test_a_lowered_plan_is_not_being_raised(patient, now):
    DosingPlanFactory(patient=patient, change="decrease")
    assert not supply(patient, now).is_titrating


def test_somebody_elses_rows_are_theirs(plan, given_out, now):
    other = DosingPlanFactory(patient=dosing_patient())
    DispensingFactory(patient=other.patient, count=5)
    taken(other, now)
    assert on_hand(plan.patient, now) == {CAPSULE: exactly(20)}


def test_the_ledger_is_one_query_however_long_it_is(
    plan, given_out, now, django_assert_num_queries
):
    for number in range(3):
        taken(plan, now - number * timedelta(minutes=20))
        SupplyEntryFactory(patient=plan.patient, count=number)
    patient = Patient.objects.get(pk=plan.patient_id)
    with django_assert_num_queries(1):
        assert len(ledger_rows(patient)) == 7
    assert DoseLog.objects.count() == 3
