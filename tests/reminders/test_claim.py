from datetime import timedelta

import pytest
from django.test import override_settings

from ketaclinic.reminders import registry
from ketaclinic.reminders.choices import ReminderStatus
from ketaclinic.reminders.models import Reminder
from ketaclinic.reminders.services import engine_tick
from tests.factories.accounts import UserFactory
from tests.factories.reminders import NOW, ReminderFactory

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def tick(now=NOW):
    loads = []
    handed = engine_tick(now=now, hand_over=loads.append)
    assert handed == sum(len(load.ids) for load in loads)
    return loads


def status_of(row):
    row.refresh_from_db()
    return row.status


def test_a_due_row_is_claimed_and_handed_over_with_its_token(probe):
    row = ReminderFactory()
    (load,) = tick()
    assert load.ids == [row.pk]
    assert status_of(row) == ReminderStatus.CLAIMED
    assert (row.claim_token, row.claimed_at) == (load.token, NOW)


@pytest.mark.parametrize(
    ("wait", "status"),
    [
        pytest.param(timedelta(seconds=1), ReminderStatus.DUE, id="a second too early"),
        pytest.param(timedelta(0), ReminderStatus.CLAIMED, id="exactly due"),
        pytest.param(-timedelta(seconds=1), ReminderStatus.CLAIMED, id="a second past"),
    ],
)
def test_only_what_is_due_is_claimed(probe, wait, status):
    row = ReminderFactory(planned_at=NOW + wait)
    tick()
    assert status_of(row) == status


@pytest.mark.parametrize(
    ("left", "status"),
    [
        pytest.param(timedelta(seconds=1), ReminderStatus.CLAIMED, id="one second left"),
        pytest.param(timedelta(0), ReminderStatus.CLAIMED, id="the last moment"),
        pytest.param(-timedelta(seconds=1), ReminderStatus.EXPIRED, id="one second too late"),
    ],
)
def test_nothing_is_sent_after_its_time(probe, left, status):
    row = ReminderFactory(planned_at=NOW - 5 * MINUTE, not_after=NOW + left)
    tick()
    assert status_of(row) == status
    assert (row.finished_at is not None) == (status == ReminderStatus.EXPIRED)


def test_a_second_tick_finds_nothing(probe):
    ReminderFactory()
    assert len(tick()) == 1
    assert tick() == []


@pytest.mark.parametrize(
    "trait", ["claimed", "sending", "sent", "cancelled", "failed", "uncertain"]
)
def test_only_due_rows_are_claimed(probe, trait):
    row = ReminderFactory(**{trait: True})
    assert tick() == []
    assert status_of(row) == row.status


@pytest.mark.parametrize("reason", ["logged", "held", "paused", "discharged", "superseded"])
def test_what_is_unwanted_is_skipped_with_its_reason(probe, reason):
    row, other = ReminderFactory(), ReminderFactory()
    probe.unwanted[row.subject_id] = reason
    (load,) = tick()
    assert load.ids == [other.pk]
    assert status_of(row) == ReminderStatus.SKIPPED
    assert (row.reason, row.finished_at) == (reason, NOW)


def test_a_closed_account_is_not_reminded(probe):
    row = ReminderFactory(recipient=UserFactory(is_active=False))
    assert tick() == []
    assert (status_of(row), row.reason) == (ReminderStatus.SKIPPED, "account_closed")
    assert probe.asked == []


def test_a_bad_row_moves_on_and_stalls_nobody(probe):
    bad, good = ReminderFactory(), ReminderFactory()
    probe.broken.add(bad.subject_id)
    (load,) = tick()
    assert load.ids == [good.pk]
    assert (status_of(bad), bad.reason, bad.attempts) == (ReminderStatus.DUE, "check_failed", 1)
    assert bad.due_at > NOW
    assert bad.planned_at == NOW


def test_a_bad_row_is_given_up_after_its_attempts(probe):
    bad = ReminderFactory(attempts=5)
    probe.broken.add(bad.subject_id)
    tick()
    assert (status_of(bad), bad.reason) == (ReminderStatus.FAILED, "check_failed")


def test_a_purpose_that_nobody_registers_is_tried_again_later(db):
    row = ReminderFactory(purpose="of_a_newer_release")
    assert tick() == []
    assert (status_of(row), row.reason) == (ReminderStatus.DUE, "unknown_purpose")
    assert row.due_at > NOW


def test_chunks_are_small_and_the_oldest_come_first(probe):
    rows = [ReminderFactory(planned_at=NOW - age * MINUTE) for age in range(23)]
    loads = tick()
    assert [len(load.ids) for load in loads] == [10, 10, 3]
    oldest_first = [row.pk for row in reversed(rows)]
    assert [row_id for load in loads for row_id in load.ids] == oldest_first


@override_settings(REMINDERS_ENGINE={"chunk_size": 2, "load_size": 3})
@pytest.mark.parametrize(
    ("rows", "chunks"),
    [
        pytest.param(30, [1] * 15, id="a few: one chunk a message"),
        pytest.param(34, [2] * 8 + [1], id="more: messages of several chunks"),
        pytest.param(70, [3] * 11 + [2], id="a rush: as many as a message may carry"),
    ],
)
def test_in_a_rush_a_message_carries_several_chunks(probe, rows, chunks):
    ReminderFactory.create_batch(rows)
    loads = tick()
    assert [len(load.chunks) for load in loads] == chunks
    assert max(len(chunk) for load in loads for chunk in load.chunks) == 2


@override_settings(REMINDERS_ENGINE={"chunk_size": 1})
def test_an_urgent_message_carries_one_chunk_whatever_the_rush(probe):
    registry.register(registry.Purpose("page", "Page", probe.still_wanted, is_urgent=True))
    try:
        ReminderFactory.create_batch(16, purpose="page")
        assert [len(load.chunks) for load in tick()] == [1] * 16
    finally:
        registry.unregister("page")


def test_urgent_rows_travel_apart_and_first(probe):
    registry.register(registry.Purpose("page", "Page", probe.still_wanted, is_urgent=True))
    try:
        ordinary, urgent = ReminderFactory(), ReminderFactory(purpose="page")
        assert [(load.ids, load.is_urgent) for load in tick()] == [
            ([urgent.pk], True),
            ([ordinary.pk], False),
        ]
    finally:
        registry.unregister("page")


@override_settings(REMINDERS_ENGINE={"batch_size": 2})
def test_a_tick_claims_batch_after_batch_until_nothing_is_due(probe):
    ReminderFactory.create_batch(5)
    loads = tick()
    assert [len(load.ids) for load in loads] == [2, 2, 1]
    assert len({load.token for load in loads}) == 3


@override_settings(REMINDERS_ENGINE={"batch_size": 2, "in_flight_limit": 3})
def test_a_tick_claims_no_more_than_workers_can_hold(probe):
    ReminderFactory(claimed=True)
    ReminderFactory.create_batch(5)
    assert [len(load.ids) for load in tick()] == [2]
    assert Reminder.objects.due().count() == 3


def test_a_queue_that_fails_loses_nothing(probe):
    rows = ReminderFactory.create_batch(15)
    taken = []

    def hand_over(load):
        if taken:
            raise ConnectionError("the broker is gone")
        taken.append(load)

    with pytest.raises(ConnectionError):
        engine_tick(now=NOW, hand_over=hand_over)
    assert Reminder.objects.in_flight().count() == 10
    assert Reminder.objects.due().count() == 5
    assert {status_of(row) for row in rows} == {ReminderStatus.DUE, ReminderStatus.CLAIMED}
    assert [len(load.ids) for load in tick()] == [5]


def test_the_number_of_queries_does_not_grow_with_the_rows(probe, django_assert_num_queries):
    tick()
    ReminderFactory.create_batch(3)
    with django_assert_num_queries(14):
        tick()
    ReminderFactory.create_batch(30)
    with django_assert_num_queries(14):
        tick()


@override_settings(REMINDERS_ENGINE={"batch_size": 2, "in_flight_limit": 4})
def test_a_safety_page_passes_a_morning_that_fills_the_queue(probe):
    registry.register(registry.Purpose("page", "Page", probe.still_wanted, is_urgent=True))
    try:
        ReminderFactory.create_batch(10, planned_at=NOW - timedelta(minutes=5))
        assert len(tick()) == 2
        # The queue is full now.
        page = ReminderFactory(purpose="page")
        assert [(load.ids, load.is_urgent) for load in tick()] == [([page.pk], True)]
    finally:
        registry.unregister("page")
