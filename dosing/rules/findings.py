"""A finding of the plan rules: what was judged, against what, and what it asks for."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any


class Level:
    """How far past a limit a plan is; the order is from least to most severe."""

    SOFT = "soft"
    HARD = "hard"
    CEILING = "ceiling"
    BOUND = "bound"


LEVELS = (Level.SOFT, Level.HARD, Level.CEILING, Level.BOUND)
REFUSED_LEVELS = frozenset({Level.HARD, Level.CEILING, Level.BOUND})


def gettext_noop(text: str) -> str:
    """Marks a sentence for translation; the presenter translates it."""
    return text


@dataclass(frozen=True)
class LimitFinding:
    """One limit that a plan goes past. `value` and `limit` are in `unit` (ug, ug/kg, min, days)."""

    key: str
    level: str
    message: str
    details: Mapping[str, Any] = field(default_factory=dict)
    value: int | Fraction | None = None
    limit: int | None = None
    unit: str = ""
    source: str = ""
    field: str = ""

    def text(self, translate: Callable[[str], str]) -> str:
        """The finding in the reader's language."""
        return translate(self.message) % self.details

    @property
    def sentence(self) -> str:
        """The finding in plain English."""
        return self.text(str)

    @property
    def is_refused(self) -> bool:
        """With one prescriber, hard means no (§11.9)."""
        return self.level in REFUSED_LEVELS


def refused(findings: Iterable[LimitFinding]) -> list[LimitFinding]:
    return [finding for finding in findings if finding.is_refused]


def needs_reason(findings: Iterable[LimitFinding]) -> bool:
    """Does a soft limit ask the prescriber for a typed reason?"""
    return any(finding.level == Level.SOFT for finding in findings)
