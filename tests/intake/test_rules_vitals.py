"""What a reading can be, and the mean of a pair."""

from dataclasses import replace
from decimal import Decimal

import pytest

from intake.rules.policy import IntakePolicy
from intake.rules.vitals import (
    PressureMean,
    PressureReading,
    blood_pressure_problems,
    body_mass_index,
    grams,
    height_problems,
    millimeters_from_centimeters,
    millimeters_from_feet,
    needs_third_reading,
    oxygen_problems,
    pressure_mean,
    weight_problems,
)

POLICY = IntakePolicy()


def keys(problems):
    return [(problem.field, problem.message_key) for problem in problems]


@pytest.mark.parametrize(
    ("systolic", "diastolic", "expected"),
    [
        pytest.param(120, 80, [], id="ordinary"),
        pytest.param(60, 40, [], id="lowest systolic"),
        pytest.param(59, 40, [("systolic", "systolic_implausible")], id="systolic under"),
        pytest.param(260, 120, [], id="highest systolic"),
        pytest.param(261, 120, [("systolic", "systolic_implausible")], id="systolic over"),
        pytest.param(100, 30, [], id="lowest diastolic"),
        pytest.param(100, 29, [("diastolic", "diastolic_implausible")], id="diastolic under"),
        pytest.param(200, 160, [], id="highest diastolic"),
        pytest.param(200, 161, [("diastolic", "diastolic_implausible")], id="diastolic over"),
        pytest.param(81, 80, [], id="one above"),
        pytest.param(80, 80, [("diastolic", "systolic_not_above_diastolic")], id="equal"),
        pytest.param(80, 120, [("diastolic", "systolic_not_above_diastolic")], id="swapped"),
    ],
)
def test_blood_pressure_problems(systolic, diastolic, expected):
    assert keys(blood_pressure_problems(systolic, diastolic)) == expected


@pytest.mark.parametrize(
    ("pulse", "is_odd"),
    [
        pytest.param(None, False, id="not given"),
        pytest.param(25, False, id="lowest"),
        pytest.param(24, True, id="under"),
        pytest.param(230, False, id="highest"),
        pytest.param(231, True, id="over"),
    ],
)
def test_pulse_problems(pulse, is_odd):
    expected = [("pulse", "pulse_implausible")] if is_odd else []
    assert keys(blood_pressure_problems(120, 80, pulse)) == expected


def test_the_clinics_own_bounds_count():
    strict = replace(POLICY, plausible_systolic_high=220)
    assert keys(blood_pressure_problems(221, 90, policy=strict)) == [
        ("systolic", "systolic_implausible")
    ]


def test_a_problem_says_the_value_that_was_typed():
    (problem,) = blood_pressure_problems(300, 80)
    assert "300" in problem.message % problem.params


@pytest.mark.parametrize(("percent", "count"), [(49, 1), (50, 0), (98, 0), (100, 0), (101, 1)])
def test_oxygen_problems(percent, count):
    assert len(oxygen_problems(percent)) == count


@pytest.mark.parametrize(
    ("weight_g", "count"), [(29_999, 1), (30_000, 0), (300_000, 0), (300_001, 1), (400_000, 1)]
)
def test_weight_problems(weight_g, count):
    assert len(weight_problems(weight_g)) == count


@pytest.mark.parametrize(
    ("amount", "is_pounds", "expected"),
    [
        pytest.param(Decimal("154"), True, 69_853, id="pounds"),
        pytest.param(Decimal("70.5"), False, 70_500, id="kilograms"),
        pytest.param(Decimal("220.4"), True, 99_972, id="a tenth of a pound"),
    ],
)
def test_grams(amount, is_pounds, expected):
    assert grams(amount, is_pounds=is_pounds) == expected


@pytest.mark.parametrize(
    ("height_mm", "count"), [(799, 1), (800, 0), (1_700, 0), (2_500, 0), (2_501, 1), (17, 1)]
)
def test_height_problems(height_mm, count):
    assert len(height_problems(height_mm)) == count


@pytest.mark.parametrize(
    ("feet", "inches", "expected"),
    [
        pytest.param(5, Decimal(7), 1_702, id="1701.8"),
        pytest.param(6, Decimal(0), 1_829, id="1828.8"),
        pytest.param(5, Decimal("7.5"), 1_715, id="1714.5 is rounded up"),
        pytest.param(0, Decimal(0), 0, id="nothing"),
    ],
)
def test_feet_and_inches(feet, inches, expected):
    assert millimeters_from_feet(feet, inches) == expected


@pytest.mark.parametrize(("centimeters", "expected"), [("170", 1_700), ("170.2", 1_702)])
def test_centimeters(centimeters, expected):
    assert millimeters_from_centimeters(Decimal(centimeters)) == expected


@pytest.mark.parametrize(
    ("weight_g", "height_mm", "expected"),
    [(64_000, 2_000, Decimal(16)), (160_000, 2_000, Decimal(40)), (81_000, 1_800, Decimal(25))],
)
def test_body_mass_index_is_exact(weight_g, height_mm, expected):
    assert body_mass_index(weight_g, height_mm) == expected


def reading(systolic, diastolic):
    return PressureReading(systolic, diastolic)


@pytest.mark.parametrize(
    ("second", "is_needed"),
    [(130, False), (120, False), (131, True), (119, False), (110, False), (109, True)],
)
def test_a_third_reading_is_needed_beyond_ten(second, is_needed):
    assert needs_third_reading([reading(120, 80), reading(second, 80)]) is is_needed


@pytest.mark.parametrize(
    ("readings", "expected"),
    [
        pytest.param([], None, id="none"),
        pytest.param([reading(120, 80)], None, id="one"),
        pytest.param([reading(120, 80), reading(140, 90)], None, id="two far apart"),
        pytest.param(
            [reading(120, 80), reading(121, 81)],
            PressureMean(Decimal("120.5"), Decimal("80.5")),
            id="unrounded mean of two",
        ),
        pytest.param(
            [reading(150, 90), reading(130, 84), reading(132, 80)],
            PressureMean(Decimal(131), Decimal(82)),
            id="the last two of three",
        ),
        pytest.param(
            [reading(150, 90), reading(130, 84), reading(160, 80)],
            PressureMean(Decimal(145), Decimal(82)),
            id="three, still far apart",
        ),
    ],
)
def test_pressure_mean(readings, expected):
    assert pressure_mean(readings) == expected
