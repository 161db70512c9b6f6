"""The inbox reads the reminders' own rows: once each, the owner's only, read and put off."""

from datetime import timedelta

import pytest
from django.urls import reverse

from ketaclinic.audit.models import AuditEvent
from ketaclinic.reminders import registry
from ketaclinic.reminders.choices import ReminderStatus
from ketaclinic.reminders.models import Reminder
from ketaclinic.reminders.reach.choices import Barrier
from ketaclinic.reminders.reach.models import HandOn, InboxRead
from ketaclinic.reminders.reach.selectors import inbox_rows, unread_count, waiting_rows
from ketaclinic.reminders.reach.services import (
    TooLateToSnooze,
    inbox_read,
    inbox_read_all,
    reminder_snooze,
    reminders_hand_on,
    unreached_hand_on,
)
from tests.factories.accounts import UserFactory
from tests.factories.reminders import NOW, ReminderFactory, WishesFactory

pytestmark = pytest.mark.django_db
INBOX = reverse("reach:inbox")


@pytest.fixture
def user():
    return UserFactory()


@pytest.fixture
def waits():
    """A purpose that may be put off."""
    registry.register(
        registry.Purpose(
            "waits",
            "Something to do",
            lambda subject_id, now: "",
            can_snooze=True,
            url_name="home:today",
        )
    )
    yield "waits"
    registry.unregister("waits")


def skipped(reason):
    return {"status": ReminderStatus.SKIPPED, "reason": reason, "finished_at": NOW}


@pytest.mark.parametrize(
    ("values", "is_there"),
    [
        pytest.param({"sent": True}, True, id="sent"),
        pytest.param({"failed": True}, True, id="failed"),
        pytest.param({"uncertain": True}, True, id="uncertain"),
        pytest.param(skipped(Barrier.ONLY_IN_APP), True, id="only in the app"),
        pytest.param(skipped(Barrier.QUIET), True, id="quiet"),
        pytest.param(skipped(Barrier.UNVERIFIED), True, id="no address"),
        pytest.param(skipped("logged"), False, id="no longer wanted"),
        pytest.param({"cancelled": True}, False, id="cancelled"),
        pytest.param({}, False, id="not due yet"),
        pytest.param({"sent": True, "channel": "helper"}, False, id="what a helper was told"),
        pytest.param(
            {"sent": True, "finished_at": NOW - timedelta(days=91)}, False, id="three months ago"
        ),
    ],
)
def test_what_stands_in_the_inbox(user, values, is_there):
    ReminderFactory(recipient=user, **values)
    assert (inbox_rows(user, NOW).count() == 1) is is_there
    assert (unread_count(user, NOW) == 1) is is_there


def test_a_message_that_went_two_ways_stands_once(probe, channel, user):
    row = ReminderFactory(recipient=user, failed=True)
    WishesFactory(user=user)
    reminders_hand_on([row], now=NOW)
    ReminderFactory(
        recipient=user, subject_id=row.subject_id, channel="sms", sent=True, finished_at=NOW
    )
    assert [found.pk for found in inbox_rows(user, NOW)] == [row.pk]


def test_somebody_elses_messages_are_not_there(user):
    ReminderFactory(sent=True)
    assert not inbox_rows(user, NOW).exists()


def test_the_newest_stands_first_and_ten_are_enough_to_count(user, django_assert_num_queries):
    for minutes in range(11):
        ReminderFactory(recipient=user, sent=True, finished_at=NOW - timedelta(minutes=minutes))
    assert inbox_rows(user, NOW)[0].finished_at == NOW
    with django_assert_num_queries(1):
        assert unread_count(user, NOW) == 10


def test_what_is_planned_for_the_next_days_is_told(user, probe):
    ReminderFactory(recipient=user, planned_at=NOW + timedelta(days=2))
    ReminderFactory(recipient=user, planned_at=NOW + timedelta(days=2, seconds=1))
    ReminderFactory(recipient=user, purpose="dose_missed", planned_at=NOW + timedelta(hours=1))
    assert [coming.due_at for coming in waiting_rows(user, NOW)] == [NOW + timedelta(days=2)]


def test_reading_twice_is_reading_once(user):
    row = ReminderFactory(recipient=user, sent=True)
    inbox_read(reminder=row, now=NOW)
    inbox_read(reminder=row, now=NOW + timedelta(hours=1))
    assert InboxRead.objects.get().at == NOW
    assert unread_count(user, NOW) == 0


def test_all_are_read_at_once(user):
    ReminderFactory.create_batch(3, recipient=user, sent=True)
    assert inbox_read_all(user=user, now=NOW) == 3
    assert inbox_read_all(user=user, now=NOW) == 0


class TestSnooze:
    def row(self, user, waits, **values):
        return ReminderFactory(recipient=user, purpose=waits, sent=True, **values)

    def snooze(self, row, minutes=20, now=NOW):
        return reminder_snooze(reminder=row, minutes=minutes, by=row.recipient, now=now)

    def test_one_more_reminder_of_the_same_thing(self, user, waits, channel, tick):
        row = self.row(user, waits)
        later = self.snooze(row)
        assert (later.due_at, later.not_after) == (NOW + timedelta(minutes=20), row.not_after)
        assert later.subject_id == row.subject_id
        assert InboxRead.objects.filter(reminder=row).exists()
        assert AuditEvent.objects.filter(verb="reach.reminder_snoozed").count() == 1
        tick(NOW + timedelta(minutes=20))
        assert channel.keys == [str(later.public_id)]

    def test_a_double_tap_plans_one(self, user, waits):
        row = self.row(user, waits)
        assert self.snooze(row).pk == self.snooze(row).pk

    def test_the_way_that_was_about_to_follow_is_not_tried(self, user, waits, channel, texts):
        WishesFactory(user=user, texts_first=True)
        row = self.row(user, waits, channel="sms")
        reminders_hand_on([row], now=NOW)
        self.snooze(row)
        follower = HandOn.objects.get().then
        assert (follower.status, follower.reason) == (ReminderStatus.CANCELLED, Barrier.SNOOZED)

    def test_what_was_snoozed_was_seen_so_no_other_way_follows(self, user, waits, channel, texts):
        WishesFactory(user=user, texts_first=True)
        self.snooze(self.row(user, waits, channel="sms"))
        assert unreached_hand_on(now=NOW + timedelta(minutes=10)) == 0

    @pytest.mark.parametrize(
        ("minutes", "left"),
        [
            pytest.param(20, 19, id="after the last moment"),
            pytest.param(15, 60, id="a number of their own"),
            pytest.param(0, 60, id="no number"),
        ],
    )
    def test_it_is_refused_and_nothing_is_written(self, user, waits, minutes, left):
        row = self.row(user, waits, not_after=NOW + timedelta(minutes=left))
        with pytest.raises(TooLateToSnooze):
            self.snooze(row, minutes)
        assert Reminder.objects.count() == 1
        assert not InboxRead.objects.exists()

    def test_what_cannot_wait_cannot_be_put_off(self, user, probe):
        with pytest.raises(TooLateToSnooze):
            self.snooze(ReminderFactory(recipient=user, sent=True))


class TestPages:
    def test_the_inbox_says_what_came_and_what_comes(self, client_of, waits):
        client = client_of("patient")
        row = ReminderFactory(recipient=client.user, purpose=waits, sent=True)
        ReminderFactory(recipient=client.user, purpose=waits, planned_at=NOW + timedelta(hours=3))
        text = client.get(INBOX).content.decode()
        assert text.count("Something to do") >= 2
        assert "Unread" in text
        assert reverse("reach:later", args=[row.public_id]) in text
        assert "Again in 10 min" in text

    def test_an_empty_inbox_says_so(self, client_of):
        assert "No message yet" in client_of("patient").get(INBOX).content.decode()

    @pytest.mark.parametrize("role", ["nurse", "manager"])
    def test_staff_have_one_too(self, client_of, role):
        assert client_of(role).get(INBOX).status_code == 200

    def test_opening_reads_it_and_leads_to_its_page(self, client_of, waits):
        client = client_of("patient")
        row = ReminderFactory(recipient=client.user, purpose=waits, sent=True)
        response = client.post(reverse("reach:message", args=[row.public_id]))
        assert response.url == reverse("home:today")
        assert unread_count(client.user, NOW) == 0

    def test_later_is_said(self, client_of, waits):
        client = client_of("patient")
        row = ReminderFactory(recipient=client.user, purpose=waits, sent=True)
        url = reverse("reach:later", args=[row.public_id])
        text = client.post(url, {"minutes_ahead": 10}, follow=True).content.decode()
        assert "reminded again in 10 minutes" in text

    def test_too_late_is_said(self, client_of, waits):
        client = client_of("patient")
        row = ReminderFactory(recipient=client.user, purpose=waits, sent=True, not_after=NOW)
        url = reverse("reach:later", args=[row.public_id])
        text = client.post(url, {"minutes_ahead": "soon"}, follow=True).content.decode()
        assert "too late to be reminded" in text

    def test_all_read_in_one_press(self, client_of, waits):
        client = client_of("patient")
        ReminderFactory(recipient=client.user, purpose=waits, sent=True)
        assert client.post(reverse("reach:read_all")).url == INBOX
        assert unread_count(client.user, NOW) == 0

    @pytest.mark.parametrize("name", ["message", "later"])
    @pytest.mark.parametrize("role", ["patient", "nurse", "medical_director"])
    def test_somebody_elses_message_is_404(self, client_of, waits, name, role):
        row = ReminderFactory(purpose=waits, sent=True)
        response = client_of(role).post(reverse(f"reach:{name}", args=[row.public_id]))
        assert response.status_code == 404
        assert not InboxRead.objects.exists()

    @pytest.mark.parametrize("name", ["message", "later", "read_all"])
    def test_a_change_is_a_post(self, client_of, name):
        arguments = [] if name == "read_all" else [ReminderFactory(sent=True).public_id]
        assert client_of("patient").get(reverse(f"reach:{name}", args=arguments)).status_code == 405

    def test_the_navigation_counts_what_is_unread(self, client_of, waits):
        client = client_of("patient")
        ReminderFactory.create_batch(2, recipient=client.user, purpose=waits, sent=True)
        page = client.get(reverse("accounts:me")).content.decode()
        assert '<b class="unread num">2' in page

    def test_nothing_unread_shows_no_number(self, client_of):
        assert 'class="unread' not in client_of("patient").get(INBOX).content.decode()
