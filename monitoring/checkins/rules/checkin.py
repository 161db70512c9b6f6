"""What a check-in asks, what is missing of it, and what its answers ask for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from intake.choices import ConcernKind
from intake.rules.instruments import (
    ASQ,
    DECLINED,
    GAD7,
    ITEM_9,
    PEG,
    PHQ9,
    Answers,
    InstrumentDefinition,
    alarms,
    answers_from,
    blank_items,
)
from intake.rules.instruments.concerns import concern_of
from monitoring.checkins.choices import (
    CheckInKind,
    FindingKey,
    Notice,
    Outcome,
    OverallChange,
    Question,
    SideEffect,
)
from monitoring.checkins.rules.facts import Finding, found, most_urgent_first
from monitoring.checkins.rules.policy import CheckPolicy
from monitoring.checkins.rules.questions import worry_finding
from monitoring.checkins.rules.side_effects import BLADDER

SOURCE = "Clinical basis §5.1, §11.22 and §11.23"
# The fields of what is neither a grade nor an item of a questionnaire.
CHANGE, PREGNANT = "overall_change", "could_be_pregnant"
ASKED_GRADES: Mapping[str, tuple[SideEffect, ...]] = {
    CheckInKind.WEEKLY: BLADDER,
    CheckInKind.MONTHLY: (*BLADDER, SideEffect.CRAVING),
}
ASKED_INSTRUMENTS: Mapping[str, tuple[InstrumentDefinition, ...]] = {
    CheckInKind.WEEKLY: (PEG,),
    CheckInKind.MONTHLY: (PEG, PHQ9, GAD7),
}
MUCH_WORSE = frozenset({OverallChange.MUCH_WORSE, OverallChange.VERY_MUCH_WORSE})


@dataclass(frozen=True)
class CheckInEntry:
    """What the person entered: grades by side effect, answers by questionnaire and item."""

    grades: Mapping[str, int] = field(default_factory=dict)
    instruments: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    overall_change: str = ""
    could_be_pregnant: bool | None = None

    def answers(self, definition: InstrumentDefinition) -> Answers:
        """The answers to one questionnaire; what it does not offer counts as missing."""
        return answers_from(definition, self.instruments.get(definition.key, {}))


@dataclass(frozen=True)
class MoodScores:
    """PHQ-9 totals of 27: now, the one before, and the one at the application; None is no score."""

    now: Decimal | None = None
    previous: Decimal | None = None
    baseline: Decimal | None = None

    @property
    def compared(self) -> Decimal | None:
        """What a rise counts from: the lower of the two."""
        known = [score for score in (self.previous, self.baseline) if score is not None]
        return min(known, default=None)


def missing_of(kind: str, entry: CheckInEntry, *, is_pregnancy_asked: bool) -> tuple[str, ...]:
    """Every field that is still to be answered, in the order in which it is asked."""
    missing = [
        item.key
        for definition in ASKED_INSTRUMENTS[kind]
        for item in blank_items(definition, entry.answers(definition))
    ]
    missing += [str(each) for each in ASKED_GRADES[kind] if each not in entry.grades]
    if kind == CheckInKind.MONTHLY:
        missing += [CHANGE] if not entry.overall_change else []
        missing += [PREGNANT] if is_pregnancy_asked and entry.could_be_pregnant is None else []
    return tuple(missing)


def checkin_findings(
    entry: CheckInEntry, scores: MoodScores, policy: CheckPolicy
) -> tuple[Finding, ...]:
    """What the answers ask for, the most urgent first; grades are judged as side effects are."""
    findings = [
        *item_9_findings(entry.answers(PHQ9), policy),
        *_rise(scores, policy),
        *_change(entry.overall_change),
    ]
    if entry.could_be_pregnant:
        findings.append(worry_finding(Question.PREGNANT, policy))
    return most_urgent_first(findings)


def item_9_findings(answers: Answers, policy: CheckPolicy) -> list[Finding]:
    """Thoughts of death or self-harm, or a refusal to say: every dose waits for the ASQ."""
    if not alarms(PHQ9, answers):
        return []
    told = answers.get(ITEM_9)
    return [
        found(
            FindingKey.PHQ9_ITEM_9,
            Outcome.PLAN_HOLD,
            Notice.SAME_DAY,
            value="–/3" if told == DECLINED else f"{told}/3",
            source=SOURCE,
            acknowledge_minutes=policy.urgent_acknowledge_minutes,
        )
    ]


def _rise(scores: MoodScores, policy: CheckPolicy) -> list[Finding]:
    before = scores.compared
    if scores.now is None or before is None or scores.now - before < policy.phq9_rise:
        return []
    return [
        found(
            FindingKey.PHQ9_RISE,
            Outcome.GO,
            Notice.SAME_DAY,
            value=f"{before:.0f} → {scores.now:.0f}",
            limit=f"+{policy.phq9_rise}",
            source=SOURCE,
        )
    ]


def _change(answer: str) -> list[Finding]:
    if answer not in MUCH_WORSE:
        return []
    value = str(OverallChange(answer).label)
    key = FindingKey.CHANGE_WORSE
    return [found(key, Outcome.GO, Notice.ROUTINE, value=value, source=SOURCE)]


_OF_CONCERN: Mapping[ConcernKind, tuple[FindingKey, Outcome, Notice]] = {
    ConcernKind.SUICIDE_ACUTE: (FindingKey.ASQ_ACUTE, Outcome.EMERGENCY, Notice.EMERGENCY),
    ConcernKind.ASQ_POSITIVE: (FindingKey.ASQ_POSITIVE, Outcome.PLAN_HOLD, Notice.SAME_DAY),
    ConcernKind.ASQ_INCOMPLETE: (FindingKey.ASQ_INCOMPLETE, Outcome.PLAN_HOLD, Notice.SAME_DAY),
}


def asq_findings(answers: Answers, policy: CheckPolicy) -> tuple[Finding, ...]:
    """What an ASQ asks for; nothing after four times no. A refused question 5 is acute."""
    concern = concern_of(ASQ, answers)
    if concern is None:
        return ()
    key, outcome, notice = _OF_CONCERN[concern]
    minutes = policy.urgent_acknowledge_minutes if notice == Notice.SAME_DAY else None
    return (found(key, outcome, notice, source=SOURCE, acknowledge_minutes=minutes),)
