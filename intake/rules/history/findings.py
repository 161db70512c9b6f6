"""What the told history asks of a clinician."""

from collections.abc import Iterator
from datetime import date

from intake.choices import Action, Answer, Symptom
from intake.rules.alarm import is_severe
from intake.rules.dates import is_within_months
from intake.rules.facts import Finding, ScreeningFacts
from intake.rules.history.model import KetamineUse
from intake.rules.history.treatments import TRIED
from intake.rules.policy import IntakePolicy
from intake.rules.questions import BY_KEY
from intake.rules.questions.pain import PAIN_FEATURES
from intake.rules.vitals import body_mass_index

POLICY = "Clinic policy"
OPIOID_CLASS = "opioid"
PAIN_FACULTY = "Faculty of Pain Medicine (S22)"


def history_findings(facts: ScreeningFacts, policy: IntakePolicy, today: date) -> Iterator[Finding]:
    """Findings about pain, opioids, earlier ketamine, the home and body size."""
    yield from _duration(facts, policy, today)
    yield from _conditions(facts)
    yield from _features(facts)
    yield from _treatments(facts)
    yield from _opioids(facts)
    yield from _ketamine(facts)
    yield from _storage(facts)
    yield from _body_mass(facts, policy)
    yield from _symptoms(facts)


def _duration(facts: ScreeningFacts, policy: IntakePolicy, today: date) -> Iterator[Finding]:
    """The day is not known, so the pain counts as late in its month as it can have begun."""
    began = facts.history.pain.began if facts.history.pain else None
    months = policy.chronic_pain_months
    read = {"began": str(began) if began else None}
    source = "General knowledge: chronic pain lasts 3 months or more; clinic policy"
    if began is None:
        sentence = "When the pain began: not known."
        yield Finding("pain_duration", Action.REVIEW, read, sentence, source)
    elif is_within_months(min(began.last_day(), today), today, months):
        sentence = f"The pain began in {began.words}: perhaps less than {months} months ago."
        yield Finding("pain_duration", Action.REVIEW, read, sentence, source)


def _conditions(facts: ScreeningFacts) -> Iterator[Finding]:
    if facts.history.pain is None or not facts.history.pain.conditions:
        sentence = "No pain condition is named; the type of pain has to be found first."
        yield Finding("pain_condition", Action.REVIEW, {"conditions": []}, sentence, PAIN_FACULTY)


def _features(facts: ScreeningFacts) -> Iterator[Finding]:
    """One finding for all features: the evidence is about nerve pain."""
    given = {q.key: _answer(facts, q.key) for q in PAIN_FEATURES}
    if any(answer not in {Answer.YES, Answer.NO} for answer in given.values()):
        sentence = "Signs of nerve pain: not sure, or not answered."
        yield Finding("neuropathic_features", Action.REVIEW, given, sentence, PAIN_FACULTY)
    elif Answer.YES not in given.values():
        sentence = "No sign of nerve pain is told; the evidence is mainly about nerve pain."
        yield Finding("neuropathic_features", Action.NOTE, given, sentence, PAIN_FACULTY)


def _treatments(facts: ScreeningFacts) -> Iterator[Finding]:
    told = facts.history.treatments
    effects = dict(told.effects) if told else {}
    if told is None or not (TRIED & set(effects.values()) or told.other):
        sentence = "No other treatment is said to have been tried."
        yield Finding("treatments_tried", Action.NOTE, effects, sentence, PAIN_FACULTY)


def _opioids(facts: ScreeningFacts) -> Iterator[Finding]:
    """The list as given, and whether it and the question about opioids say the same."""
    question = BY_KEY["opioid_use"]
    answer, listed = _answer(facts, question.key), facts.history.opioids
    if listed is None:
        sentence = "Current opioids: not told."
        yield Finding(question.key, Action.REVIEW, {"opioids": None}, sentence, question.source)
        return
    words = [line.words for line in listed]
    read = {"answer": answer or None, "opioids": words}
    if words:
        sentence = f"{question.label}: {'; '.join(words)}. {question.why}."
        yield Finding(question.key, Action.REVIEW, read, sentence, question.source)
    if faults := list(_disagreements(facts, answer, words)):
        sentence = f"Answers about opioids disagree: {'; '.join(faults)}."
        yield Finding("opioid_mismatch", Action.REVIEW, read, sentence, POLICY)


def _disagreements(facts: ScreeningFacts, answer: str, words: list[str]) -> Iterator[str]:
    """The question, the list of opioids and the list of medicines must tell the same."""
    among_medicines = [m.name for m in facts.medicines if OPIOID_CLASS in m.class_keys]
    if words and answer == Answer.NO:
        yield "the question says no, the list says otherwise"
    if not words and answer == Answer.YES:
        yield "the question says yes, no opioid is listed"
    if words and not among_medicines:
        yield "they are missing from the medicine list, so their interactions were not looked up"
    if among_medicines and not words:
        yield f"the medicine list names {', '.join(among_medicines)}, the page of opioids none"


def _ketamine(facts: ScreeningFacts) -> Iterator[Finding]:
    uses = facts.history.ketamine
    if not uses:
        return
    question = BY_KEY["prior_ketamine"]
    told = "; ".join(_use_words(use) for use in uses)
    is_bad = any(use.reaction or use.was_stopped for use in uses)
    read = {"uses": [_use_words(use) for use in uses]}
    action = Action.REVIEW if is_bad else Action.NOTE
    sentence = f"{question.label}: {told}. {question.why}."
    yield Finding(question.key, action, read, sentence, question.source)


def _use_words(use: KetamineUse) -> str:
    reaction = f"bad reaction: {use.reaction}" if use.reaction else ""
    return ", ".join(part for part in (use.route, use.dose, use.effect, reaction) if part)


def _storage(facts: ScreeningFacts) -> Iterator[Finding]:
    """Others at home, and no locked place that is certain, is more than a gate to close later."""
    at_risk = [
        key
        for key in ("children_or_pets_at_home", "others_might_take_it")
        if _answer(facts, key) == Answer.YES
    ]
    locked = _answer(facts, "locked_storage_confirmed")
    if at_risk and locked != Answer.YES:
        read = {"locked_storage": locked or None, "at_risk": at_risk}
        sentence = "Somebody at home could get hold of it, and no locked place is told."
        yield Finding("locked_storage_confirmed", Action.REVIEW, read, sentence, POLICY)


def _body_mass(facts: ScreeningFacts, policy: IntakePolicy) -> Iterator[Finding]:
    weight_g, height_mm = facts.history.weight_g, facts.history.height_mm
    read = {"weight_g": weight_g, "height_mm": height_mm}
    if not weight_g or not height_mm:
        sentence = "Body-mass index: the weight or the height is not known."
        yield Finding("body_mass_index", Action.REVIEW, read, sentence, POLICY)
        return
    index = body_mass_index(weight_g, height_mm)
    low, high = policy.body_mass_review_below, policy.body_mass_review_from
    if not low <= index < high:
        limit = f"below {low}" if index < low else f"{high} or over"
        sentence = f"Body-mass index {index:.1f}: {limit}."
        yield Finding("body_mass_index", Action.REVIEW, read, sentence, POLICY)


def _symptoms(facts: ScreeningFacts) -> Iterator[Finding]:
    """What was ticked beside the readings; with a severe pressure it was an emergency."""
    ticked = sorted(facts.history.symptoms)
    if not ticked:
        return
    names = ", ".join(str(Symptom(key).label) for key in ticked)
    readings = [f"{r.systolic}/{r.diastolic}" for r in facts.readings]
    read = {"symptoms": ticked, "readings": readings}
    source = "AHA, when to call 911 (S57)"
    if is_severe(facts.readings):
        sentence = f"Severe blood pressure with: {names}. The applicant was told to call 911."
        yield Finding("bp_emergency", Action.EXCLUDE, read, sentence, source)
    else:
        sentence = f"Told with the readings: {names}."
        yield Finding("reading_symptoms", Action.REVIEW, read, sentence, source)


def _answer(facts: ScreeningFacts, key: str) -> str:
    reply = facts.replies.get(key)
    return str(reply.answer) if reply else ""
