"""How fast a person must see an alert, and when silence becomes one. Nothing here is approved."""

from dataclasses import dataclass, field
from typing import Any

PROPOSED = "clinic policy, a proposed default"


def _limit(default: int, low: int, high: int, unit: str, text: str) -> Any:
    metadata = {"low": low, "high": high, "unit": unit, "source": PROPOSED, "help": text}
    return field(default=default, metadata=metadata)


@dataclass(frozen=True)
class AlertPolicy:
    """Limits of alerts; the acknowledgement times have bounds that no clinic can pass."""

    emergency_acknowledge_minutes: int = _limit(
        15, 1, 30, "min", "An emergency alert is acknowledged within"
    )
    emergency_everyone_minutes: int = field(
        default=10,
        metadata={
            "low": 1,
            "high": 15,
            "unit": "min",
            "source": "Clinical basis §4 and §11.16",
            "help": "After whoever is on call, everybody is paged about an unseen emergency alert",
        },
    )
    same_day_acknowledge_minutes: int = _limit(
        240, 15, 1_440, "min", "A same-day alert is acknowledged within"
    )
    routine_acknowledge_minutes: int = _limit(
        10_080, 1_440, 20_160, "min", "A routine alert is seen within"
    )
    silent_after_missed_checks: int = _limit(
        2, 1, 5, "doses", "Doses in a row without a word from the patient"
    )
    silent_after_days: int = _limit(3, 1, 7, "d", "Days without a word from the patient")
    pattern_grade: int = _limit(2, 1, 2, "grade", "Lowest grade that counts for a pattern")
    pattern_days: int = _limit(3, 2, 5, "d", "Days with the same side effect")
    pattern_within_days: int = _limit(7, 3, 14, "d", "Days in a row that are looked at")
    benefit_percent: int = field(
        default=30,
        metadata={
            "low": 10,
            "high": 60,
            "unit": "%",
            "source": "Clinical basis §5.1: about 30% less pain (Farrar 2001, S71); PEG by analogy",
            "help": "A pain score that fell by this much is a benefit",
        },
    )
    supply_variance_same_day_doses: int = _limit(
        3, 1, 10, "doses", "A count that lacks this many doses is looked at the same day"
    )
