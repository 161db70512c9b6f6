"""Several chunks in one message: asked about together, ended one after another."""

from datetime import timedelta

import pytest

from ketaclinic.reminders.models import Reminder
from ketaclinic.reminders.services import Load, load_send, reminders_cancel
from tests.factories.reminders import NOW, TOKEN, ReminderFactory, load_of

pytestmark = pytest.mark.django_db


class TestALoadOfChunks:
    @pytest.fixture
    def rows(self, probe, channel):
        return ReminderFactory.create_batch(4, claimed=True)

    @pytest.fixture
    def load(self, rows):
        ids = [row.pk for row in rows]
        return Load(TOKEN, [ids[:2], ids[2:]], is_urgent=False)

    def test_all_is_asked_at_once_and_each_chunk_ends_before_the_next_begins(
        self, rows, load, probe, channel
    ):
        seen = []
        channel.before_send = lambda letter: seen.append(
            list(Reminder.objects.order_by("pk").values_list("status", flat=True))
        )
        assert load_send(load, clock=lambda: NOW).chunks == []
        assert len(probe.asked) == 4
        assert channel.keys == [str(row.public_id) for row in rows]
        assert (
            seen == [["sending"] * 2 + ["claimed"] * 2] * 2 + [["sent"] * 2 + ["sending"] * 2] * 2
        )

    def test_what_is_cancelled_behind_the_first_chunk_is_not_sent(self, rows, load, channel):
        last = rows[-1]

        def logged(letter):
            reminders_cancel(
                subject_type=last.subject_type,
                subject_ids=[last.subject_id],
                reason="logged",
                now=NOW,
            )

        channel.before_send = logged
        load_send(load, clock=lambda: NOW)
        assert channel.keys == [str(row.public_id) for row in rows[:3]]

    def test_when_its_time_is_over_the_rest_is_given_back_untouched(self, rows, load, channel):
        now = [NOW]

        def takes_its_time(letter):
            now[0] += timedelta(seconds=0.6)

        channel.before_send = takes_its_time
        rest = load_send(load, clock=lambda: now[0])
        assert rest == Load(TOKEN, [[row.pk for row in rows[2:]]], is_urgent=False)
        assert [row.status for row in Reminder.objects.order_by("pk")] == ["sent"] * 2 + [
            "claimed"
        ] * 2

    def test_one_line_to_the_provider_serves_them_all(self, load, channel):
        load_send(load, clock=lambda: NOW)
        assert channel.lines_opened == 1


def test_behind_a_slow_database_something_moves_all_the_same(probe, channel):
    """Every answer is too old when it comes: one row a turn goes, not none for ever."""
    rows = ReminderFactory.create_batch(3, claimed=True, not_after=NOW + timedelta(hours=9))
    now = [NOW]

    def clock():
        now[0] += timedelta(seconds=2)
        return now[0]

    load_send(load_of(*(row.pk for row in rows)), clock=clock)
    assert channel.keys == [str(row.public_id) for row in rows]
