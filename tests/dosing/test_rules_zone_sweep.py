"""Every zone of the world over ten years: each planned dose has one slot, and none offered stands
too near. Every run looks at the days around each clock change; `make test-full` at every day.
"""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from dosing.rules import DosingPolicy, Timing, build_slots, plan_days
from tests.dosing.zones import FIRST_DAY, LAST_DAY, all_zones, change_days, clocks
from tests.factories.dosing import terms
from tests.support.session import IS_FULL

TIMING = Timing.of(DosingPolicy(), is_session=False)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
# The nearest that doses may stand, at the hours at which clocks change.
NIGHT = ("02:00", "06:00", "22:00")
PLANS = (NIGHT, ("00:00", "06:00", "12:00", "18:00"), ("08:00", "14:00", "20:00"), ("01:30",))
SLICES = 8
# How far a clock goes back: half an hour on Lord Howe, an hour elsewhere.
REPEATS = (timedelta(minutes=30), timedelta(hours=1))


def faults(zone, times, first, last):
    """What is wrong with the slots of these days; nothing, one hopes."""
    plan = terms(times_of_day=times, starts_on=first)
    days = list(plan_days(plan, first, last))
    slots = build_slots(plan, days, zone, TIMING, not_before=LONG_AGO, last_due_at=None)
    labels = [(slot.local_date, f"{slot.local_time:%H:%M}") for slot in slots]
    if labels != [(day, clock) for day in days for clock in sorted(times)]:
        yield "a label has not exactly one slot"
    offered = [slot.due_at for slot in slots if not slot.not_offered]
    if any(later - earlier < TIMING.interval for earlier, later in pairwise(offered)):
        yield "two offered doses stand too near"
    for slot in slots:
        if not slot.nominal_at <= slot.due_at < slot.window_closes_at:
            yield f"{slot.local_date} {slot.local_time} is pushed out of its window"
        yield from label_faults(slot, zone)


def label_faults(slot, zone):
    """A label that the clock shows is shown at its moment, and at the first if there are two; a
    skipped one is the moment after."""
    shown = slot.nominal_at.astimezone(zone).replace(tzinfo=None)
    label = datetime.combine(slot.local_date, slot.local_time)
    before = (slot.nominal_at - timedelta(seconds=1)).astimezone(zone).replace(tzinfo=None)
    is_first_after = before < label < shown
    if shown != label and not is_first_after:
        yield f"{label} resolves to {shown}"
    for back in REPEATS:
        if (slot.nominal_at - back).astimezone(zone).replace(tzinfo=None) == label:
            yield f"{label} resolves to its second moment"


@cache
def one_name_of_each_clock():
    return sorted(names[0] for names in clocks().values())


@pytest.mark.parametrize("times", PLANS, ids="-".join)
def test_around_every_clock_change_of_the_next_ten_years(times):
    found = {
        (name, day): list(faults(ZoneInfo(name), times, day - 2 * DAY, day + 2 * DAY))
        for name in one_name_of_each_clock()
        for day in change_days(ZoneInfo(name))
    }
    assert {key: wrong for key, wrong in found.items() if wrong} == {}


def test_the_sample_is_not_empty():
    assert len(one_name_of_each_clock()) > 50
    assert sum(len(names) for names in clocks().values()) == len(all_zones()) > 550
    # Twenty in New York, none in Phoenix, and Casablanca's Ramadans.
    assert len(change_days(ZoneInfo("America/New_York"))) == 20
    assert change_days(ZoneInfo("America/Phoenix")) == []
    assert len(change_days(ZoneInfo("Africa/Casablanca"))) >= 16


def test_the_night_of_the_14th_of_march_2027_is_among_them():
    assert date(2027, 3, 14) in change_days(ZoneInfo("America/New_York"))


def test_half_an_hour_on_lord_howe_pushes_nothing_out():
    zone = ZoneInfo("Australia/Lord_Howe")
    (day, *_) = change_days(zone)
    for times in PLANS:
        assert list(faults(zone, times, day - DAY, day + DAY)) == []


def test_a_wrong_schedule_is_seen():
    """The sweep's own judge: a day that is left out, and a label resolved an hour off."""
    zone = ZoneInfo("America/New_York")
    plan = terms(times_of_day=("08:00",), starts_on=FIRST_DAY)
    (slot,) = build_slots(plan, [FIRST_DAY], zone, TIMING, not_before=LONG_AGO, last_due_at=None)
    assert list(label_faults(slot, zone)) == []
    assert list(label_faults(slot, ZoneInfo("America/Chicago")))


@pytest.mark.parametrize("part", range(SLICES if IS_FULL else 1))
def test_every_day_of_every_zone(part):
    """All zones day by day in `make test-full`; New York's ten years in every run."""
    names = all_zones()[part::SLICES] if IS_FULL else ["America/New_York"]
    found = {name: list(faults(ZoneInfo(name), NIGHT, FIRST_DAY, LAST_DAY)) for name in names}
    assert {name: wrong[:3] for name, wrong in found.items() if wrong} == {}
