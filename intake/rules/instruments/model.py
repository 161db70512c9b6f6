"""What a questionnaire is: one definition each, read by form, scoring, findings and summary."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from intake.choices import Instrument, SexAtBirth
from intake.rules.text import gettext_noop as _

Value = int | str
Answers = Mapping[str, Value | None]


class Scoring(StrEnum):
    SUM = "sum"
    MEAN = "mean"
    OUTCOME = "outcome"


@dataclass(frozen=True)
class Choice:
    """One answer, with its score or its word, and its LOINC code where the source gives one."""

    value: Value
    label: str
    loinc: str = ""


DECLINED = "declined"
DECLINE = Choice(DECLINED, _("I prefer not to answer"))


@dataclass(frozen=True)
class Condition:
    """An item is asked once any of these items has any of these answers."""

    keys: tuple[str, ...]
    values: frozenset[Value]

    def holds(self, answers: Answers) -> bool:
        return any(answers.get(key) in self.values for key in self.keys)


@dataclass(frozen=True)
class Item:
    """One question. Without choices it is answered in words.

    `alarms` are the answers that are kept at once, whatever else is still blank.
    """

    key: str
    text: str
    choices: tuple[Choice, ...] = ()
    loinc: str = ""
    hint: str = ""
    low_words: str = ""
    high_words: str = ""
    is_scored: bool = True
    is_required: bool = True
    asked_if: Condition | None = None
    alarms: frozenset[Value] = frozenset()

    def choice(self, value: Value | None) -> Choice | None:
        return next((choice for choice in self.choices if choice.value == value), None)


@dataclass(frozen=True)
class Band:
    """What a score is called from `lowest` on; men may have a limit of their own."""

    key: str
    label: str
    lowest: int
    lowest_for_men: int | None = None

    def begins_at(self, sex_at_birth: str) -> int:
        is_male = sex_at_birth == SexAtBirth.MALE
        return self.lowest_for_men if is_male and self.lowest_for_men else self.lowest


@dataclass(frozen=True)
class Noticed:
    """The change of a score from which on patients notice it: a range where sources differ."""

    low: Decimal
    high: Decimal
    source: str


@dataclass(frozen=True)
class InstrumentDefinition:
    """A published questionnaire in one wording; another wording is another version."""

    key: Instrument
    name: str
    version: str
    items: tuple[Item, ...]
    scoring: Scoring
    licence_note: str
    source: str
    stem: str = ""
    loinc_panel: str = ""
    loinc_score: str = ""
    bands: tuple[Band, ...] = ()
    highest_score: int = 0
    noticed: Noticed | None = None

    @property
    def scored(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.is_scored)

    def item(self, key: str) -> Item:
        return next(item for item in self.items if item.key == key)
