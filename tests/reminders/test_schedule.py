from datetime import timedelta

import pytest

from ketaclinic.reminders.choices import ReminderStatus
from ketaclinic.reminders.models import Reminder
from ketaclinic.reminders.registry import UnknownPurpose
from ketaclinic.reminders.services import (
    ReminderRequest,
    reminders_add,
    reminders_cancel,
    reminders_schedule,
    reminders_settle,
)
from tests.factories.accounts import UserFactory
from tests.factories.reminders import NOW, ReminderFactory

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=2)


@pytest.fixture
def user():
    return UserFactory()


def request_for(user, **changes):
    fields = {
        "user": user,
        "purpose": "probe",
        "subject_type": "tests.subject",
        "subject_id": "slot-1",
        "due_at": NOW + timedelta(hours=1),
        "not_after": LATER,
    }
    return ReminderRequest(**(fields | changes))


def test_a_request_becomes_a_due_row(user, probe):
    assert reminders_schedule([request_for(user)], now=NOW) == 1
    row = Reminder.objects.get()
    assert (row.status, row.recipient, row.attempts) == (ReminderStatus.DUE, user, 0)
    assert row.planned_at == row.due_at == NOW + timedelta(hours=1)
    assert row.created_at == NOW


def test_for_new_subjects_nothing_is_looked_for(user, probe, django_assert_num_queries):
    requests = [request_for(user, subject_id=f"slot-{number}") for number in range(3)]
    with django_assert_num_queries(1):
        assert reminders_add(requests, now=NOW) == 3
    assert {row.status for row in Reminder.objects.all()} == {ReminderStatus.DUE}


def test_a_wrong_request_for_a_new_subject_writes_nothing(user, probe):
    wrong = request_for(user, subject_id="slot-2", not_after=NOW)
    with pytest.raises(ValueError, match="not_after"):
        reminders_add([request_for(user), wrong], now=NOW)
    assert not Reminder.objects.exists()


def test_the_same_request_again_changes_nothing(user, probe):
    reminders_schedule([request_for(user)], now=NOW)
    assert reminders_schedule([request_for(user)], now=LATER) == 0
    assert Reminder.objects.get().created_at == NOW


def test_one_call_with_the_same_request_twice_writes_one_row(user, probe):
    assert reminders_schedule([request_for(user), request_for(user)], now=NOW) == 1
    assert Reminder.objects.count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"subject_id": "slot-2"}, id="another subject"),
        pytest.param({"offset_minutes": -30}, id="another offset"),
        pytest.param({"subject_type": "tests.other"}, id="another kind of subject"),
    ],
)
def test_what_differs_in_its_key_is_another_reminder(user, probe, changes):
    reminders_schedule([request_for(user), request_for(user, **changes)], now=NOW)
    assert Reminder.objects.count() == 2


def test_an_untried_row_follows_new_times(user, probe):
    reminders_schedule([request_for(user)], now=NOW)
    moved = request_for(user, due_at=NOW + timedelta(minutes=90))
    assert reminders_schedule([moved], now=NOW) == 1
    row = Reminder.objects.get()
    assert row.due_at == row.planned_at == NOW + timedelta(minutes=90)


def test_a_row_under_retry_keeps_its_later_time(user, probe):
    reminders_schedule([request_for(user)], now=NOW)
    Reminder.objects.update(attempts=1, due_at=LATER)
    assert reminders_schedule([request_for(user)], now=NOW) == 0
    assert Reminder.objects.get().due_at == LATER


def test_a_cancelled_row_is_due_again_when_it_is_wanted_again(user, probe):
    reminders_schedule([request_for(user)], now=NOW)
    cancel("slot-1")
    assert reminders_schedule([request_for(user)], now=NOW) == 1
    row = Reminder.objects.get()
    assert (row.status, row.reason, row.finished_at) == (ReminderStatus.DUE, "", None)


@pytest.mark.parametrize(
    ("again_after", "expected"),
    [
        pytest.param(frozenset({"held"}), ReminderStatus.DUE, id="for this reason"),
        pytest.param(frozenset({"paused"}), ReminderStatus.SKIPPED, id="for another reason"),
        pytest.param(frozenset(), ReminderStatus.SKIPPED, id="for no reason"),
    ],
)
def test_a_skipped_row_is_due_again_only_after_a_named_reason(user, probe, again_after, expected):
    reminders_schedule([request_for(user)], now=NOW)
    skipped = {"status": ReminderStatus.SKIPPED, "reason": "held", "finished_at": NOW}
    Reminder.objects.update(**skipped)
    request = request_for(user, due_at=LATER, not_after=LATER, again_after=again_after)
    is_again = reminders_schedule([request], now=NOW)
    row = Reminder.objects.get()
    assert (is_again, row.status) == (expected == ReminderStatus.DUE, expected)
    assert (row.due_at == LATER) is bool(is_again)


@pytest.mark.parametrize("trait", ["claimed", "sending", "sent", "failed", "uncertain"])
def test_a_row_in_hand_or_over_stands_as_it_is(probe, trait):
    row = ReminderFactory(subject_id="slot-1", **{trait: True})
    request = request_for(row.recipient, due_at=LATER, not_after=LATER)
    assert reminders_schedule([request], now=NOW) == 0
    former = row.status
    row.refresh_from_db()
    assert (row.status, row.due_at) == (former, NOW)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        pytest.param({"purpose": "nobody"}, UnknownPurpose, id="unknown purpose"),
        pytest.param({"channel": "pigeon"}, ValueError, id="unknown channel"),
        pytest.param({"not_after": NOW}, ValueError, id="over before it begins"),
    ],
)
def test_a_wrong_request_writes_nothing_at_all(user, probe, changes, error):
    with pytest.raises(error):
        reminders_schedule(
            [request_for(user, subject_id="slot-0"), request_for(user, **changes)], now=NOW
        )
    assert not Reminder.objects.exists()


def cancel(*subject_ids, **more):
    return reminders_cancel(
        subject_type="tests.subject", subject_ids=subject_ids, reason="logged", now=NOW, **more
    )


@pytest.mark.parametrize("trait", [{}, {"claimed": True}], ids=["due", "claimed"])
def test_cancelling_ends_what_is_not_being_sent(trait):
    row = ReminderFactory(subject_id="slot-1", **trait)
    assert cancel("slot-1") == 1
    row.refresh_from_db()
    assert (row.status, row.reason, row.finished_at) == (ReminderStatus.CANCELLED, "logged", NOW)


def test_cancelling_twice_changes_nothing():
    ReminderFactory(subject_id="slot-1")
    cancel("slot-1")
    assert cancel("slot-1") == 0


@pytest.mark.parametrize("trait", ["sending", "sent", "failed", "uncertain"])
def test_what_may_have_left_cannot_be_cancelled(trait):
    row = ReminderFactory(subject_id="slot-1", **{trait: True})
    assert cancel("slot-1") == 0
    former = row.status
    row.refresh_from_db()
    assert row.status == former


def test_only_the_named_subjects_and_purpose_are_cancelled(probe):
    kept = [
        ReminderFactory(subject_id="slot-2"),
        ReminderFactory(subject_id="slot-1", purpose="other"),
        ReminderFactory(subject_id="slot-1", subject_type="tests.other"),
    ]
    ReminderFactory(subject_id="slot-1")
    assert cancel("slot-1", purpose="probe") == 1
    assert set(Reminder.objects.due()) == set(kept)


def settle(ids, now=LATER):
    return reminders_settle(subject_type="tests.subject", subject_ids=ids, purpose="probe", now=now)


def test_settling_cancels_what_its_purpose_no_longer_wants(user, probe):
    keys = ["a", "b", "c"]
    reminders_schedule([request_for(user, subject_id=key) for key in keys], now=NOW)
    probe.unwanted = {"a": "answered", "b": "closed"}
    assert settle(keys) == 2
    rows = Reminder.objects.order_by("subject_id").values_list("status", "reason")
    assert list(rows) == [("cancelled", "answered"), ("cancelled", "closed"), ("due", "")]
    assert settle(keys) == 0


def test_settling_nothing_asks_nobody(probe, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        assert settle([]) == 0
    assert probe.asked == []
