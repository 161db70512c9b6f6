"""What stands written down while a chunk is sent, and what that is good for."""

from datetime import timedelta

import pytest

from ketaclinic.reminders.choices import ReminderStatus
from ketaclinic.reminders.journal import Journal, journal_own
from ketaclinic.reminders.models import Reminder
from ketaclinic.reminders.services import load_send
from tests.factories.reminders import NOW, ReminderFactory, load_of, send

pytestmark = pytest.mark.django_db


def test_each_end_is_written_down_before_the_next_letter_leaves(probe, channel):
    first, second = ReminderFactory(claimed=True), ReminderFactory(claimed=True)
    seen = []
    channel.before_send = lambda letter: seen.append(journal_own().told())
    send(first, second)
    assert [(told.left, [end.row_id for end in told.ends]) for told in seen] == [
        ({first.pk}, []),
        ({first.pk, second.pk}, [first.pk]),
    ]
    assert journal_own().told() is None


def test_behind_a_slow_provider_the_database_hears_of_each_end(probe, channel):
    rows = ReminderFactory.create_batch(3, claimed=True)
    now, seen = [NOW], []

    def takes_its_time(letter):
        seen.append(list(Reminder.objects.order_by("pk").values_list("status", flat=True)))
        now[0] += timedelta(seconds=2)

    channel.before_send = takes_its_time
    load_send(load_of(*(row.pk for row in rows)), clock=lambda: now[0])
    assert seen[1] == ["sent", "sending", "sending"]
    assert seen[2] == ["sent", "sent", "sending"]
    assert len(channel.letters) == 3
    assert {row.attempts for row in Reminder.objects.all()} == {1}


class TestEndsThatCannotBeRecorded:
    @pytest.fixture
    def rows(self, probe, channel, monkeypatch):
        """Two letters left, and then the database was gone."""
        from ketaclinic.reminders.services import send as module

        rows = ReminderFactory.create_batch(3, claimed=True)

        def is_gone(**more):
            raise ConnectionError("the database is gone")

        def stops(letter):
            if len(channel.letters) == 2:
                raise KeyboardInterrupt

        channel.before_send = stops
        with monkeypatch.context() as broken:
            broken.setattr(module, "rows_record", is_gone)
            with pytest.raises(ConnectionError):
                send(*rows)
        channel.before_send = None
        return rows

    def test_nothing_more_is_sent(self, rows, channel):
        assert len(channel.letters) == 2
        assert {row.status for row in Reminder.objects.all()} == {"sending"}

    def test_the_next_chunk_records_them_first(self, rows, channel):
        send()
        states = [(row.status, row.attempts) for row in Reminder.objects.order_by("pk")]
        # The third letter was being handed over: nobody knows.
        assert states == [("sent", 1), ("sent", 1), ("sending", 1)]
        assert journal_own().told() is None
        assert len(channel.letters) == 2


class TestADiskThatIsFull:
    @pytest.fixture
    def refuses(self, monkeypatch):
        """`refuses(name)` makes the journal refuse one kind of line from now on."""

        def refuse(name):
            def full(*what):
                raise OSError("no space left")

            monkeypatch.setattr(Journal, name, full)

        return refuse

    @pytest.mark.parametrize("kind", ["begins", "leaves", "ends"])
    def test_it_stops_nothing_and_one_row_at_a_time_is_in_doubt(
        self, probe, channel, refuses, kind
    ):
        rows = ReminderFactory.create_batch(4, claimed=True)
        seen = []
        channel.before_send = lambda letter: seen.append(
            Reminder.objects.filter(status=ReminderStatus.SENDING).count()
        )
        refuses(kind)
        send(*rows)
        assert channel.keys == [str(row.public_id) for row in rows]
        assert {(row.status, row.attempts) for row in rows} == {("sent", 1)}
        assert seen[-2:] == [1, 1]
