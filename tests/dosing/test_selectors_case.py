"""A case: each fact is read once, as far back as asked; what is written in it is known to it."""

from dataclasses import fields
from datetime import timedelta

import pytest

from dosing.choices import HoldScope, Outcome
from dosing.rules import DosingPolicy
from dosing.selectors import LOOK_BACK, Case, log_in_force, open_permit, plan_in_force
from dosing.services import dose_record
from dosing.services.holds import hold_place_in
from dosing.services.logs import dose_correct_in, dose_record_in
from dosing.services.reports import Report
from ketaclinic.policies.models import PolicyVersion
from ketaclinic.policies.selectors import PolicyInForce
from tests.factories.dosing import (
    NOW,
    TODAY,
    DoseLogFactory,
    HoldFactory,
    IncreasePermitFactory,
    ScheduledDoseFactory,
    signed_plan,
    terms,
)

LONG_AGO = NOW - timedelta(days=90)
DAY = timedelta(days=1)


def taken(at=NOW, key="k", **changes):
    ordinary = {"outcome": Outcome.TAKEN, "amount_ug": 25_000, "taken_at": at}
    return Report(**(ordinary | changes), idempotency_key=key)


def test_no_interval_reaches_further_back_than_a_case():
    minutes = [each for each in fields(DosingPolicy) if "interval" in each.name]
    assert minutes
    assert all(timedelta(minutes=each.metadata["high"]) < LOOK_BACK for each in minutes)


def test_each_fact_is_read_once(slot, django_assert_num_queries):
    case = Case(slot.patient, NOW)
    for expected in (4, 0):
        with django_assert_num_queries(expected):
            assert case.log_of(slot) is None
            assert (case.holds, case.holds_on(slot), case.open_holds) == ([], [], [])
            assert case.plan.pk == slot.plan_id
            assert case.zone.key == "America/New_York"
            assert case.care == []


@pytest.mark.parametrize("later", [0, 19, 20, 21])
def test_the_plan_of_a_case_is_the_plan_in_force(patient, later):
    signed_plan(patient)
    signed_plan(patient, terms(starts_on=TODAY + 20 * DAY, times_of_day=("09:00",)))
    moment = NOW + later * DAY
    assert Case(patient, moment).plan.pk == plan_in_force(patient, moment).pk


def test_without_a_plan_there_is_none(patient):
    assert Case(patient, NOW).plan is None


# --- What is written in a case ---


def test_a_report_is_known_as_if_it_had_been_read(slot):
    case = Case(slot.patient, NOW)
    assert case.logs == []
    dose_record_in(case, slot, taken(), by=slot.patient.user)
    assert case.logs == Case(slot.patient, NOW).logs
    assert case.log_of(slot).pk == log_in_force(slot).pk


def test_an_extra_report_is_known_with_its_hold(slot):
    case = Case(slot.patient, NOW)
    assert case.holds == []
    dose_record_in(case, None, taken(is_extra=True), by=slot.patient.user)
    fresh = Case(slot.patient, NOW)
    assert (case.logs, case.holds) == (fresh.logs, fresh.holds)
    assert len(case.holds_on(slot)) == 1


def test_a_correction_takes_the_old_report_out_of_force(slot):
    log, case = DoseLogFactory(slot=slot), Case(slot.patient, NOW)
    assert case.log_of(slot).pk == log.pk
    report = taken(amount_ug=20_000, note="I had mistyped.")
    corrected = dose_correct_in(case, log, report, by=slot.patient.user)
    assert case.logs == Case(slot.patient, NOW).logs
    assert case.log_of(slot).pk == corrected.pk


def test_a_hold_of_a_dose_is_known_as_if_it_had_been_read(slot):
    case = Case(slot.patient, NOW)
    version = case.policy.version
    assert case.holds == []
    hold_place_in(
        case,
        key="bp_raised",
        scope=HoldScope.SLOT,
        sentence="Later.",
        by=None,
        policy_version=version,
        slot=slot,
    )
    assert case.holds == Case(slot.patient, NOW).holds
    assert case.holds[0].slot_closes_at == slot.window_closes_at


# --- The permit to go up ---


@pytest.mark.parametrize(
    ("changes", "is_open"),
    [
        pytest.param({}, True, id="in its time"),
        pytest.param({"expires_at": NOW + timedelta(microseconds=1)}, True, id="just before"),
        pytest.param({"expires_at": NOW}, False, id="as it ends"),
        pytest.param({"withdrawn_at": NOW, "withdraw_reason": "x"}, False, id="withdrawn"),
    ],
)
def test_a_permit_is_open_for_a_case_and_for_a_signature_alike(patient, changes, is_open):
    permit = IncreasePermitFactory(patient=patient, granted_at=NOW - DAY, **changes)
    expected = permit if is_open else None
    assert Case(patient, NOW).open_permit == open_permit(patient, NOW) == expected


def test_a_permit_of_other_limits_is_not_open(patient):
    case = Case(patient, NOW)
    IncreasePermitFactory(patient=patient)
    case.policy = PolicyInForce(PolicyVersion(number=1, values={}))
    assert case.permit is not None
    assert case.open_permit is None
    assert open_permit(patient, NOW, version=case.policy.version) is None


# --- How far a case reaches ---


@pytest.fixture
def old(plan):
    """A dose of three months ago, reported then."""
    slot = ScheduledDoseFactory(plan=plan, at=LONG_AGO)
    DoseLogFactory(slot=slot, taken_at=LONG_AGO, recorded_at=LONG_AGO, idempotency_key="old")
    return slot


def test_the_report_of_an_old_dose_is_found(old):
    case = Case(old.patient, NOW)
    assert case.logs == []
    assert case.log_of(old).idempotency_key == "old"


def test_an_old_report_sent_again_is_the_same_row(old, slot):
    again = dose_record(
        patient=slot.patient,
        slot=slot,
        by=slot.patient.user,
        now=NOW,
        outcome=Outcome.TAKEN,
        amount_ug=25_000,
        taken_at=NOW,
        idempotency_key="old",
    )
    assert again.slot == old


@pytest.mark.parametrize(("closed", "mark"), [(-1, True), (1, False)], ids=["after", "before"])
def test_a_late_report_is_judged_by_the_hold_of_its_own_time(old, nurse, closed, mark):
    moment = LONG_AGO + timedelta(hours=2)
    HoldFactory(
        patient=old.patient,
        placed_at=LONG_AGO - DAY,
        closed_at=moment - timedelta(minutes=closed),
        closed_by=nurse,
        close_note="Spoken to.",
    )
    report = taken(at=moment, is_extra=True)
    log = dose_record_in(Case(old.patient, NOW), None, report, by=old.patient.user)
    assert ("on_hold" in log.marks) is mark
    assert "too_soon" in log.marks


def test_what_was_read_is_read_again_only_to_reach_further(slot, django_assert_num_queries):
    case = Case(slot.patient, NOW)
    case.reach(slot=slot, key="k", back_to=LONG_AGO)
    assert case.logs == []
    with django_assert_num_queries(0):
        case.reach(slot=slot, key="k", back_to=LONG_AGO + DAY)
        assert case.logs == []
    with django_assert_num_queries(1):
        case.reach(back_to=LONG_AGO - DAY)
        assert case.logs == []


def test_two_old_doses_are_reached_at_once_and_stand_in_the_order_of_their_reports(plan, old):
    older = ScheduledDoseFactory(plan=plan, at=LONG_AGO - DAY)
    before = LONG_AGO - DAY
    DoseLogFactory(slot=older, taken_at=before, recorded_at=before, idempotency_key="older")
    case = Case(plan.patient, NOW)
    case.reach(slot=old)
    case.reach(slot=older)
    assert [log.idempotency_key for log in case.logs] == ["older", "old"]
    case.reach(key="old")
    assert [log.idempotency_key for log in case.logs] == ["older", "old"]
