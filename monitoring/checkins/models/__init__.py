"""What a patient reports at home. Every table here is append-only."""

from monitoring.checkins.models.pressure import PressureCheck
from monitoring.checkins.models.reports import (
    PainScore,
    SafetyResponse,
    SideEffectGrade,
    SideEffectReport,
)

__all__ = ["PainScore", "PressureCheck", "SafetyResponse", "SideEffectGrade", "SideEffectReport"]
