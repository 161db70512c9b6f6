"""Questionnaires as data, one definition each, and their scores."""

from collections.abc import Mapping
from typing import Any

from intake.choices import Section
from intake.rules.instruments.asq import ASQ
from intake.rules.instruments.audit_c import AUDIT_C
from intake.rules.instruments.model import (
    DECLINED,
    Answers,
    InstrumentDefinition,
    Item,
    Noticed,
    Scoring,
)
from intake.rules.instruments.mood import GAD7, ITEM_9, PHQ9
from intake.rules.instruments.peg import PEG
from intake.rules.instruments.scoring import (
    AsqOutcome,
    alarms,
    answers_from,
    asq_outcome,
    band_at,
    blank_items,
    is_asked,
    least_sum,
    result_of,
    score_of,
)

# A new wording gets a new version here; the older one stays, so that old answers read as asked.
DEFINITIONS = (PEG, PHQ9, GAD7, ASQ, AUDIT_C)
BY_VERSION: Mapping[tuple[str, str], InstrumentDefinition] = {
    (definition.key, definition.version): definition for definition in DEFINITIONS
}
INSTRUMENTS: Mapping[str, InstrumentDefinition] = {
    definition.key: definition for definition in DEFINITIONS
}
BY_SECTION: Mapping[str, InstrumentDefinition] = {
    Section.MOOD: PHQ9,
    Section.SAFETY: ASQ,
    Section.WORRY: GAD7,
    Section.SUBSTANCES: AUDIT_C,
    Section.PAIN_SCORE: PEG,
}

__all__ = [
    "ASQ",
    "AUDIT_C",
    "BY_SECTION",
    "BY_VERSION",
    "DECLINED",
    "GAD7",
    "INSTRUMENTS",
    "ITEM_9",
    "PEG",
    "PHQ9",
    "Answers",
    "AsqOutcome",
    "InstrumentDefinition",
    "Item",
    "Noticed",
    "Scoring",
    "alarms",
    "answers_from",
    "asq_outcome",
    "band_at",
    "blank_items",
    "definition_of",
    "is_asked",
    "is_whole",
    "least_sum",
    "result_of",
    "score_of",
]


def definition_of(key: str, version: str = "") -> InstrumentDefinition:
    """The wording that was asked then; without a version the one that is asked now."""
    return BY_VERSION.get((key, version)) or INSTRUMENTS[key]


def is_whole(section: str, stored: Mapping[str, Any]) -> bool:
    """Whether a page has every answer that its questionnaire needs; others always have."""
    definition = BY_SECTION.get(section)
    return definition is None or not blank_items(definition, stored)
