"""Recording a check: the record, its holds or its clearance, and nothing where it is refused."""

from datetime import timedelta

import pytest

from dosing.models import Clearance, Hold
from ketaclinic.audit.models import AuditEvent
from monitoring.checkins.choices import CheckKind, Outcome, Tier
from monitoring.checkins.models import PressureCheck
from monitoring.checkins.rules import Reading
from monitoring.checkins.services import (
    CheckIncomplete,
    EntryUnlikely,
    NotYourDose,
    ReporterRefused,
    ReportNotReadable,
    pressure_check_record,
)
from tests.factories.accounts import user_of
from tests.factories.dosing import NOW, DoseLogFactory, HoldFactory
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


@kept
def slot():
    _patient, plan = home_patient()
    return open_slot(plan)


def record(slot, *texts, minutes=0, key="k1", by=None, **changes):
    return pressure_check_record(
        patient=slot.patient,
        slot=slot,
        by=by or slot.patient.user,
        now=NOW + timedelta(minutes=minutes),
        entry=check_entry(*texts, **changes),
        idempotency_key=key,
    )


def written():
    return PressureCheck.objects.count(), Hold.objects.count(), Clearance.objects.count()


def test_a_check_in_range_is_recorded_and_lets_the_dose_through(slot):
    check = record(slot, "124/78", "121/76")
    assert (check.outcome, check.kind, check.tier) == (Outcome.GO, CheckKind.PREDOSE, Tier.ENHANCED)
    assert (str(check.mean_systolic), str(check.mean_diastolic)) == ("122.5", "77")
    clearance = Clearance.objects.get()
    assert (clearance.slot, clearance.source) == (slot, f"pressure_check:{check.public_id}")
    assert AuditEvent.objects.filter(verb="checkins.pressure_recorded").count() == 1


def test_the_same_key_is_the_same_check(slot):
    first = record(slot)
    again = record(slot, "190/120", "190/120")
    assert again == first
    assert written() == (1, 0, 1)


def test_a_raised_pressure_waits_for_its_repeat(slot):
    check = record(slot, "145/85", "145/85")
    assert (check.outcome, check.repeat_after_minutes) == (Outcome.REPEAT, 15)
    assert written() == (1, 0, 0)


def test_a_repeat_in_range_names_the_first_and_lets_the_dose_through(slot):
    first = record(slot, "145/85", "145/85")
    second = record(slot, "135/85", "135/85", minutes=15, key="k2", answers={})
    assert (second.kind, second.repeats, second.outcome) == (CheckKind.REPEAT, first, Outcome.GO)
    assert second.answers == good_answers()


def test_a_repeat_before_its_time_clears_nothing(slot):
    record(slot, "145/85", "145/85")
    early = record(slot, "130/80", "130/80", minutes=14, key="k2")
    assert (early.outcome, early.repeat_after_minutes) == (Outcome.REPEAT, 1)
    assert Clearance.objects.count() == 0


def test_the_wait_counts_from_the_first_measurement(slot):
    first = record(slot, "145/85", "145/85")
    record(slot, "130/80", "130/80", minutes=5, key="k2")
    last = record(slot, "130/80", "130/80", minutes=15, key="k3")
    assert (last.repeats, last.outcome) == (first, Outcome.GO)


def test_a_repeat_that_is_still_raised_holds_this_dose(slot):
    record(slot, "145/85", "145/85")
    record(slot, "146/85", "146/85", minutes=16, key="k2")
    hold = Hold.objects.get()
    assert (hold.key, hold.scope, hold.slot) == ("bp_raised", "slot", slot)


def test_a_high_pressure_holds_every_dose_at_once(slot):
    record(slot, "168/104", "166/102")
    hold = Hold.objects.get()
    assert (hold.key, hold.scope, hold.slot) == ("bp_high", "plan", None)
    assert Clearance.objects.count() == 0


def test_a_lower_measurement_later_does_not_lift_the_hold(slot):
    record(slot, "168/104", "166/102")
    later = record(slot, "120/80", "120/80", minutes=20, key="k2")
    assert later.outcome == Outcome.PLAN_HOLD
    assert written() == (2, 1, 0)


def test_after_the_clinic_closed_the_hold_a_fresh_check_counts(slot):
    record(slot, "168/104", "166/102")
    Hold.objects.update(closed_at=NOW, closed_by=user_of("nurse"), close_note="Spoke to her.")
    fresh = record(slot, "120/80", "120/80", minutes=20, key="k2")
    assert (fresh.kind, fresh.outcome) == (CheckKind.PREDOSE, Outcome.GO)


def test_several_reasons_place_a_hold_each(slot):
    record(slot, "168/104", "166/102", answers=good_answers(predose_meds=True))
    assert set(Hold.objects.values_list("key", flat=True)) == {"bp_high", "predose_meds"}


def test_an_emergency_is_recorded_without_any_reading(slot):
    entry = {"readings": (), "answers": {"predose_chest": True}, "symptoms": None}
    check = record(slot, **entry)
    assert check.outcome == Outcome.EMERGENCY
    assert Hold.objects.get().scope == "plan"


def test_readings_far_apart_are_kept_and_the_third_joins_them(slot):
    first = record(slot, "150/85", "138/84")
    assert (first.outcome, first.mean_systolic) == (Outcome.INCOMPLETE, None)
    third = record(slot, "136/82", minutes=2, key="k2", answers={})
    assert (third.outcome, third.systolic_1, third.systolic_3) == (Outcome.GO, 150, 136)
    assert str(third.mean_systolic) == "137"


def test_a_third_reading_that_comes_too_late_is_one_of_a_new_pair(slot):
    record(slot, "150/85", "138/84")
    with pytest.raises(CheckIncomplete) as refused:
        record(slot, "136/82", minutes=11, key="k2")
    assert refused.value.missing == ("reading_2",)


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"readings": ()}, ("reading_1", "reading_2")),
        ({"readings": (reading("124/78"),)}, ("reading_2",)),
        ({"symptoms": None}, ("symptoms",)),
        ({"answers": good_answers(predose_mood=None)}, ("predose_mood",)),
        ({"answers": good_answers(predose_sitter=None)}, ("predose_sitter",)),
    ],
    ids=["no reading", "one reading", "symptoms", "a question", "the helper"],
)
def test_a_missing_fact_refuses_and_writes_nothing(slot, changes, missing):
    with pytest.raises(CheckIncomplete) as refused:
        record(slot, **changes)
    assert (refused.value.missing, refused.value.field) == (missing, missing[0])
    assert written() == (0, 0, 0)


def test_unlikely_numbers_are_refused_once_and_then_believed(slot):
    with pytest.raises(EntryUnlikely):
        record(slot, "262/120", "262/120")
    assert written() == (0, 0, 0)
    assert record(slot, "262/120", "262/120", is_confirmed=True).outcome == Outcome.PLAN_HOLD


@pytest.mark.parametrize(
    "changes",
    [
        {"readings": (Reading(0, 80, 70), reading("122/76"))},
        {"readings": (Reading(401, 80, 70), reading("122/76"))},
        {"readings": (reading("124/78"),) * 4},
        {"answers": {"predose_weather": True}},
        {"answers": good_answers(predose_mood="no")},
        {"symptoms": ("itching",)},
        {"oxygen_percent": -1},
    ],
    ids=["zero", "401", "four readings", "unknown question", "not a yes", "unknown symptom", "-1%"],
)
def test_what_nobody_asked_is_refused(slot, changes):
    with pytest.raises(ReportNotReadable):
        record(slot, **changes)
    assert written() == (0, 0, 0)


def test_another_patients_dose_is_refused(slot):
    other, _plan = home_patient()
    with pytest.raises(NotYourDose):
        pressure_check_record(
            patient=other,
            slot=slot,
            by=other.user,
            now=NOW,
            entry=check_entry(),
            idempotency_key="k",
        )
    assert written() == (0, 0, 0)


@pytest.mark.parametrize("role", ["patient", "editor", "manager"])
def test_only_the_patient_and_clinical_staff_may_report(slot, role):
    with pytest.raises(ReporterRefused):
        record(slot, by=user_of(role))
    assert written() == (0, 0, 0)


def test_a_nurse_may_enter_what_the_patient_says_on_the_phone(slot):
    assert record(slot, by=user_of("nurse")).recorded_by.role == "nurse"


def test_outside_the_window_the_check_is_kept_and_nothing_is_held(slot):
    check = record(slot, minutes=-90)
    assert (check.outcome, check.is_counted_hold) == (Outcome.SLOT_HOLD, False)
    assert written() == (1, 0, 0)


def test_while_doses_are_on_hold_the_check_is_kept_and_clears_nothing(slot):
    HoldFactory(patient=slot.patient)
    assert record(slot).outcome == Outcome.PLAN_HOLD
    assert written() == (1, 1, 0)


def test_a_dose_of_an_unchanged_plan_is_watched_as_usual(slot):
    taken_before(slot.plan)
    check = record(slot, answers=good_answers(predose_sitter=None, predose_food=None))
    assert (check.tier, check.outcome) == (Tier.STANDARD, Outcome.GO)


def test_a_later_dose_of_the_day_rests_on_the_pair_of_the_morning(slot):
    taken_before(slot.plan)
    record(slot)
    later = open_slot(slot.plan, NOW + timedelta(hours=6))
    check = record(later, minutes=360, key="k2", readings=())
    assert (check.outcome, check.mean_systolic) == (Outcome.GO, None)


def test_a_pair_that_only_a_repeat_cleared_counts_for_its_own_dose(slot):
    taken_before(slot.plan)
    record(slot, "145/85", "145/85")
    record(slot, "130/80", "130/80", minutes=15, key="k2")
    later = open_slot(slot.plan, NOW + timedelta(hours=6))
    with pytest.raises(CheckIncomplete):
        record(later, minutes=360, key="k3", readings=())


def test_the_third_held_dose_of_a_week_is_told_the_same_day(slot):
    for day in (3, 2, 1):
        earlier = open_slot(slot.plan, NOW - timedelta(days=day))
        answers = good_answers(predose_alcohol=True)
        check = record(earlier, minutes=-day * 24 * 60, key=f"d{day}", answers=answers)
        told = "slot_holds_repeated" in [item["key"] for item in check.findings]
        assert told is (day == 1)


def test_a_check_after_the_dose_clears_and_holds_nothing(slot):
    taken_before(slot.plan)
    record(slot, "124/78", "121/76")
    DoseLogFactory(slot=slot)
    after = record(slot, "165/82", "167/82", minutes=40, key="k2", answers={}, symptoms=())
    assert (after.kind, after.outcome) == (CheckKind.POSTDOSE, Outcome.REPEAT)
    assert {item["key"] for item in after.findings} == {"post_rise", "post_high"}
    assert written() == (2, 0, 1)


def test_a_check_for_no_dose_still_holds_what_is_dangerous(slot):
    check = pressure_check_record(
        patient=slot.patient,
        slot=None,
        by=slot.patient.user,
        now=NOW,
        entry=check_entry("168/104", "168/104", answers={}),
        idempotency_key="k",
    )
    assert (check.kind, check.outcome) == (CheckKind.GENERAL, Outcome.PLAN_HOLD)
    assert Hold.objects.get().key == "bp_high"


@pytest.mark.parametrize(("days_ago", "is_asked"), [(None, True), (29, False), (31, True)])
def test_the_pregnancy_question_comes_back_after_a_month(slot, days_ago, is_asked):
    if days_ago is not None:
        earlier = open_slot(slot.plan, NOW - timedelta(days=days_ago))
        record(earlier, minutes=-days_ago * 1440, key="before")
    if is_asked:
        with pytest.raises(CheckIncomplete):
            record(slot, answers=good_answers(predose_pregnant=None))
    else:
        assert record(slot, answers=good_answers(predose_pregnant=None)).outcome == Outcome.GO
