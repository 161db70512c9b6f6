"""The engine's own limits and the one table of what follows a failed attempt. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


@dataclass(frozen=True)
class EngineLimits:
    """Operational numbers, not clinical ones; `settings.REMINDERS_ENGINE` may override them."""

    batch_size: int = 500
    chunk_size: int = 10
    # Chunks that one message carries at most. A worker that has sent for so long puts the rest
    # back on the queue: it may be needed for something urgent.
    load_size: int = 10
    load_lasts: timedelta = timedelta(seconds=1)
    # Beyond this many rows in workers' hands a tick claims no more: the queue is behind.
    in_flight_limit: int = 5000
    # A claimed row that no worker began to send: its message was lost or is far behind.
    claim_lease: timedelta = timedelta(seconds=60)
    # Longer than a worker's hard time limit, so whoever was sending this row is dead.
    sending_lease: timedelta = timedelta(seconds=180)
    attempts_limit: int = 6
    first_retry: timedelta = timedelta(seconds=15)
    longest_retry: timedelta = timedelta(minutes=10)
    send_timeout_seconds: int = 10
    # Whether it is still wanted is asked again when the answer is older than this.
    verdict_lasts: timedelta = timedelta(seconds=1)
    late_after: timedelta = timedelta(seconds=60)


class NextStep(StrEnum):
    """What happens to a reminder whose attempt failed for now."""

    RETRY = "retry"
    FAILED = "failed"
    EXPIRED = "expired"


@dataclass(frozen=True)
class RetryPlan:
    """The next step and, for a retry, when."""

    step: NextStep
    due_at: datetime | None = None


def retry_delay(attempts: int, *, jitter: float, limits: EngineLimits) -> timedelta:
    """Doubling delay after `attempts` tries; `jitter` in [0, 1] adds up to half of it again."""
    doublings = min(max(attempts - 1, 0), 16)  # more would only overflow
    doubled = limits.first_retry * (1 << doublings)
    return min(doubled, limits.longest_retry) * (1 + jitter / 2)


def plan_retry(
    *,
    attempts: int,
    now: datetime,
    not_after: datetime,
    jitter: float,
    limits: EngineLimits,
    is_last_way: bool = False,
) -> RetryPlan:
    """Retry, unless the attempts are used up or the next one would come too late to help.

    `is_last_way`: nothing else would reach the person, so attempts go on for as long as they help.
    """
    is_used_up = attempts >= limits.attempts_limit
    if is_used_up and not is_last_way:
        return RetryPlan(NextStep.FAILED)
    due_at = now + retry_delay(attempts, jitter=jitter, limits=limits)
    if due_at > not_after:
        return RetryPlan(NextStep.FAILED if is_used_up else NextStep.EXPIRED)
    return RetryPlan(NextStep.RETRY, due_at)
