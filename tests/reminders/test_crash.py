"""Workers die by SIGKILL in the middle of sending; the receiver's own ledger is the proof."""

import os
from collections import Counter

import pytest
from redis import Redis

from tests.reminders.crash.stage import PROCESSES_PER_WORKER, Stage

IS_FULL = os.environ.get("KETACLINIC_TEST_FULL") == "1"
SECONDS_PER_MAIL = 0.02 if IS_FULL else 0.1
WORKERS = ["first", "second"]


@pytest.fixture
def stage(tmp_path):
    """`stage(database_url, redis_url)` is a clinic of real processes; all are gone at the end."""
    stages = []

    def make(database_url, redis_url):
        stages.append(Stage(tmp_path, database_url, redis_url))
        return stages[-1]

    yield make
    for made in stages:
        made.stop()


def run(stage, *, reminders, kills):
    """Everything is due at once; workers are killed in the middle of it and restarted."""
    stage.seed(reminders)
    stage.start_receiver(SECONDS_PER_MAIL)
    for name in WORKERS:
        stage.start_worker(name)
    stage.start_beat()
    for turn in range(kills):
        # Mail flows before each kill, however slow the machine: somebody is at work.
        stage.wait_for_more_mail(reminders // (3 * kills), seconds=120)
        name = WORKERS[turn % len(WORKERS)]
        stage.kill(name)
        stage.start_worker(name)
    assert stage.wait_until_over(600 if IS_FULL else 180), stage.logs()


def check(stage, *, reminders, kills):
    statuses, ledger = stage.statuses(), stage.ledger()
    by_status = Counter(statuses.values())
    assert set(by_status) <= {"sent", "uncertain", "skipped"}, stage.logs()
    assert by_status["skipped"] == reminders // 20
    assert sum(by_status.values()) == reminders
    # Each killed process had at most one row between the commit of `sending` and that of its end.
    assert by_status["uncertain"] <= kills * PROCESSES_PER_WORKER
    assert [key for key, times in ledger.items() if times > 1] == [], "doubled"
    wrong = [key for key, status in statuses.items() if status == "sent" and not ledger[key]]
    assert wrong == [], "lost"
    assert all(statuses[key] in ("sent", "uncertain") for key in ledger), "sent though unwanted"


@pytest.mark.real_servers
@pytest.mark.postgresql
def test_killed_workers_lose_nothing_and_double_nothing(stage, spare_database, redis_url):
    # Messages of an earlier run that was cut off would only be in the way.
    Redis.from_url(redis_url).flushdb()
    clinic = stage(spare_database("crash"), redis_url)
    reminders, kills = (5000, 40) if IS_FULL else (300, 5)
    run(clinic, reminders=reminders, kills=kills)
    check(clinic, reminders=reminders, kills=kills)


@pytest.mark.real_servers
def test_nor_on_the_embedded_folder_queue(stage, spare_database):
    clinic = stage(spare_database("crash_folder"), "")
    reminders, kills = (1000, 10) if IS_FULL else (140, 3)
    run(clinic, reminders=reminders, kills=kills)
    check(clinic, reminders=reminders, kills=kills)
