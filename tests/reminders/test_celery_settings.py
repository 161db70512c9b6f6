import logging
import time
from pathlib import Path
from unittest.mock import Mock

import pytest
from celery.fixups.django import DjangoWorkerFixup
from celery.schedules import crontab
from celery.signals import task_prerun
from django.conf import settings
from django.db import connection

from ketaclinic.celery import app
from ketaclinic.celery_settings import (
    HARD_TIME_LIMIT_SECONDS,
    QUEUES,
    TASKS_PER_CONNECTION,
    beat_schedule,
    celery_settings,
)
from ketaclinic.reminders import tasks

REDIS = "redis://127.0.0.1:6390/0"


def test_with_redis_what_a_dead_worker_held_comes_back(tmp_path):
    chosen = celery_settings(redis_url=REDIS, var_dir=tmp_path)
    options = chosen["CELERY_BROKER_TRANSPORT_OPTIONS"]
    assert chosen["CELERY_BROKER_URL"] == REDIS
    assert options["visibility_timeout"] > HARD_TIME_LIMIT_SECONDS
    assert options["unacked_restore_throttle"] == 1
    assert options["unacked_restore_interval"] <= 10


def test_without_redis_the_queue_is_a_folder_that_exists(tmp_path):
    chosen = celery_settings(redis_url=None, var_dir=tmp_path)
    options = chosen["CELERY_BROKER_TRANSPORT_OPTIONS"]
    assert chosen["CELERY_BROKER_URL"].startswith("filesystem://")
    assert options["data_folder_in"] == options["data_folder_out"]
    assert options["polling_interval"] == 0.1
    assert Path(options["data_folder_in"]).is_dir()
    assert Path(options["control_folder"]).is_dir()


@pytest.mark.parametrize("redis_url", [REDIS, None], ids=["redis", "folder"])
def test_no_task_runs_inside_its_caller_and_none_is_lost_early(tmp_path, redis_url):
    chosen = celery_settings(redis_url=redis_url, var_dir=tmp_path)
    assert chosen["CELERY_TASK_ALWAYS_EAGER"] is False
    assert chosen["CELERY_TASK_ACKS_LATE"] is True
    assert chosen["CELERY_WORKER_PREFETCH_MULTIPLIER"] == 1
    assert chosen["CELERY_TASK_SOFT_TIME_LIMIT"] < chosen["CELERY_TASK_TIME_LIMIT"]


def test_each_queue_has_an_exchange_and_key_of_its_own(tmp_path):
    """A shared key would deliver every task once to each queue."""
    queues = celery_settings(redis_url=None, var_dir=tmp_path)["CELERY_TASK_QUEUES"]
    assert [queue.name for queue in queues] == list(QUEUES)
    assert [queue.exchange.name for queue in queues] == list(QUEUES)
    assert [queue.routing_key for queue in queues] == list(QUEUES)


def test_every_route_leads_to_a_queue_that_exists(tmp_path):
    chosen = celery_settings(redis_url=None, var_dir=tmp_path)
    routes = {route["queue"] for route in chosen["CELERY_TASK_ROUTES"].values()}
    assert routes | {chosen["CELERY_TASK_DEFAULT_QUEUE"]} <= set(QUEUES)


def test_the_worker_empties_the_urgent_queue_first():
    assert list(app.amqp.queues)[0] == "urgent"
    assert app.amqp.queues.keys() == set(QUEUES)


@pytest.mark.parametrize("entry", beat_schedule().values(), ids=lambda entry: entry["task"])
def test_beat_names_only_tasks_that_exist(entry):
    app.loader.import_default_modules()
    assert entry["task"] in app.tasks


def test_what_beat_repeats_often_does_not_pile_up():
    """A tick of the engine that is late does nothing; see `tick_take`."""
    for name, entry in beat_schedule().items():
        if name != "reminders-tick" and not isinstance(entry["schedule"], crontab):
            assert entry["options"]["expires"] <= 10 * entry["schedule"]


def test_no_worker_throws_a_tick_away_by_its_own_clock():
    assert "expires" not in beat_schedule()["reminders-tick"].get("options", {})


@pytest.mark.parametrize("name", ["celery.beat", "celery.worker.strategy", "celery.app.trace"])
def test_a_tick_every_two_seconds_does_not_fill_the_log(name):
    assert not logging.getLogger(name).isEnabledFor(logging.INFO)
    assert logging.getLogger(name).isEnabledFor(logging.WARNING)


def test_the_project_uses_these_settings():
    assert app.conf.task_acks_late is True
    assert app.conf.beat_scheduler == "ketaclinic.reminders.beat:LeasedScheduler"
    assert settings.CELERY_TASK_DEFAULT_QUEUE == "background"
    assert app.tasks[tasks.tick.name] is not None


def test_a_worker_keeps_its_connection_between_tasks():
    """Celery closes it after each one unless it finds this number."""
    assert DjangoWorkerFixup(app).db_reuse_max == TASKS_PER_CONNECTION > 1000


class TestLookingAtTheConnection:
    """A worker drops one that no longer works before a task meets it."""

    @pytest.fixture
    def looked(self, monkeypatch):
        looked = []
        monkeypatch.setattr("ketaclinic.celery.close_old_connections", lambda: looked.append(1))
        monkeypatch.setattr("ketaclinic.celery._looked_at", float("-inf"))
        return looked

    @staticmethod
    def run(is_eager=False):
        task = Mock(request=Mock(is_eager=is_eager))
        task_prerun.send(sender=task, task=task, task_id="1", args=(), kwargs={})

    def test_before_a_task(self, looked):
        self.run()
        assert len(looked) == 1

    def test_not_before_a_task_inside_its_callers_process(self, looked):
        self.run(is_eager=True)
        assert looked == []

    def test_in_a_rush_once_a_second(self, looked, monkeypatch):
        self.run()
        self.run()
        assert len(looked) == 1
        monkeypatch.setattr("ketaclinic.celery._looked_at", time.monotonic() - 1.1)
        self.run()
        assert len(looked) == 2

    def test_always_after_an_error(self, looked, monkeypatch, db):
        self.run()
        monkeypatch.setattr(connection, "errors_occurred", True)
        self.run()
        assert len(looked) == 2
