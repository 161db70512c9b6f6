"""What a patient reports at home. Every table here is append-only."""

from monitoring.checkins.models.checkin import CheckIn, SafetyScreen
from monitoring.checkins.models.pressure import PressureCheck
from monitoring.checkins.models.reports import (
    PainScore,
    SafetyResponse,
    SideEffectGrade,
    SideEffectReport,
)

__all__ = [
    "CheckIn",
    "PainScore",
    "PressureCheck",
    "SafetyResponse",
    "SafetyScreen",
    "SideEffectGrade",
    "SideEffectReport",
]
