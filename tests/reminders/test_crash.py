"""Whatever dies in the middle of sending, the receiver's own ledger is the proof."""

import os
from collections import Counter

import pytest

from tests.reminders.crash.chaos import Chaos
from tests.reminders.crash.stage import PROCESSES_PER_WORKER, Stage
from tests.support.restarts import own_servers

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


def check(stage, *, reminders, most_in_doubt):
    """Nothing lost, nothing doubled; what nobody can know is listed as uncertain."""
    statuses, ledger = stage.statuses(), stage.ledger()
    by_status = Counter(statuses.values())
    assert set(by_status) <= {"sent", "uncertain", "skipped"}, stage.logs()
    assert by_status["skipped"] == reminders // 20
    assert sum(by_status.values()) == reminders
    assert by_status["uncertain"] <= most_in_doubt
    assert [key for key, times in ledger.items() if times > 1] == [], "doubled"
    wrong = [key for key, status in statuses.items() if status == "sent" and not ledger[key]]
    assert wrong == [], "lost"
    assert all(statuses[key] in ("sent", "uncertain") for key in ledger), "sent though unwanted"
    return by_status


@pytest.mark.real_servers
@pytest.mark.postgresql
@pytest.mark.usefixtures("redis_url")
def test_killed_workers_lose_nothing_and_double_nothing(stage, spare_database):
    """Nor does a killed beat, an emptied or restarted broker or database, or a wrong clock."""
    reminders, rounds = (5000, 7) if IS_FULL else (300, 1)
    with own_servers(spare_database("crash")) as (database, broker):
        clinic = stage(database.url, broker.url)
        clinic.seed(reminders)
        clinic.start_receiver(SECONDS_PER_MAIL)
        chaos = Chaos(clinic, database, broker)
        chaos.start()
        chaos.strike(rounds, mails_between=reminders // (8 * rounds * 6))
        assert clinic.wait_until_over(600 if IS_FULL else 180), clinic.logs()
        told = check(clinic, reminders=reminders, most_in_doubt=chaos.most_in_doubt)
        clinic.stop()
        print(f"{len(chaos.done)} blows, at most {chaos.most_in_doubt} in doubt: {dict(told)}")
        print(f"ended by themselves: {clinic.died_by_themselves}")


@pytest.mark.real_servers
def test_nor_on_the_embedded_folder_queue(stage, spare_database):
    clinic = stage(spare_database("crash_folder"), "")
    reminders, kills = (1000, 10) if IS_FULL else (140, 2)
    clinic.seed(reminders)
    clinic.start_receiver(SECONDS_PER_MAIL)
    for name in WORKERS:
        clinic.start_worker(name)
    clinic.start_beat()
    for turn in range(kills):
        # Mail flows before each kill, however slow the machine: somebody is at work.
        clinic.wait_for_more_mail(reminders // (3 * kills), seconds=120)
        name = WORKERS[turn % len(WORKERS)]
        clinic.kill(name)
        clinic.start_worker(name)
    assert clinic.wait_until_over(600 if IS_FULL else 180), clinic.logs()
    # Each killed process had at most one row between the commit of `sending` and that of its end.
    check(clinic, reminders=reminders, most_in_doubt=kills * PROCESSES_PER_WORKER)
