"""Which way is open, which comes next, until when it is quiet: tables, no database."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from ketaclinic.reminders.reach.choices import Barrier, TextWord
from ketaclinic.reminders.reach.rules import (
    Ask,
    Person,
    Quiet,
    ReachLimits,
    answer,
    as_number,
    is_push_service,
    next_way,
    open_ways,
    quiet_until,
    snoozes,
    word_of,
)

NOW = datetime(2026, 6, 1, 14, 0, tzinfo=UTC)
NEW_YORK = ZoneInfo("America/New_York")
LIMITS = ReachLimits()
NIGHT = Quiet(time(22), time(7), NEW_YORK)


def ask(way="email", *, purpose="probe", is_urgent=False, is_handed_on=False, hours=1):
    return Ask(way, purpose, is_urgent, is_handed_on, NOW + timedelta(hours=hours))


@pytest.mark.parametrize(
    ("person", "asked", "barrier"),
    [
        pytest.param({}, {}, "", id="nothing in the way"),
        pytest.param({"only_in_app": True}, {}, Barrier.ONLY_IN_APP, id="only in the app"),
        pytest.param(
            {"unwanted": frozenset({"email"})}, {}, Barrier.NOT_THIS_WAY, id="no email, please"
        ),
        pytest.param(
            {"opted_out": frozenset({("probe", "email")})}, {}, Barrier.OPTED_OUT, id="opted out"
        ),
        pytest.param(
            {"opted_out": frozenset({("other", "email"), ("probe", "sms")})},
            {},
            "",
            id="opted out of something else",
        ),
        pytest.param(
            {"closed": {"email": Barrier.UNVERIFIED}}, {}, Barrier.UNVERIFIED, id="not verified"
        ),
        pytest.param(
            {"closed": {"sms": Barrier.STOPPED}}, {"way": "sms"}, Barrier.STOPPED, id="STOP"
        ),
        pytest.param({"first_way": "sms"}, {}, Barrier.PREFERS_OTHER, id="texts first"),
        pytest.param(
            {"first_way": "sms"}, {"is_handed_on": True}, "", id="texts first, but they failed"
        ),
        pytest.param(
            {"first_way": "sms", "closed": {"sms": Barrier.STOPPED}}, {}, "", id="first way closed"
        ),
        pytest.param(
            {"only_in_app": True},
            {"is_urgent": True},
            Barrier.ONLY_IN_APP,
            id="a wish for silence binds even what is urgent",
        ),
        pytest.param(
            {"is_staff": True, "only_in_app": True, "unwanted": frozenset({"email"})},
            {"is_urgent": True},
            "",
            id="a safety page reaches staff whatever they wish",
        ),
        pytest.param(
            {"is_staff": True, "closed": {"email": Barrier.UNVERIFIED}},
            {"is_urgent": True},
            Barrier.UNVERIFIED,
            id="but never an unverified address",
        ),
        pytest.param(
            {"closed": {"helper": Barrier.NOT_AGREED}},
            {"way": "helper"},
            Barrier.NOT_AGREED,
            id="no helper without a yes",
        ),
        pytest.param(
            {"first_way": "sms"}, {"way": "helper"}, "", id="a helper is no choice of way"
        ),
        pytest.param(
            {"only_in_app": True}, {"way": "helper"}, "", id="the helper was agreed to apart"
        ),
    ],
)
def test_what_stands_in_the_way(person, asked, barrier):
    assert answer(Person(**person), ask(**asked), NOW).barrier == barrier


@pytest.mark.parametrize(
    ("person", "ways"),
    [
        pytest.param({}, ["email", "sms", "push"], id="email first by default"),
        pytest.param({"first_way": "push"}, ["push", "email", "sms"], id="their own first"),
        pytest.param(
            {"closed": {"sms": Barrier.STOPPED, "push": Barrier.NO_DEVICE}}, ["email"], id="closed"
        ),
        pytest.param({"unwanted": frozenset({"email"})}, ["sms", "push"], id="unwanted"),
        pytest.param({"only_in_app": True}, [], id="only in the app"),
    ],
)
def test_the_open_ways_in_their_order(person, ways):
    assert open_ways(Person(**person), "probe", is_urgent=False) == ways


@pytest.mark.parametrize(
    ("tried", "way"),
    [
        ([], "email"),
        (["email"], "sms"),
        (["sms", "email"], "push"),
        (["email", "sms", "push"], None),
    ],
)
def test_each_way_is_tried_once(tried, way):
    assert next_way(Person(), "probe", is_urgent=False, tried=tried) == way


def at(text, zone=NEW_YORK, fold=0):
    return datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        pytest.param("2026-06-01 21:59:59", None, id="just before"),
        pytest.param("2026-06-01 22:00", "2026-06-02 07:00", id="at the beginning"),
        pytest.param("2026-06-01 23:59", "2026-06-02 07:00", id="before midnight"),
        pytest.param("2026-06-02 00:00", "2026-06-02 07:00", id="at midnight"),
        pytest.param("2026-06-02 06:59:59", "2026-06-02 07:00", id="just before the end"),
        pytest.param("2026-06-02 07:00", None, id="at the end"),
        pytest.param("2026-03-08 01:00", "2026-03-08 07:00", id="the night an hour is skipped"),
        pytest.param("2026-11-01 00:30", "2026-11-01 07:00", id="the night an hour comes twice"),
    ],
)
def test_quiet_hours_across_midnight(now, until):
    assert quiet_until(NIGHT, at(now)) == (at(until) if until else None)


def test_the_night_of_the_clock_change_is_longer_or_shorter():
    spring, autumn = at("2026-03-07 22:00"), at("2026-10-31 22:00")
    assert quiet_until(NIGHT, spring) - spring == timedelta(hours=8)
    assert quiet_until(NIGHT, autumn) - autumn == timedelta(hours=10)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        pytest.param(at("2026-11-01 01:10"), at("2026-11-01 01:30"), id="the first time"),
        pytest.param(at("2026-11-01 01:40"), None, id="between the two"),
        pytest.param(
            at("2026-11-01 01:10", fold=1), at("2026-11-01 01:30", fold=1), id="the second time"
        ),
    ],
)
def test_an_end_inside_the_hour_that_comes_twice(now, until):
    assert quiet_until(Quiet(time(22), time(1, 30), NEW_YORK), now) == until


def test_an_end_that_the_clock_skips_is_read_as_before_the_change():
    quiet = Quiet(time(22), time(2, 30), NEW_YORK)
    assert quiet_until(quiet, at("2026-03-08 01:00")) == at("2026-03-08 03:30")


@pytest.mark.parametrize(
    ("now", "is_quiet"),
    [
        ("2026-06-01 12:59", False),
        ("2026-06-01 13:00", True),
        ("2026-06-01 14:00", True),
        ("2026-06-01 15:00", False),
    ],
)
def test_quiet_hours_by_day(now, is_quiet):
    assert bool(quiet_until(Quiet(time(13), time(15), NEW_YORK), at(now))) is is_quiet


def test_quiet_hours_follow_the_person_across_the_country():
    moment = at("2026-06-01 22:30")
    west = Quiet(time(22), time(7), ZoneInfo("America/Los_Angeles"))
    assert quiet_until(NIGHT, moment)
    assert quiet_until(west, moment) is None


@pytest.mark.parametrize(
    ("minutes", "later", "barrier"),
    [
        pytest.param(60, True, "", id="ends at the last moment: waits"),
        pytest.param(61, False, Barrier.QUIET, id="ends too late: only in the app"),
    ],
)
def test_what_falls_into_quiet_hours_waits_if_that_still_helps(minutes, later, barrier):
    end = (NOW + timedelta(minutes=minutes)).time()
    person = Person(quiet=Quiet(time(13), end, UTC))
    found = answer(person, ask(), NOW)
    assert found.barrier == barrier
    assert found.later == (NOW + timedelta(minutes=minutes) if later else None)


@pytest.mark.parametrize("is_staff", [True, False])
def test_what_is_urgent_ignores_quiet_hours(is_staff):
    person = Person(is_staff=is_staff, quiet=Quiet(time(13), time(23), UTC))
    assert answer(person, ask(is_urgent=True), NOW).is_go


@pytest.mark.parametrize(
    ("left", "offered"), [(9, []), (10, [10]), (19, [10]), (20, [10, 20]), (60, [10, 20, 30])]
)
def test_nobody_is_reminded_after_the_last_moment(left, offered):
    assert snoozes(LIMITS, NOW, NOW + timedelta(minutes=left)) == offered


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("(555) 210-0100", "+15552100100"),
        ("555.210.0100", "+15552100100"),
        ("1 555 210 0100", "+15552100100"),
        ("+1 555 210 0100", "+15552100100"),
        ("+44 20 7946 0000", "+442079460000"),
        ("155 210 0100", ""),
        ("(555) 010-0100", "+15550100100"),
        ("555 210 010", ""),
        ("555 210 01000", ""),
        ("+1234567", ""),
        ("+1234567890123456", ""),
        ("call me", ""),
        ("", ""),
    ],
)
def test_a_number_as_the_network_writes_it(typed, number):
    assert as_number(typed) == number


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("STOP", TextWord.STOP),
        (" stop. ", TextWord.STOP),
        ("Stop all", TextWord.STOP),
        ("unsubscribe", TextWord.STOP),
        ("Start", TextWord.START),
        ("HELP", TextWord.HELP),
        ("please stop calling", TextWord.OTHER),
        ("", TextWord.OTHER),
    ],
)
def test_the_words_that_networks_know(text, word):
    assert word_of(text) == word


@pytest.mark.parametrize(
    ("endpoint", "is_known"),
    [
        ("https://fcm.googleapis.com/fcm/send/x", True),
        ("https://updates.push.services.mozilla.com/wpush/v2/x", True),
        ("https://web.push.apple.com/x", True),
        ("http://fcm.googleapis.com/fcm/send/x", False),
        ("https://fcm.googleapis.com:8443/x", False),
        ("https://evilgoogleapis.com/x", False),
        ("https://127.0.0.1/x", False),
        ("https://googleapis.com.evil.test/x", False),
        ("", False),
    ],
)
def test_only_push_services_that_we_know(endpoint, is_known):
    assert is_push_service(endpoint, LIMITS) is is_known
