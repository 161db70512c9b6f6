"""Alerts from what was judged when it was recorded: checks, side effects, doses."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from monitoring.alerts.choices import AlertSentence, ClearsWhen, FactLabel, RuleKey, Severity
from monitoring.alerts.rules.facts import (
    AlertFinding,
    CheckFact,
    CheckInFact,
    DoseFact,
    PatientFacts,
    ReportFact,
    StoredFinding,
)

SEVERITY_OF_NOTICE = {
    "emergency_now": Severity.EMERGENCY,
    "same_day": Severity.SAME_DAY,
    "routine_review": Severity.ROUTINE,
}
CLEARS = {
    RuleKey.MOOD: ClearsWhen.SAFETY,
    RuleKey.MEDICINES: ClearsWhen.MEDICINES,
    RuleKey.PREGNANT: ClearsWhen.PREGNANCY,
    RuleKey.SLOT_HOLDS: ClearsWhen.REVIEWED,
    RuleKey.PHQ9_ITEM_9: ClearsWhen.SAFETY,
    RuleKey.ASQ_ACUTE: ClearsWhen.ASSESSED,
    RuleKey.ASQ_POSITIVE: ClearsWhen.ASSESSED,
    RuleKey.ASQ_INCOMPLETE: ClearsWhen.SAFETY,
    RuleKey.CHANGE_WORSE: ClearsWhen.REVIEWED,
}
# What is looked at within minutes until the ASQ is done, and then on the same day.
UNTIL_ASQ = frozenset({str(RuleKey.MOOD), str(RuleKey.PHQ9_ITEM_9), str(RuleKey.ASQ_INCOMPLETE)})
MEASURED_KEYS = ("bp_", "hr_", "spo2_", "post_")
QUESTION_KEYS = ("predose_",)
# The worst mark names the alert; the others stand among its facts.
MARK_RULES = {
    "on_hold": RuleKey.DOSE_ON_HOLD,
    "extra": RuleKey.DOSE_EXTRA,
    "over_plan": RuleKey.DOSE_OVER_PLAN,
    "too_soon": RuleKey.DOSE_TOO_SOON,
    "early": RuleKey.DOSE_EARLY,
    "off_plan": RuleKey.DOSE_OFF_PLAN,
    "not_offered": RuleKey.DOSE_NOT_OFFERED,
    "uncleared": RuleKey.DOSE_UNCLEARED,
    "late": RuleKey.DOSE_LATE,
}
# A dose that was late and nothing else is read when there is time; all others the same day.
ROUTINE_RULES = frozenset({RuleKey.DOSE_LATE})

# More, or earlier, than agreed: every dose waits until somebody has spoken to the patient.
HOLDING_MARKS = frozenset({"early", "too_soon", "over_plan"})


def marks_hold(marks: Iterable[str]) -> bool:
    """Whether a report with these marks stops every dose until the clinic has called."""
    return not HOLDING_MARKS.isdisjoint(marks)


def fact(label: FactLabel, value: object) -> tuple[str, str]:
    """One reason of an alert: its name and its value."""
    return (str(label.label), str(value))


def sentence(key: AlertSentence, **values: object) -> str:
    """The alert's sentence with its values filled in."""
    return str(key.label) % values


def check_alerts(facts: PatientFacts) -> Iterator[AlertFinding]:
    """One alert for each finding of a check that somebody must hear of."""
    for check in facts.checks:
        if check.at >= facts.judged_from:
            yield from (
                _check_alert(check, finding, facts)
                for finding in check.findings
                if finding.notice in SEVERITY_OF_NOTICE
            )


def _acknowledge_minutes(finding: StoredFinding, at: datetime, facts: PatientFacts) -> int | None:
    """A negative ASQ ends the haste, never the alert."""
    asked_at = facts.asq_negative_at
    is_settled = finding.key in UNTIL_ASQ and asked_at is not None and asked_at >= at
    return None if is_settled else finding.acknowledge_minutes


def _check_alert(check: CheckFact, finding: StoredFinding, facts: PatientFacts) -> AlertFinding:
    title = title_of(finding)
    return AlertFinding(
        rule_key=finding.key,
        fact_key=f"check:{check.key}",
        fact_at=check.at,
        severity=SEVERITY_OF_NOTICE[finding.notice],
        title=title,
        sentence=sentence(_shape(finding), title=title, value=finding.value, limit=finding.limit),
        clears_when=str(_clears(finding).label),
        facts=_finding_facts(finding, fact(FactLabel.KIND, check.kind)),
        limit_text=finding.limit,
        source=finding.source,
        acknowledge_minutes=_acknowledge_minutes(finding, check.at, facts),
        blocks_increase=True,
    )


def _shape(finding: StoredFinding) -> AlertSentence:
    """A number stands in the sentence; a question that was asked stands among the facts."""
    if not finding.value or finding.key.startswith(QUESTION_KEYS):
        return AlertSentence.BARE
    return AlertSentence.MEASURED if finding.limit else AlertSentence.TOLD


def title_of(finding: StoredFinding) -> str:
    """Its words for staff; what has no rule of its own, as a side effect, brings a sentence."""
    """The words for staff; a side effect's finding brings its own."""
    is_known = finding.key in RuleKey.values
    return str(RuleKey(finding.key).label) if is_known else finding.sentence


def _clears(finding: StoredFinding) -> ClearsWhen:
    if finding.key in CLEARS:
        return CLEARS[RuleKey(finding.key)]
    if finding.notice == "emergency_now" or not finding.key.startswith(MEASURED_KEYS):
        return ClearsWhen.SPOKEN
    return ClearsWhen.FRESH_PAIR


def _finding_facts(finding: StoredFinding, *more: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    is_question = finding.key.startswith(QUESTION_KEYS)
    label = FactLabel.QUESTION if is_question else FactLabel.VALUE
    value = (fact(label, finding.value),) if finding.value else ()
    limit = (fact(FactLabel.LIMIT, finding.limit),) if finding.limit else ()
    return (*value, *limit, *more)


def checkin_alerts(facts: PatientFacts) -> Iterator[AlertFinding]:
    """One alert for each finding of a check-in or an ASQ that somebody must hear of."""
    for checkin in facts.checkins:
        if checkin.at >= facts.judged_from:
            yield from (
                _checkin_alert(checkin, finding, facts)
                for finding in checkin.findings
                if finding.notice in SEVERITY_OF_NOTICE
            )


def _checkin_alert(
    checkin: CheckInFact, finding: StoredFinding, facts: PatientFacts
) -> AlertFinding:
    title = title_of(finding)
    return AlertFinding(
        rule_key=finding.key,
        fact_key=_told_once(checkin, finding),
        fact_at=checkin.at,
        severity=SEVERITY_OF_NOTICE[finding.notice],
        title=title,
        sentence=sentence(_shape(finding), title=title, value=finding.value, limit=finding.limit),
        clears_when=str(_clears(finding).label),
        facts=_finding_facts(finding, fact(FactLabel.TOLD_IN, checkin.kind)),
        limit_text=finding.limit,
        source=finding.source,
        acknowledge_minutes=_acknowledge_minutes(finding, checkin.at, facts),
        blocks_increase=finding.blocks_increase,
    )


def _told_once(checkin: CheckInFact, finding: StoredFinding) -> str:
    """Item 9 of an unfinished form, and the same answer in the finished one, is one telling."""
    if finding.key == RuleKey.PHQ9_ITEM_9:
        return f"item_9:{checkin.due_key}:{finding.value}"
    return f"checkin:{checkin.key}"


def report_alerts(facts: PatientFacts) -> Iterator[AlertFinding]:
    """One alert for each graded side effect or urgent tick that somebody must hear of."""
    for report in facts.reports:
        if report.at >= facts.judged_from:
            yield from (
                _report_alert(report, finding)
                for finding in report.findings
                if finding.notice in SEVERITY_OF_NOTICE
            )


def _report_alert(report: ReportFact, finding: StoredFinding) -> AlertFinding:
    is_emergency = finding.notice == "emergency_now"
    grade = (fact(FactLabel.GRADE, finding.value),) if finding.value else ()
    return AlertFinding(
        rule_key=finding.key,
        fact_key=f"report:{report.key}",
        fact_at=report.at,
        severity=SEVERITY_OF_NOTICE[finding.notice],
        title=title_of(finding),
        sentence=finding.sentence,
        clears_when=str((ClearsWhen.SPOKEN if is_emergency else ClearsWhen.SYMPTOM).label),
        facts=grade,
        source=finding.source,
        acknowledge_minutes=finding.acknowledge_minutes,
        blocks_increase=finding.blocks_increase,
    )


def dose_alerts(facts: PatientFacts) -> Iterator[AlertFinding]:
    """One alert for each dose that was taken otherwise than agreed."""
    for dose in facts.doses:
        rule = next((MARK_RULES[mark] for mark in MARK_RULES if mark in dose.marks), None)
        if rule is not None and dose.at >= facts.judged_from:
            yield _dose_alert(dose, rule)


def _dose_alert(dose: DoseFact, rule: RuleKey) -> AlertFinding:
    title = str(rule.label)
    value = ", ".join(part for part in (dose.amount, dose.taken) if part)
    shape = AlertSentence.TOLD if value else AlertSentence.BARE
    marks = ", ".join(str(MARK_RULES[mark].label) for mark in MARK_RULES if mark in dose.marks)
    return AlertFinding(
        rule_key=str(rule),
        fact_key=f"dose:{dose.key}",
        fact_at=dose.at,
        severity=Severity.ROUTINE if rule in ROUTINE_RULES else Severity.SAME_DAY,
        title=title,
        sentence=sentence(shape, title=title, value=value),
        clears_when=str(ClearsWhen.DOSE_TALK.label),
        facts=(fact(FactLabel.TAKEN, value), fact(FactLabel.MARKS, marks)),
        source="Clinical basis §4.2 and §11.11",
    )
