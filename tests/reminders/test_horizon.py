"""A tick costs the same however many reminders lie ahead: PostgreSQL reads none of them."""

import pytest

from ketaclinic.reminders.services import engine_tick
from tests.factories.accounts import UserFactory
from tests.factories.reminders import NOW, ReminderFactory
from tests.support.horizon import future_fill, whole_scans

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db]


def test_a_tick_reads_no_reminder_that_is_not_due(probe, channel):
    user = UserFactory()
    ReminderFactory.create_batch(20, recipient=user)
    ReminderFactory.create_batch(5, recipient=user, claimed=True)
    future_fill(user=user, first=1, last=20_000, now=NOW)
    loads = []
    assert whole_scans(lambda: engine_tick(now=NOW, hand_over=loads.append)) == []
    assert sum(len(load.ids) for load in loads) == 20
