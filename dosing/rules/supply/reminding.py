"""When a patient is reminded of their supply: a refill is due, or soon nothing is left."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dosing.choices import SupplyPurpose
from dosing.rules.policy import DosingPolicy
from dosing.rules.schedule import resolve

# When a pharmacy and a clinic can be called.
TOLD_AT = time(10)
# A reminder that could not be sent for this long says nothing new: the next one does.
HELPS_FOR = timedelta(days=2)


@dataclass(frozen=True)
class SupplyTelling:
    """One reminder of supply that is due at a moment."""

    purpose: str
    due_at: datetime
    not_after: datetime


def supply_tellings(
    refill_due_on: date | None,
    runs_out_on: date | None,
    zone: ZoneInfo,
    now: datetime,
    policy: DosingPolicy,
) -> Iterator[SupplyTelling]:
    """What is to be told and when, on the patient's clock; nothing of a day that is not known.

    What has come about already (a dose was raised, some was lost) is told at once.
    """
    days: dict[str, date | None] = {
        SupplyPurpose.REFILL: refill_due_on,
        SupplyPurpose.RUN_OUT: runs_out_on
        and runs_out_on - timedelta(days=policy.run_out_reminder_days),
    }
    for purpose, day in days.items():
        if day is not None:
            due_at = max(resolve(day, TOLD_AT, zone), now)
            yield SupplyTelling(str(purpose), due_at, due_at + HELPS_FOR)
