"""Wall-clock labels become moments: skipped, repeated, pushed, or not offered."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dosing.choices import PlanMode
from dosing.rules import DosingPolicy, Timing, build_slots, plan_days, resolve
from tests.factories.dosing import terms

NEW_YORK = ZoneInfo("America/New_York")
TIMING = Timing.of(DosingPolicy(), is_session=False)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
# A sample that covers both hemispheres, half-hour and quarter-hour offsets, a half-hour clock
# change, a zone that skipped a whole day, and one without any change.
ZONES = (
    "America/New_York",
    "America/St_Johns",
    "Europe/London",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Pacific/Chatham",
    "Africa/Casablanca",
    "America/Phoenix",
    "UTC",
)


def slots_of(plan, first, last, zone=NEW_YORK, **changes):
    options = {"not_before": LONG_AGO, "last_due_at": None} | changes
    return build_slots(plan, plan_days(plan, first, last), zone, TIMING, **options)


def local(slot):
    return slot.due_at.astimezone(NEW_YORK)


@pytest.mark.parametrize(
    ("day", "clock", "zone", "utc"),
    [
        pytest.param("2027-03-13", "02:30", "America/New_York", "2027-03-13T07:30", id="ordinary"),
        pytest.param("2027-03-14", "02:00", "America/New_York", "2027-03-14T07:00", id="gap start"),
        pytest.param(
            "2027-03-14", "02:30", "America/New_York", "2027-03-14T07:00", id="in the gap"
        ),
        pytest.param("2027-03-14", "02:59", "America/New_York", "2027-03-14T07:00", id="gap end"),
        pytest.param("2027-03-14", "03:00", "America/New_York", "2027-03-14T07:00", id="after gap"),
        pytest.param("2027-11-07", "01:30", "America/New_York", "2027-11-07T05:30", id="the first"),
        pytest.param("2027-10-03", "02:15", "Australia/Lord_Howe", "2027-10-02T15:30", id="half"),
        pytest.param("2011-12-30", "08:00", "Pacific/Apia", "2011-12-30T10:00", id="a lost day"),
    ],
)
def test_a_label_becomes_a_moment(day, clock, zone, utc):
    moment = resolve(date.fromisoformat(day), time.fromisoformat(clock), ZoneInfo(zone))
    assert moment == datetime.fromisoformat(utc).replace(tzinfo=UTC)


class TestNewYorkOn14March2027:
    """22:00, 02:00 and 06:00 on the night on which 02:00 does not exist."""

    PLAN = terms(times_of_day=("22:00", "02:00", "06:00"), starts_on=date(2027, 3, 13))
    FIRST, LAST = date(2027, 3, 13), date(2027, 3, 14)

    def night(self):
        return slots_of(self.PLAN, self.FIRST, self.LAST)[2:5]

    def test_the_skipped_time_is_the_first_moment_after(self):
        skipped = self.night()[1]
        assert (skipped.local_date, skipped.local_time) == (self.LAST, time(2, 0))
        assert local(skipped).time() == time(3, 0)

    def test_the_next_is_pushed_to_keep_four_hours(self):
        pushed = self.night()[2]
        assert pushed.local_time == time(6, 0)
        assert local(pushed).time() == time(7, 0)
        assert pushed.not_offered == ""

    def test_its_window_counts_from_the_label(self):
        pushed = self.night()[2]
        assert pushed.window_opens_at.astimezone(NEW_YORK).time() == time(5, 0)
        assert pushed.window_closes_at.astimezone(NEW_YORK).time() == time(8, 0)

    def test_the_night_after_is_ordinary(self):
        following = slots_of(self.PLAN, date(2027, 3, 15), date(2027, 3, 15))
        assert [local(slot).time() for slot in following] == [time(2), time(6), time(22)]


@pytest.mark.parametrize(
    ("pushed_by", "not_offered"),
    [
        pytest.param(119, "", id="just under the window"),
        pytest.param(120, "interval", id="the whole window: its last moment is not in it"),
        pytest.param(121, "interval", id="just over the window"),
    ],
)
def test_a_pushed_dose_is_offered_while_it_can_be_taken(pushed_by, not_offered):
    last_due_at = datetime(2026, 6, 1, 8, 0, tzinfo=UTC) + timedelta(minutes=pushed_by)
    (slot,) = slots_of(
        terms(times_of_day=("08:00",)),
        date(2026, 6, 1),
        date(2026, 6, 1),
        last_due_at=last_due_at,
    )
    assert slot.not_offered == not_offered
    is_ever_open = slot.window_opens_at <= last_due_at + TIMING.interval < slot.window_closes_at
    assert is_ever_open is (not_offered == "")
    assert slot.due_at == (slot.nominal_at if not_offered else last_due_at + TIMING.interval)


def test_a_push_past_the_window_is_not_offered_and_pushes_nobody():
    first, second = slots_of(
        terms(times_of_day=("08:00", "14:00")),
        date(2026, 6, 1),
        date(2026, 6, 1),
        last_due_at=datetime(2026, 6, 1, 10, 1, tzinfo=UTC),
    )
    assert first.not_offered == "interval"
    assert first.due_at == first.nominal_at
    assert second.due_at == second.nominal_at
    assert second.not_offered == ""


def test_labels_that_have_passed_are_dropped():
    slots = slots_of(
        terms(),
        date(2026, 6, 1),
        date(2026, 6, 1),
        not_before=datetime(2026, 6, 1, 18, 0, tzinfo=UTC),
    )
    assert [slot.local_time for slot in slots] == [time(14), time(20)]


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        pytest.param(1, 10, [1, 4, 7, 10], id="from the first day"),
        pytest.param(2, 10, [4, 7, 10], id="the rhythm holds from any day"),
        pytest.param(4, 4, [4], id="one day"),
        pytest.param(5, 6, [], id="between two days"),
    ],
)
def test_every_third_day(first, last, expected):
    plan = terms(every_days=3, starts_on=date(2026, 6, 1))
    days = plan_days(plan, date(2026, 6, first), date(2026, 6, last))
    assert [day.day for day in days] == expected


def test_no_day_before_the_first_or_after_the_last():
    plan = terms(starts_on=date(2026, 6, 3), ends_on=date(2026, 6, 4))
    assert [day.day for day in plan_days(plan, date(2026, 6, 1), date(2026, 6, 9))] == [3, 4]
    assert list(plan_days(terms(starts_on=None), date(2026, 6, 1), date(2026, 6, 9))) == []


def test_sessions_keep_their_own_interval():
    timing = Timing.of(DosingPolicy(), is_session=True)
    assert timing.interval == timedelta(hours=48)
    plan = terms(mode=PlanMode.SESSION, times_of_day=("10:00",))
    days = plan_days(plan, date(2026, 6, 1), date(2026, 6, 3))
    slots = build_slots(plan, days, NEW_YORK, timing, not_before=LONG_AGO, last_due_at=None)
    assert [slot.not_offered for slot in slots] == ["", "interval", ""]


clocks = st.lists(
    st.sampled_from([f"{hour:02}:{minute:02}" for hour in range(24) for minute in (0, 30)]),
    min_size=1,
    max_size=5,
    unique=True,
)


@given(
    zone=st.sampled_from(ZONES),
    start=st.dates(date(2020, 1, 1), date(2030, 12, 1)),
    times=clocks,
)
def test_each_label_has_one_slot_and_no_two_offered_stand_too_near(zone, start, times):
    plan = terms(times_of_day=tuple(times), starts_on=start)
    slots = slots_of(plan, start, start + timedelta(days=20), ZoneInfo(zone))
    labels = [(slot.local_date, slot.local_time) for slot in slots]
    assert len(labels) == len(set(labels)) == 21 * len(times)
    offered = [slot.due_at for slot in slots if not slot.not_offered]
    assert all(later - earlier >= TIMING.interval for earlier, later in pairwise(offered))
    assert all(slot.nominal_at <= slot.due_at < slot.window_closes_at for slot in slots)


@given(zone=st.sampled_from(ZONES), start=st.dates(date(2020, 1, 1), date(2030, 12, 1)))
def test_an_ordinary_plan_always_offers_every_dose(zone, start):
    plan = terms(times_of_day=("08:00", "14:00", "20:00"), starts_on=start)
    slots = slots_of(plan, start, start + timedelta(days=20), ZoneInfo(zone))
    assert {slot.not_offered for slot in slots} == {""}
