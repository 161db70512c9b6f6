from datetime import timedelta

import pytest
from celery import Celery
from django.db import OperationalError

from ketaclinic.reminders import beat
from ketaclinic.reminders.models import BeatLease
from ketaclinic.reminders.selectors import beat_is_alive
from ketaclinic.reminders.services import beat_hold, beat_release, tick_take
from ketaclinic.reminders.services.beat import BEAT_LEASE
from tests.factories.reminders import NOW

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def test_the_first_beat_takes_the_lease_and_leaves_a_heartbeat():
    assert beat_hold(holder="a", now=NOW)
    lease = BeatLease.objects.get()
    assert (lease.holder, lease.beaten_at) == ("a", NOW)


def test_the_holder_keeps_it_and_each_time_leaves_a_heartbeat():
    beat_hold(holder="a", now=NOW)
    assert beat_hold(holder="a", now=NOW + SECOND)
    assert BeatLease.objects.get().beaten_at == NOW + SECOND


@pytest.mark.parametrize(
    ("silence", "taken"),
    [
        pytest.param(BEAT_LEASE, False, id="at the end of the lease"),
        pytest.param(BEAT_LEASE + SECOND, True, id="past the lease"),
    ],
)
def test_a_second_beat_waits_until_the_first_fell_silent(silence, taken):
    beat_hold(holder="a", now=NOW)
    assert beat_hold(holder="b", now=NOW + silence) is taken
    assert BeatLease.objects.get().holder == ("b" if taken else "a")


def test_after_an_orderly_stop_nobody_need_wait():
    beat_hold(holder="a", now=NOW)
    beat_release(holder="a")
    assert beat_hold(holder="b", now=NOW)


def test_only_the_holder_can_give_it_up():
    beat_hold(holder="a", now=NOW)
    beat_release(holder="b")
    assert not beat_hold(holder="b", now=NOW)


@pytest.mark.parametrize(
    ("silence", "alive"),
    [
        pytest.param(timedelta(seconds=60), True, id="a minute ago"),
        pytest.param(timedelta(seconds=61), False, id="longer ago"),
    ],
)
def test_a_minute_of_silence_is_death(silence, alive):
    beat_hold(holder="a", now=NOW)
    assert beat_is_alive(NOW + silence) is alive


def test_no_heartbeat_ever_is_no_life():
    assert not beat_is_alive(NOW)


@pytest.mark.parametrize(
    ("apart", "taken"),
    [
        pytest.param(timedelta(0), False, id="the same moment"),
        pytest.param(0.99 * SECOND, False, id="within the second"),
        pytest.param(SECOND, True, id="a second later"),
        pytest.param(-SECOND, True, id="the clock was set back"),
    ],
)
def test_of_a_pile_of_ticks_one_counts_a_second(apart, taken):
    assert tick_take(now=NOW)
    assert tick_take(now=NOW + apart) is taken


def test_a_tick_says_nothing_about_beat():
    tick_take(now=NOW)
    assert not beat_is_alive(NOW)


@pytest.fixture
def scheduler(monkeypatch):
    """A scheduler with one entry always due; `.sent` is what it handed to the queue."""
    app = Celery("beat-test", broker="memory://")
    app.conf.beat_schedule = {"tick": {"task": "tick", "schedule": timedelta(0)}}
    scheduler = beat.LeasedScheduler(app)
    scheduler.sent = []
    monkeypatch.setattr(
        scheduler, "apply_entry", lambda entry, producer: scheduler.sent.append(entry.name)
    )
    return scheduler


def test_with_the_lease_it_schedules(scheduler):
    scheduler.tick()
    assert scheduler.sent == ["tick"]
    assert BeatLease.objects.get().holder == scheduler.holder


def test_without_the_lease_it_waits_and_sends_nothing(scheduler):
    assert beat_hold(holder="another", now=beat.engine_now())
    assert scheduler.tick() == beat.HEARTBEAT_SECONDS
    assert scheduler.sent == []


def test_between_heartbeats_it_does_not_ask_again(scheduler, django_assert_num_queries):
    scheduler.tick()
    with django_assert_num_queries(0):
        scheduler.tick()
    assert len(scheduler.sent) == 2


def test_after_a_pause_it_asks_before_it_schedules(scheduler):
    scheduler.tick()
    BeatLease.objects.update(holder="another")
    scheduler.asked_at -= beat.HEARTBEAT_SECONDS
    scheduler.tick()
    assert scheduler.sent == ["tick"]


def test_without_a_database_it_waits(scheduler, monkeypatch):
    def broken(**kwargs):
        raise OperationalError("the database is gone")

    monkeypatch.setattr(beat, "beat_hold", broken)
    assert scheduler.tick() == beat.HEARTBEAT_SECONDS
    assert scheduler.sent == []


def test_an_orderly_stop_gives_the_lease_back(scheduler):
    scheduler.tick()
    scheduler.close()
    assert BeatLease.objects.get().holder == ""


def test_a_stop_without_a_database_still_stops(scheduler, monkeypatch):
    def broken(**kwargs):
        raise OperationalError("the database is gone")

    monkeypatch.setattr(beat, "beat_release", broken)
    scheduler.close()
