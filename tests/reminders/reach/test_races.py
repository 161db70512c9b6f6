"""Real threads on real connections: a report, a text and a hand-on count once."""

import pytest

from ketaclinic.reminders.models import Reminder
from ketaclinic.reminders.reach.choices import Delivery
from ketaclinic.reminders.reach.models import DeliveryReport, HandOn, TextReceived
from ketaclinic.reminders.reach.services import (
    delivery_record,
    reminders_hand_on,
    text_receive,
    wishes_change,
)
from tests.factories.accounts import UserFactory
from tests.factories.reminders import NOW, NUMBER, ReminderFactory, WishesFactory
from tests.reminders.reach.test_wishes import PLAIN
from tests.reminders.test_races import THREADS, together

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def test_what_several_hand_on_at_once_goes_the_next_way_once(probe, channel, texts):
    row = ReminderFactory(failed=True, recipient=WishesFactory(texts=True).user)
    counts = together(*[lambda: reminders_hand_on([row], now=NOW)] * THREADS)
    assert sum(counts) == 1
    assert HandOn.objects.count() == 1
    assert Reminder.objects.count() == 2


def test_a_report_that_comes_several_times_at_once_counts_once(probe, channel, texts):
    row = ReminderFactory(sent=True, recipient=WishesFactory(texts=True).user)
    report = {"event_id": "1", "kind": Delivery.FAILED, "code": "", "now": NOW}
    told = together(*[lambda: delivery_record(public_id=row.public_id, **report)] * THREADS)
    assert sorted(told) == [False] * (THREADS - 1) + [True]
    assert DeliveryReport.objects.count() == HandOn.objects.count() == 1


def test_a_text_that_comes_several_times_at_once_is_kept_once(db):
    text = {"provider_id": "SM1", "number": NUMBER, "body": "STOP", "now": NOW}
    words = together(*[lambda: text_receive(**text)] * THREADS)
    assert len([word for word in words if word]) == 1
    assert TextReceived.objects.count() == 1


def test_the_first_wishes_saved_twice_at_once_make_one_row(db):
    user = UserFactory()
    rows = together(*[lambda: wishes_change(user=user, now=NOW, **PLAIN)] * THREADS)
    assert len({wishes.pk for wishes in rows}) == 1
