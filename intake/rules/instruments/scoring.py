"""Scores and outcomes. Without every scored item there is no score, never a lower one."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any

from intake.rules.instruments.asq import NO, NOW, POSITIVE, SCREEN
from intake.rules.instruments.model import (
    Answers,
    Band,
    InstrumentDefinition,
    Item,
    Scoring,
    Value,
)

LONGEST_TEXT = 500
INCOMPLETE = "incomplete"


class AsqOutcome(StrEnum):
    """What the five answers come to."""

    NEGATIVE = "negative"
    NON_ACUTE = "non_acute"
    INCOMPLETE = INCOMPLETE
    ACUTE = "acute"


def answers_from(definition: InstrumentDefinition, given: Mapping[str, Any]) -> dict[str, Any]:
    """The answers of this questionnaire alone; what no item offers counts as missing."""
    return {item.key: _valid(item, given.get(item.key)) for item in definition.items}


def _valid(item: Item, value: Any) -> Value | None:
    if not item.choices:
        return str(value)[:LONGEST_TEXT] if value else None
    choice = None if isinstance(value, bool) else item.choice(value)
    return choice.value if choice else None


def is_asked(item: Item, answers: Answers) -> bool:
    return item.asked_if is None or item.asked_if.holds(answers)


def blank_items(definition: InstrumentDefinition, answers: Answers) -> list[Item]:
    """What is still to be answered, in order."""
    return [
        item
        for item in definition.items
        if item.is_required and answers.get(item.key) is None and is_asked(item, answers)
    ]


def alarms(definition: InstrumentDefinition, answers: Answers) -> list[Item]:
    """The items whose answers are kept and acted on at once, whatever else is blank."""
    return [item for item in definition.items if answers.get(item.key) in item.alarms]


def score_of(definition: InstrumentDefinition, answers: Answers) -> Decimal | None:
    """The sum, or the mean to one decimal; None while an item has no number, and for the ASQ."""
    numbers = _numbers(definition, answers)
    if definition.scoring == Scoring.OUTCOME or len(numbers) != len(definition.scored):
        return None
    total = Decimal(sum(numbers))
    if definition.scoring == Scoring.SUM:
        return total
    return (total / len(numbers)).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def least_sum(definition: InstrumentDefinition, answers: Answers) -> int:
    """What the sum is at least, from the items that have a number; never shown as a score."""
    return sum(_numbers(definition, answers))


def _numbers(definition: InstrumentDefinition, answers: Answers) -> list[int]:
    values = [_valid(item, answers.get(item.key)) for item in definition.scored]
    return [value for value in values if isinstance(value, int)]


def band_at(definition: InstrumentDefinition, score: Decimal, sex_at_birth: str = "") -> Band:
    """The band that a score of this person lies in. Only for questionnaires that have bands."""
    reached = [band for band in definition.bands if score >= band.begins_at(sex_at_birth)]
    return reached[-1]


def result_of(definition: InstrumentDefinition, answers: Answers, sex_at_birth: str = "") -> str:
    """The key of the band or outcome; empty for a questionnaire that has neither."""
    if definition.scoring == Scoring.OUTCOME:
        return asq_outcome(answers).value
    score = score_of(definition, answers)
    if score is None:
        return INCOMPLETE
    return band_at(definition, score, sex_at_birth).key if definition.bands else ""


def asq_outcome(answers: Answers) -> AsqOutcome:
    """Question 5 decides whatever else is blank; a blank is never a no."""
    screen = [answers.get(key) for key in SCREEN]
    is_positive = any(value in POSITIVE for value in screen)
    if answers.get(NOW) in POSITIVE:
        return AsqOutcome.ACUTE
    if None in screen or (is_positive and answers.get(NOW) != NO):
        return AsqOutcome.INCOMPLETE
    return AsqOutcome.NON_ACUTE if is_positive else AsqOutcome.NEGATIVE
