"""Readings and symptoms that ask to act at once, told the same way here and in later checks."""

from collections.abc import Collection, Sequence

from intake.choices import PressureAlarm, Symptom
from intake.rules.text import gettext_noop as _
from intake.rules.vitals import SEVERE_DIASTOLIC, SEVERE_SYSTOLIC, PressureReading

# An emergency at any pressure.
EMERGENCY_SYMPTOMS = frozenset(
    {
        Symptom.CHEST_PAIN,
        Symptom.BREATHLESS,
        Symptom.WEAKNESS,
        Symptom.SPEECH,
        Symptom.SEVERE_HEADACHE,
        Symptom.FAINTING,
    }
)
# With a pressure of 180/120 or more any of these is an emergency too.
PRESSURE_SYMPTOMS = frozenset(
    {Symptom.BACK_PAIN, Symptom.NUMBNESS, Symptom.VISION, Symptom.VOMITING, Symptom.CONFUSION}
)
IF_CLINIC_NOT_REACHED = _(
    "If you cannot reach the clinic within 30 minutes, go to urgent care or an ER."
)


def is_severe(readings: Sequence[PressureReading]) -> bool:
    """Whether one of the readings (mmHg) is severe; an emergency waits for no second one."""
    return any(r.systolic >= SEVERE_SYSTOLIC or r.diastolic >= SEVERE_DIASTOLIC for r in readings)


def pressure_alarm(
    readings: Sequence[PressureReading], symptoms: Collection[str]
) -> PressureAlarm | None:
    """What the applicant must be told at once; None when nothing is urgent."""
    severe = is_severe(readings)
    if severe and set(symptoms) & (EMERGENCY_SYMPTOMS | PRESSURE_SYMPTOMS):
        return PressureAlarm.EMERGENCY
    if set(symptoms) & EMERGENCY_SYMPTOMS:
        return PressureAlarm.SYMPTOM
    return PressureAlarm.SEVERE if severe else None
