"""A text counts as reviewed only while a review covers the words and the day."""

from datetime import date, timedelta

import pytest

from content.choices import ReviewState
from content.rules.review import review_state

REVIEWED = date(2026, 3, 1)
DUE = date(2026, 9, 1)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("reviewed", "changed", "due", "today", "expected"),
    [
        pytest.param(None, None, None, REVIEWED, ReviewState.AWAITING, id="never reviewed"),
        pytest.param(None, None, DUE, DUE + DAY, ReviewState.AWAITING, id="never, due date past"),
        pytest.param(REVIEWED, REVIEWED, DUE, DUE - DAY, ReviewState.CURRENT, id="day before due"),
        pytest.param(REVIEWED, REVIEWED, DUE, DUE, ReviewState.CURRENT, id="on the due day"),
        pytest.param(REVIEWED, REVIEWED, DUE, DUE + DAY, ReviewState.OVERDUE, id="day after due"),
        pytest.param(REVIEWED, REVIEWED, None, REVIEWED, ReviewState.OVERDUE, id="no due date"),
        pytest.param(REVIEWED, None, DUE, DUE, ReviewState.CURRENT, id="never published"),
        pytest.param(REVIEWED, REVIEWED - DAY, DUE, DUE, ReviewState.CURRENT, id="changed before"),
        pytest.param(REVIEWED, REVIEWED + DAY, DUE, DUE, ReviewState.CHANGED, id="changed after"),
        pytest.param(
            REVIEWED, REVIEWED + DAY, DUE, DUE + DAY, ReviewState.CHANGED, id="changed and overdue"
        ),
    ],
)
def test_review_state(reviewed, changed, due, today, expected):
    state = review_state(reviewed_on=reviewed, changed_on=changed, next_review_on=due, today=today)

    assert state == expected
