"""The gate's answer to pulse and oxygen."""

from datetime import timedelta

import pytest

from monitoring.checkins.choices import FindingKey as Key
from monitoring.checkins.choices import Notice, Outcome
from monitoring.checkins.rules import CheckPolicy, FirstMeasurement, Reading, evaluate_check
from tests.factories.monitoring import check_facts, reading

POLICY = CheckPolicy()
REPEAT_DUE = FirstMeasurement(elapsed=timedelta(minutes=5), wait_minutes=5)


def answer(*texts, **changes):
    return evaluate_check(check_facts(*texts, **changes), POLICY)


@pytest.mark.parametrize(
    ("pulse", "outcome"),
    [
        (39, Outcome.EMERGENCY),
        (40, Outcome.PLAN_HOLD),
        (49, Outcome.PLAN_HOLD),
        (50, Outcome.GO),
        (100, Outcome.GO),
        (101, Outcome.REPEAT),
        (120, Outcome.REPEAT),
        (121, Outcome.PLAN_HOLD),
        (140, Outcome.PLAN_HOLD),
        (141, Outcome.EMERGENCY),
    ],
)
def test_a_first_pulse(pulse, outcome):
    assert answer(pulse=pulse).outcome == outcome


@pytest.mark.parametrize(
    ("pulses", "outcome"),
    [((100, 101), Outcome.REPEAT), ((120, 121), Outcome.PLAN_HOLD), ((49, 50), Outcome.PLAN_HOLD)],
    ids=["100.5", "120.5", "49.5"],
)
def test_the_halves_of_a_pulse(pulses, outcome):
    pair = (reading("124/78", pulses[0]), reading("122/76", pulses[1]))
    assert answer(readings=pair).outcome == outcome


@pytest.mark.parametrize(
    ("pulse", "outcome"), [(100, Outcome.GO), (101, Outcome.SLOT_HOLD), (121, Outcome.PLAN_HOLD)]
)
def test_a_repeated_pulse(pulse, outcome):
    assert answer(pulse=pulse, first=REPEAT_DUE).outcome == outcome


def test_a_fast_pulse_that_stays_is_told_to_the_clinic_without_hurry():
    assert answer(pulse=110, first=REPEAT_DUE).notice == Notice.ROUTINE


def test_dangerous_pulses_do_not_wait_for_a_third_reading():
    assert answer("150/85", "139/85", pulse=150).outcome == Outcome.EMERGENCY


@pytest.mark.parametrize(
    ("oxygen", "outcome"),
    [
        (None, Outcome.GO),
        (94, Outcome.GO),
        (93, Outcome.REPEAT),
        (91, Outcome.REPEAT),
        (90, Outcome.EMERGENCY),
    ],
)
def test_a_first_oxygen_reading(oxygen, outcome):
    assert answer(oxygen_percent=oxygen).outcome == outcome


@pytest.mark.parametrize(
    ("oxygen", "outcome"),
    [(94, Outcome.GO), (93, Outcome.PLAN_HOLD), (None, Outcome.INCOMPLETE)],
)
def test_a_repeated_oxygen_reading(oxygen, outcome):
    first = FirstMeasurement(timedelta(minutes=5), 5, had_low_oxygen=True)
    assert answer(oxygen_percent=oxygen, first=first).outcome == outcome


@pytest.mark.parametrize("oxygen", [49, 101])
def test_an_unlikely_oxygen_reading_is_asked_for_again(oxygen):
    assert answer(oxygen_percent=oxygen).main.key == Key.ENTRY_IMPLAUSIBLE


@pytest.mark.parametrize(
    ("pair", "missing"),
    [
        pytest.param((), ("reading_1", "reading_2"), id="no reading"),
        pytest.param((reading("124/78"),), ("reading_2",), id="one reading"),
        pytest.param((reading("124/78"), reading("122/76", None)), ("pulse_2",), id="a pulse"),
        pytest.param((Reading(124, None, 70), reading("122/76")), ("diastolic_1",), id="diastolic"),
        pytest.param((Reading(None, 78, 70), reading("122/76")), ("systolic_1",), id="systolic"),
    ],
)
def test_a_missing_number_refuses_and_is_named(pair, missing):
    decision = answer(readings=pair)
    assert (decision.outcome, decision.missing) == (Outcome.INCOMPLETE, missing)
