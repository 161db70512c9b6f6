"""One statement ends a row and begins the next, and only what this token still holds."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection

from ketaclinic.reminders.choices import ReminderStatus
from ketaclinic.reminders.services.steps import End, row_step
from tests.factories.reminders import NOW, TOKEN, ReminderFactory

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(seconds=3)
OTHER = UUID("5b1c7d1e-0000-4000-8000-000000000009")


def step(*, last=None, begins=None, token=TOKEN):
    next_id = None if begins is None else begins.pk
    is_ours = row_step(token=token, last=last, next_id=next_id, now=LATER)
    for row in filter(None, [begins]):
        row.refresh_from_db()
    return is_ours


def ended(row, status=ReminderStatus.SENT, **more):
    return End(row.pk, status, **more)


def test_the_end_and_the_beginning_are_one_statement(django_assert_num_queries):
    last, following = ReminderFactory(sending=True), ReminderFactory(claimed=True)
    step()  # where the statement is prepared, this does it
    with django_assert_num_queries(1):
        assert row_step(
            token=TOKEN, last=ended(last, provider_id="p1"), next_id=following.pk, now=LATER
        )
    last.refresh_from_db()
    following.refresh_from_db()
    assert (last.status, last.provider_id, last.finished_at) == ("sent", "p1", LATER)
    assert (last.sending_at, last.attempts) == (NOW, 1)
    assert (following.status, following.sending_at, following.attempts) == ("sending", LATER, 1)
    assert (following.finished_at, following.provider_id) == (None, "")


@pytest.mark.parametrize(
    ("status", "reason"),
    [("failed", "smtp_550"), ("uncertain", "connection_lost"), ("sent", "")],
)
def test_each_end_keeps_its_reason(status, reason):
    row = ReminderFactory(sending=True)
    assert not step(last=ended(row, ReminderStatus(status), reason=reason))
    row.refresh_from_db()
    assert (row.status, row.reason, row.finished_at) == (status, reason, LATER)


@pytest.mark.parametrize("trait", ["sending", "sent", "cancelled", "failed", "uncertain", "due"])
def test_only_a_claimed_row_begins(trait):
    row = ReminderFactory(**({} if trait == "due" else {trait: True}))
    former = (row.status, row.sending_at, row.attempts)
    assert not step(begins=row)
    assert (row.status, row.sending_at, row.attempts) == former


def test_a_row_that_cannot_begin_does_not_lose_the_end_of_the_last():
    last, cancelled = ReminderFactory(sending=True), ReminderFactory(cancelled=True)
    assert not step(last=ended(last), begins=cancelled)
    last.refresh_from_db()
    assert (last.status, cancelled.status) == ("sent", "cancelled")


@pytest.mark.parametrize("trait", ["sent", "cancelled", "failed", "claimed"])
def test_what_was_not_being_sent_does_not_end(trait):
    row = ReminderFactory(**{trait: True})
    former = (row.status, row.finished_at)
    step(last=ended(row, ReminderStatus.FAILED, reason="late news"))
    row.refresh_from_db()
    assert (row.status, row.finished_at) == former


def test_who_was_slow_knows_better_than_the_clock():
    row = ReminderFactory(uncertain=True)
    step(last=ended(row))
    row.refresh_from_db()
    assert (row.status, row.reason) == ("sent", "")


def test_another_token_neither_ends_nor_begins():
    last, following = ReminderFactory(sending=True), ReminderFactory(claimed=True)
    assert not step(last=ended(last), begins=following, token=OTHER)
    last.refresh_from_db()
    assert (last.status, following.status) == ("sending", "claimed")


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_new_connection_prepares_it_anew():
    assert not step()
    connection.close()
    row = ReminderFactory(claimed=True)
    assert step(begins=row)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE name = 'reminder_step'")
        assert cursor.fetchone() == (1,)
