"""Who may enter an at-home programme: facts and policy in, findings out."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from intake.choices import Action, PainType
from intake.rules.dates import age_in_years, counts_as_aged, has_turned
from intake.rules.facts import Finding, ScreeningFacts
from intake.rules.history.findings import history_findings
from intake.rules.medicines import UNKNOWN, interaction_findings
from intake.rules.policy import IntakePolicy
from intake.rules.questions import QUESTIONS, Question, questions_for
from intake.rules.replies import reply_finding
from intake.rules.scores import score_findings
from intake.rules.vitals import PressureMean, blood_pressure_problems, pressure_mean

ACTION_ORDER = (Action.EXCLUDE, Action.REVIEW, Action.NOTE)


def findings(facts: ScreeningFacts, policy: IntakePolicy, today: date) -> list[Finding]:
    """Everything that a clinician must see, most urgent first. Unknown facts are findings too."""
    found = [
        *_age(facts, policy, today),
        *_residence(facts),
        *history_findings(facts, policy, today),
        *_answers(facts, policy, today),
        *_pressure(facts, policy),
        *_medicines(facts),
        *score_findings(facts, policy),
    ]
    return sorted(_strictest_by_key(found), key=lambda finding: ACTION_ORDER.index(finding.action))


def _strictest_by_key(found: list[Finding]) -> list[Finding]:
    """One finding for each key: age and a fall can both ask for `falls_frailty_65`."""
    by_key: dict[str, Finding] = {}
    for finding in found:
        known = by_key.get(finding.key)
        if known is None or _rank(finding) < _rank(known):
            by_key[finding.key] = finding
    return list(by_key.values())


def _rank(finding: Finding) -> int:
    return ACTION_ORDER.index(finding.action)


def _age(facts: ScreeningFacts, policy: IntakePolicy, today: date) -> Iterator[Finding]:
    born = facts.date_of_birth
    if born is None or born > today:
        sentence = "Date of birth: not known. The age cannot be judged without it."
        source = "Spravato safety information (S08)"
        yield Finding("age_under_18", Action.EXCLUDE, {"date_of_birth": None}, sentence, source)
        return
    read = {"date_of_birth": born.isoformat(), "age_years": age_in_years(born, today)}
    if not has_turned(born, policy.minimum_age_years, today):
        sentence = f"Age {read['age_years']}: younger than {policy.minimum_age_years}."
        source = "Spravato safety information (S08): not approved for children"
        yield Finding("age_under_18", Action.EXCLUDE, read, sentence, source)
    if counts_as_aged(born, policy.frailty_age_years, today):
        sentence = f"Age {read['age_years']}: doses start lower and rise more slowly."
        source = "Mid Essex CCG (S19); the age cut is clinic policy"
        yield Finding("falls_frailty_65", Action.REVIEW, read, sentence, source)


def _residence(facts: ScreeningFacts) -> Iterator[Finding]:
    state = facts.state_of_residence
    if state in facts.states_served:
        return
    read = {"state_of_residence": state, "states_served": list(facts.states_served)}
    sentence = f"Lives in {state or 'an unknown state'}, where the clinic does not treat."
    yield Finding("state_not_served", Action.EXCLUDE, read, sentence, "Clinic settings")


def _answers(facts: ScreeningFacts, policy: IntakePolicy, today: date) -> Iterator[Finding]:
    for question in asked_of(facts.sex_at_birth):
        finding = reply_finding(question, facts.replies.get(question.key), policy, today)
        if finding is not None:
            yield finding


def asked_of(sex_at_birth: str) -> list[Question]:
    """Every question that this person is asked, over all pages."""
    sections = dict.fromkeys(question.section for question in QUESTIONS)
    return [q for section in sections for q in questions_for(section, sex_at_birth)]


def _pressure(facts: ScreeningFacts, policy: IntakePolicy) -> Iterator[Finding]:
    readings = [f"{r.systolic}/{r.diastolic}" for r in facts.readings]
    read: dict[str, Any] = {"readings": readings}
    if any(blood_pressure_problems(r.systolic, r.diastolic, policy=policy) for r in facts.readings):
        sentence = f"Unusual readings, confirmed by a second entry: {', '.join(readings)}."
        yield Finding("entry_implausible", Action.REVIEW, read, sentence, "Clinic policy")
    mean = pressure_mean(facts.readings, policy=policy)
    if mean is None:
        sentence = "Blood pressure: not enough readings for a mean."
        source = "Trial exclusion (S25); clinic policy"
        yield Finding("bp_uncontrolled", Action.EXCLUDE, read, sentence, source)
        return
    yield from _pressure_band(mean, read, policy)


def _pressure_band(
    mean: PressureMean, read: dict[str, Any], policy: IntakePolicy
) -> Iterator[Finding]:
    """Half-open bands on the unrounded mean; the worse of the two numbers decides."""
    words = f"{mean.systolic}/{mean.diastolic}"
    facts = read | {"mean": words}
    high = (policy.pressure_exclude_systolic, policy.pressure_exclude_diastolic)
    raised = (policy.pressure_review_systolic, policy.pressure_review_diastolic)
    if mean.systolic >= high[0] or mean.diastolic >= high[1]:
        sentence = f"BP {words} on average; from {high[0]}/{high[1]} on it is controlled first."
        source = (
            "PDR Ketalar (S04); Scottish guidelines (S16); trial exclusion (S25); clinic policy"
        )
        yield Finding("bp_uncontrolled", Action.EXCLUDE, facts, sentence, source)
    elif mean.systolic >= raised[0] or mean.diastolic >= raised[1]:
        sentence = f"BP {words} on average; raised from {raised[0]}/{raised[1]} on."
        source = "Spravato monograph (S09); clinic policy"
        yield Finding("bp_uncontrolled", Action.REVIEW, facts, sentence, source)


def _medicines(facts: ScreeningFacts) -> Iterator[Finding]:
    yield from interaction_findings(facts.medicines)
    if not facts.medicines and not facts.takes_no_medicine:
        sentence = "Medicines: the list is empty, and nobody said that none is taken."
        yield Finding(UNKNOWN, Action.REVIEW, {"medicines": []}, sentence, "Clinic policy")


def decision_findings(pain_type: str, *, understands_risks: bool | None) -> list[Finding]:
    """What the clinician's own two answers lead to, judged when the decision is made."""
    found = []
    if not understands_risks:
        sentence = "It is not confirmed that the patient understands risks and alternatives."
        read: dict[str, Any] = {"understands_risks": understands_risks}
        found.append(Finding("cannot_consent", Action.EXCLUDE, read, sentence, "To be verified"))
    if pain_type in {"", PainType.CHRONIC_PRIMARY}:
        sentence = "Chronic primary pain: NICE and the UK pain faculty do not recommend ketamine."
        words = sentence if pain_type else "The type of pain is not recorded."
        source = "Faculty of Pain Medicine (S22)"
        found.append(Finding("pain_type", Action.REVIEW, {"pain_type": pain_type}, words, source))
    return found
