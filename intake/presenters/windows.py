"""Two answers to one page, beside each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from intake.choices import Section
from intake.presenters.answers import answer_rows
from intake.presenters.rows import AnswerRow


@dataclass(frozen=True)
class AnswerPair:
    """One question with the answer that is saved and the one that was just typed."""

    question: str
    saved: str
    typed: str

    @property
    def differs(self) -> bool:
        return self.saved != self.typed


def answer_pairs(
    section: Section, saved: Mapping[str, Any], typed: Mapping[str, Any]
) -> list[AnswerPair]:
    """Every question of the page, those that differ first."""
    before, after = _by_question(section, saved), _by_question(section, typed)
    pairs = [
        AnswerPair(question, before.get(question, ""), after.get(question, ""))
        for question in dict.fromkeys([*after, *before])
    ]
    return sorted(pairs, key=lambda pair: not pair.differs)


def _by_question(section: Section, stored: Mapping[str, Any]) -> dict[str, str]:
    """The answers by question; lines under one heading stay together."""
    found: dict[str, str] = {}
    for row in answer_rows(section, stored):
        found[row.question] = "; ".join(filter(None, [found.get(row.question), _words(row)]))
    return found


def _words(row: AnswerRow) -> str:
    return f"{row.answer} ({row.detail})" if row.detail else row.answer
