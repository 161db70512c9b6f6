"""The side-effect catalogue as data, and what each grade asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from monitoring.checkins.choices import (
    GradeAnchor,
    Notice,
    Outcome,
    SideEffect,
    SideEffectName,
    UrgentSymptom,
)
from monitoring.checkins.rules.facts import Finding, most_urgent_first
from monitoring.checkins.rules.policy import CheckPolicy

# The patient's words paraphrase CTCAE v5.0; this names the wording that a report was given in.
SCALE_VERSION = "ctcae5-words-2"
SOURCE = "CTCAE v5.0 grades; clinical basis §4.2"
LOWEST_SEVERE_GRADE = 3


@dataclass(frozen=True)
class GradeAction:
    """Who hears of a grade, and whether it holds every dose or blocks an increase."""

    notice: Notice
    is_hold: bool = False
    blocks_increase: bool = False


LOG = GradeAction(Notice.LOG_ONLY)
ROUTINE = GradeAction(Notice.ROUTINE)
ROUTINE_NO_INCREASE = GradeAction(Notice.ROUTINE, blocks_increase=True)
SAME_DAY = GradeAction(Notice.SAME_DAY)
SAME_DAY_NO_INCREASE = GradeAction(Notice.SAME_DAY, blocks_increase=True)
HOLD = GradeAction(Notice.SAME_DAY, is_hold=True, blocks_increase=True)
EMERGENCY = GradeAction(Notice.EMERGENCY, is_hold=True, blocks_increase=True)

# Grades 1, 2, 3, 4; a shorter row is a term without the higher grades.
CATALOGUE: Mapping[SideEffect, tuple[GradeAction, ...]] = {
    SideEffect.NAUSEA: (LOG, ROUTINE, HOLD),
    SideEffect.VOMITING: (LOG, SAME_DAY, EMERGENCY, EMERGENCY),
    SideEffect.DIZZINESS: (LOG, ROUTINE_NO_INCREASE, HOLD),
    SideEffect.SEDATION: (LOG, ROUTINE_NO_INCREASE, EMERGENCY, EMERGENCY),
    SideEffect.DISSOCIATION: (LOG, ROUTINE_NO_INCREASE, HOLD, EMERGENCY),
    SideEffect.HEADACHE: (LOG, ROUTINE, HOLD),
    SideEffect.BLURRED_VISION: (LOG, ROUTINE_NO_INCREASE, HOLD, EMERGENCY),
    SideEffect.ANXIETY: (LOG, ROUTINE, HOLD, EMERGENCY),
    # Bladder symptoms of grade 2 hold the plan until a clinician decides (§11.23).
    SideEffect.URINARY_FREQUENCY: (ROUTINE, HOLD),
    SideEffect.URINARY_URGENCY: (ROUTINE, HOLD),
    SideEffect.BLADDER_PAIN: (ROUTINE_NO_INCREASE, HOLD, HOLD),
    SideEffect.BLOOD_IN_URINE: (SAME_DAY, HOLD, EMERGENCY),
    SideEffect.INCONTINENCE: (ROUTINE, HOLD),
    SideEffect.DRY_MOUTH: (LOG, ROUTINE, ROUTINE),
    SideEffect.CRAVING: (ROUTINE, SAME_DAY_NO_INCREASE, HOLD),
}
# The local bladder check, which every check-in asks in full.
BLADDER = (
    SideEffect.URINARY_FREQUENCY,
    SideEffect.URINARY_URGENCY,
    SideEffect.BLADDER_PAIN,
    SideEffect.BLOOD_IN_URINE,
    SideEffect.INCONTINENCE,
)
# What can be told on any day; craving is asked in words of its own once a month.
FEELING = tuple(symptom for symptom in CATALOGUE if symptom != SideEffect.CRAVING)


@dataclass(frozen=True)
class Timing:
    """How a report lies in time. `since_dose` None: no dose that it could come from is known."""

    since_dose: timedelta | None = None
    frequency_lasting: timedelta = timedelta(0)


class UnknownGrade(ValueError):
    """A side effect or a grade that the catalogue does not have."""


def max_grade(symptom: str) -> int:
    """The highest grade of a side effect; not every term has every grade."""
    return len(CATALOGUE[SideEffect(symptom)])


def side_effect_findings(
    grades: Mapping[str, int],
    policy: CheckPolicy,
    *,
    urgent: frozenset[str] = frozenset(),
    timing: Timing | None = None,
) -> tuple[Finding, ...]:
    """A finding for each grade above 0 and each urgent tick, the most urgent first."""
    findings = [_urgent_finding(UrgentSymptom(key)) for key in sorted(urgent)]
    for symptom, grade in grades.items():
        action = _action(symptom, grade, policy, timing or Timing())
        if action is not None:
            findings.append(_graded_finding(SideEffect(symptom), grade, action))
    return most_urgent_first(findings)


def _action(symptom: str, grade: int, policy: CheckPolicy, timing: Timing) -> GradeAction | None:
    if symptom not in SideEffect.values or not 0 <= grade <= max_grade(symptom):
        raise UnknownGrade(f"{symptom} {grade}")
    if grade == 0:
        return None
    action = CATALOGUE[SideEffect(symptom)][grade - 1]
    return _stronger(action, _timed_action(SideEffect(symptom), policy, timing))


def _timed_action(symptom: SideEffect, policy: CheckPolicy, timing: Timing) -> GradeAction:
    """What the time of a symptom adds: longer than usual after a dose, or lasting for days."""
    since = timing.since_dose
    if symptom is SideEffect.SEDATION and _is_longer(since, policy.sedation_after_hours):
        return SAME_DAY
    if symptom is SideEffect.DISSOCIATION and _is_longer(since, policy.dissociation_after_hours):
        return HOLD
    lasting = timedelta(days=policy.bladder_lasting_days)
    if symptom is SideEffect.URINARY_FREQUENCY and timing.frequency_lasting > lasting:
        return SAME_DAY
    return LOG


def _is_longer(since: timedelta | None, hours: int) -> bool:
    """Longer after a dose than the limit; without a known dose it is longer than any."""
    return since is None or since > timedelta(hours=hours)


def _stronger(one: GradeAction, other: GradeAction) -> GradeAction:
    order = (Notice.LOG_ONLY, Notice.ROUTINE, Notice.SAME_DAY, Notice.EMERGENCY)
    return GradeAction(
        notice=max(one.notice, other.notice, key=order.index),
        is_hold=one.is_hold or other.is_hold,
        blocks_increase=one.blocks_increase or other.blocks_increase,
    )


def _graded_finding(symptom: SideEffect, grade: int, action: GradeAction) -> Finding:
    anchor = str(GradeAnchor(f"{symptom}_{grade}").label)
    name = str(SideEffectName(str(symptom)).label)
    return Finding(
        key=f"symptom_{symptom}",
        outcome=_outcome(action),
        notice=action.notice,
        sentence=f"{name}: {anchor}",
        value=str(grade),
        source=SOURCE,
        blocks_increase=action.blocks_increase or grade >= LOWEST_SEVERE_GRADE,
    )


def _outcome(action: GradeAction) -> Outcome:
    if action.notice == Notice.EMERGENCY:
        return Outcome.EMERGENCY
    return Outcome.PLAN_HOLD if action.is_hold else Outcome.GO


def _urgent_finding(symptom: UrgentSymptom) -> Finding:
    return Finding(
        key=f"symptom_{symptom}",
        outcome=Outcome.EMERGENCY,
        notice=Notice.EMERGENCY,
        sentence=str(symptom.label),
        source=SOURCE,
        blocks_increase=True,
    )
