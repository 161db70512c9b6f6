"""What the answers of a check-in ask for, at, just under and just over each limit."""

from decimal import Decimal

import pytest

from monitoring.checkins.choices import CheckInKind, Notice, Outcome, OverallChange
from monitoring.checkins.rules import CheckPolicy, MoodScores, checkin_findings, missing_of
from tests.factories.monitoring import checkin_entry

POLICY = CheckPolicy()


def found(scores=None, **changes):
    entry = checkin_entry(monthly=True, **changes)
    return {item.key: item for item in checkin_findings(entry, scores or MoodScores(), POLICY)}


def scores(*told):
    """PHQ-9 totals: now, before, and at the application; what is left out is unknown."""
    return MoodScores(*(None if each is None else Decimal(each) for each in told))


@pytest.mark.parametrize(
    ("told", "is_rise"),
    [
        pytest.param(scores(4, 0, 0), False, id="by four"),
        pytest.param(scores(5, 0, 0), True, id="by five"),
        pytest.param(scores(9, 8, 4), True, id="from the baseline, which is lower"),
        pytest.param(scores(9, 4, 8), True, id="from the previous one, which is lower"),
        pytest.param(scores(9, 5, 8), False, id="four from the lower one"),
        pytest.param(scores(9, None, 4), True, id="the first one in care"),
        pytest.param(scores(9), False, id="nothing to compare with"),
        pytest.param(scores(None, 0, 0), False, id="no score now"),
        pytest.param(scores(2, 9, 9), False, id="better"),
    ],
)
def test_a_rise_of_five_counts_from_the_lower_score(told, is_rise):
    assert ("phq9_rise" in found(told)) is is_rise


def test_a_rise_is_looked_at_the_same_day_and_holds_nothing():
    rise = found(scores(9, 4, 8))["phq9_rise"]
    assert (rise.notice, rise.is_hold, rise.value) == (Notice.SAME_DAY, False, "4 → 9")


@pytest.mark.parametrize(
    ("answer", "value"), [(0, None), (1, "1/3"), (3, "3/3"), ("declined", "–/3"), (None, None)]
)
def test_thoughts_of_death_hold_every_dose_until_the_asq(answer, value):
    item_9 = found(answers={"phq9": {"phq9_9": answer}}).get("phq9_item_9")
    assert (item_9 and item_9.value) == value
    if item_9 is not None:
        assert (item_9.outcome, item_9.acknowledge_minutes) == (Outcome.PLAN_HOLD, 15)


@pytest.mark.parametrize("change", OverallChange)
def test_only_much_worse_is_read_by_the_clinic(change):
    finding = found(overall_change=str(change)).get("change_much_worse")
    assert (finding is not None) is (change in ("much_worse", "very_much_worse"))
    if finding is not None:
        assert (finding.notice, finding.is_hold) == (Notice.ROUTINE, False)


@pytest.mark.parametrize("kind", CheckInKind)
def test_a_whole_form_lacks_nothing(kind):
    entry = checkin_entry(monthly=kind == CheckInKind.MONTHLY)
    assert missing_of(kind, entry, is_pregnancy_asked=True) == ()


def test_a_refusal_to_answer_is_an_answer_and_gives_no_score():
    entry = checkin_entry(monthly=True, answers={"phq9": {"phq9_1": "declined"}})
    assert missing_of("monthly", entry, is_pregnancy_asked=True) == ()
