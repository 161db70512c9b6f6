import os
import signal
import subprocess
import sys

import pytest
from django.conf import settings

from ketaclinic.reminders import journal as module
from ketaclinic.reminders.choices import ReminderStatus
from ketaclinic.reminders.journal import End, journal_own, journals_left
from ketaclinic.reminders.services import engine_tick
from tests.factories.reminders import NOW, TOKEN, ReminderFactory
from tests.support.database import ROOT
from tests.support.environment import process_environment

SENT = ReminderStatus.SENT
# A sender that took three rows and died while the second letter was under way.
DYING = """
import os, signal, sys
from uuid import UUID
from django.conf import settings
folder, token, *rows = sys.argv[1:]
settings.configure(VAR_DIR=folder)
from ketaclinic.reminders.journal import End, journal_own
from ketaclinic.reminders.choices import ReminderStatus
first, second, third = map(int, rows)
journal = journal_own()
journal.begins(UUID(token), [first, second, third])
journal.leaves(first)
journal.ends(End(first, ReminderStatus.SENT, provider_id="p1"))
journal.leaves(second)
if os.environ.get("CUT"):
    os.write(journal.file, b'{"ended": [')
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture(autouse=True)
def var_dir(tmp_path, settings):
    settings.VAR_DIR = tmp_path
    module._own.__dict__.clear()
    yield tmp_path
    module._own.__dict__.clear()


def die(rows, **more):
    arguments = [str(settings.VAR_DIR), str(TOKEN), *(str(row.pk) for row in rows)]
    ended = subprocess.run(
        [sys.executable, "-c", DYING, *arguments],
        cwd=ROOT,
        env=process_environment(**more),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr


def files():
    return sorted((settings.VAR_DIR / "sending").iterdir())


def states():
    from ketaclinic.reminders.models import Reminder

    return [(row.status, row.attempts, row.provider_id) for row in Reminder.objects.order_by("pk")]


class TestWhatIsTold:
    def test_all_of_a_chunk(self):
        journal = journal_own()
        journal.begins(TOKEN, [4, 5, 6])
        journal.leaves(4)
        journal.ends(End(4, ReminderStatus.FAILED, "smtp_550"))
        journal.leaves(5)
        told = journal.told()
        assert (told.token, told.begun, told.left) == (TOKEN, [4, 5, 6], {4, 5})
        assert told.ends == [End(4, ReminderStatus.FAILED, "smtp_550", "")]
        assert told.never_left == [6]

    def test_nothing_once_the_database_knows(self):
        journal = journal_own()
        journal.begins(TOKEN, [4])
        assert journal.is_behind
        journal.is_recorded()
        assert (journal.told(), journal.is_behind, files()[0].stat().st_size) == (None, False, 0)

    def test_after_the_machine_started_anew_its_silence_proves_nothing(self, monkeypatch):
        journal = journal_own()
        journal.begins(TOKEN, [4, 5])
        journal.leaves(4)
        journal.ends(End(4, SENT))
        monkeypatch.setattr(module, "machine_start", lambda: "another")
        assert (journal.told().never_left, journal.told().ends) == ([], [End(4, SENT)])

    def test_nor_where_nobody_knows_when_it_started(self, monkeypatch):
        monkeypatch.setattr(module, "machine_start", lambda: "")
        journal = journal_own()
        journal.begins(TOKEN, [4])
        assert journal.told().never_left == []

    @pytest.mark.parametrize("cut", [b'{"leav', b'{"ended": [5, "se'])
    def test_up_to_a_line_that_was_cut(self, cut):
        journal = journal_own()
        journal.begins(TOKEN, [4, 5])
        journal.leaves(4)
        os.write(journal.file, cut)
        assert journal.told().left == {4}

    def test_a_line_that_the_disk_did_not_take_is_an_error(self, monkeypatch):
        journal = journal_own()
        monkeypatch.setattr(os, "write", lambda file, text: len(text) - 1)
        with pytest.raises(OSError, match="cut short"):
            journal.leaves(4)


class TestWhoseItIs:
    def test_a_process_keeps_its_own(self):
        assert journal_own() is journal_own()
        assert len(files()) == 1

    def test_a_child_process_has_another(self, monkeypatch):
        parents = journal_own()
        monkeypatch.setattr(os, "getpid", lambda: 1)
        assert journal_own() is not parents
        assert len(files()) == 2

    def test_that_of_a_living_sender_is_left_alone(self):
        journal_own().begins(TOKEN, [4])
        with journals_left() as found:
            assert found == []
        assert len(files()) == 1

    @pytest.mark.django_db
    def test_that_of_a_dead_one_is_read_once_and_removed(self):
        die(ReminderFactory.create_batch(3, sending=True))
        with journals_left() as found:
            assert [journal.told().never_left for journal in found] != []
            with journals_left() as by_another:
                assert by_another == []
        assert files() == []

    @pytest.mark.django_db
    def test_what_could_not_be_settled_is_kept(self):
        die(ReminderFactory.create_batch(3, sending=True))

        def fails():
            with journals_left():
                raise ConnectionError

        with pytest.raises(ConnectionError):
            fails()
        assert len(files()) == 1


@pytest.mark.django_db
class TestAfterASenderDied:
    """Only the letter that was under way is in doubt."""

    @pytest.mark.parametrize("cut", ["", "1"], ids=["whole", "cut in the last line"])
    def test_what_ended_has_ended_and_what_never_left_goes_again(self, probe, cut):
        rows = ReminderFactory.create_batch(3, sending=True)
        die(rows, CUT=cut)
        loads = []
        engine_tick(now=NOW, hand_over=loads.append)
        assert states() == [("sent", 1, "p1"), ("sending", 1, ""), ("claimed", 0, "")]
        assert [load.ids for load in loads] == [[rows[2].pk]]
        assert files() == []

    def test_whom_the_clock_declared_uncertain_is_heard_too(self, probe):
        die(ReminderFactory.create_batch(3, uncertain=True))
        engine_tick(now=NOW, hand_over=lambda load: None)
        assert states() == [("sent", 1, "p1"), ("uncertain", 1, ""), ("claimed", 0, "")]

    def test_what_somebody_settled_meanwhile_stands(self, probe):
        rows = ReminderFactory.create_batch(3, sending=True)
        die(rows)
        type(rows[0]).objects.update(status=ReminderStatus.CANCELLED, finished_at=NOW)
        engine_tick(now=NOW, hand_over=lambda load: None)
        assert {status for status, *_ in states()} == {"cancelled"}
