"""The patient's clock changes: labels stay, moments change, none is planned twice."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dosing.rules import DosingPolicy, MovingSlot, Timing, first_gap, replan, resolve, same_clock

TIMING = Timing.of(DosingPolicy(), is_session=False)
NEW_YORK, LOS_ANGELES = ZoneInfo("America/New_York"), ZoneInfo("America/Los_Angeles")
LONDON = ZoneInfo("Europe/London")
TODAY = date(2026, 6, 1)
# 10:00 in New York, 7:00 in Los Angeles, 15:00 in London.
NOW = datetime(2026, 6, 1, 14, 0, tzinfo=UTC)
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


def slot(label, zone, *, day=TODAY, home=NEW_YORK, **changes):
    """A dose of this label, so far on the clock of `home`, from now on of `zone`."""
    clock = time.fromisoformat(label)
    ordinary = {
        "key": (day - TODAY).days * 10_000 + clock.hour * 100 + clock.minute,
        "local_date": day,
        "local_time": clock,
        "zone": zone,
        "nominal_at": resolve(day, clock, home),
        "timing": TIMING,
        "starts_at": LONG_AGO,
    }
    return MovingSlot(**(ordinary | changes))


def moved(*slots, now=NOW, last_taken_at=None):
    """The doses by their time of day."""
    placed = replan(slots, now=now, last_taken_at=last_taken_at)
    return {f"{each.local_time:%H:%M}": each for each in placed.values()}


def test_going_west_every_dose_comes_three_hours_later():
    there = moved(slot("14:00", LOS_ANGELES), slot("20:00", LOS_ANGELES))
    assert there["14:00"].due_at == datetime(2026, 6, 1, 21, 0, tzinfo=UTC)
    assert there["20:00"].due_at == datetime(2026, 6, 2, 3, 0, tzinfo=UTC)
    assert there["14:00"].zone == "America/Los_Angeles"
    assert {each.not_offered for each in there.values()} == {""}


def test_its_window_comes_along():
    there = moved(slot("14:00", LOS_ANGELES))["14:00"]
    assert there.window_opens_at == there.nominal_at - HOUR
    assert there.window_closes_at == there.nominal_at + 2 * HOUR


def test_going_east_what_has_passed_there_is_dropped_and_stays_visible():
    there = moved(slot("14:00", LONDON), slot("20:00", LONDON))
    assert there["14:00"].not_offered == "zone"
    assert there["14:00"].due_at == there["14:00"].nominal_at
    assert there["20:00"].not_offered == ""
    assert there["20:00"].due_at == datetime(2026, 6, 1, 19, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        pytest.param(-1, "", id="a minute before its label"),
        pytest.param(0, "", id="at its label"),
        pytest.param(1, "zone", id="a minute after"),
    ],
)
def test_a_label_is_past_after_its_moment(minutes, expected):
    now = datetime(2026, 6, 1, 13, 0, tzinfo=UTC) + timedelta(minutes=minutes)
    assert moved(slot("14:00", LONDON), now=now)["14:00"].not_offered == expected


def test_a_dropped_dose_pushes_nobody():
    there = moved(slot("14:00", LONDON), slot("16:00", LONDON))
    assert there["16:00"].due_at == there["16:00"].nominal_at
    assert there["16:00"].not_offered == ""


@pytest.mark.parametrize(
    ("hours_ago", "expected"),
    [
        # 20:00 in London is 19:00 UTC, five hours from now.
        pytest.param(1, ("", 0), id="four hours lie between"),
        pytest.param(0, ("", 0), id="five hours lie between"),
    ],
)
def test_a_dose_far_enough_from_the_last_one_stays_at_its_label(hours_ago, expected):
    taken = NOW - hours_ago * HOUR
    there = moved(slot("20:00", LONDON), last_taken_at=taken)["20:00"]
    assert (there.not_offered, (there.due_at - there.nominal_at) // HOUR) == expected


@pytest.mark.parametrize(
    ("label", "pushed", "not_offered"),
    [
        pytest.param("18:00", 1, "", id="three hours after the last dose it waits one hour"),
        pytest.param("17:01", 1, "", id="a minute more than two hours after, it waits nearly two"),
        pytest.param("17:00", 0, "interval", id="two hours after, its window would be over"),
        pytest.param("16:30", 0, "interval", id="nearer than that it is not offered"),
    ],
)
def test_a_dose_too_near_the_last_one_waits_or_is_left_out(label, pushed, not_offered):
    there = moved(slot(label, LONDON), last_taken_at=NOW)[label]
    assert (there.due_at - there.nominal_at) // HOUR == pushed
    assert there.not_offered == not_offered


def test_a_dose_whose_moment_does_not_change_goes_on_in_the_middle_of_its_window():
    open_now = slot("09:30", NEW_YORK)
    assert moved(open_now, slot("14:00", LOS_ANGELES))["09:30"].not_offered == ""


def test_a_dropped_dose_comes_back_when_the_clock_goes_back():
    dropped = slot("14:00", NEW_YORK, home=LONDON, was_dropped=True)
    assert moved(dropped)["14:00"].not_offered == ""
    assert moved(dropped)["14:00"].due_at == datetime(2026, 6, 1, 18, 0, tzinfo=UTC)


def test_a_dropped_dose_stays_dropped_under_another_name_of_the_same_clock():
    dropped = slot("08:00", ZoneInfo("Europe/Jersey"), home=LONDON, was_dropped=True)
    assert moved(dropped)["08:00"].not_offered == "zone"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({"ends_at": datetime(2026, 6, 1, 21, 0, tzinfo=UTC)}, "zone", id="at its end"),
        pytest.param({"ends_at": datetime(2026, 6, 1, 21, 1, tzinfo=UTC)}, "", id="before its end"),
        pytest.param(
            {"starts_at": datetime(2026, 6, 1, 21, 1, tzinfo=UTC)}, "zone", id="before it starts"
        ),
        pytest.param({"starts_at": datetime(2026, 6, 1, 21, 0, tzinfo=UTC)}, "", id="at its start"),
    ],
)
def test_a_dose_outside_the_time_of_its_plan_is_dropped(changes, expected):
    assert moved(slot("14:00", LOS_ANGELES, **changes))["14:00"].not_offered == expected


def test_the_first_gap_counts_from_the_last_dose():
    placed = moved(slot("14:00", LOS_ANGELES)).values()
    assert first_gap(placed, now=NOW, last_taken_at=NOW - 2 * HOUR) == 9 * HOUR
    assert first_gap(placed, now=NOW, last_taken_at=None) == 7 * HOUR


def test_without_a_dose_to_come_there_is_no_gap():
    assert first_gap([], now=NOW, last_taken_at=None) is None
    placed = moved(slot("14:00", LONDON)).values()
    assert first_gap(placed, now=NOW, last_taken_at=NOW) is None


@pytest.mark.parametrize(
    ("zone", "other", "expected"),
    [
        pytest.param("America/New_York", "America/Detroit", True, id="two names of one clock"),
        pytest.param("America/New_York", "America/Los_Angeles", False, id="three hours apart"),
        # Arizona keeps its clock in November; Denver does not.
        pytest.param("America/Phoenix", "America/Denver", False, id="apart already in June"),
        pytest.param("America/Phoenix", "America/Los_Angeles", True, id="alike until November"),
    ],
)
def test_the_same_clock(zone, other, expected):
    assert same_clock(ZoneInfo(zone), ZoneInfo(other), NOW, days=14) is expected


def test_a_clock_that_changes_within_the_days_is_another():
    before = datetime(2026, 10, 30, 14, 0, tzinfo=UTC)
    phoenix, los_angeles = ZoneInfo("America/Phoenix"), LOS_ANGELES
    assert not same_clock(phoenix, los_angeles, before, days=14)
    assert same_clock(phoenix, los_angeles, before, days=1)


zones = st.sampled_from(
    ["America/New_York", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu",
     "Australia/Lord_Howe", "Europe/London", "Pacific/Apia"]
)  # fmt: skip
labels = st.lists(st.sampled_from([f"{h:02}:00" for h in range(24)]), min_size=1, unique=True)


@given(labels=labels, home=zones, away=zones, taken=st.integers(0, 30))
def test_wherever_one_flies_no_two_offered_doses_stand_too_near(labels, home, away, taken):
    last_taken_at = NOW - taken * HOUR
    slots = [
        slot(label, ZoneInfo(away), day=TODAY + timedelta(days=day), home=ZoneInfo(home))
        for day in range(-1, 3)
        for label in labels
    ]
    placed = replan(slots, now=NOW, last_taken_at=last_taken_at)
    assert set(placed) == {each.key for each in slots}
    offered = sorted(each.due_at for each in placed.values() if not each.not_offered)
    moments = [last_taken_at, *offered]
    assert all(later - earlier >= TIMING.interval for earlier, later in pairwise(moments))
    assert all(each.nominal_at <= each.due_at < each.window_closes_at for each in placed.values())
