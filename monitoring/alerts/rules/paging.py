"""Which alerts page the clinic's people, or remind one of them, and for how long."""

from datetime import timedelta

from monitoring.alerts.choices import RuleKey, Severity

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


def purposes_of(rule_key: str, severity: str) -> list[str]:
    """What the clinic's people are told about such an alert; nothing where it only waits."""
    page = [PURPOSES[Severity(severity)]] if severity in PURPOSES else []
    return page + [REVIEW_PURPOSE] * (rule_key == RuleKey.BENEFIT_REVIEW)
