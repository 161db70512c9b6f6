from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection

from ketaclinic.reminders.choices import ReminderStatus
from ketaclinic.reminders.journal import End
from ketaclinic.reminders.services.steps import rows_begin, rows_claim, rows_held, rows_record
from tests.factories.reminders import NOW, TOKEN, ReminderFactory

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(seconds=3)
OTHER = UUID("5b1c7d1e-0000-4000-8000-000000000009")


def begin(*rows, token=TOKEN):
    return rows_begin(token=token, row_ids=[row.pk for row in rows], now=LATER)


def record(*ends, back=(), token=TOKEN):
    rows_record(token=token, ends=ends, back=[row.pk for row in back], now=LATER)


def fresh(row):
    row.refresh_from_db()
    return row


NOT_CLAIMED = ["sending", "sent", "cancelled", "failed", "uncertain", "due"]


class TestHolding:
    def test_a_row_comes_as_the_orm_would_read_it(self):
        row = ReminderFactory(claimed=True, attempts=2, subject_id="x-1")
        (held,) = rows_held(token=TOKEN, row_ids=[row.pk])
        for name in held._fields:
            assert getattr(held, name) == getattr(row, name), name

    @pytest.mark.parametrize("trait", NOT_CLAIMED)
    def test_only_a_claimed_row_is_held(self, trait):
        row = ReminderFactory(**({} if trait == "due" else {trait: True}))
        assert rows_held(token=TOKEN, row_ids=[row.pk]) == []

    def test_another_token_holds_nothing(self):
        row = ReminderFactory(claimed=True)
        assert rows_held(token=OTHER, row_ids=[row.pk]) == []


class TestBeginning:
    def test_it_is_sending_from_then_on(self):
        row = ReminderFactory(claimed=True, attempts=2)
        assert begin(row) == [row.pk]
        assert (fresh(row).status, row.sending_at, row.attempts) == ("sending", LATER, 3)
        assert (row.claim_token, row.claimed_at, row.finished_at) == (TOKEN, NOW, None)

    def test_they_come_in_the_order_asked_for(self):
        rows = ReminderFactory.create_batch(4, claimed=True)[::-1]
        assert begin(*rows) == [row.pk for row in rows]

    @pytest.mark.parametrize("trait", NOT_CLAIMED)
    def test_only_a_claimed_row_begins(self, trait):
        row = ReminderFactory(**({} if trait == "due" else {trait: True}))
        former = (row.status, row.sending_at, row.attempts)
        other = ReminderFactory(claimed=True)
        assert begin(row, other) == [other.pk]
        assert (fresh(row).status, row.sending_at, row.attempts) == former

    def test_another_token_begins_nothing(self):
        row = ReminderFactory(claimed=True)
        assert begin(row, token=OTHER) == []
        assert fresh(row).status == "claimed"

    def test_of_nothing_nothing_begins(self):
        assert begin() == []


class TestRecording:
    @pytest.mark.parametrize(
        ("status", "reason", "provider"),
        [("failed", "smtp_550", ""), ("uncertain", "connection_lost", ""), ("sent", "", "p1")],
    )
    def test_each_end_keeps_its_reason(self, status, reason, provider):
        row, other = ReminderFactory(sending=True), ReminderFactory(sending=True)
        record(End(row.pk, ReminderStatus(status), reason, provider))
        assert (fresh(row).status, row.reason, row.provider_id) == (status, reason, provider)
        assert (row.finished_at, row.sending_at, row.attempts) == (LATER, NOW, 1)
        assert fresh(other).status == "sending"

    def test_many_ends_are_one_statement(self, django_assert_num_queries):
        rows = ReminderFactory.create_batch(3, sending=True)
        record(End(0, ReminderStatus.SENT))  # where the statement is prepared, this does it
        with django_assert_num_queries(1):
            record(
                End(rows[0].pk, ReminderStatus.SENT, provider_id="p1"),
                End(rows[1].pk, ReminderStatus.FAILED, "smtp_550"),
                back=rows[2:],
            )
        assert [fresh(row).status for row in rows] == ["sent", "failed", "claimed"]

    def test_what_was_not_tried_is_as_before(self):
        row = ReminderFactory(claimed=True, attempts=1, reason="smtp_421")
        begin(row)
        record(back=[row])
        assert (fresh(row).status, row.attempts, row.reason) == ("claimed", 1, "smtp_421")
        assert (row.sending_at, row.finished_at, row.claim_token) == (None, None, TOKEN)

    @pytest.mark.parametrize("trait", ["sent", "cancelled", "failed", "claimed"])
    def test_what_was_not_being_sent_does_not_end(self, trait):
        row = ReminderFactory(**{trait: True})
        former = (row.status, row.finished_at)
        record(End(row.pk, ReminderStatus.FAILED, "late news"))
        assert (fresh(row).status, row.finished_at) == former

    def test_who_was_slow_knows_better_than_the_clock(self):
        row = ReminderFactory(uncertain=True)
        record(End(row.pk, ReminderStatus.SENT))
        assert (fresh(row).status, row.reason) == ("sent", "")

    def test_another_token_ends_nothing(self):
        row = ReminderFactory(sending=True)
        record(End(row.pk, ReminderStatus.SENT), token=OTHER)
        assert fresh(row).status == "sending"

    def test_nothing_is_no_statement(self, django_assert_num_queries):
        with django_assert_num_queries(0):
            record()


class TestClaiming:
    def test_the_longest_due_come_first_and_no_more_than_asked_for(self):
        late, later, latest = (
            ReminderFactory(planned_at=LATER - timedelta(minutes=minutes)) for minutes in (1, 2, 3)
        )
        claimed = rows_claim(token=OTHER, size=2, paused=(), now=LATER)
        assert [row.pk for row in claimed] == [latest.pk, later.pk]
        assert [fresh(row).claim_token for row in (late, later, latest)] == [None, OTHER, OTHER]
        assert (later.status, later.claimed_at, later.attempts) == ("claimed", LATER, 0)

    def test_a_paused_purpose_is_left_alone(self):
        paused, other = ReminderFactory(purpose="paused"), ReminderFactory()
        claimed = rows_claim(token=OTHER, size=9, paused={"paused"}, now=LATER)
        assert [row.pk for row in claimed] == [other.pk]
        assert fresh(paused).status == "due"

    def test_what_is_not_due_yet_is_left_alone(self):
        ReminderFactory(planned_at=LATER + timedelta(seconds=1))
        assert rows_claim(token=OTHER, size=9, paused=(), now=LATER) == []


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_new_connection_prepares_it_anew():
    assert begin() == []
    connection.close()
    assert begin(ReminderFactory(claimed=True))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_prepared_statements"
            " WHERE statement LIKE '%attempts = attempts + 1%' AND statement LIKE 'PREPARE%'"
        )
        assert cursor.fetchone() == (1,)
