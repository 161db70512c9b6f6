"""Real threads on real connections: whoever comes second finds nothing left to do."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from ketaclinic.reminders.choices import ReminderStatus
from ketaclinic.reminders.models import BeatLease, Reminder
from ketaclinic.reminders.services import (
    ReminderRequest,
    beat_hold,
    engine_tick,
    load_send,
    reminders_cancel,
    reminders_schedule,
)
from tests.factories.accounts import UserFactory
from tests.factories.reminders import NOW, ReminderFactory, load_of

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
THREADS = 6


def together(*functions):
    """Run the functions at the same moment, each on a connection of its own."""
    barrier = threading.Barrier(len(functions))

    def run(function):
        try:
            barrier.wait()
            return function()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(functions)) as pool:
        return [future.result() for future in [pool.submit(run, each) for each in functions]]


def test_ticks_at_the_same_moment_claim_each_row_once(probe, settings):
    settings.REMINDERS_ENGINE = {"batch_size": 20}
    user = UserFactory()
    rows = ReminderFactory.create_batch(200, recipient=user)
    loads = []
    handed = together(*[lambda: engine_tick(now=NOW, hand_over=loads.append)] * THREADS)
    claimed = [row_id for load in loads for row_id in load.ids]
    assert sorted(claimed) == sorted(row.pk for row in rows)
    assert sum(handed) == 200
    for load in loads:
        assert Reminder.objects.held_by(load.token).filter(pk__in=load.ids).count() == len(load.ids)


def test_a_message_delivered_to_several_workers_at_once_is_sent_once(probe, channel):
    user = UserFactory()
    rows = ReminderFactory.create_batch(10, claimed=True, recipient=user)
    ids = [row.pk for row in rows]
    together(*[lambda: load_send(load_of(*ids), clock=lambda: NOW)] * THREADS)
    assert sorted(channel.keys) == sorted(str(row.public_id) for row in rows)
    assert set(Reminder.objects.values_list("status", flat=True)) == {ReminderStatus.SENT}


def test_the_same_request_from_several_places_is_one_reminder(probe):
    user = UserFactory()
    request = ReminderRequest(user, "probe", "tests.subject", "one", NOW, NOW)
    together(*[lambda: reminders_schedule([request], now=NOW)] * THREADS)
    assert Reminder.objects.count() == 1


@pytest.mark.parametrize("turn", range(5))
def test_a_cancelled_reminder_is_never_sent(probe, channel, turn):
    rows = ReminderFactory.create_batch(10, claimed=True, recipient=UserFactory())

    def cancel():
        ids = [row.subject_id for row in rows]
        reminders_cancel(subject_type="tests.subject", subject_ids=ids, reason="logged", now=NOW)

    def send():
        ids = [row.pk for row in rows]
        load_send(load_of(*ids), clock=lambda: NOW)

    together(cancel, send)
    sent = set(
        Reminder.objects.filter(status=ReminderStatus.SENT).values_list("public_id", flat=True)
    )
    assert {str(key) for key in sent} == set(channel.keys)
    assert Reminder.objects.filter(status=ReminderStatus.CANCELLED).count() == 10 - len(sent)


def test_only_one_beat_gets_the_lease():
    holders = [f"beat-{number}" for number in range(THREADS)]
    won = together(*[lambda name=name: beat_hold(holder=name, now=NOW) for name in holders])
    assert won.count(True) == 1
    assert BeatLease.objects.get().holder == holders[won.index(True)]
