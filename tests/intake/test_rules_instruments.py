"""The questionnaires as data, and every way in which they are scored."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.choices import ConcernKind, Instrument, Section, SexAtBirth
from intake.rules.instruments import (
    ASQ,
    AUDIT_C,
    BY_SECTION,
    DECLINED,
    DEFINITIONS,
    GAD7,
    INSTRUMENTS,
    PEG,
    PHQ9,
    AsqOutcome,
    Scoring,
    alarms,
    answers_from,
    asq_outcome,
    blank_items,
    definition_of,
    is_whole,
    least_sum,
    result_of,
    score_of,
)
from intake.rules.instruments.concerns import SETTLED_BY, concern_of, more_urgent, worse_before

SUMS = (PHQ9, GAD7, AUDIT_C)
SCORED = (PEG, *SUMS)
NOT_A_NUMBER = [
    pytest.param(None, id="missing"),
    pytest.param(DECLINED, id="prefer not to answer"),
    pytest.param(-1, id="under the scale"),
    pytest.param(11, id="over the scale"),
    pytest.param("1", id="text"),
    pytest.param(True, id="not a number"),
]


def all_at(definition, value):
    return {item.key: value for item in definition.scored}


def summing_to(definition, total):
    """Answers with this sum, from the first item on."""
    answers = {}
    for item in definition.scored:
        highest = max(c.value for c in item.choices if isinstance(c.value, int))
        answers[item.key] = min(highest, total)
        total -= answers[item.key]
    assert total == 0
    return answers


def asq(*answers):
    return {f"asq_{place}": answer for place, answer in enumerate(answers, start=1)}


def test_every_instrument_has_a_definition_and_a_page():
    assert set(INSTRUMENTS) == set(Instrument)
    assert {d.key for d in BY_SECTION.values()} == set(Instrument)
    assert len({(d.key, d.version) for d in DEFINITIONS}) == len(DEFINITIONS)


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda d: d.name)
def test_a_definition_is_complete(definition):
    keys = [item.key for item in definition.items]
    assert len(keys) == len(set(keys))
    assert all(item.text for item in definition.items)
    assert definition.licence_note
    assert definition.source
    assert definition.version


@pytest.mark.parametrize("definition", SCORED, ids=lambda d: d.name)
def test_what_has_a_loinc_code_carries_it(definition):
    assert definition.loinc_panel
    assert definition.loinc_score
    assert all(item.loinc for item in definition.items)


def test_the_asq_has_local_codes_and_coded_answers():
    assert not ASQ.loinc_panel
    assert {c.loinc for c in ASQ.item("asq_5").choices} == {"LA33-6", "LA32-8", ""}
    assert PHQ9.item("phq9_1").choice(2).loinc == "LA6570-1"


@pytest.mark.parametrize(
    ("definition", "items"), [(PEG, 3), (PHQ9, 9), (GAD7, 7), (AUDIT_C, 3)], ids=lambda v: str(v)
)
def test_the_highest_score_is_what_the_items_reach(definition, items):
    answers = {
        item.key: max(c.value for c in item.choices if isinstance(c.value, int))
        for item in definition.scored
    }
    assert len(answers) == items
    assert score_of(definition, answers) == definition.highest_score


@pytest.mark.parametrize("definition", SCORED, ids=lambda d: d.name)
def test_the_lowest_score_is_nought(definition):
    assert score_of(definition, all_at(definition, 0)) == 0


@pytest.mark.parametrize("value", NOT_A_NUMBER)
@pytest.mark.parametrize("definition", SCORED, ids=lambda d: d.name)
def test_one_item_without_a_number_gives_no_score(definition, value):
    for item in definition.scored:
        assert score_of(definition, all_at(definition, 1) | {item.key: value}) is None


@pytest.mark.parametrize("definition", SCORED, ids=lambda d: d.name)
def test_no_answers_give_no_score(definition):
    assert score_of(definition, {}) is None


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        pytest.param((10, 10, 10), "10.0", id="highest"),
        pytest.param((7, 6, 7), "6.7", id="rounded up"),
        pytest.param((7, 7, 6), "6.7", id="order does not matter"),
        pytest.param((5, 5, 6), "5.3", id="rounded down"),
        pytest.param((0, 0, 1), "0.3", id="a little"),
    ],
)
def test_peg_is_a_mean_to_one_decimal(items, expected):
    answers = dict(zip(("peg_p", "peg_e", "peg_g"), items, strict=True))
    assert score_of(PEG, answers) == Decimal(expected)
    assert result_of(PEG, answers) == ""


@pytest.mark.parametrize(
    ("score", "band"),
    [
        (0, "minimal"), (4, "minimal"), (5, "mild"), (9, "mild"), (10, "moderate"),
        (14, "moderate"), (15, "moderately_severe"), (19, "moderately_severe"), (20, "severe"),
        (27, "severe"),
    ],
)  # fmt: skip
def test_the_bands_of_the_phq_9(score, band):
    answers = summing_to(PHQ9, score)
    assert (score_of(PHQ9, answers), result_of(PHQ9, answers)) == (score, band)


@pytest.mark.parametrize(
    ("score", "band"),
    [
        (0, "minimal"), (4, "minimal"), (5, "mild"), (9, "mild"), (10, "moderate"),
        (14, "moderate"), (15, "severe"), (21, "severe"),
    ],
)  # fmt: skip
def test_the_bands_of_the_gad_7(score, band):
    answers = summing_to(GAD7, score)
    assert (score_of(GAD7, answers), result_of(GAD7, answers)) == (score, band)


@pytest.mark.parametrize(
    ("sex", "score", "result"),
    [
        (SexAtBirth.FEMALE, 2, "negative"), (SexAtBirth.FEMALE, 3, "positive"),
        (SexAtBirth.MALE, 3, "negative"), (SexAtBirth.MALE, 4, "positive"),
        (SexAtBirth.UNKNOWN, 2, "negative"), (SexAtBirth.UNKNOWN, 3, "positive"),
        ("", 2, "negative"), ("", 3, "positive"), (SexAtBirth.MALE, 12, "positive"),
    ],
)  # fmt: skip
def test_the_cut_of_the_audit_c_goes_by_sex_at_birth(sex, score, result):
    answers = summing_to(AUDIT_C, score)
    assert (score_of(AUDIT_C, answers), result_of(AUDIT_C, answers, sex)) == (score, result)


def test_difficulty_is_not_scored_and_may_stay_empty():
    answers = all_at(PHQ9, 1)
    assert score_of(PHQ9, answers | {"phq9_difficulty": 3}) == 9
    assert blank_items(PHQ9, answers) == []


@pytest.mark.parametrize("definition", SUMS, ids=lambda d: d.name)
def test_without_every_item_the_result_is_incomplete(definition):
    item = definition.scored[0]
    assert result_of(definition, all_at(definition, 1) | {item.key: DECLINED}) == "incomplete"
    assert result_of(definition, {}) == "incomplete"


def test_what_is_there_counts_toward_the_least():
    assert least_sum(AUDIT_C, {"audit_c_1": 4, "audit_c_2": DECLINED, "audit_c_3": 3}) == 7


YES, NO = "yes", "no"
OUTCOMES = [
    ((NO, NO, NO, NO, None), AsqOutcome.NEGATIVE, "all no"),
    ((YES, NO, NO, NO, NO), AsqOutcome.NON_ACUTE, "first yes, not now"),
    ((NO, YES, NO, NO, NO), AsqOutcome.NON_ACUTE, "second yes, not now"),
    ((NO, NO, YES, NO, NO), AsqOutcome.NON_ACUTE, "third yes, not now"),
    ((NO, NO, NO, YES, NO), AsqOutcome.NON_ACUTE, "tried before, not now"),
    ((DECLINED, NO, NO, NO, NO), AsqOutcome.NON_ACUTE, "a refusal counts as yes"),
    ((YES, NO, NO, NO, YES), AsqOutcome.ACUTE, "now"),
    ((YES, NO, NO, NO, DECLINED), AsqOutcome.ACUTE, "the fifth refused"),
    ((NO, NO, NO, DECLINED, DECLINED), AsqOutcome.ACUTE, "everything refused"),
    ((None, None, None, None, YES), AsqOutcome.ACUTE, "now, all else blank"),
    ((NO, NO, NO, NO, YES), AsqOutcome.ACUTE, "now, though all else is no"),
    ((YES, NO, NO, NO, None), AsqOutcome.INCOMPLETE, "the fifth blank"),
    ((YES, None, NO, NO, NO), AsqOutcome.INCOMPLETE, "one blank beside a yes"),
    ((NO, NO, NO, None, None), AsqOutcome.INCOMPLETE, "one blank"),
    ((None, None, None, None, None), AsqOutcome.INCOMPLETE, "nothing"),
]


@pytest.mark.parametrize(
    ("answers", "outcome"), [pytest.param(a, o, id=name) for a, o, name in OUTCOMES]
)
def test_the_outcomes_of_the_asq(answers, outcome):
    assert asq_outcome(asq(*answers)) == outcome
    assert result_of(ASQ, asq(*answers)) == outcome
    assert score_of(ASQ, asq(*answers)) is None


def test_the_fifth_question_is_asked_after_any_yes_or_refusal():
    assert [i.key for i in blank_items(ASQ, asq(NO, NO, NO, NO))] == []
    for answer in (YES, DECLINED):
        for place in range(4):
            given = [NO] * 4
            given[place] = answer
            assert [i.key for i in blank_items(ASQ, asq(*given))] == ["asq_5"]


def test_a_blank_is_asked_again():
    assert [i.key for i in blank_items(ASQ, asq(YES, None, NO, NO, NO))] == ["asq_2"]
    assert [i.key for i in blank_items(PEG, {"peg_p": 1, "peg_g": 1})] == ["peg_e"]
    assert not is_whole(Section.WORRY, {})
    assert is_whole(Section.WORRY, all_at(GAD7, DECLINED))
    assert is_whole(Section.HEART, {})


@pytest.mark.parametrize(
    ("definition", "answers", "kind"),
    [
        pytest.param(ASQ, asq(YES, NO, NO, NO, YES), ConcernKind.SUICIDE_ACUTE, id="acute"),
        pytest.param(ASQ, asq(YES, NO, NO, NO, None), ConcernKind.ASQ_INCOMPLETE, id="blank"),
        pytest.param(ASQ, asq(YES, NO, NO, NO, NO), ConcernKind.ASQ_POSITIVE, id="not now"),
        pytest.param(ASQ, asq(NO, NO, NO, NO), None, id="negative"),
        pytest.param(ASQ, asq(NO, NO, NO, None), None, id="a blank alone is asked again"),
        pytest.param(PHQ9, {"phq9_9": 0}, None, id="item 9 not at all"),
        pytest.param(PHQ9, {"phq9_9": 1}, ConcernKind.PHQ9_ITEM_9, id="item 9 several days"),
        pytest.param(PHQ9, {"phq9_9": 3}, ConcernKind.PHQ9_ITEM_9, id="item 9 every day"),
        pytest.param(PHQ9, {"phq9_9": DECLINED}, ConcernKind.PHQ9_ITEM_9, id="item 9 refused"),
        pytest.param(PHQ9, {"phq9_8": 3}, None, id="item 9 blank"),
        pytest.param(AUDIT_C, {"audit_c_1": 4}, None, id="alcohol waits for review"),
    ],
)
def test_what_is_put_before_the_clinic_at_once(definition, answers, kind):
    assert concern_of(definition, answers) == kind


@pytest.mark.parametrize(
    ("earlier", "now", "expected"),
    [
        ([], "negative", ""),
        (["acute"], "negative", "acute"),
        (["non_acute", "acute", "negative"], "non_acute", "acute"),
        (["non_acute"], "acute", ""),
        (["acute"], "acute", ""),
        (["incomplete"], "non_acute", "incomplete"),
        ([""], "negative", ""),
    ],
)
def test_a_calmer_answer_does_not_hide_an_earlier_one(earlier, now, expected):
    assert worse_before(earlier, now) == expected


def test_the_more_urgent_of_two_outcomes():
    assert more_urgent("negative", "") == AsqOutcome.NEGATIVE
    assert more_urgent("negative", "acute") == AsqOutcome.ACUTE
    assert more_urgent("acute", "non_acute") == AsqOutcome.ACUTE


def test_no_later_answer_settles_what_was_acute_or_positive():
    assert ConcernKind.SUICIDE_ACUTE not in SETTLED_BY
    assert ConcernKind.ASQ_POSITIVE not in SETTLED_BY
    assert AsqOutcome.NEGATIVE not in SETTLED_BY[ConcernKind.ASQ_INCOMPLETE]


def test_only_what_an_item_offers_is_taken():
    given = answers_from(PHQ9, {"phq9_1": 2, "phq9_2": 7, "phq9_3": "2", "sud_active": "no"})
    assert (given["phq9_1"], given["phq9_2"], given["phq9_3"]) == (2, None, None)
    assert set(given) == {item.key for item in PHQ9.items}
    assert answers_from(ASQ, {"asq_4_detail": "x" * 900})["asq_4_detail"] == "x" * 500
    assert answers_from(ASQ, {"asq_4_detail": ""})["asq_4_detail"] is None


def test_an_old_wording_is_found_by_its_version_and_a_lost_one_reads_as_now():
    assert definition_of("peg", "2009-en") is PEG
    assert definition_of("peg", "no such version") is PEG


@pytest.mark.parametrize("definition", SUMS, ids=lambda d: d.name)
@given(data=st.data())
def test_one_step_more_never_lowers_the_score(definition, data):
    items = data.draw(st.tuples(*[st.integers(0, 2)] * len(definition.scored)))
    place = data.draw(st.integers(0, len(items) - 1))
    before = dict(zip((i.key for i in definition.scored), items, strict=True))
    after = before | {definition.scored[place].key: items[place] + 1}
    assert score_of(definition, after) == score_of(definition, before) + 1


@given(st.tuples(*[st.integers(0, 9)] * 3), st.integers(0, 2))
def test_more_pain_never_lowers_the_peg(items, place):
    keys = ("peg_p", "peg_e", "peg_g")
    before = dict(zip(keys, items, strict=True))
    after = before | {keys[place]: items[place] + 1}
    assert score_of(PEG, after) >= score_of(PEG, before)


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda d: d.name)
@given(data=st.data())
def test_a_missing_item_never_gives_a_score(definition, data):
    """Whatever else is answered; and the ASQ is then never negative."""
    answers = {
        item.key: data.draw(st.sampled_from([*(c.value for c in item.choices), None]))
        for item in definition.scored
    }
    missing = data.draw(st.sampled_from([i for i in definition.scored if i.asked_if is None]))
    answers[missing.key] = None
    assert score_of(definition, answers) is None
    if definition.scoring == Scoring.OUTCOME:
        assert asq_outcome(answers) in {AsqOutcome.INCOMPLETE, AsqOutcome.ACUTE}


def test_alarms_are_kept_whatever_is_blank():
    assert [i.key for i in alarms(ASQ, asq(YES, None, None, None))] == ["asq_1"]
    assert alarms(GAD7, all_at(GAD7, 3)) == []
