"""The shape and plausibility of a vital sign, defined once for intake and for later checks."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from intake.rules.policy import IntakePolicy
from intake.rules.text import gettext_noop as _

LARGEST_DISPLAY = 399
GRAMS_IN_POUND = Decimal("453.59237")
GRAMS_IN_KILOGRAM = Decimal(1000)
MILLIMETERS_IN_INCH = Decimal("25.4")
MILLIMETERS_IN_CENTIMETER = Decimal(10)
INCHES_IN_FOOT = 12
# From here on a pressure is severe, and an emergency with symptoms (AHA, S57); no policy moves it.
SEVERE_SYSTOLIC = 180
SEVERE_DIASTOLIC = 120
# The technique of a home reading (S54): how long to rest before, how long to wait between two.
REST_MINUTES = 5
READING_GAP_SECONDS = 60

MESSAGES = {
    "systolic_implausible": _(
        "A top number of %(value)s is unusual. Check the cuff, measure again and type what it "
        "shows; if it shows the same, send it again."
    ),
    "diastolic_implausible": _(
        "A bottom number of %(value)s is unusual. Check the cuff, measure again and type what it "
        "shows; if it shows the same, send it again."
    ),
    "systolic_not_above_diastolic": _(
        "The top number should be larger than the bottom one (%(value)s). Check that they are not "
        "swapped, or measure again; if the cuff shows the same, send it again."
    ),
    "pulse_implausible": _(
        "A pulse of %(value)s is unusual. Measure again and type what it shows; if it shows the "
        "same, send it again."
    ),
    "oxygen_implausible": _(
        "An oxygen level of %(value)s is unusual. Warm the finger, measure again and type what it "
        "shows; if it shows the same, send it again."
    ),
    "weight_implausible": _(
        "Check the number and the unit (pounds or kilograms). If they are right, please call the "
        "clinic."
    ),
    "height_implausible": _(
        "Check the number and the unit (feet and inches, or centimeters). If they are right, "
        "please call the clinic."
    ),
}


@dataclass(frozen=True)
class PressureReading:
    """One cuff reading in mmHg; the pulse may be missing."""

    systolic: int
    diastolic: int
    pulse: int | None = None


@dataclass(frozen=True)
class PressureMean:
    """The unrounded mean that the bands are judged on, in mmHg."""

    systolic: Decimal
    diastolic: Decimal


@dataclass(frozen=True)
class Problem:
    """A value that must be measured again: its field, its message and the value itself."""

    field: str
    message_key: str
    value: str

    @property
    def message(self) -> str:
        return MESSAGES[self.message_key]

    @property
    def params(self) -> dict[str, Any]:
        return {"value": self.value}


def blood_pressure_problems(
    systolic: int, diastolic: int, pulse: int | None = None, *, policy: IntakePolicy | None = None
) -> list[Problem]:
    """Say what is implausible in one reading (mmHg, beats a minute); empty when nothing is."""
    p = policy or IntakePolicy()
    problems = []
    if not p.plausible_systolic_low <= systolic <= p.plausible_systolic_high:
        problems.append(Problem("systolic", "systolic_implausible", str(systolic)))
    if not p.plausible_diastolic_low <= diastolic <= p.plausible_diastolic_high:
        problems.append(Problem("diastolic", "diastolic_implausible", str(diastolic)))
    if systolic <= diastolic:
        pair = f"{systolic}/{diastolic}"
        problems.append(Problem("diastolic", "systolic_not_above_diastolic", pair))
    if pulse is not None and not p.plausible_pulse_low <= pulse <= p.plausible_pulse_high:
        problems.append(Problem("pulse", "pulse_implausible", str(pulse)))
    return problems


def oxygen_problems(percent: int, *, policy: IntakePolicy | None = None) -> list[Problem]:
    """Say whether an oxygen saturation (percent) must be measured again."""
    p = policy or IntakePolicy()
    if p.plausible_oxygen_low <= percent <= 100:
        return []
    return [Problem("oxygen", "oxygen_implausible", str(percent))]


def weight_problems(weight_g: int, *, policy: IntakePolicy | None = None) -> list[Problem]:
    """Say whether a body weight (grams) cannot be right."""
    p = policy or IntakePolicy()
    if p.weight_low_g <= weight_g <= p.weight_high_g:
        return []
    return [Problem("weight", "weight_implausible", str(weight_g))]


def height_problems(height_mm: int, *, policy: IntakePolicy | None = None) -> list[Problem]:
    """Say whether a body height (millimetres) cannot be right."""
    p = policy or IntakePolicy()
    if p.height_low_mm <= height_mm <= p.height_high_mm:
        return []
    return [Problem("height", "height_implausible", str(height_mm))]


def grams(amount: Decimal, *, is_pounds: bool) -> int:
    """Turn a scale's reading into whole grams."""
    factor = GRAMS_IN_POUND if is_pounds else GRAMS_IN_KILOGRAM
    return _whole(amount * factor)


def millimeters_from_feet(feet: int, inches: Decimal) -> int:
    """Turn feet and inches into whole millimetres."""
    return _whole((feet * INCHES_IN_FOOT + inches) * MILLIMETERS_IN_INCH)


def millimeters_from_centimeters(centimeters: Decimal) -> int:
    """Turn centimetres into whole millimetres."""
    return _whole(centimeters * MILLIMETERS_IN_CENTIMETER)


def _whole(exact: Decimal) -> int:
    return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def body_mass_index(weight_g: int, height_mm: int) -> Decimal:
    """Kilograms for each square metre, unrounded."""
    return Decimal(weight_g) * 1000 / (Decimal(height_mm) ** 2)


def needs_third_reading(
    readings: Sequence[PressureReading], *, policy: IntakePolicy | None = None
) -> bool:
    """Whether two readings are too far apart to be averaged."""
    p = policy or IntakePolicy()
    if len(readings) != 2:
        return False
    return abs(readings[0].systolic - readings[1].systolic) > p.pair_gap_systolic


def pressure_mean(
    readings: Sequence[PressureReading], *, policy: IntakePolicy | None = None
) -> PressureMean | None:
    """The mean of the last two readings in mmHg; None while a reading is missing."""
    if len(readings) < 2 or needs_third_reading(readings, policy=policy):
        return None
    last, before = readings[-1], readings[-2]
    return PressureMean(
        systolic=Decimal(last.systolic + before.systolic) / 2,
        diastolic=Decimal(last.diastolic + before.diastolic) / 2,
    )
