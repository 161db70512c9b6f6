"""The day on which a version begins: what was taken on it, and what is still offered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from dosing.rules.schedule import Label, Timing, build_slots, plan_days
from dosing.rules.terms import Terms, single_racemic_ug


@dataclass(frozen=True)
class TakenToday:
    """A dose that went in on this day; `label` is that of its slot, None off the schedule."""

    taken_at: datetime
    racemic_ug: int
    label: Label | None = None


def begun_day_racemic_ug(
    terms: Terms, taken: Sequence[TakenToday], now: datetime, zone: ZoneInfo, timing: Timing
) -> int:
    """The total of the patient's calendar day in racemic micrograms, when the version begins now;
    0 when nothing was taken on it: then the version's own daily total says all."""
    if not taken:
        return 0
    today = now.astimezone(zone).date()
    rest = build_slots(
        terms,
        plan_days(terms, today, today),
        zone,
        timing,
        not_before=now,
        last_due_at=max(each.taken_at for each in taken),
        taken_labels=frozenset(each.label for each in taken if each.label is not None),
    )
    offered = sum(not slot.not_offered for slot in rest)
    return sum(each.racemic_ug for each in taken) + offered * single_racemic_ug(terms)
