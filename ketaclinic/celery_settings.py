"""Celery's settings: the same code over Redis in production and over a folder without it."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from celery.schedules import crontab
from kombu import Exchange, Queue

# In the order in which a worker empties them: nothing waits behind a morning's reminders.
QUEUES = ("urgent", "clock", "reminders", "background")
SOFT_TIME_LIMIT_SECONDS = 240
HARD_TIME_LIMIT_SECONDS = 270
TASKS_PER_CONNECTION = 10_000
TICK_SECONDS = 2
LOOK_SECONDS = 30
# Beat takes an entry that last ran long ago as due, so a start makes up for a missed night.
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def celery_settings(*, redis_url: str | None, var_dir: Path) -> dict[str, Any]:
    """Every CELERY_ setting. Without a Redis URL the broker is a folder under `var_dir`."""
    broker = _redis_broker(redis_url) if redis_url else _folder_broker(var_dir / "queue")
    return {
        **broker,
        # A worker killed in the middle leaves its message to another one; the rows that it was
        # sending are protected by their own state, not by the queue.
        "CELERY_TASK_ACKS_LATE": True,
        "CELERY_WORKER_PREFETCH_MULTIPLIER": 1,
        "CELERY_TASK_SOFT_TIME_LIMIT": SOFT_TIME_LIMIT_SECONDS,
        "CELERY_TASK_TIME_LIMIT": HARD_TIME_LIMIT_SECONDS,
        "CELERY_TASK_IGNORE_RESULT": True,
        "CELERY_TASK_ALWAYS_EAGER": False,
        # Tasks until Celery closes a connection by itself; whether it still works is asked before
        # each (ketaclinic/celery.py).
        "CELERY_DB_REUSE_MAX": TASKS_PER_CONNECTION,
        "CELERY_TASK_QUEUES": [Queue(name, Exchange(name), routing_key=name) for name in QUEUES],
        "CELERY_TASK_DEFAULT_QUEUE": "background",
        "CELERY_TASK_ROUTES": {
            "ketaclinic.reminders.tasks.tick": {"queue": "clock"},
            "ketaclinic.reminders.tasks.send_load": {"queue": "reminders"},
            "monitoring.alerts.tasks.summaries_look": {"queue": "clock"},
        },
        "CELERY_TASK_SERIALIZER": "json",
        "CELERY_ACCEPT_CONTENT": ["json"],
        "CELERY_TIMEZONE": "UTC",
        "CELERY_WORKER_HIJACK_ROOT_LOGGER": False,
        "CELERY_WORKER_ENABLE_REMOTE_CONTROL": bool(redis_url),
        "CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP": True,
        "CELERY_BEAT_SCHEDULER": "ketaclinic.reminders.beat:LeasedScheduler",
        "CELERY_BEAT_SCHEDULE": beat_schedule(),
    }


def _redis_broker(url: str) -> dict[str, Any]:
    return {
        "CELERY_BROKER_URL": url,
        "CELERY_BROKER_TRANSPORT_OPTIONS": {
            # Past every time limit, so that only a dead worker's messages come back; the two
            # restore settings decide how soon after that. All three are needed together.
            "visibility_timeout": HARD_TIME_LIMIT_SECONDS + 30,
            "unacked_restore_interval": 5,
            "unacked_restore_throttle": 1,
            "queue_order_strategy": "priority",
            "socket_connect_timeout": 5,
            "socket_keepalive": True,
        },
    }


def _folder_broker(folder: Path) -> dict[str, Any]:
    messages, control = folder / "messages", folder / "control"
    for path in (messages, control):
        path.mkdir(parents=True, exist_ok=True)
    return {
        "CELERY_BROKER_URL": "filesystem://localhost",
        "CELERY_BROKER_TRANSPORT": "ketaclinic.folder_queue:Transport",
        "CELERY_BROKER_TRANSPORT_OPTIONS": {
            "data_folder_in": str(messages),
            "data_folder_out": str(messages),
            "control_folder": str(control),
            "polling_interval": 0.1,
        },
    }


def beat_schedule() -> dict[str, dict[str, Any]]:
    """What time alone makes due."""
    return {
        "reminders-tick": {
            "task": "ketaclinic.reminders.tasks.tick",
            # No expiry, which a worker would judge by its own clock: old ticks do nothing.
            "schedule": TICK_SECONDS,
        },
        "summaries-look": {
            "task": "monitoring.alerts.tasks.summaries_look",
            "schedule": LOOK_SECONDS,
            "options": {"expires": 2 * LOOK_SECONDS},
        },
        "sessions-clear": {
            "task": "ketaclinic.accounts.tasks.sessions_clear_nightly",
            "schedule": crontab(hour="8", minute="41"),
            "last_run_at": LONG_AGO,
        },
        "slots-extend": {
            "task": "dosing.tasks.slots_extend",
            "schedule": crontab(hour="9", minute="17"),
            "last_run_at": LONG_AGO,
        },
        "reviews-look": {
            "task": "content.tasks.reviews_look",
            "schedule": crontab(hour="9", minute="32"),
            "last_run_at": LONG_AGO,
        },
        "refills-look": {
            "task": "dosing.tasks.refills_look",
            "schedule": crontab(hour="9", minute="47"),
            "last_run_at": LONG_AGO,
        },
    }
