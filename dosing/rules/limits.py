"""One value of a plan against one row of the limits table: which level does it reach?"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Any

from dosing.rules.amounts import decimal_text, mg_text
from dosing.rules.findings import Level, LimitFinding
from dosing.rules.messages import MESSAGES
from dosing.rules.policy import DosingPolicy

# Hard bounds that no published policy can pass (§11.8), in racemic equivalents.
SINGLE_BOUND_UG = 150_000
SINGLE_BOUND_UG_PER_KG = 2_000
DAILY_BOUND_UG = 400_000
DAILY_BOUND_UG_PER_KG = 5_000
MIN_INTERVAL_BOUND_MINUTES = 120
CODE_BOUND = "Clinical basis §11.8: fixed in the software"

# Judged in this order, so that a ceiling equal to the hard limit wins (§11.7).
POLICY_LEVELS = (Level.CEILING, Level.HARD, Level.SOFT)
METADATA = {item.name: item.metadata for item in fields(DosingPolicy)}
UNIT_TEXT: dict[str, Callable[[int | Fraction], str]] = {
    "ug": mg_text,
    "ug/kg": lambda value: f"{mg_text(value)}/kg",
    "min": lambda value: f"{decimal_text(Fraction(value) / 60, 1)} h",
    "%": lambda value: f"{decimal_text(Fraction(value), 1)}%",
}


@dataclass(frozen=True)
class Measure:
    """A value, and the row of the policy that it is held against."""

    key: str
    field: str
    value: int | Fraction
    row: str
    suffix: str = ""
    bound: int | None = None
    is_floor: bool = False
    is_no_worse: bool = False

    def limit_name(self, level: str) -> str:
        return "_".join(part for part in (self.row, level, self.suffix) if part)

    def is_past(self, limit: int) -> bool:
        """A value equal to its limit is allowed."""
        return self.value < limit if self.is_floor else self.value > limit


def judge(measure: Measure, policy: DosingPolicy) -> LimitFinding | None:
    """The finding for the most severe level that the value goes past, if any."""
    if measure.bound is not None and measure.is_past(measure.bound):
        return _finding(measure, Level.BOUND, measure.bound, CODE_BOUND)
    for level in POLICY_LEVELS:
        name = measure.limit_name(level)
        limit = getattr(policy, name, None)
        if limit is not None and measure.is_past(limit):
            return _finding(measure, level, limit, METADATA[name]["source"])
    return None


def _finding(measure: Measure, level: str, limit: int, source: str) -> LimitFinding:
    """A value no worse than the plan in force asks for a reason and is never refused (§11.26)."""
    unit = METADATA[measure.limit_name(Level.SOFT)]["unit"]
    text = UNIT_TEXT.get(unit, str)
    return LimitFinding(
        key=measure.key,
        level=Level.SOFT if measure.is_no_worse else level,
        message=MESSAGES[measure.key],
        details={"value": text(measure.value), "limit": text(limit)},
        value=measure.value,
        limit=limit,
        unit=unit,
        source=source,
        field=measure.field,
    )


def finding_of_record(kept: Mapping[str, Any]) -> LimitFinding:
    """A finding as it was stored, to be told again in the reader's language."""
    text = UNIT_TEXT.get(kept["unit"], str)
    value = None if kept["value"] is None else Fraction(kept["value"])
    limit: int | None = kept["limit"]
    shown = {"value": value, "limit": limit}
    return LimitFinding(
        key=kept["key"],
        level=kept["level"],
        message=MESSAGES.get(kept["key"]) or kept["sentence"].replace("%", "%%"),
        details={name: "" if each is None else text(each) for name, each in shown.items()},
        value=value,
        limit=limit,
        unit=kept["unit"],
        source=kept["source"],
    )
