"""How long somebody has dosed without a break, and how long they have not (§2.4, §11.10)."""

from collections.abc import Iterable
from datetime import date

from dosing.rules.policy import DosingPolicy
from dosing.rules.terms import DAYS_PER_WEEK, Terms


def rest_days(terms: Terms) -> int:
    """The longest stretch from one dose day of the plan to the next, in days."""
    if not terms.weekdays:
        return terms.every_days
    days = sorted(terms.weekdays)
    following = [*days[1:], days[0] + DAYS_PER_WEEK]
    return max(later - earlier for earlier, later in zip(days, following, strict=True))


def gap_limit_days(rest_days: int, policy: DosingPolicy) -> int:
    """Days without a dose after which tolerance is lost; a plan's own rest days are no gap."""
    return max(policy.restart_lower_after_gap_soft_days, rest_days)


def restart_gap_days(
    last_day: date | None, *, today: date, rest_days: int, policy: DosingPolicy
) -> int | None:
    """Days since the last dose, when there are too many to go on as before; else None.

    Who never took a dose has no tolerance to lose.
    """
    if last_day is None:
        return None
    gap = (today - last_day).days
    return gap if gap > gap_limit_days(rest_days, policy) else None


def is_judged_restart(
    known_day: date | None,
    last_day: date,
    *,
    effective_day: date,
    rest_days: int,
    policy: DosingPolicy,
) -> bool:
    """Whether a signature knew of the gap before `effective_day`, so that its doses may be taken.

    `known_day` is the last dose of which the prescriber could know. Signed before the last dose, or
    on a report that was corrected since, nobody judged the gap.
    """
    if known_day is None:
        return False
    gap = (effective_day - max(known_day, last_day)).days
    return gap > gap_limit_days(rest_days, policy)


def continuous_days(days: Iterable[date], *, rest_days: int, policy: DosingPolicy) -> int:
    """Calendar days from the first to the last dose of the newest run without such a gap."""
    limit = gap_limit_days(rest_days, policy)
    newest_first = sorted(set(days), reverse=True)
    if not newest_first:
        return 0
    first = newest_first[0]
    for day in newest_first[1:]:
        if (first - day).days > limit:
            break
        first = day
    return (newest_first[0] - first).days + 1


def asks_for_taper(days: int, policy: DosingPolicy) -> bool:
    """Dosed for so long that it stops step by step, not at once (S16)."""
    return days > policy.taper_if_continuous_days_gt


def days_to_read(rest_days: int, policy: DosingPolicy) -> int:
    """How far before the last dose the run must be known to tell whether it asks for a taper."""
    return policy.taper_if_continuous_days_gt + gap_limit_days(rest_days, policy)
