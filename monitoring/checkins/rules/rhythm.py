"""When a check-in is due: every seventh day of dosing at home, each fourth one a monthly one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from monitoring.checkins.choices import CheckInKind
from monitoring.checkins.rules.policy import CheckPolicy


@dataclass(frozen=True)
class HomePlan:
    """One version of a plan at home: its first dose day, and from when until when it counts."""

    starts_on: date
    began_at: datetime
    ended_at: datetime | None = None

    def counts_at(self, moment: datetime) -> bool:
        """Whether it is in force then."""
        is_over = self.ended_at is not None and self.ended_at <= moment
        return self.began_at <= moment and not is_over


@dataclass(frozen=True)
class Done:
    """The days for which the newest check-in, and the newest monthly one, was given."""

    last_on: date | None = None
    monthly_on: date | None = None


@dataclass(frozen=True)
class CheckInDue:
    """A check-in that is asked from midnight of its day until the next one is due."""

    kind: CheckInKind
    due_on: date
    late_on: date
    ends_on: date

    def is_open(self, today: date) -> bool:
        """Whether it can be filled in on this day of the patient's."""
        return self.due_on <= today

    def is_late(self, today: date) -> bool:
        """Whether it counts as missed."""
        return self.late_on <= today


def home_since(plans: Sequence[HomePlan], now: datetime, policy: CheckPolicy) -> date | None:
    """The day on which dosing at home began that still goes on; None while there is none.

    It is the plan's own wall-clock day, so no flight moves it. A break shorter than a week
    begins nothing anew: who stops and starts again is not asked later for it.
    """
    running = next((plan for plan in plans if plan.counts_at(now)), None)
    if running is None:
        return None
    first_on, began_at = running.starts_on, running.began_at
    for plan in sorted(plans, key=lambda plan: plan.began_at, reverse=True):
        if plan.ended_at is None or plan.began_at > began_at:
            continue
        if plan.ended_at + timedelta(days=policy.checkin_weekly_days) > began_at:
            first_on, began_at = min(first_on, plan.starts_on), plan.began_at
    return first_on


def checkin_due(
    since: date, today: date, done: Done, policy: CheckPolicy, *, active_since: date | None = None
) -> CheckInDue:
    """The check-in that is open, else the next one.

    A monthly one that was missed is asked in the place of the next weekly one, so that a month's
    questions are never left out. `active_since` is the day on which a pause ended: nobody is
    late for what fell into it.
    """
    week = timedelta(days=policy.checkin_weekly_days)
    number = max(1, (today - since) // week)
    if done.last_on is not None:
        number = max(number, (done.last_on - since) // week + 1)
    due_on = since + number * week
    late_after = timedelta(days=policy.checkin_missed_after_days)
    return CheckInDue(
        kind=_kind(since, number, done, policy),
        due_on=due_on,
        late_on=max(due_on, active_since or due_on) + late_after,
        ends_on=due_on + week,
    )


def _kind(since: date, number: int, done: Done, policy: CheckPolicy) -> CheckInKind:
    month = number // policy.checkin_monthly_every * policy.checkin_monthly_every
    month_on = since + timedelta(days=month * policy.checkin_weekly_days)
    is_done = done.monthly_on is not None and done.monthly_on >= month_on
    return CheckInKind.WEEKLY if month == 0 or is_done else CheckInKind.MONTHLY
