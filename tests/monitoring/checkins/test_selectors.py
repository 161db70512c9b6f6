"""What earlier checks leave to a new one, and what stands in its way."""

from datetime import UTC, datetime, timedelta

import pytest

from dosing.choices import PlanMode
from monitoring.checkins.choices import CheckKind, Outcome, Tier
from monitoring.checkins.rules import CheckPolicy
from monitoring.checkins.selectors import (
    PatientCase,
    check_by_public_id,
    check_history,
    check_standing,
    latest_pressure,
    readings_of,
    recent_slot_holds,
)
from monitoring.checkins.services import pressure_check_record
from tests.factories.dosing import NOW, DoseLogFactory, DosingPlanFactory, HoldFactory
from tests.factories.monitoring import (
    check_entry,
    good_answers,
    home_patient,
    open_slot,
    reading,
    taken_before,
)
from tests.support.kept import kept

pytestmark = pytest.mark.django_db
POLICY = CheckPolicy()


@kept
def plan():
    return home_patient()[1]


@kept
def slot(plan):
    return open_slot(plan)


def check(slot, *texts, at=NOW, key=None, **changes):
    return pressure_check_record(
        patient=slot.patient,
        slot=slot,
        by=slot.patient.user,
        now=at,
        entry=check_entry(*texts, **changes),
        idempotency_key=key or f"{slot.pk}-{at.isoformat()}",
    )


def history(slot, at=NOW):
    return check_history(PatientCase(slot.patient, at), slot)


def minutes(count):
    return NOW + timedelta(minutes=count)


# --- what it repeats ---


def test_a_first_check_repeats_nothing(slot):
    past = history(slot)
    assert (past.kind, past.first, past.waiting, past.carried_answers) == (
        "predose",
        None,
        None,
        {},
    )


def test_a_repeat_names_the_first_of_its_run_and_how_long_ago_it_was(slot):
    first = check(slot, "145/85", "145/85")
    check(slot, "144/85", "144/85", at=minutes(5))
    past = history(slot, minutes(15))
    assert (past.kind, past.first) == (CheckKind.REPEAT, first)
    assert past.waiting.elapsed == timedelta(minutes=15)
    assert past.carried_answers == good_answers()


def test_after_a_go_a_fresh_check_begins(slot):
    check(slot, "145/85", "145/85")
    check(slot, "130/80", "130/80", at=minutes(15))
    assert history(slot, minutes(50)).kind == CheckKind.PREDOSE


def test_a_low_oxygen_is_remembered_for_the_repeat(slot):
    check(slot, oxygen_percent=93)
    assert history(slot, minutes(5)).waiting.had_low_oxygen


@pytest.mark.parametrize(("later", "is_waiting"), [(10, True), (10.1, False)])
def test_a_third_reading_is_waited_for_ten_minutes(slot, later, is_waiting):
    check(slot, "150/85", "138/84")
    assert (history(slot, minutes(later)).unfinished is not None) is is_waiting


def test_a_check_of_another_dose_leaves_nothing(plan, slot):
    check(slot, "145/85", "145/85")
    assert history(open_slot(plan, NOW + timedelta(hours=6))).first is None


# --- how closely it is watched ---


def test_the_first_dose_at_home_is_watched_closely(slot):
    assert history(slot).tier == Tier.ENHANCED


def test_a_dose_taken_at_the_clinic_is_no_dose_at_home(plan, slot):
    DoseLogFactory(slot=open_slot(plan, NOW - timedelta(days=1), place="clinic"))
    assert history(slot).tier == Tier.ENHANCED


def test_a_later_dose_of_the_same_plan_is_watched_as_usual(plan, slot):
    taken_before(plan)
    assert history(slot).tier == Tier.STANDARD


def test_the_first_dose_of_a_new_version_is_watched_closely(plan):
    taken_before(plan)
    newer = DosingPlanFactory(patient=plan.patient, version=2, supersedes=plan, change="increase")
    assert history(open_slot(newer)).tier == Tier.ENHANCED


def test_a_dose_left_out_is_no_dose(plan, slot):
    skipped = open_slot(plan, NOW - timedelta(days=1))
    DoseLogFactory(slot=skipped, outcome="skipped", amount_ug=None, taken_at=None, recorded_at=NOW)
    assert history(slot).tier == Tier.ENHANCED


def test_every_session_dose_is_watched_closely():
    plan = DosingPlanFactory(mode=PlanMode.SESSION, times_of_day=["10:00"])
    taken_before(plan, hours=24 * 7)
    assert history(open_slot(plan)).tier == Tier.ENHANCED


# --- today's pair ---

LATE = datetime(2026, 6, 2, 3, 30, tzinfo=UTC)  # 23:30 in New York, still June 1
NEXT_DAY = datetime(2026, 6, 2, 4, 30, tzinfo=UTC)  # 00:30 in New York, June 2


@pytest.mark.parametrize(("at", "is_found"), [(LATE, True), (NEXT_DAY, False)])
def test_todays_pair_is_of_the_patients_own_day(plan, slot, at, is_found):
    taken_before(plan)
    check(slot)
    assert (history(open_slot(plan, at), at).day_pair is not None) is is_found


@pytest.mark.parametrize(
    ("texts", "pulse", "is_in_range"),
    [
        (("139/89", "139/89"), 72, True),
        (("140/85", "140/85"), 72, False),
        (("100/60", "100/60"), 72, True),
        (("99/60", "99/60"), 72, False),
        (("124/78", "124/78"), 100, True),
        (("124/78", "124/78"), 101, False),
        (("124/78", "124/78"), 50, True),
        (("124/78", "124/78"), 49, False),
    ],
)
def test_whether_todays_pair_was_in_range(plan, slot, texts, pulse, is_in_range):
    taken_before(plan)
    pair = tuple(reading(text, pulse) for text in texts)
    check(slot, readings=pair)
    later = open_slot(plan, NOW + timedelta(hours=6))
    assert history(later, NOW + timedelta(hours=6)).day_pair.is_in_range is is_in_range


# --- after the dose ---


def test_after_the_dose_the_pressure_before_it_is_known(slot):
    check(slot, "124/78", "121/76")
    DoseLogFactory(slot=slot)
    past = history(slot, minutes(40))
    assert (past.kind, str(past.before.systolic)) == (CheckKind.POSTDOSE, "122.5")


def test_a_dose_left_out_has_no_after(slot):
    DoseLogFactory(slot=slot, outcome="skipped", amount_ug=None, taken_at=None, recorded_at=NOW)
    assert history(slot).kind == CheckKind.PREDOSE


# --- what stands in its way ---


def standing(slot, at=NOW):
    return check_standing(PatientCase(slot.patient, at), slot)


def test_nothing_stands_in_the_way_of_an_open_dose(slot):
    assert not standing(slot).is_closed


@pytest.mark.parametrize(("hours", "key"), [(-2, "not_open_yet"), (2, "window_closed")])
def test_its_time_stands_in_the_way(slot, hours, key):
    found = standing(slot, NOW + timedelta(hours=hours))
    assert [block.key for block in found.blocks] == [key]
    assert (found.is_closed, found.open_hold) == (True, None)


def test_a_hold_on_every_dose_weighs_more_than_one_on_this(slot):
    HoldFactory(patient=slot.patient, key="bp_raised", scope="slot", slot=slot)
    assert standing(slot).open_hold == Outcome.SLOT_HOLD
    HoldFactory(patient=slot.patient)
    assert standing(slot).open_hold == Outcome.PLAN_HOLD
    assert standing(slot).blocks == ()


def test_held_doses_are_counted_once_each_within_seven_days(plan, slot):
    alcohol = good_answers(predose_alcohol=True)
    for days in (8, 6, 2):
        at = NOW - timedelta(days=days)
        held = open_slot(plan, at)
        check(held, at=at, answers=alcohol)
        check(held, at=at + timedelta(minutes=5), answers=alcohol)
    assert recent_slot_holds(PatientCase(slot.patient, NOW), slot) == 2


# --- plain reads ---


def test_the_readings_of_a_stored_check_come_back_in_order(slot):
    stored = check(slot, "150/85", "138/84", "136/82")
    assert readings_of(stored) == (reading("150/85"), reading("138/84"), reading("136/82"))


def test_the_newest_measured_pressure_counts_whatever_it_was_for(plan, slot):
    older = check(slot)
    unfinished = open_slot(plan, NOW + timedelta(hours=6))
    check(unfinished, "150/85", "138/84", at=NOW + timedelta(hours=6))
    assert latest_pressure(slot.patient) == older


def test_a_check_of_another_patient_is_not_found(slot):
    stored = check(slot)
    assert check_by_public_id(slot.patient, stored.public_id) == stored
    assert check_by_public_id(home_patient()[0], stored.public_id) is None
