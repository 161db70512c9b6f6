"""Every screening question, answer by answer."""

from datetime import date

import pytest

from intake.choices import Action, Answer, Section, SexAtBirth
from intake.rules.dates import YearMonth
from intake.rules.facts import Reply
from intake.rules.policy import IntakePolicy
from intake.rules.questions import BY_KEY, QUESTIONS, FollowUpKind, questions_for
from intake.rules.questions.home import AT_HOME
from intake.rules.questions.pain import PAIN_FEATURES
from intake.rules.replies import reply_finding

TODAY = date(2026, 6, 1)
POLICY = IntakePolicy()
EXCLUDING = {
    "allergy_ketamine", "bp_rise_dangerous", "aneurysm_avm", "brain_bleed", "heart_unstable",
    "raised_icp", "mania_current", "delirium_dementia", "pregnant", "breastfeeding",
    "theophylline", "hyperthyroid", "porphyria",
}  # fmt: skip
REVIEWING = {
    "hypertension_treated", "heart_disease_stable", "bipolar", "family_psychosis",
    "ptsd_dissociative", "suicidal_history", "sud_past", "bladder_disease", "kidney_disease",
    "liver_other", "thyroid_meds", "breathing", "opioid_use", "sedative_use", "seizure_history",
    "falls_frailty_65", "swallow_gi", "driving_work", "dependants",
}  # fmt: skip
WITH_FOLLOW_UP = {
    "stroke_tia", "seizure_recent", "psychosis", "liver_severe", "sud_active", "eye_pressure",
    "prior_ketamine",
}  # fmt: skip
# Judged together, or against other answers: see test_rules_history.
ELSEWHERE = {question.key for question in (*PAIN_FEATURES, *AT_HOME)}
SCREENING = set(BY_KEY) - ELSEWHERE


def action(key, **reply):
    finding = reply_finding(BY_KEY[key], Reply(**reply), POLICY, TODAY)
    return finding.action if finding else None


def test_every_row_of_the_tables_is_asked_once():
    asked = [question.key for question in QUESTIONS]
    assert len(asked) == len(set(asked))
    assert set(asked) == EXCLUDING | REVIEWING | WITH_FOLLOW_UP | {"contraception"} | ELSEWHERE


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.key)
def test_a_question_is_complete(question):
    assert question.text.endswith("?")
    assert question.label
    assert question.why
    assert not question.why.endswith(".")
    assert question.source


@pytest.mark.parametrize("key", sorted(EXCLUDING))
def test_yes_excludes(key):
    assert action(key, answer=Answer.YES) == Action.EXCLUDE


@pytest.mark.parametrize("key", sorted(REVIEWING))
def test_yes_asks_for_review(key):
    assert action(key, answer=Answer.YES) == Action.REVIEW


@pytest.mark.parametrize("key", sorted(SCREENING - {"contraception"}))
def test_no_finds_nothing(key):
    assert action(key, answer=Answer.NO) is None


@pytest.mark.parametrize("key", sorted(SCREENING))
@pytest.mark.parametrize("answer", [Answer.NOT_SURE, ""], ids=["not sure", "missing"])
def test_not_sure_and_missing_ask_for_review(key, answer):
    assert action(key, answer=answer) == Action.REVIEW


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (Answer.YES, None),
        (Answer.NO, Action.REVIEW),
        (Answer.NOT_SURE, Action.REVIEW),
        (Answer.NOT_APPLICABLE, None),
    ],
)
def test_contraception_is_the_other_way_round(answer, expected):
    assert action("contraception", answer=answer) == expected


def test_does_not_apply_is_no_way_out_of_other_questions():
    assert action("aneurysm_avm", answer=Answer.NOT_APPLICABLE) == Action.REVIEW


@pytest.mark.parametrize("key", ["stroke_tia", "seizure_recent"])
@pytest.mark.parametrize(
    ("month", "expected"),
    [
        pytest.param(None, Action.EXCLUDE, id="no date"),
        pytest.param(YearMonth(2026, 6), Action.EXCLUDE, id="this month"),
        pytest.param(YearMonth(2026, 7), Action.EXCLUDE, id="to come"),
        pytest.param(YearMonth(2025, 12), Action.EXCLUDE, id="six months ago, perhaps less"),
        pytest.param(YearMonth(2025, 11), Action.REVIEW, id="longer, whatever the day"),
        pytest.param(YearMonth(1999, 1), Action.REVIEW, id="long ago"),
    ],
)
def test_an_event_with_a_month(key, month, expected):
    assert action(key, answer=Answer.YES, month=month) == expected


@pytest.mark.parametrize(
    ("key", "option", "expected"),
    [
        ("psychosis", "current", Action.EXCLUDE),
        ("psychosis", "past", Action.EXCLUDE),
        ("psychosis", "unknown", Action.EXCLUDE),
        ("psychosis", "", Action.EXCLUDE),
        ("liver_severe", "severe", Action.EXCLUDE),
        ("liver_severe", "moderate", Action.REVIEW),
        ("liver_severe", "unknown", Action.EXCLUDE),
        ("liver_severe", "", Action.EXCLUDE),
        ("sud_active", "ketamine", Action.EXCLUDE),
        ("sud_active", "other", Action.EXCLUDE),
        ("sud_active", "", Action.EXCLUDE),
        ("eye_pressure", "controlled", Action.REVIEW),
        ("eye_pressure", "uncontrolled", Action.EXCLUDE),
        ("eye_pressure", "unknown", Action.REVIEW),
        ("eye_pressure", "", Action.EXCLUDE),
        ("prior_ketamine", "no_reaction", Action.NOTE),
        ("prior_ketamine", "bad_reaction", Action.REVIEW),
        ("prior_ketamine", "unknown", Action.REVIEW),
        ("prior_ketamine", "", Action.REVIEW),
        ("prior_ketamine", "made up", Action.REVIEW),
    ],
)
def test_a_yes_with_more(key, option, expected):
    assert action(key, answer=Answer.YES, option=option) == expected


def test_every_option_of_every_question_is_in_the_table_above():
    choices = [q for q in QUESTIONS if q.follow_up and q.follow_up.kind == FollowUpKind.CHOICE]
    assert {q.key for q in choices} == WITH_FOLLOW_UP - {"stroke_tia", "seizure_recent"}


def test_the_sentence_says_what_was_answered_and_why_it_matters():
    reply = Reply(answer=Answer.YES, month=YearMonth(2026, 3))
    finding = reply_finding(BY_KEY["stroke_tia"], reply, POLICY, TODAY)
    assert finding.sentence == (
        "Stroke or mini-stroke: yes, March 2026 (less than 6 months ago). "
        "After a stroke a rise in blood pressure is a hazard."
    )
    assert finding.facts == {"answer": Answer.YES, "month": "2026-03"}


def test_a_missing_answer_is_named_as_missing():
    finding = reply_finding(BY_KEY["porphyria"], None, POLICY, TODAY)
    assert finding.sentence.startswith("Porphyria: not answered")
    assert finding.facts == {"answer": None}


@pytest.mark.parametrize(
    ("sex", "count"), [(SexAtBirth.FEMALE, 3), (SexAtBirth.UNKNOWN, 3), ("", 3), ("male", 0)]
)
def test_pregnancy_is_asked_of_everybody_but_men(sex, count):
    assert len(questions_for(Section.PREGNANCY, sex)) == count
