"""When one way did not reach somebody the next is tried: once, in time, and never twice."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import override_settings

from ketaclinic.reminders.channels.base import PermanentFailure, TemporaryFailure
from ketaclinic.reminders.choices import ReminderStatus
from ketaclinic.reminders.models import Reminder
from ketaclinic.reminders.reach.choices import Delivery
from ketaclinic.reminders.reach.models import DeliveryReport, HandOn, InboxRead
from ketaclinic.reminders.reach.services import handing_on, reminders_hand_on, unreached_hand_on
from tests.factories.reminders import NOW, ReminderFactory, WishesFactory

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=2)
PATIENCE = timedelta(minutes=10)


@pytest.fixture
def wishes(probe, channel, texts):
    return WishesFactory(texts_first=True)


def ways(row):
    rows = Reminder.objects.filter(subject_id=row.subject_id).order_by("pk")
    return [(each.channel, each.status) for each in rows]


def sent_text(wishes, **values):
    return ReminderFactory(recipient=wishes.user, sent=True, **{"channel": "sms", **values})


def test_a_hard_failure_lets_email_take_over(wishes, channel, texts, tick):
    texts.errors = [PermanentFailure("sms_21610")]
    row = ReminderFactory(recipient=wishes.user)
    for step in range(4):
        tick(NOW + step * SECOND)
    assert ways(row) == [("email", ReminderStatus.SENT), ("sms", ReminderStatus.FAILED)]
    assert len(channel.letters) == 1
    assert [each.reason for each in HandOn.objects.order_by("pk")] == ["prefers_other", "sms_21610"]


def test_where_another_way_is_left_a_provider_that_is_away_is_not_waited_for(
    wishes, channel, texts, tick
):
    texts.errors = [TemporaryFailure("server_unreachable")]
    row = ReminderFactory(recipient=wishes.user, channel="sms", attempts=5)
    for step in range(3):
        tick(NOW + step * SECOND)
    assert ways(row) == [("sms", ReminderStatus.FAILED), ("email", ReminderStatus.SENT)]


def test_when_every_way_failed_nothing_is_tried_for_ever(wishes, channel, texts, tick):
    texts.errors = [PermanentFailure("sms_21610")]
    channel.errors = [PermanentFailure("smtp_550")]
    row = ReminderFactory(recipient=wishes.user)
    for step in range(6):
        tick(NOW + step * SECOND)
    assert ways(row) == [("email", ReminderStatus.FAILED), ("sms", ReminderStatus.FAILED)]


@pytest.mark.parametrize(
    ("age", "handed"),
    [
        pytest.param(PATIENCE - timedelta(seconds=1), 0, id="still time"),
        pytest.param(PATIENCE, 1, id="ten minutes of silence"),
    ],
)
def test_a_text_that_nobody_confirmed_is_followed_by_email(wishes, age, handed):
    row = sent_text(wishes)
    assert unreached_hand_on(now=NOW + age) == handed
    assert (("email", ReminderStatus.DUE) in ways(row)) is bool(handed)
    assert unreached_hand_on(now=NOW + age) == 0


def delivered(row):
    DeliveryReport.objects.create(
        reminder=row, event_id="one", kind=Delivery.DELIVERED, code="", at=NOW
    )


def read(row):
    InboxRead.objects.create(reminder=row, at=NOW)


@pytest.mark.parametrize("prove", [delivered, read])
def test_what_arrived_or_was_read_is_not_followed(wishes, prove):
    prove(sent_text(wishes))
    assert unreached_hand_on(now=NOW + PATIENCE) == 0


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"not_after": NOW + timedelta(minutes=9)}, id="no longer helps"),
        pytest.param({"finished_at": NOW - timedelta(hours=2)}, id="too long ago"),
        pytest.param({"channel": "email"}, id="a mail server confirms nothing"),
    ],
)
def test_what_is_not_followed(wishes, values):
    sent_text(wishes, **values)
    assert unreached_hand_on(now=NOW + PATIENCE) == 0


def test_without_another_way_it_is_said_that_there_is_none(probe, channel, texts):
    wishes = WishesFactory(texts_first=True, email_allowed=False)
    sent_text(wishes)
    assert unreached_hand_on(now=NOW + PATIENCE) == 1
    assert HandOn.objects.get().then is None


def test_a_second_call_hands_nothing_on(wishes):
    row = sent_text(wishes)
    assert reminders_hand_on([row], now=NOW) == 1
    assert reminders_hand_on([row], now=NOW) == 0
    assert Reminder.objects.count() == 2


@pytest.fixture
def bad_row(wishes, monkeypatch):
    """One of two texts that cannot be handed on, whatever the reason."""
    bad, follow = sent_text(wishes), handing_on._follow

    def broken(row, *rest):
        if row.pk == bad.pk:
            raise RuntimeError("the row is broken")
        return follow(row, *rest)

    monkeypatch.setattr(handing_on, "_follow", broken)
    return bad


def test_one_bad_row_stalls_neither_the_others_nor_the_tick(wishes, bad_row, tick):
    good, due = sent_text(wishes), ReminderFactory(planned_at=NOW + PATIENCE)
    tick(NOW + PATIENCE)
    assert [each.first for each in HandOn.objects.filter(first__in=[good, bad_row])] == [good]
    due.refresh_from_db()
    assert due.status == ReminderStatus.SENT


def test_a_database_that_is_gone_is_not_taken_for_a_bad_row(wishes, monkeypatch):
    def broken(*args):
        raise OperationalError("the database is gone")

    sent_text(wishes)
    monkeypatch.setattr(handing_on, "_follow", broken)
    with pytest.raises(OperationalError):
        unreached_hand_on(now=NOW + PATIENCE)


def test_uncertain_is_not_followed_because_it_may_have_arrived(wishes):
    ReminderFactory(recipient=wishes.user, channel="sms", uncertain=True)
    assert unreached_hand_on(now=NOW + PATIENCE) == 0


def test_the_next_way_keeps_the_last_moment_and_the_subject(wishes):
    row = sent_text(wishes)
    reminders_hand_on([row], now=NOW)
    then = HandOn.objects.get().then
    assert (then.subject_type, then.subject_id, then.purpose, then.offset_minutes) == (
        row.subject_type,
        row.subject_id,
        row.purpose,
        row.offset_minutes,
    )
    assert (then.not_after, then.due_at, then.recipient) == (row.not_after, NOW, row.recipient)


def test_nothing_to_hand_on_costs_two_queries(probe, channel, django_assert_num_queries):
    ReminderFactory(sent=True)
    unreached_hand_on(now=NOW + PATIENCE)
    with django_assert_num_queries(2):
        unreached_hand_on(now=NOW + PATIENCE + SECOND)


class TestWhereTheLastLookEnded:
    """Each tick reads what is new, and no tick that was missed leaves anything out."""

    @pytest.fixture
    def failed(self, wishes):
        def make(ended_at, **values):
            return ReminderFactory(
                recipient=wishes.user,
                channel="sms",
                failed=True,
                finished_at=ended_at,
                not_after=NOW + timedelta(hours=9),
                **values,
            )

        return make

    def test_what_ended_while_beat_was_away_is_handed_on(self, failed, wishes):
        unreached_hand_on(now=NOW)
        failed(NOW + timedelta(minutes=1))
        sent_text(
            wishes, finished_at=NOW + timedelta(minutes=2), not_after=NOW + timedelta(hours=9)
        )
        assert unreached_hand_on(now=NOW + timedelta(minutes=90)) == 2

    @override_settings(REMINDERS_REACH={"rows_per_look": 1})
    def test_more_than_a_look_can_take_is_taken_by_the_next_ones(self, failed):
        for seconds in range(3):
            failed(NOW + timedelta(seconds=seconds))
        later = NOW + timedelta(minutes=5)
        assert [unreached_hand_on(now=later + step * SECOND) for step in range(4)] == [1, 1, 1, 0]

    def test_an_end_that_was_written_a_little_late_is_found(self, failed):
        unreached_hand_on(now=NOW)
        failed(NOW - timedelta(seconds=50))
        assert unreached_hand_on(now=NOW + SECOND) == 1

    def test_what_was_looked_at_is_not_read_again(self, failed):
        unreached_hand_on(now=NOW)
        failed(NOW - timedelta(minutes=30))
        assert unreached_hand_on(now=NOW + SECOND) == 0

    def test_a_clock_that_was_set_back_hides_nothing(self, failed):
        unreached_hand_on(now=NOW + timedelta(hours=1))
        failed(NOW)
        assert unreached_hand_on(now=NOW + SECOND) == 1
