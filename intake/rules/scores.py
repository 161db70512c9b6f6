"""What the questionnaires of an application lead to."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from intake.choices import Action, Instrument
from intake.rules.facts import Finding, ScreeningFacts
from intake.rules.instruments import (
    ASQ,
    AUDIT_C,
    DECLINED,
    GAD7,
    ITEM_9,
    PEG,
    PHQ9,
    Answers,
    AsqOutcome,
    InstrumentDefinition,
    answers_from,
    asq_outcome,
    band_at,
    least_sum,
    score_of,
)
from intake.rules.instruments.concerns import more_urgent
from intake.rules.policy import IntakePolicy

ITEM_9_SOURCE = "PHQ-9 item 9 (S74); why it asks for the ASQ (S93)"
NOTE_FROM_BAND = "mild"
_ASQ_FINDINGS: Mapping[AsqOutcome, tuple[str, Action, str]] = {
    AsqOutcome.ACUTE: (
        "suicide_acute",
        Action.EXCLUDE,
        "Thoughts of suicide now, or not denied: a person must assess before anything else.",
    ),
    AsqOutcome.INCOMPLETE: (
        "suicide_acute",
        Action.EXCLUDE,
        "Thoughts of suicide: the questions are not all answered, so they are not denied.",
    ),
    AsqOutcome.NON_ACUTE: (
        "asq",
        Action.REVIEW,
        "Thoughts of suicide or an attempt, not right now: a brief safety assessment is needed.",
    ),
}


def score_findings(facts: ScreeningFacts, policy: IntakePolicy) -> Iterator[Finding]:
    """Every finding of PHQ-9, ASQ, GAD-7, AUDIT-C and PEG; what is missing is one too."""
    given = {
        definition.key: answers_from(definition, facts.instruments.get(definition.key, {}))
        for definition in (PHQ9, ASQ, GAD7, AUDIT_C, PEG)
    }
    earlier = facts.instruments.get(Instrument.ASQ, {}).get("earlier_outcome", "")
    yield from _asq(given[Instrument.ASQ], earlier)
    yield from _item_9(given[Instrument.PHQ9])
    yield from _sum_finding(PHQ9, given[Instrument.PHQ9], policy.phq9_review_score)
    yield from _sum_finding(GAD7, given[Instrument.GAD7], policy.gad7_review_score)
    yield from _alcohol(given[Instrument.AUDIT_C], facts.sex_at_birth, policy)
    if score_of(PEG, given[Instrument.PEG]) is None:
        yield _finding(PEG, Action.REVIEW, given[Instrument.PEG], _INCOMPLETE % {"name": PEG.name})


_INCOMPLETE = "%(name)s: not every question is answered, so there is no score."


def _asq(answers: Answers, earlier: str) -> Iterator[Finding]:
    """What was told earlier is not taken back by a calmer answer of now."""
    told = asq_outcome(answers)
    outcome = more_urgent(told, earlier)
    if outcome in _ASQ_FINDINGS:
        key, action, sentence = _ASQ_FINDINGS[outcome]
        if outcome != told:
            sentence += " It was told earlier, and answered differently later."
        read = {"outcome": told.value, "earlier_outcome": earlier, **answers}
        yield Finding(key, action, read, sentence, ASQ.source)


def _item_9(answers: Answers) -> Iterator[Finding]:
    value = answers.get(ITEM_9)
    if value in PHQ9.item(ITEM_9).alarms:
        words = "preferred not to answer" if value == DECLINED else f"answered {value} of 3"
        sentence = f"PHQ-9 item 9, thoughts of death or self-harm: {words}."
        yield Finding(ITEM_9, Action.REVIEW, {ITEM_9: value}, sentence, ITEM_9_SOURCE)


def _sum_finding(
    definition: InstrumentDefinition, answers: Answers, review_from: int
) -> Iterator[Finding]:
    """From the cut on review; from the mild band on a note; without a score review."""
    score = score_of(definition, answers)
    if score is None:
        sentence = _INCOMPLETE % {"name": definition.name}
        yield _finding(definition, Action.REVIEW, answers, sentence)
        return
    band = band_at(definition, score)
    sentence = f"{definition.name} {score} of {definition.highest_score}: {band.label}."
    if score >= review_from:
        sentence += f" From {review_from} on it is reviewed."
        yield _finding(definition, Action.REVIEW, answers, sentence, score)
    elif score >= _lowest_of(definition, NOTE_FROM_BAND):
        yield _finding(definition, Action.NOTE, answers, sentence, score)


def _alcohol(answers: Answers, sex_at_birth: str, policy: IntakePolicy) -> Iterator[Finding]:
    """Even without a score the answers that are there can be enough to exclude."""
    score, least = score_of(AUDIT_C, answers), least_sum(AUDIT_C, answers)
    cut, exclude_from = AUDIT_C.bands[-1].begins_at(sex_at_birth), policy.audit_c_exclude_score
    known = f"{least}" if score is not None else f"at least {least}"
    if least >= exclude_from:
        sentence = f"AUDIT-C {known} of 12: from {exclude_from} on a clinician judges first."
        yield _finding(AUDIT_C, Action.EXCLUDE, answers, sentence, score)
    elif score is None:
        yield _finding(AUDIT_C, Action.REVIEW, answers, _INCOMPLETE % {"name": AUDIT_C.name})
    elif score >= cut:
        sentence = f"AUDIT-C {known} of 12: positive from {cut} on."
        yield _finding(AUDIT_C, Action.REVIEW, answers, sentence, score)


def _lowest_of(definition: InstrumentDefinition, key: str) -> int:
    return next(band.lowest for band in definition.bands if band.key == key)


def _finding(
    definition: InstrumentDefinition,
    action: Action,
    answers: Answers,
    sentence: str,
    score: Decimal | None = None,
) -> Finding:
    read: dict[str, Any] = {"score": None if score is None else str(score), **answers}
    return Finding(str(definition.key), action, read, sentence, definition.source)
