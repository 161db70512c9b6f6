"""What the demo clinic tells of the past is settled when it is loaded; what is late stays late."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from ketaclinic.reminders.models import Reminder
from monitoring.demo.management.commands import load_demo
from monitoring.demo.past import newest_reminder, past_settle
from tests.factories.reminders import NOW, ReminderFactory

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def row(due_in, lasts=HOUR, **changes):
    """A reminder that was planned that long from now."""
    due_at = NOW + due_in
    times = {"planned_at": due_at, "due_at": due_at, "not_after": due_at + lasts}
    return ReminderFactory(**(times | changes))


def read(reminder):
    reminder.refresh_from_db()
    return reminder.status, reminder.reason, reminder.due_at


def test_what_was_over_is_cancelled_as_of_then():
    old = row(-9 * HOUR)
    assert past_settle(after=0, now=NOW) == 1
    assert read(old) == ("cancelled", "before_the_demo", NOW - 9 * HOUR)
    assert old.finished_at == NOW - 8 * HOUR


def test_what_can_still_help_is_planned_for_now():
    useful = row(-9 * HOUR, lasts=12 * HOUR)
    assert past_settle(after=0, now=NOW) == 1
    assert read(useful) == ("due", "", NOW)
    assert (useful.planned_at, useful.not_after) == (NOW, NOW + 3 * HOUR)


def test_the_future_and_what_is_finished_stand_as_they_are():
    coming, sent = row(HOUR), row(-9 * HOUR, sent=True)
    assert past_settle(after=0, now=NOW) == 0
    assert (read(coming)[0], read(sent)[0]) == ("due", "sent")


@pytest.fixture
def loads(monkeypatch):
    """The command, which plays one row of nine hours ago instead of weeks."""
    monkeypatch.setattr(load_demo, "demo_load", lambda *, now: [str(row(-9 * HOUR).recipient)])
    monkeypatch.setattr(load_demo, "call_command", lambda *args, **kwargs: None)
    return lambda: call_command("load_demo", stdout=StringIO())


def test_the_command_settles_what_it_loaded_and_hides_no_real_lag(loads):
    late = row(-9 * HOUR)
    assert newest_reminder() == late.pk
    loads()
    assert read(late)[0] == "due"
    assert read(Reminder.objects.latest("pk"))[:2] == ("cancelled", "before_the_demo")


def test_without_any_reminder_there_is_no_newest_one():
    assert newest_reminder() == 0
