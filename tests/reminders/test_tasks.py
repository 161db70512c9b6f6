import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from ketaclinic.reminders import tasks
from ketaclinic.reminders.choices import ReminderStatus
from ketaclinic.reminders.selectors import engine_now
from ketaclinic.reminders.services import Load
from tests.factories.reminders import ReminderFactory

TOKEN = uuid.UUID("5b1c7d1e-0000-4000-8000-000000000001")


@pytest.fixture
def queued(monkeypatch):
    """What the tasks put on the queue, instead of a broker."""
    calls = []
    monkeypatch.setattr(
        tasks.send_load, "apply_async", lambda args, queue: calls.append((args, queue))
    )
    return calls


@pytest.mark.parametrize(("is_urgent", "queue"), [(True, "urgent"), (False, "reminders")])
def test_a_load_goes_to_the_queue_of_its_urgency(queued, is_urgent, queue):
    tasks.queue_load(Load(TOKEN, [[1, 2], [3]], is_urgent))
    assert queued == [((str(TOKEN), [[1, 2], [3]], is_urgent), queue)]


@pytest.mark.django_db
def test_a_tick_and_its_load_bring_a_reminder_to_its_reader(queued, probe, channel):
    row = ReminderFactory(planned_at=engine_now())
    assert tasks.tick() == 1
    ((arguments, _queue),) = queued
    tasks.send_load(*arguments)
    tasks.send_load(*arguments)
    row.refresh_from_db()
    assert row.status == ReminderStatus.SENT
    assert channel.keys == [str(row.public_id)]


@pytest.mark.django_db
def test_the_clock_is_the_databases_where_it_has_one():
    now = engine_now()
    assert now.utcoffset() is not None
    if connection.vendor == "sqlite":
        assert now == timezone.now()


@pytest.mark.django_db
def test_what_a_load_did_not_come_to_goes_to_the_end_of_the_queue(
    queued, probe, channel, monkeypatch
):
    now = engine_now()
    rows = ReminderFactory.create_batch(2, claimed=True, planned_at=now)
    moments = iter(now + timedelta(seconds=place) for place in range(99))
    monkeypatch.setattr(tasks, "engine_clock", lambda: next(moments))
    tasks.send_load(str(TOKEN), [[row.pk] for row in rows], False)
    assert channel.keys == [str(rows[0].public_id)]
    assert queued == [((str(TOKEN), [[rows[1].pk]], False), "reminders")]
