"""A patient's clock changes: the doses still to come keep their labels and get new moments."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dosing.choices import NotOffered
from dosing.rules.schedule import ONE_DAY, PlannedSlot, Timing, place, resolve


@dataclass(frozen=True)
class MovingSlot:
    """A dose without a report. `zone` is the one that it follows from now on, `nominal_at` its
    moment so far; its plan counts from `starts_at` up to `ends_at`."""

    key: int
    local_date: date
    local_time: time
    zone: ZoneInfo
    nominal_at: datetime
    timing: Timing
    starts_at: datetime
    ends_at: datetime | None = None
    was_dropped: bool = False

    @property
    def moment(self) -> datetime:
        """Where the label stands in its zone."""
        return resolve(self.local_date, self.local_time, self.zone)

    @property
    def is_moved(self) -> bool:
        return self.moment != self.nominal_at


def replan(
    slots: Iterable[MovingSlot], *, now: datetime, last_taken_at: datetime | None
) -> dict[int, PlannedSlot]:
    """Each dose at its label's moment in its zone, in the order of the new moments.

    Going east, a label that has passed already is dropped: it stays, visible and not offered.
    Going west the next dose simply comes later; no label is planned twice (§11.28).
    """
    placed: dict[int, PlannedSlot] = {}
    last_due_at = last_taken_at
    for slot in sorted(slots, key=lambda each: (each.moment, each.key)):
        planned = place(
            slot.local_date, slot.local_time, slot.zone, slot.moment, slot.timing, last_due_at
        )
        if _is_dropped(slot, now):
            planned = replace(planned, due_at=planned.nominal_at, not_offered=NotOffered.ZONE)
        placed[slot.key] = planned
        last_due_at = last_due_at if planned.not_offered else planned.due_at
    return placed


def _is_dropped(slot: MovingSlot, now: datetime) -> bool:
    """Past in the new zone, or moved out of the time in which its plan counts."""
    # A dose that stands where it stood goes on, also in the middle of its window.
    if not slot.is_moved and not slot.was_dropped:
        return False
    is_over = slot.ends_at is not None and slot.moment >= slot.ends_at
    return slot.moment < max(now, slot.starts_at) or is_over


def first_gap(
    slots: Iterable[PlannedSlot], *, now: datetime, last_taken_at: datetime | None
) -> timedelta | None:
    """From the last dose taken, or from now, to the next one offered; None when none is."""
    coming = [slot.due_at for slot in slots if not slot.not_offered]
    return max(min(coming) - (last_taken_at or now), timedelta(0)) if coming else None


def same_clock(zone: ZoneInfo, other: ZoneInfo, now: datetime, *, days: int) -> bool:
    """Do two zones show the same time on each of the coming days?"""
    moments = (now + count * ONE_DAY for count in range(days + 1))
    return all(
        moment.astimezone(zone).utcoffset() == moment.astimezone(other).utcoffset()
        for moment in moments
    )
