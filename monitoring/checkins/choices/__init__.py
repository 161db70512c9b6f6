"""Keys of home checks, side effects and check-ins."""

from monitoring.checkins.choices.check import (
    CheckKind,
    FindingKey,
    Notice,
    Outcome,
    Question,
    Tier,
)
from monitoring.checkins.choices.checkin import (
    CheckInKind,
    CheckInPurpose,
    OverallChange,
)
from monitoring.checkins.choices.feeling import (
    GradeAnchor,
    SafetyAnswer,
    SideEffect,
    SideEffectName,
    UrgentSymptom,
)

__all__ = [
    "CheckInKind",
    "CheckInPurpose",
    "CheckKind",
    "FindingKey",
    "GradeAnchor",
    "Notice",
    "Outcome",
    "OverallChange",
    "Question",
    "SafetyAnswer",
    "SideEffect",
    "SideEffectName",
    "Tier",
    "UrgentSymptom",
]
