"""Means and bands: at, just under and just over each limit, with the halves a mean can take."""

from decimal import Decimal

import pytest

from intake.rules.policy import IntakePolicy
from monitoring.checkins.rules import (
    CheckPolicy,
    High,
    Low,
    Mean,
    PatientLimits,
    Reading,
    high_band,
    limits_for,
    low_band,
    mean_of,
    needs_third_reading,
    number_text,
    pressure_text,
)
from tests.factories.monitoring import reading, readings

POLICY, VITALS = CheckPolicy(), IntakePolicy()
LIMITS = limits_for(PatientLimits(), POLICY)


def mean(systolic, diastolic):
    return Mean(Decimal(str(systolic)), Decimal(str(diastolic)))


@pytest.mark.parametrize(
    ("systolic", "band"),
    [
        (139.5, High.IN_RANGE),
        (140, High.RAISED),
        (159.5, High.RAISED),
        (160, High.HIGH),
        (179.5, High.HIGH),
        (180, High.SEVERE),
    ],
)
def test_systolic_bands_are_half_open(systolic, band):
    assert high_band(mean(systolic, 75), LIMITS) is band


@pytest.mark.parametrize(
    ("diastolic", "band"),
    [
        (89.5, High.IN_RANGE),
        (90, High.RAISED),
        (99.5, High.RAISED),
        (100, High.HIGH),
        (119.5, High.HIGH),
        (120, High.SEVERE),
    ],
)
def test_diastolic_bands_are_half_open(diastolic, band):
    assert high_band(mean(128, diastolic), LIMITS) is band


@pytest.mark.parametrize(
    ("systolic", "diastolic", "band"),
    [
        (100, 60, Low.IN_RANGE),
        (99.5, 60, Low.LOW),
        (100, 59.5, Low.LOW),
        (90, 60, Low.LOW),
        (89.5, 60, Low.VERY_LOW),
    ],
)
def test_low_bands(systolic, diastolic, band):
    assert low_band(mean(systolic, diastolic), LIMITS) is band


@pytest.mark.parametrize(
    ("own", "raised"),
    [
        (None, 140),
        (130, 130),
        pytest.param(159, 159, id="highest that a plan may set"),
        pytest.param(170, 159, id="a plan cannot pass 159"),
    ],
)
def test_a_plan_moves_where_raised_begins_but_never_past_its_bound(own, raised):
    assert limits_for(PatientLimits(hold_systolic=own), POLICY).raised_systolic == raised


@pytest.mark.parametrize(("own", "raised"), [(None, 90), (95, 95), (99, 99), (105, 99)])
def test_a_plan_moves_the_diastolic_limit_too(own, raised):
    assert limits_for(PatientLimits(hold_diastolic=own), POLICY).raised_diastolic == raised


@pytest.mark.parametrize(
    ("own", "low"),
    [
        (None, 100),
        (94, 94),
        pytest.param(85, 90, id="never below 90"),
        pytest.param(108, 100, id="a usual low never narrows the range"),
    ],
)
def test_a_usual_low_range_is_bounded(own, low):
    assert limits_for(PatientLimits(usual_low_systolic=own), POLICY).low_systolic == low


def test_a_usual_low_diastolic_counts_alone():
    limits = limits_for(PatientLimits(usual_low_diastolic=54), POLICY)
    assert (limits.low_systolic, limits.low_diastolic) == (100, 54)


def test_a_plans_limit_moves_neither_high_nor_severe():
    own = limits_for(PatientLimits(hold_systolic=159, hold_diastolic=99), POLICY)
    assert (own.high_systolic, own.severe_systolic) == (160, 180)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        pytest.param(("140/90", "139/89"), "139.5/89.5", id="a half is kept"),
        pytest.param(("150/90", "140/88"), "145/89", id="ten apart still is a pair"),
        pytest.param(("160/90", "149/88"), None, id="eleven apart waits for the third"),
        pytest.param(("160/90", "149/88", "141/86"), "145/87", id="the last two of three"),
        pytest.param(("130/80", "128/78", "190/110"), "129/79", id="a third nobody asked for"),
        pytest.param(("130/80",), None, id="one is no pair"),
        pytest.param((), None, id="none"),
    ],
)
def test_the_mean_that_counts(texts, expected):
    result = mean_of(readings(*texts), VITALS)
    assert (result and pressure_text(result)) == expected


def test_the_pulse_is_the_mean_of_the_same_two_readings():
    three = (reading("160/90", 90), reading("149/88", 70), reading("145/88", 71))
    assert mean_of(three, VITALS).pulse == Decimal("70.5")


def test_a_missing_pulse_is_unknown_and_not_zero():
    assert mean_of((reading("124/78"), reading("122/76", None)), VITALS).pulse is None


def test_half_a_reading_gives_no_mean():
    assert mean_of((Reading(124, None, 70), reading("122/76")), VITALS) is None


@pytest.mark.parametrize(("second", "needed"), [("130/80", False), ("129/80", True)])
def test_a_third_reading_is_asked_for_above_ten(second, needed):
    assert needs_third_reading(readings("140/80", second), VITALS) is needed


@pytest.mark.parametrize(("value", "text"), [("142", "142"), ("142.5", "142.5"), ("100.0", "100")])
def test_numbers_are_written_without_an_empty_half(value, text):
    assert number_text(Decimal(value)) == text
