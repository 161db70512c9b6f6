"""When the clinic's people are paged about an applicant, in minutes from the concern."""

from intake.choices import ConcernKind
from intake.rules.policy import IntakePolicy

PAGE_PURPOSE = "intake_page"


def page_interval(kind: str, policy: IntakePolicy) -> int:
    """Minutes until the next page while nobody has reached the applicant."""
    is_acute = kind == ConcernKind.SUICIDE_ACUTE
    return policy.page_repeat_minutes if is_acute else policy.page_same_day_minutes


def page_minutes(kind: str, policy: IntakePolicy) -> list[int]:
    """At once and again and again; item 9 of the PHQ-9 first leaves time to answer the ASQ."""
    first = policy.item_9_grace_minutes if kind == ConcernKind.PHQ9_ITEM_9 else 0
    return list(range(first, policy.page_hours * 60 + 1, page_interval(kind, policy)))
