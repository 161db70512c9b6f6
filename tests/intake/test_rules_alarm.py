"""Readings and symptoms that cannot wait."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.choices import PressureAlarm, Symptom
from intake.rules.alarm import EMERGENCY_SYMPTOMS, PRESSURE_SYMPTOMS, pressure_alarm
from intake.rules.vitals import PressureReading

NORMAL, SEVERE = PressureReading(120, 80), PressureReading(180, 80)


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        pytest.param((179, 119), None, id="just under both"),
        pytest.param((180, 119), PressureAlarm.SEVERE, id="180"),
        pytest.param((179, 120), PressureAlarm.SEVERE, id="120"),
        pytest.param((230, 140), PressureAlarm.SEVERE, id="far over"),
    ],
)
def test_the_limits(reading, expected):
    assert pressure_alarm([PressureReading(*reading)], []) == expected


@pytest.mark.parametrize("symptom", list(Symptom))
def test_each_symptom_at_an_ordinary_pressure(symptom):
    expected = PressureAlarm.SYMPTOM if symptom in EMERGENCY_SYMPTOMS else None
    assert pressure_alarm([NORMAL], [symptom.value]) == expected


@pytest.mark.parametrize("symptom", list(Symptom))
def test_each_symptom_at_a_severe_pressure(symptom):
    urgent = symptom in EMERGENCY_SYMPTOMS | PRESSURE_SYMPTOMS
    expected = PressureAlarm.EMERGENCY if urgent else PressureAlarm.SEVERE
    assert pressure_alarm([SEVERE], [symptom.value]) == expected


def test_one_severe_reading_waits_for_no_second_one():
    assert pressure_alarm([SEVERE, NORMAL], []) == PressureAlarm.SEVERE
    assert pressure_alarm([NORMAL, SEVERE], []) == PressureAlarm.SEVERE


def test_nothing_typed_and_nothing_ticked_is_no_alarm():
    assert pressure_alarm([], []) is None


RANK = [None, PressureAlarm.SEVERE, PressureAlarm.SYMPTOM, PressureAlarm.EMERGENCY]


@given(
    st.integers(60, 260),
    st.integers(0, 60),
    st.sets(st.sampled_from(Symptom.values)),
    st.sets(st.sampled_from(Symptom.values)),
)
def test_more_pressure_and_more_symptoms_never_lower_it(systolic, more, few, further):
    before = pressure_alarm([PressureReading(systolic, 70)], few)
    after = pressure_alarm([PressureReading(systolic + more, 70)], few | further)
    assert RANK.index(after) >= RANK.index(before)
