"""Means and bands of blood pressure: half-open intervals on the unrounded mean."""

from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum

from intake.rules import vitals as vital_signs
from intake.rules.policy import IntakePolicy
from monitoring.checkins.rules.facts import Mean, PatientLimits, Reading
from monitoring.checkins.rules.policy import CheckPolicy


class High(IntEnum):
    """How far a pressure is above its limits."""

    IN_RANGE = 0
    RAISED = 1
    HIGH = 2
    SEVERE = 3


class Low(IntEnum):
    """How far a pressure is below its limits."""

    IN_RANGE = 0
    LOW = 1
    VERY_LOW = 2


@dataclass(frozen=True)
class PressureLimits:
    """The limits that bind one patient, in mmHg: policy, and what the signed plan may change."""

    raised_systolic: int
    raised_diastolic: int
    high_systolic: int
    high_diastolic: int
    severe_systolic: int
    severe_diastolic: int
    low_systolic: int
    low_diastolic: int
    very_low_systolic: int


def limits_for(patient: PatientLimits, policy: CheckPolicy) -> PressureLimits:
    """Policy's limits with the patient's own; those can move *raised* and *low* only."""
    return PressureLimits(
        raised_systolic=_own_hold(
            patient.hold_systolic, policy.hold_systolic, policy.patient_hold_systolic_max
        ),
        raised_diastolic=_own_hold(
            patient.hold_diastolic, policy.hold_diastolic, policy.patient_hold_diastolic_max
        ),
        high_systolic=policy.high_systolic,
        high_diastolic=policy.high_diastolic,
        severe_systolic=policy.severe_systolic,
        severe_diastolic=policy.severe_diastolic,
        low_systolic=_own_low(
            patient.usual_low_systolic, policy.low_systolic, policy.very_low_systolic
        ),
        low_diastolic=_own_low(patient.usual_low_diastolic, policy.low_diastolic, 0),
        very_low_systolic=policy.very_low_systolic,
    )


def _own_hold(own: int | None, default: int, highest: int) -> int:
    return default if own is None else min(own, highest)


def _own_low(own: int | None, default: int, floor: int) -> int:
    return default if own is None else min(default, max(own, floor))


def high_band(mean: Mean, limits: PressureLimits) -> High:
    """The worse of systolic and diastolic, upwards."""
    if mean.systolic >= limits.severe_systolic or mean.diastolic >= limits.severe_diastolic:
        return High.SEVERE
    if mean.systolic >= limits.high_systolic or mean.diastolic >= limits.high_diastolic:
        return High.HIGH
    if mean.systolic >= limits.raised_systolic or mean.diastolic >= limits.raised_diastolic:
        return High.RAISED
    return High.IN_RANGE


def low_band(mean: Mean, limits: PressureLimits) -> Low:
    """The worse of systolic and diastolic, downwards."""
    if mean.systolic < limits.very_low_systolic:
        return Low.VERY_LOW
    if mean.systolic < limits.low_systolic or mean.diastolic < limits.low_diastolic:
        return Low.LOW
    return Low.IN_RANGE


def needs_third_reading(readings: tuple[Reading, ...], vitals: IntakePolicy) -> bool:
    """Whether the first two lie too far apart (systolic) and no third settles it."""
    whole = _whole(readings)
    return whole is not None and vital_signs.needs_third_reading(whole, policy=vitals)


def mean_of(readings: tuple[Reading, ...], vitals: IntakePolicy) -> Mean | None:
    """The mean of the pair, or of the last two of three; None while there is none yet."""
    # A third that nothing asked for does not replace the pair.
    counted = readings if needs_third_reading(readings[:2], vitals) else readings[:2]
    whole = _whole(counted)
    pressure = None if whole is None else vital_signs.pressure_mean(whole, policy=vitals)
    if pressure is None:
        return None
    pulses = [reading.pulse for reading in counted[-2:] if reading.pulse is not None]
    pulse = Decimal(sum(pulses)) / 2 if len(pulses) == 2 else None
    return Mean(pressure.systolic, pressure.diastolic, pulse)


def _whole(readings: tuple[Reading, ...]) -> list[vital_signs.PressureReading] | None:
    whole = [
        vital_signs.PressureReading(reading.systolic, reading.diastolic, reading.pulse)
        for reading in readings
        if reading.systolic is not None and reading.diastolic is not None
    ]
    return whole if len(whole) == len(readings) else None


def number_text(value: Decimal) -> str:
    """142 or 142.5, never 142.0."""
    return f"{value:.1f}".removesuffix(".0")


def pressure_text(mean: Mean) -> str:
    """A mean as people write it: 142/88."""
    return f"{number_text(mean.systolic)}/{number_text(mean.diastolic)}"
