"""What the rules read: the application as plain values, and what they give back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from intake.choices import Action
from intake.rules.dates import YearMonth
from intake.rules.history.model import HistoryFacts
from intake.rules.vitals import PressureReading


@dataclass(frozen=True)
class Reply:
    """The answer to one question; empty means that it was not answered."""

    answer: str = ""
    month: YearMonth | None = None
    option: str = ""
    detail: str = ""


@dataclass(frozen=True)
class ListedMedicine:
    """One line of the medicine list; `taken_as` is the name in the table, if another was typed."""

    name: str
    class_keys: tuple[str, ...] = ()
    dose: str = ""
    taken_as: str = ""

    @property
    def words(self) -> str:
        """The line as a clinician reads it."""
        named = f"{self.name} ({self.taken_as})" if self.taken_as else self.name
        return f"{named}, {self.dose}" if self.dose else named


@dataclass(frozen=True)
class ScreeningFacts:
    """Everything that decides whether somebody may enter; None and empty mean unknown."""

    date_of_birth: date | None = None
    sex_at_birth: str = ""
    state_of_residence: str = ""
    states_served: tuple[str, ...] = ()
    replies: Mapping[str, Reply] = field(default_factory=dict)
    readings: tuple[PressureReading, ...] = ()
    medicines: tuple[ListedMedicine, ...] = ()
    takes_no_medicine: bool = False
    history: HistoryFacts = HistoryFacts()
    instruments: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Finding:
    """One thing found: what it asks for, what it read, the sentence, and where the rule is from."""

    key: str
    action: Action
    facts: Mapping[str, Any]
    sentence: str
    source: str
