"""Which alerts page the clinic's people, or remind one of them, and for how long."""

from datetime import timedelta

from monitoring.alerts.choices import Severity

EMERGENCY_PURPOSE = "alert_emergency_unseen"
SAME_DAY_PURPOSE = "alert_same_day_unseen"
# A routine alert waits on the worklist.
PURPOSES = {Severity.EMERGENCY: EMERGENCY_PURPOSE, Severity.SAME_DAY: SAME_DAY_PURPOSE}
# While nobody has seen it the page still helps; the worklist shows it for ever.
PAGE_LASTS = timedelta(hours=12)

# A prescriber is reminded of a review in the morning, and once more a week later.
REVIEW_PURPOSE = "benefit_review_due"
REVIEW_AGAIN_MINUTES = (0, 7 * 24 * 60)
REVIEW_LASTS = timedelta(days=2)
