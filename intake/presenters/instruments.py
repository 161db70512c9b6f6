"""Questionnaires read back: each answer in the words of then, and the scores with their bands."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from intake.choices import Action, Instrument, Section
from intake.presenters.rows import AnswerRow
from intake.rules.instruments import (
    BY_SECTION,
    DECLINED,
    InstrumentDefinition,
    Item,
    answers_from,
    definition_of,
    result_of,
    score_of,
)

Stored = Mapping[str, Any]
CALM = {0, "no"}
KINDS = {Action.EXCLUDE: "stop", Action.REVIEW: "wait", Action.NOTE: "info"}
FINDINGS_OF: Mapping[str, tuple[str, ...]] = {
    Instrument.PHQ9: ("phq9", "phq9_9"),
    Instrument.ASQ: ("suicide_acute", "asq"),
    Instrument.GAD7: ("gad7",),
    Instrument.AUDIT_C: ("audit_c",),
    Instrument.PEG: ("peg",),
}


@dataclass(frozen=True)
class ScoreRow:
    """One questionnaire as the clinician reads it: "12 of 27", "moderate"."""

    name: str
    score: str
    band: str
    kind: str
    licence_note: str


def instrument_rows(section: Section, stored: Stored) -> list[AnswerRow]:
    """The answers of one page in the wording that was asked then."""
    return response_rows(BY_SECTION[section].key, stored.get("version", ""), stored)


def response_rows(instrument: str, version: str, stored: Stored) -> list[AnswerRow]:
    """The answers to one questionnaire in that version's wording."""
    definition = definition_of(instrument, version)
    answers = answers_from(definition, stored)
    rows = [_answer_row(item, answers[item.key]) for item in definition.items]
    shown = [row for row in rows if row is not None]
    return [*shown, *_mean_row(definition, answers)]


def _answer_row(item: Item, value: Any) -> AnswerRow | None:
    if value is None:
        return None
    if not item.choices:
        return AnswerRow(_(item.text), str(value))
    if item.low_words:
        return AnswerRow(_(item.text), _("%(value)s of 10") % {"value": value})
    choice = item.choice(value)
    kind = "wait" if value in item.alarms or value == DECLINED else "quiet"
    words = _(choice.label) if choice else str(value)
    return AnswerRow(_(item.text), words, kind=kind, is_plain=value in CALM)


def _mean_row(definition: InstrumentDefinition, answers: Stored) -> list[AnswerRow]:
    """The applicant reads only the PEG's own mean; a score of mood needs a clinician beside it."""
    if definition.key != Instrument.PEG:
        return []
    score = score_of(definition, answers)
    label = _("%(name)s score") % {"name": definition.name}
    return [AnswerRow(label, str(score) if score is not None else _("none"))]


def score_rows(facts: Mapping[str, Stored], actions: Mapping[str, str]) -> list[ScoreRow]:
    """Every questionnaire of a submission with score and band, coloured as it was judged.

    `facts` are the frozen answers by section, `actions` those of the findings by key.
    """
    sex_at_birth = facts.get(Section.ABOUT, {}).get("sex_at_birth", "")
    return [
        _score_row(definition_of(now.key, stored.get("version", "")), stored, sex_at_birth, actions)
        for now, stored in ((now, facts.get(section, {})) for section, now in BY_SECTION.items())
    ]


def _score_row(
    definition: InstrumentDefinition,
    stored: Stored,
    sex_at_birth: str,
    actions: Mapping[str, str],
) -> ScoreRow:
    answers = answers_from(definition, stored)
    score, result = score_of(definition, answers), result_of(definition, answers, sex_at_birth)
    return ScoreRow(
        name=definition.name,
        score=score_words(definition, score),
        band=result_words(definition, result),
        kind=_kind(definition, actions),
        licence_note=definition.licence_note,
    )


def score_words(definition: InstrumentDefinition, score: Decimal | None) -> str:
    """ "12 of 27"; "" without a score."""
    if score is None:
        return ""
    return _("%(score)s of %(highest)s") % {"score": score, "highest": definition.highest_score}


def result_words(definition: InstrumentDefinition, result: str) -> str:
    """ "moderate"; "" for a questionnaire without bands."""
    labels = {band.key: _(band.label) for band in definition.bands}
    return labels.get(result, _("not complete") if result else "")


def _kind(definition: InstrumentDefinition, actions: Mapping[str, str]) -> str:
    found = {actions[key] for key in FINDINGS_OF[definition.key] if key in actions}
    return next((kind for action, kind in KINDS.items() if action in found), "quiet")
