"""Whether the clinic's medical director stands behind the text as it is today."""

from datetime import date, timedelta

from content.choices import ReviewState

# Somebody is told in the morning of the day, and once more a week later.
REVIEW_PURPOSE = "content_review_due"
REVIEW_AGAIN_MINUTES = (0, 7 * 24 * 60)
REVIEW_LASTS = timedelta(days=2)
# Looked at each night, wherever in the world it is morning first.
REVIEW_AHEAD = timedelta(days=1)


def review_state(
    *, reviewed_on: date | None, changed_on: date | None, next_review_on: date | None, today: date
) -> ReviewState:
    """Say the review's standing; no review is never read as a review.

    A text published later than its review counts as changed. A review is overdue from the day
    after its due date; one without a due date cannot be shown to be current, so it is overdue.
    """
    if reviewed_on is None:
        return ReviewState.AWAITING
    if changed_on is not None and changed_on > reviewed_on:
        return ReviewState.CHANGED
    if next_review_on is None or today > next_review_on:
        return ReviewState.OVERDUE
    return ReviewState.CURRENT
