from datetime import timedelta

import pytest
from django.db import connection

from ketaclinic.reminders.channels.base import (
    OutcomeUnknown,
    PermanentFailure,
    TemporaryFailure,
)
from ketaclinic.reminders.choices import ReminderStatus
from ketaclinic.reminders.models import Reminder
from ketaclinic.reminders.services import load_send, reminders_cancel
from tests.factories.accounts import UserFactory
from tests.factories.reminders import NOW, TOKEN, ReminderFactory, load_of, send

pytestmark = pytest.mark.django_db


def test_a_claimed_row_is_sent_once_and_recorded(probe, channel):
    row = ReminderFactory(claimed=True)
    send(row)
    assert channel.keys == [str(row.public_id)]
    assert channel.letters[0].address == row.recipient.email
    assert (row.status, row.attempts, row.reason) == (ReminderStatus.SENT, 1, "")
    assert row.provider_id == f"provider-{row.public_id}"
    assert row.sending_at == row.finished_at == NOW


def test_the_same_message_a_second_time_sends_nothing(probe, channel):
    row = ReminderFactory(claimed=True)
    send(row)
    send(row)
    assert len(channel.letters) == 1


def test_a_void_message_costs_one_query(probe, channel, django_assert_num_queries):
    ids = [ReminderFactory(sent=True).pk for _ in range(10)]
    with django_assert_num_queries(1):
        load_send(load_of(*ids), clock=lambda: NOW)
    assert channel.letters == []


@pytest.mark.parametrize("trait", ["sending", "sent", "cancelled", "failed", "uncertain", "due"])
def test_only_a_claimed_row_is_sent(probe, channel, trait):
    row = ReminderFactory(**({} if trait == "due" else {trait: True}))
    former = row.status
    send(row)
    assert channel.letters == []
    assert row.status == former


def test_a_claim_under_another_token_is_void(probe, channel):
    row = ReminderFactory(claimed=True, claim_token="5b1c7d1e-0000-4000-8000-000000000002")
    send(row)
    assert channel.letters == []
    assert row.status == ReminderStatus.CLAIMED


def test_sending_is_written_down_before_the_network(probe, channel):
    row = ReminderFactory(claimed=True)
    seen = []
    channel.before_send = lambda letter: seen.append(Reminder.objects.get(pk=row.pk).status)
    send(row)
    assert seen == [ReminderStatus.SENDING]


@pytest.mark.django_db(transaction=True)
def test_the_network_is_never_inside_a_transaction(probe, channel):
    seen = []
    channel.before_send = lambda letter: seen.append(connection.in_atomic_block)
    send(ReminderFactory(claimed=True))
    assert seen == [False]


@pytest.mark.parametrize("reason", ["logged", "held", "superseded"])
def test_what_became_unwanted_after_the_claim_is_not_sent(probe, channel, reason):
    row = ReminderFactory(claimed=True)
    probe.unwanted[row.subject_id] = reason
    send(row)
    assert channel.letters == []
    assert (row.status, row.reason) == (ReminderStatus.SKIPPED, reason)
    assert row.attempts == 0


def test_what_was_cancelled_after_the_claim_is_not_sent(probe, channel):
    row = ReminderFactory(claimed=True)
    reminders_cancel(
        subject_type=row.subject_type, subject_ids=[row.subject_id], reason="logged", now=NOW
    )
    send(row)
    assert channel.letters == []
    assert row.status == ReminderStatus.CANCELLED


@pytest.mark.parametrize(
    ("late", "status"),
    [
        pytest.param(timedelta(0), ReminderStatus.SENT, id="at the last moment"),
        pytest.param(timedelta(seconds=1), ReminderStatus.EXPIRED, id="just too late"),
    ],
)
def test_a_queue_that_was_slow_does_not_send_late(probe, channel, late, status):
    row = ReminderFactory(claimed=True)
    send(row, now=row.not_after + late)
    assert row.status == status
    assert bool(channel.letters) == (status == ReminderStatus.SENT)


def test_a_closed_account_is_not_written_to(probe, channel):
    row = ReminderFactory(claimed=True, recipient=UserFactory(is_active=False))
    send(row)
    assert (row.status, row.reason) == (ReminderStatus.SKIPPED, "account_closed")
    assert channel.letters == []


def test_a_person_without_an_address_is_skipped(probe, channel, monkeypatch):
    monkeypatch.setattr(channel, "address_of", lambda user: "", raising=False)
    row = ReminderFactory(claimed=True)
    send(row)
    assert (row.status, row.reason) == (ReminderStatus.SKIPPED, "no_address")


@pytest.mark.parametrize(
    ("error", "status", "reason"),
    [
        pytest.param(PermanentFailure("smtp_550"), ReminderStatus.FAILED, "smtp_550", id="refused"),
        pytest.param(
            OutcomeUnknown("connection_lost"),
            ReminderStatus.UNCERTAIN,
            "connection_lost",
            id="unclear",
        ),
        pytest.param(
            ZeroDivisionError(), ReminderStatus.UNCERTAIN, "unexpected_error", id="unexpected"
        ),
    ],
)
def test_an_error_ends_its_row_and_the_rest_goes_on(probe, channel, error, status, reason):
    bad, good = ReminderFactory(claimed=True), ReminderFactory(claimed=True)
    channel.errors = [error]
    send(bad, good)
    assert (bad.status, bad.reason, bad.finished_at) == (status, reason, NOW)
    assert good.status == ReminderStatus.SENT
    assert channel.keys == [str(good.public_id)]


def test_a_temporary_error_makes_the_row_due_later(probe, channel):
    row = ReminderFactory(claimed=True)
    channel.errors = [TemporaryFailure("smtp_421")]
    send(row)
    assert (row.status, row.reason, row.attempts) == (ReminderStatus.DUE, "smtp_421", 1)
    assert row.claim_token is row.claimed_at is row.sending_at is None
    assert timedelta(seconds=15) <= row.due_at - NOW <= timedelta(seconds=22.5)


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        pytest.param({"not_after": NOW}, ReminderStatus.EXPIRED, id="too late for another try"),
        pytest.param(
            {"not_after": NOW, "attempts": 5}, ReminderStatus.FAILED, id="tried to the last moment"
        ),
    ],
)
def test_a_temporary_error_is_not_tried_for_ever(probe, channel, changes, status):
    row = ReminderFactory(claimed=True, **changes)
    channel.errors = [TemporaryFailure("smtp_421")]
    send(row)
    assert (row.status, row.reason, row.finished_at) == (status, "smtp_421", NOW)


def test_a_mail_server_that_is_away_for_an_hour_loses_nobody_a_message(probe, channel):
    """No other way is left, so the limit of attempts does not end it."""
    row = ReminderFactory(claimed=True, attempts=11)
    channel.errors = [TemporaryFailure("server_unreachable")]
    send(row)
    assert (row.status, row.attempts) == (ReminderStatus.DUE, 12)


def test_every_attempt_carries_the_same_key(probe, channel):
    row = ReminderFactory(claimed=True)
    keys = []
    channel.before_send = lambda letter: keys.append(letter.key)
    channel.errors = [TemporaryFailure("smtp_421")]
    send(row)
    Reminder.objects.update(status=ReminderStatus.CLAIMED, claim_token=TOKEN, claimed_at=NOW)
    send(row)
    assert keys == [str(row.public_id)] * 2
    assert (row.status, row.attempts) == (ReminderStatus.SENT, 2)


def test_a_row_that_cannot_be_written_is_pushed_forward(probe, channel, monkeypatch):
    def compose(row, purpose, **more):
        if row.pk == bad.pk:
            raise ValueError("no such template")
        return real(row, purpose, **more)

    from ketaclinic.reminders.services import send as module

    real = module.letter_compose
    monkeypatch.setattr(module, "letter_compose", compose)
    bad, good = ReminderFactory(claimed=True), ReminderFactory(claimed=True)
    send(bad, good)
    assert (bad.status, bad.reason, bad.attempts) == (ReminderStatus.DUE, "cannot_be_written", 1)
    assert good.status == ReminderStatus.SENT


def test_a_purpose_that_cannot_answer_is_asked_again_later(probe, channel):
    row = ReminderFactory(claimed=True)
    probe.broken.add(row.subject_id)
    send(row)
    assert (row.status, row.reason, row.attempts) == (ReminderStatus.DUE, "check_failed", 1)
    assert channel.letters == []


def test_a_slow_sender_knows_better_than_the_clock(probe, channel):
    """The row was declared uncertain while the provider was still answering."""
    row = ReminderFactory(claimed=True)

    def declared_uncertain(letter):
        Reminder.objects.filter(pk=row.pk).update(
            status=ReminderStatus.UNCERTAIN, reason="worker_lost", finished_at=NOW
        )

    channel.before_send = declared_uncertain
    send(row)
    assert (row.status, row.reason) == (ReminderStatus.SENT, "")


def test_while_the_answers_are_fresh_a_chunk_asks_once(probe, channel):
    rows = ReminderFactory.create_batch(3, claimed=True)
    send(*rows)
    assert len(probe.asked) == 3
    assert len(channel.letters) == 3


def test_behind_a_slow_provider_it_asks_again_before_each(probe, channel):
    """A dose was logged while the letters before its own took their time."""
    first, second = ReminderFactory(claimed=True), ReminderFactory(claimed=True)
    now = [NOW]

    def takes_its_time(letter):
        now[0] += timedelta(seconds=2)
        probe.unwanted[second.subject_id] = "logged"

    channel.before_send = takes_its_time
    load_send(load_of(first.pk, second.pk), clock=lambda: now[0])
    first.refresh_from_db()
    second.refresh_from_db()
    assert channel.keys == [str(first.public_id)]
    assert (first.status, second.status, second.reason) == ("sent", "skipped", "logged")


def test_behind_a_slow_provider_nothing_is_sent_late(probe, channel):
    first = ReminderFactory(claimed=True)
    second = ReminderFactory(claimed=True, not_after=NOW + timedelta(milliseconds=300))
    now = [NOW]

    def takes_its_time(letter):
        now[0] += timedelta(milliseconds=500)

    channel.before_send = takes_its_time
    load_send(load_of(first.pk, second.pk), clock=lambda: now[0])
    second.refresh_from_db()
    assert (second.status, channel.keys) == ("expired", [str(first.public_id)])


def test_what_a_chunk_costs_does_not_grow_with_it(probe, channel, django_assert_num_queries):
    rows = ReminderFactory.create_batch(11, claimed=True)
    send(rows.pop())
    # The rows; people; the savepoint around the purpose; they begin; the ends.
    with django_assert_num_queries(1 + 1 + 2 + 1 + 1):
        load_send(load_of(*(row.pk for row in rows)), clock=lambda: NOW)
    assert len(channel.letters) == 11
