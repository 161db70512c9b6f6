"""The questions before a dose: which are asked, which answer is the worrying one, what it asks."""

from collections.abc import Iterable
from dataclasses import dataclass

from intake.choices import Symptom
from intake.rules.alarm import EMERGENCY_SYMPTOMS, PRESSURE_SYMPTOMS
from monitoring.checkins.choices import FindingKey as Key
from monitoring.checkins.choices import Notice, Outcome, Question, Tier
from monitoring.checkins.rules.facts import CheckFacts, Finding, found
from monitoring.checkins.rules.policy import CheckPolicy

SOURCE = "Clinical basis §3.2 and §11.18"
BOTH = frozenset({Tier.ENHANCED, Tier.STANDARD})


@dataclass(frozen=True)
class QuestionRule:
    """One question: its worrying answer, and what that asks of the dose and of the clinic."""

    question: Question
    outcome: Outcome
    notice: Notice
    worrying_answer: bool = True
    tiers: frozenset[Tier] = BOTH

    @property
    def key(self) -> Key:
        """The finding of the same name."""
        return Key(str(self.question))


# In the order in which they are asked: what may be an emergency comes first.
QUESTION_RULES = (
    QuestionRule(Question.CHEST, Outcome.EMERGENCY, Notice.EMERGENCY),
    QuestionRule(Question.FEELING, Outcome.PLAN_HOLD, Notice.SAME_DAY),
    QuestionRule(Question.MOOD, Outcome.PLAN_HOLD, Notice.SAME_DAY),
    QuestionRule(Question.BLADDER, Outcome.PLAN_HOLD, Notice.SAME_DAY),
    QuestionRule(Question.MEDICINES, Outcome.PLAN_HOLD, Notice.SAME_DAY),
    QuestionRule(Question.ALCOHOL, Outcome.SLOT_HOLD, Notice.LOG_ONLY),
    QuestionRule(Question.GRAPEFRUIT, Outcome.SLOT_HOLD, Notice.LOG_ONLY),
    QuestionRule(Question.PREGNANT, Outcome.PLAN_HOLD, Notice.SAME_DAY),
    QuestionRule(
        Question.FOOD, Outcome.SLOT_HOLD, Notice.LOG_ONLY, False, frozenset({Tier.ENHANCED})
    ),
    QuestionRule(
        Question.SITTER, Outcome.SLOT_HOLD, Notice.LOG_ONLY, False, frozenset({Tier.ENHANCED})
    ),
    QuestionRule(
        Question.ADULT_REACHABLE,
        Outcome.SLOT_HOLD,
        Notice.LOG_ONLY,
        False,
        frozenset({Tier.STANDARD}),
    ),
    QuestionRule(Question.SAFE_PLACE, Outcome.SLOT_HOLD, Notice.LOG_ONLY, False),
)

HOLDING_SYMPTOMS = frozenset(
    {Symptom.BACK_PAIN, Symptom.NUMBNESS, Symptom.VISION, Symptom.VOMITING, Symptom.DIZZINESS}
)


def questions_for(tier: Tier | None, *, is_pregnancy_asked: bool) -> tuple[QuestionRule, ...]:
    """The questions of this tier, in order; a check for no dose asks none."""
    return tuple(
        rule
        for rule in QUESTION_RULES
        if tier in rule.tiers and (rule.question != Question.PREGNANT or is_pregnancy_asked)
    )


def unanswered(facts: CheckFacts) -> tuple[str, ...]:
    """The keys of the questions that this tier asks and nobody answered."""
    asked = questions_for(facts.tier, is_pregnancy_asked=facts.is_pregnancy_asked)
    return tuple(str(rule.question) for rule in asked if rule.question not in facts.answers)


def question_findings(facts: CheckFacts, policy: CheckPolicy) -> list[Finding]:
    """A finding for each worrying answer, whether or not this tier asks for it."""
    return [
        _question_finding(rule, policy)
        for rule in QUESTION_RULES
        if facts.answers.get(str(rule.question)) is rule.worrying_answer
    ]


def worry_finding(question: Question, policy: CheckPolicy) -> Finding:
    """The finding of a worrying answer to one of these questions, wherever it was asked."""
    rule = next(rule for rule in QUESTION_RULES if rule.question == question)
    return _question_finding(rule, policy)


def _question_finding(rule: QuestionRule, policy: CheckPolicy) -> Finding:
    is_only_noted = rule.question == Question.GRAPEFRUIT and not policy.grapefruit_holds
    is_mood = rule.question == Question.MOOD
    return found(
        rule.key,
        Outcome.GO if is_only_noted else rule.outcome,
        rule.notice,
        value=str(rule.question.label),
        limit="",
        source=SOURCE,
        acknowledge_minutes=policy.urgent_acknowledge_minutes if is_mood else None,
    )


def symptom_findings(facts: CheckFacts, *, is_severe: bool, is_very_low: bool) -> list[Finding]:
    """What the ticked symptoms ask for, at this pressure and at any pressure."""
    ticked = facts.new_symptoms
    findings = []
    if emergencies := ticked & EMERGENCY_SYMPTOMS:
        findings.append(_emergency(Key.EMERGENCY_SYMPTOM, emergencies))
    if is_severe and (worrying := ticked & PRESSURE_SYMPTOMS):
        findings.append(_emergency(Key.BP_EMERGENCY, worrying))
    if is_very_low and (faint := ticked & {Symptom.CONFUSION, Symptom.FAINTING}):
        findings.append(_emergency(Key.BP_VERY_LOW_EMERGENCY, faint))
    if (is_severe or is_very_low) and facts.answers.get(str(Question.FEELING)):
        findings.append(_emergency(Key.FEELING_EMERGENCY, ()))
    if Symptom.CONFUSION in ticked:
        findings.append(_holding(Key.CONFUSION, Outcome.PLAN_HOLD, {Symptom.CONFUSION}))
    if new := ticked & HOLDING_SYMPTOMS:
        findings.append(_holding(Key.NEW_SYMPTOM, Outcome.SLOT_HOLD, new))
    return findings


def _emergency(key: Key, symptoms: Iterable[str]) -> Finding:
    return found(key, Outcome.EMERGENCY, Notice.EMERGENCY, value=_names(symptoms), source=SOURCE)


def _holding(key: Key, outcome: Outcome, symptoms: Iterable[str]) -> Finding:
    return found(key, outcome, Notice.SAME_DAY, value=_names(symptoms), source=SOURCE)


def _names(symptoms: Iterable[str]) -> str:
    return ", ".join(str(Symptom(key).label) for key in sorted(symptoms))
