"""The gate's answer to pressures and repeats: §3.4 and §11.1 to 4, 17, 19, 20."""

from datetime import timedelta

import pytest

from intake.choices import Symptom
from monitoring.checkins.choices import FindingKey as Key
from monitoring.checkins.choices import Notice, Outcome
from monitoring.checkins.rules import CheckPolicy, FirstMeasurement, PatientLimits, evaluate_check
from tests.factories.monitoring import check_facts

POLICY = CheckPolicy()


def after(minutes, wait=15, **changes):
    return FirstMeasurement(elapsed=timedelta(minutes=minutes), wait_minutes=wait, **changes)


def answer(*texts, **changes):
    return evaluate_check(check_facts(*texts, **changes), POLICY)


@pytest.mark.parametrize(
    ("texts", "outcome", "key", "notice"),
    [
        (("139/89", "139/89"), Outcome.GO, Key.BP_OK, Notice.LOG_ONLY),
        (("140/80", "139/80"), Outcome.GO, Key.BP_OK, Notice.LOG_ONLY),
        (("140/80", "140/80"), Outcome.REPEAT, Key.BP_RAISED, Notice.LOG_ONLY),
        (("130/90", "130/90"), Outcome.REPEAT, Key.BP_RAISED, Notice.LOG_ONLY),
        (("160/99", "159/99"), Outcome.REPEAT, Key.BP_RAISED, Notice.LOG_ONLY),
        (("160/99", "160/99"), Outcome.PLAN_HOLD, Key.BP_HIGH, Notice.SAME_DAY),
        (("150/100", "150/100"), Outcome.PLAN_HOLD, Key.BP_HIGH, Notice.SAME_DAY),
        (("180/119", "179/119"), Outcome.PLAN_HOLD, Key.BP_HIGH, Notice.SAME_DAY),
        (("180/110", "180/110"), Outcome.PLAN_HOLD, Key.BP_SEVERE, Notice.SAME_DAY),
        (("150/120", "150/120"), Outcome.PLAN_HOLD, Key.BP_SEVERE, Notice.SAME_DAY),
        (("100/60", "100/60"), Outcome.GO, Key.BP_OK, Notice.LOG_ONLY),
        (("100/60", "99/60"), Outcome.REPEAT, Key.BP_LOW, Notice.LOG_ONLY),
        (("110/60", "110/59"), Outcome.REPEAT, Key.BP_LOW, Notice.LOG_ONLY),
        (("90/60", "90/60"), Outcome.REPEAT, Key.BP_LOW, Notice.LOG_ONLY),
        (("90/60", "89/60"), Outcome.PLAN_HOLD, Key.BP_VERY_LOW, Notice.SAME_DAY),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, tuple) else str(value),
)
def test_a_first_pair(texts, outcome, key, notice):
    decision = answer(*texts)
    assert (decision.outcome, decision.main.key, decision.notice) == (outcome, key, notice)


@pytest.mark.parametrize(
    ("texts", "minutes"),
    [
        pytest.param(("145/85", "145/85"), 15, id="raised"),
        pytest.param(("95/65", "95/65"), 5, id="low"),
        pytest.param(("165/85", "165/85"), 5, id="high, for the clinic to see"),
        pytest.param(("185/85", "185/85"), 2, id="severe, for the clinic to see"),
        pytest.param(("124/78", "122/76"), None, id="in range"),
    ],
)
def test_when_to_measure_again(texts, minutes):
    assert answer(*texts).repeat_after_minutes == minutes


@pytest.mark.parametrize(
    ("minutes", "texts", "outcome"),
    [
        pytest.param(15, ("135/85", "135/85"), Outcome.GO, id="in range after the wait"),
        pytest.param(14, ("135/85", "135/85"), Outcome.REPEAT, id="too early clears nothing"),
        pytest.param(14, ("145/85", "145/85"), Outcome.REPEAT, id="too early holds nothing"),
        pytest.param(15, ("140/85", "140/85"), Outcome.SLOT_HOLD, id="still raised"),
        pytest.param(15, ("95/65", "95/65"), Outcome.SLOT_HOLD, id="out of range the other way"),
        pytest.param(15, ("165/85", "165/85"), Outcome.PLAN_HOLD, id="now high"),
        pytest.param(3, ("165/85", "165/85"), Outcome.PLAN_HOLD, id="high counts even early"),
    ],
)
def test_a_repeat_of_a_raised_pressure(minutes, texts, outcome):
    assert answer(*texts, first=after(minutes)).outcome == outcome


def test_an_early_repeat_asks_for_the_minutes_that_are_left():
    decision = evaluate_check(
        check_facts("135/85", "135/85", first=FirstMeasurement(timedelta(seconds=661), 15)), POLICY
    )
    assert decision.repeat_after_minutes == 4


@pytest.mark.parametrize(
    ("texts", "notice"),
    [(("145/85", "145/85"), Notice.ROUTINE), (("95/65", "95/65"), Notice.SAME_DAY)],
    ids=["still raised", "still low"],
)
def test_who_hears_of_a_repeat_that_is_still_out_of_range(texts, notice):
    decision = answer(*texts, first=after(15))
    assert (decision.notice, decision.is_counted_hold) == (notice, True)


@pytest.mark.parametrize("hold", [Outcome.PLAN_HOLD, Outcome.SLOT_HOLD])
def test_a_lower_measurement_does_not_lift_an_open_hold(hold):
    decision = answer("118/74", "118/74", open_hold=hold)
    assert (decision.outcome, decision.holds) == (hold, ())


def test_readings_far_apart_are_incomplete_until_the_third():
    decision = answer("150/85", "139/85")
    assert (decision.outcome, decision.needs_third) == (Outcome.INCOMPLETE, True)


def test_the_third_reading_settles_it():
    decision = answer("150/85", "139/85", "135/83")
    assert (decision.outcome, decision.main.value) == (Outcome.GO, "137/84")


@pytest.mark.parametrize(
    ("own", "texts", "outcome"),
    [
        pytest.param(150, ("149/85", "150/85"), Outcome.GO, id="under the patient's own limit"),
        pytest.param(150, ("150/85", "150/85"), Outcome.REPEAT, id="at it"),
        pytest.param(159, ("160/85", "160/85"), Outcome.PLAN_HOLD, id="160 has no override"),
        pytest.param(175, ("159/85", "159/85"), Outcome.REPEAT, id="a limit of 175 is 159"),
        pytest.param(125, ("126/80", "126/80"), Outcome.REPEAT, id="a stricter limit binds"),
    ],
)
def test_the_limit_of_the_signed_plan(own, texts, outcome):
    assert answer(*texts, limits=PatientLimits(hold_systolic=own)).outcome == outcome


USUAL_LOW = PatientLimits(usual_low_systolic=92, usual_low_diastolic=54)


@pytest.mark.parametrize(
    ("texts", "outcome"),
    [
        pytest.param(("92/54", "92/54"), Outcome.GO, id="in the usual low range"),
        pytest.param(("92/54", "91/54"), Outcome.REPEAT, id="under it"),
        pytest.param(("89/54", "89/54"), Outcome.PLAN_HOLD, id="never below 90"),
    ],
)
def test_a_usual_low_range(texts, outcome):
    assert answer(*texts, limits=USUAL_LOW).outcome == outcome


@pytest.mark.parametrize("limits", [PatientLimits(), USUAL_LOW], ids=["usual limits", "usual low"])
def test_low_and_dizzy_holds_at_once(limits):
    decision = answer("95/58", "95/58", limits=limits, symptoms=frozenset({Symptom.DIZZINESS}))
    assert decision.outcome == Outcome.SLOT_HOLD
    assert Key.BP_LOW_DIZZY in {item.key for item in decision.findings}


def test_a_severe_pressure_is_acknowledged_in_fifteen_minutes():
    assert answer("182/100", "184/100").main.acknowledge_minutes == 15


def test_a_high_and_a_low_side_are_both_found():
    keys = {item.key for item in answer("99/101", "99/98", is_confirmed_entry=True).findings}
    assert {Key.BP_RAISED, Key.BP_LOW} <= keys


@pytest.mark.parametrize("text", ["59/40", "261/90", "120/29", "180/161", "110/110"])
def test_unlikely_numbers_are_asked_for_again(text):
    decision = answer(text, "124/78")
    assert (decision.outcome, decision.main.key) == (Outcome.INCOMPLETE, Key.ENTRY_IMPLAUSIBLE)


def test_unlikely_numbers_entered_twice_are_real():
    assert answer("262/120", "264/120", is_confirmed_entry=True).outcome == Outcome.PLAN_HOLD


def test_the_finding_names_its_value_its_limit_and_its_source():
    main = answer("168/104", "168/104").main
    assert (main.value, main.limit, main.source) == ("168/104", "160/100", "Clinical basis §3.4")
