"""What the questionnaires lead to: each cut at, under, over, missing and refused."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.choices import Action, Answer, ConcernKind, SexAtBirth
from intake.rules import IntakePolicy, Reply
from intake.rules.instruments import ASQ, AUDIT_C, DECLINED, GAD7, PEG, PHQ9
from intake.rules.paging import page_minutes
from intake.rules.questions import QUESTIONS, FollowUpKind
from intake.rules.scores import score_findings
from tests.intake.test_rules_instruments import asq, summing_to
from tests.intake.test_rules_screening import HEALTHY, POLICY, found

SCORE_KEYS = ("phq9", "gad7", "audit_c", "asq", "suicide_acute", "phq9_9", "peg")


def scored(definition, answers, policy=POLICY, **changes):
    """What calm questionnaires lead to, with these answers to one of them."""
    facts = replace(HEALTHY, instruments=given_to(definition, answers), **changes)
    return list(score_findings(facts, policy))


def with_answers(definition, answers, **changes):
    return {finding.key: finding.action for finding in scored(definition, answers, **changes)}


def given_to(definition, answers):
    return {**HEALTHY.instruments, definition.key.value: answers}


def the_finding(key, definition, answers, policy=POLICY):
    return next(each for each in scored(definition, answers, policy) if each.key == key)


@pytest.mark.parametrize("definition", [PHQ9, GAD7], ids=lambda d: d.name)
@pytest.mark.parametrize(
    ("score", "expected"),
    [
        (0, None), (4, None), (5, Action.NOTE), (9, Action.NOTE), (10, Action.REVIEW),
        (11, Action.REVIEW), (21, Action.REVIEW),
    ],
)  # fmt: skip
def test_mood_and_worry_at_under_and_over_the_cut(definition, score, expected):
    found_now = with_answers(definition, summing_to(definition, score))
    assert found_now == ({definition.key: expected} if expected else {})


@pytest.mark.parametrize(
    ("sex", "score", "expected"),
    [
        (SexAtBirth.FEMALE, 2, None), (SexAtBirth.FEMALE, 3, Action.REVIEW),
        (SexAtBirth.FEMALE, 4, Action.REVIEW), (SexAtBirth.MALE, 3, None),
        (SexAtBirth.MALE, 4, Action.REVIEW), (SexAtBirth.UNKNOWN, 2, None),
        (SexAtBirth.UNKNOWN, 3, Action.REVIEW), ("", 3, Action.REVIEW),
        (SexAtBirth.MALE, 7, Action.REVIEW), (SexAtBirth.MALE, 8, Action.EXCLUDE),
        (SexAtBirth.FEMALE, 7, Action.REVIEW), (SexAtBirth.FEMALE, 8, Action.EXCLUDE),
        (SexAtBirth.FEMALE, 12, Action.EXCLUDE),
    ],
)  # fmt: skip
def test_alcohol_at_under_and_over_each_cut(sex, score, expected):
    found_now = with_answers(AUDIT_C, summing_to(AUDIT_C, score), sex_at_birth=sex)
    assert found_now.get("audit_c") == expected


@pytest.mark.parametrize("definition", [PHQ9, GAD7, AUDIT_C], ids=lambda d: d.name)
@pytest.mark.parametrize("value", [None, DECLINED], ids=["missing", "prefer not to answer"])
def test_a_score_that_cannot_be_made_is_reviewed(definition, value):
    item = definition.scored[0].key
    answers = summing_to(definition, 0) | {item: value}
    assert with_answers(definition, answers) == {definition.key: Action.REVIEW}
    assert "there is no score" in the_finding(definition.key, definition, answers).sentence
    assert the_finding(definition.key, definition, answers).facts["score"] is None


@pytest.mark.parametrize("value", [None, DECLINED], ids=["missing", "prefer not to answer"])
@pytest.mark.parametrize("missing", ["audit_c_1", "audit_c_2", "audit_c_3"])
def test_enough_to_exclude_excludes_even_without_a_score(missing, value):
    answers = {"audit_c_1": 4, "audit_c_2": 4, "audit_c_3": 4, missing: value}
    finding = the_finding("audit_c", AUDIT_C, answers)
    assert finding.action == Action.EXCLUDE
    assert "at least 8 of 12" in finding.sentence
    assert finding.facts["score"] is None


def test_a_peg_that_is_not_whole_is_reviewed():
    assert with_answers(PEG, {"peg_p": 3, "peg_e": None, "peg_g": 3}) == {"peg": Action.REVIEW}
    assert with_answers(PEG, {"peg_p": 10, "peg_e": 10, "peg_g": 10}) == {}


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0, None), (1, Action.REVIEW), (3, Action.REVIEW), (DECLINED, Action.REVIEW), (None, None)],
)
def test_item_9(value, expected):
    answers = summing_to(PHQ9, 0) | {"phq9_9": value}
    assert with_answers(PHQ9, answers).get("phq9_9") == expected


def test_item_9_says_what_was_answered():
    answers = summing_to(PHQ9, 0)
    assert "answered 2 of 3" in the_finding("phq9_9", PHQ9, answers | {"phq9_9": 2}).sentence
    refused = the_finding("phq9_9", PHQ9, answers | {"phq9_9": DECLINED})
    assert "preferred not to answer" in refused.sentence


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        pytest.param(asq("no", "no", "no", "no"), {}, id="negative"),
        pytest.param(asq("no", "no", "no", "yes", "no"), {"asq": Action.REVIEW}, id="not now"),
        pytest.param(
            asq("yes", "no", "no", "no", "yes"), {"suicide_acute": Action.EXCLUDE}, id="now"
        ),
        pytest.param(
            asq("yes", "no", "no", "no", DECLINED), {"suicide_acute": Action.EXCLUDE}, id="refused"
        ),
        pytest.param(
            asq("yes", "no", "no", "no"), {"suicide_acute": Action.EXCLUDE}, id="fifth blank"
        ),
        pytest.param({}, {"suicide_acute": Action.EXCLUDE}, id="nothing answered"),
        pytest.param(
            asq("no", "no", "no", "no") | {"earlier_outcome": "acute"},
            {"suicide_acute": Action.EXCLUDE},
            id="denied after an acute answer",
        ),
        pytest.param(
            asq("no", "no", "no", "no") | {"earlier_outcome": "non_acute"},
            {"asq": Action.REVIEW},
            id="denied after a positive answer",
        ),
    ],
)
def test_thoughts_of_suicide(answers, expected):
    assert with_answers(ASQ, answers) == expected


def test_an_earlier_answer_is_named_as_such():
    answers = asq("no", "no", "no", "no") | {"earlier_outcome": "acute"}
    finding = the_finding("suicide_acute", ASQ, answers)
    assert "told earlier" in finding.sentence
    assert (finding.facts["outcome"], finding.facts["earlier_outcome"]) == ("negative", "acute")


def test_without_any_questionnaire_everything_is_found():
    missing = {**dict.fromkeys(("phq9", "gad7", "audit_c", "peg"), Action.REVIEW)}
    read = found(instruments={})
    assert {key: read.get(key) for key in SCORE_KEYS} == {
        **dict.fromkeys(SCORE_KEYS),
        **missing,
        "suicide_acute": Action.EXCLUDE,
    }


@pytest.mark.parametrize(
    ("limits", "definition", "score", "action"),
    [
        ({"phq9_review_score": 8}, PHQ9, 8, Action.REVIEW),
        ({"gad7_review_score": 12}, GAD7, 11, Action.NOTE),
        ({"audit_c_exclude_score": 6}, AUDIT_C, 6, Action.EXCLUDE),
    ],
)
def test_the_clinics_own_cuts_count(limits, definition, score, action):
    policy = replace(POLICY, **limits)
    finding = the_finding(definition.key, definition, summing_to(definition, score), policy)
    assert finding.action == action


def test_every_finding_explains_itself():
    for each in score_findings(replace(HEALTHY, instruments={}), POLICY):
        assert each.sentence.endswith(".")
        assert each.source
        assert each.facts


@pytest.mark.parametrize(
    ("kind", "first", "second"),
    [
        (ConcernKind.SUICIDE_ACUTE, 0, 15),
        (ConcernKind.ASQ_INCOMPLETE, 0, 240),
        (ConcernKind.ASQ_POSITIVE, 0, 240),
        (ConcernKind.PHQ9_ITEM_9, 15, 255),
    ],
)
def test_paging_goes_on_for_a_day(kind, first, second):
    minutes = page_minutes(kind, IntakePolicy())
    assert minutes[:2] == [first, second]
    assert 24 * 60 - 240 < minutes[-1] <= 24 * 60


def rank(key, found_now):
    """How urgent this key's finding is; nothing found is the least."""
    order = list(Action)
    return order.index(found_now[key]) if key in found_now else len(order)


def worst(answers):
    return min(rank(key, with_answers(ASQ, answers)) for key in SCORE_KEYS)


SUMMED = st.sampled_from([PHQ9, GAD7, AUDIT_C])


@given(data=st.data(), definition=SUMMED, sex=st.sampled_from(["", *SexAtBirth.values]))
def test_a_worse_answer_never_lowers_the_action(data, definition, sex):
    items = [item.key for item in definition.scored]
    before = {key: data.draw(st.sampled_from([0, 1, 2, 3, None, DECLINED])) for key in items}
    place = data.draw(st.sampled_from(items))
    before[place] = data.draw(st.integers(0, 2))
    after = before | {place: before[place] + 1}
    was = with_answers(definition, before, sex_at_birth=sex)
    now = with_answers(definition, after, sex_at_birth=sex)
    assert all(rank(key, now) <= rank(key, was) for key in SCORE_KEYS)


@given(data=st.data(), definition=SUMMED)
def test_leaving_out_a_calm_answer_never_lowers_the_action(data, definition):
    items = [item.key for item in definition.scored]
    before = {key: data.draw(st.integers(0, 3)) for key in items}
    place = data.draw(st.sampled_from(items))
    was = rank(definition.key, with_answers(definition, before | {place: 0}))
    for value in (None, DECLINED):
        now = with_answers(definition, before | {place: value})
        assert rank(definition.key, now) <= was


@given(data=st.data())
def test_a_yes_or_a_refusal_never_lowers_the_action_on_suicide(data):
    answer = st.sampled_from(["yes", "no", DECLINED])
    before = {f"asq_{place}": data.draw(answer) for place in range(1, 6)}
    item = data.draw(st.sampled_from(sorted(before)))
    calm = before | {item: "no"}
    for value in ("yes", DECLINED, None):
        told = calm | {item: value}
        assert worst(told) <= worst(calm)


@given(
    earlier=st.sampled_from(["non_acute", "incomplete", "acute"]),
    answers=st.tuples(*[st.sampled_from(["yes", "no", DECLINED, None])] * 5),
)
def test_what_was_told_earlier_never_lowers_the_action(earlier, answers):
    now = asq(*answers)
    assert worst(now | {"earlier_outcome": earlier}) <= worst(now)


def riskier(question):
    """The answers of one question from calm to risky, as the tables order them."""
    if question.key == "contraception" or question.yes in {None, Action.NOTE}:
        return None
    if question.follow_up and question.follow_up.kind == FollowUpKind.CHOICE:
        actions = {option.action for option in question.follow_up.options}
        if not actions <= {Action.EXCLUDE, Action.REVIEW}:
            return None
    return (Answer.NO, Answer.NOT_SURE, Answer.YES)


RISKIER = [q for q in QUESTIONS if riskier(q)]


@given(st.sampled_from(RISKIER), st.sampled_from(RISKIER))
def test_yes_is_at_least_not_sure_is_at_least_no(first, second):
    """Over all findings together, and whatever another question says."""
    for answer in riskier(second):
        base = HEALTHY.replies | {second.key: Reply(answer=answer)}
        steps = [found(replies=base | {first.key: Reply(answer=step)}) for step in riskier(first)]
        for calmer, worse in zip(steps, steps[1:], strict=False):
            for key, action in calmer.items():
                assert list(Action).index(worse[key]) <= list(Action).index(action)
