"""What a second prescriber's yes covers, and when it is void."""

import json
from datetime import date, timedelta
from fractions import Fraction

import pytest

from dosing.choices import ApprovalOutcome, ApprovalStanding
from dosing.rules import Level, LimitFinding, TitrationStep
from dosing.rules.approvals import (
    AskedDraft,
    AskedFinding,
    DraftNow,
    approval_standing,
    beyond_approval,
    hard,
    is_yes,
    terms_of_record,
    terms_record,
    uncovered,
)
from tests.dosing.test_rules_limits import POLICY
from tests.factories.dosing import NOW, solution, terms

LASTS = timedelta(hours=POLICY.approval_hours)
SECOND = timedelta(seconds=1)


def finding(value, limit=4, level=Level.HARD, key="max_doses_per_day"):
    return LimitFinding(key=key, level=level, message="", value=value, limit=limit)


def asked(value, limit=4, key="max_doses_per_day"):
    return AskedFinding(key=key, value=Fraction(value), limit=limit)


@pytest.mark.parametrize(
    ("now", "is_covered"),
    [
        pytest.param(finding(5), True, id="as it was asked"),
        pytest.param(finding(6), False, id="further past it"),
        pytest.param(finding(5, limit=3), False, id="another limit"),
        pytest.param(finding(5, key="max_daily_dose_mg"), False, id="another row"),
        pytest.param(finding(None), False, id="an unknown value"),
        pytest.param(finding(5, level=Level.CEILING), False, id="a ceiling"),
        pytest.param(finding(5, level=Level.BOUND), False, id="a bound in the code"),
        pytest.param(finding(9, level=Level.SOFT), True, id="soft limits are no matter of it"),
    ],
)
def test_what_a_yes_covers(now, is_covered):
    assert (uncovered([now], [asked(5)]) == []) is is_covered


@pytest.mark.parametrize(
    ("minutes", "is_covered"),
    [
        pytest.param(180, True, id="as asked"),
        pytest.param(200, True, id="nearer to the floor"),
        pytest.param(179, False, id="further below the floor"),
    ],
)
def test_below_a_floor_less_is_worse(minutes, is_covered):
    below = finding(minutes, limit=240, key="min_interval_hours")
    rest = uncovered([below], [asked(180, limit=240, key="min_interval_hours")])
    assert (rest == []) is is_covered


def test_an_exact_fraction_is_no_worse_than_itself():
    third = Fraction(12_500, 3)
    assert not uncovered([finding(third, limit=4_000)], [asked(third, limit=4_000)])
    assert uncovered([finding(third + Fraction(1, 100), limit=4_000)], [asked(third, limit=4_000)])


def test_without_an_approval_everything_hard_is_refused():
    assert uncovered([finding(5), finding(5, level=Level.SOFT)], []) == [finding(5)]


def test_only_hard_limits_can_be_asked_about():
    all_levels = [finding(5, level=level) for level in (Level.SOFT, Level.HARD, Level.CEILING)]
    assert [each.level for each in hard(all_levels)] == [Level.HARD]
    assert [each.level for each in beyond_approval(all_levels)] == [Level.CEILING]


def request(**changes):
    ordinary = {"revision": 3, "version_id": 7, "findings": (asked(5),)}
    return AskedDraft(**(ordinary | {"is_approved": True, "answered_at": NOW} | changes))


def draft(**changes):
    ordinary = {"revision": 3, "version_id": 7, "is_open": True, "is_signed": False}
    return DraftNow(**(ordinary | changes))


UNANSWERED = {"is_approved": None, "answered_at": None}


@pytest.mark.parametrize(
    ("of_request", "of_draft", "later", "expected"),
    [
        pytest.param({}, {}, LASTS - SECOND, "approved", id="until the last second"),
        pytest.param({}, {}, LASTS, "expired", id="at its end"),
        pytest.param({}, {"revision": 4}, SECOND, "draft_changed", id="the draft was saved again"),
        pytest.param({}, {"version_id": 8}, SECOND, "policy_changed", id="other limits"),
        pytest.param({}, {"findings": (finding(5),)}, SECOND, "approved", id="judged as before"),
        pytest.param({}, {"findings": (finding(6),)}, SECOND, "worse", id="further past"),
        pytest.param(UNANSWERED, {}, 90 * LASTS, "waiting", id="a question does not expire"),
        pytest.param(UNANSWERED, {"revision": 4}, SECOND, "draft_changed", id="nor stays valid"),
        pytest.param(UNANSWERED, {"findings": (finding(6),)}, SECOND, "worse", id="it got worse"),
        pytest.param({"is_approved": False}, {}, SECOND, "declined", id="declined"),
        pytest.param({"is_approved": False}, {}, 90 * LASTS, "declined", id="declined for good"),
        pytest.param(
            {}, {"is_open": False, "is_signed": True}, 90 * LASTS, "signed", id="signed with it"
        ),
        pytest.param(
            {"revision": 2},
            {"is_open": False, "is_signed": True},
            SECOND,
            "draft_closed",
            id="signed otherwise",
        ),
        pytest.param({}, {"is_open": False}, SECOND, "draft_closed", id="discarded"),
    ],
)
def test_how_a_request_stands(of_request, of_draft, later, expected):
    standing = approval_standing(
        request(**of_request), draft(**of_draft), now=NOW + later, lasts=LASTS
    )
    assert standing == expected
    assert ApprovalStanding(expected).label


@pytest.mark.parametrize(
    "kept",
    [
        pytest.param(terms(ends_on=date(2026, 6, 30), limits_reason="Did well."), id="capsules"),
        pytest.param(solution(), id="a liquid without a last day"),
        pytest.param(terms(starts_on=None), id="no first day"),
        pytest.param(
            terms(weekdays=(1, 4), steps=(TitrationStep(50_000, 7, ("reviewed",)),)), id="steps"
        ),
    ],
)
def test_terms_are_kept_whole(kept):
    assert terms_of_record(json.loads(json.dumps(terms_record(kept)))) == kept


def test_which_answer_is_a_yes():
    assert is_yes(ApprovalOutcome.APPROVED)
    assert not is_yes(ApprovalOutcome.DECLINED)
