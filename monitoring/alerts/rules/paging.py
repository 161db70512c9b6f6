"""Which alerts page the clinic's people, or remind one of them, and for how long."""

from datetime import timedelta

from monitoring.alerts.choices import RuleKey, Severity

EMERGENCY_PURPOSE = "alert_emergency_unseen"
# To be seen within minutes although nobody has to call 911: thoughts of self-harm, for one.
PROMPT_PURPOSE = "alert_prompt_unseen"
SAME_DAY_PURPOSE = "alert_same_day_unseen"
PROMPT_WITHIN = timedelta(minutes=30)
# While nobody has seen it the page still helps; the worklist shows it for ever.
PAGE_LASTS = timedelta(hours=12)

# A prescriber is reminded of a review in the morning, and once more a week later.
REVIEW_PURPOSE = "benefit_review_due"
REVIEW_AGAIN_MINUTES = (0, 7 * 24 * 60)
REVIEW_LASTS = timedelta(days=2)


def page_purpose(severity: str, seen_within: timedelta) -> str:
    """As what an alert that is to be seen within this time pages; "" where it only waits."""
    if severity == Severity.EMERGENCY:
        return EMERGENCY_PURPOSE
    if severity != Severity.SAME_DAY:
        return ""
    return PROMPT_PURPOSE if seen_within <= PROMPT_WITHIN else SAME_DAY_PURPOSE


def purposes_of(rule_key: str, page: str) -> list[str]:
    """What the clinic's people are told about such an alert; nothing where it only waits."""
    return [page] * bool(page) + [REVIEW_PURPOSE] * (rule_key == RuleKey.BENEFIT_REVIEW)
