"""Questionnaires read back, and the scores as the clinician reads them."""

import pytest

from intake.choices import Section
from intake.presenters.answers import answer_rows
from intake.presenters.instruments import score_rows
from intake.rules.instruments import BY_SECTION, DECLINED
from tests.factories.intake_answers import normal_answers, stored_items
from tests.intake.test_rules_instruments import summing_to


def facts(section=None, **changes):
    answers = normal_answers()
    if section:
        answers[section] |= changes
    return answers


def score(name, given, actions=None):
    return next(row for row in score_rows(given, actions or {}) if row.name == name)


def test_every_score_is_there_with_its_licence():
    rows = score_rows(facts(), {})
    assert {row.name for row in rows} == {"PHQ-9", "ASQ", "GAD-7", "AUDIT-C", "PEG"}
    assert all(row.licence_note for row in rows)


@pytest.mark.parametrize(
    ("section", "total", "name", "words", "band"),
    [
        (Section.MOOD, 12, "PHQ-9", "12 of 27", "moderate"),
        (Section.WORRY, 21, "GAD-7", "21 of 21", "severe"),
        (Section.SUBSTANCES, 3, "AUDIT-C", "3 of 12", "positive"),
    ],
)
def test_a_score_has_its_band(section, total, name, words, band):
    row = score(name, facts(section, **summing_to(BY_SECTION[section], total)))
    assert (row.score, row.band) == (words, band)


def test_the_band_goes_by_the_sex_of_the_submission():
    given = facts(Section.SUBSTANCES, **summing_to(BY_SECTION[Section.SUBSTANCES], 3))
    given[Section.ABOUT]["sex_at_birth"] = "male"
    assert score("AUDIT-C", given).band == "negative"


def test_what_has_no_score_shows_none():
    row = score("PHQ-9", facts(Section.MOOD, phq9_1=DECLINED))
    assert (row.score, row.band) == ("", "not complete")
    assert score("PHQ-9", {}).score == ""
    assert score("ASQ", facts(Section.SAFETY, asq_1="yes", asq_5="yes")).band == "acute positive"
    assert (score("PEG", facts()).score, score("PEG", facts()).band) == ("6.7 of 10", "")


@pytest.mark.parametrize(
    ("actions", "name", "kind"),
    [
        ({}, "PHQ-9", "quiet"),
        ({"phq9": "note"}, "PHQ-9", "info"),
        ({"phq9": "note", "phq9_9": "review"}, "PHQ-9", "wait"),
        ({"suicide_acute": "exclude"}, "ASQ", "stop"),
        ({"audit_c": "exclude"}, "AUDIT-C", "stop"),
        ({"gad7": "review"}, "PHQ-9", "quiet"),
    ],
)
def test_a_score_is_coloured_as_it_was_judged(actions, name, kind):
    assert score(name, facts(), actions).kind == kind


def rows(section, **changes):
    return answer_rows(section, stored_items(section) | changes)


def test_answers_are_read_back_in_their_own_words():
    row = rows(Section.MOOD, phq9_2=2)[1]
    assert row.question == "Feeling down, depressed, or hopeless"
    assert (row.answer, row.is_plain, row.kind) == ("More than half the days", False, "quiet")


def test_calm_answers_are_plain_and_alarming_ones_stand_out():
    assert all(row.is_plain for row in rows(Section.WORRY))
    assert all(row.is_plain for row in rows(Section.SAFETY))
    first = rows(Section.SAFETY, asq_1="yes")[0]
    assert (first.answer, first.kind, first.is_plain) == ("Yes", "wait", False)
    assert rows(Section.WORRY, gad7_1=DECLINED)[0].kind == "wait"


def test_a_blank_is_not_shown_and_what_was_written_is():
    assert len(rows(Section.SAFETY)) == 4
    told = rows(Section.SAFETY, asq_4="yes", asq_4_detail="in 2010")
    assert ("If you can, tell us how and when.", "in 2010") in [
        (row.question, row.answer) for row in told
    ]


def test_the_applicant_reads_no_score_of_mood():
    assert len(rows(Section.MOOD)) == 9
    assert rows(Section.PAIN_SCORE)[-1].question == "PEG score"


def test_substances_read_back_both_parts():
    stored = normal_answers()[Section.SUBSTANCES]
    assert [row.answer for row in answer_rows(Section.SUBSTANCES, stored)] == [
        "Never", "1 or 2", "Never", "No", "No",
    ]  # fmt: skip
