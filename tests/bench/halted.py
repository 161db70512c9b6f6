"""Time the worker's own work: it stands still while its queue is filled."""

import os
import signal
import time
from collections.abc import Callable

import redis
from django.conf import settings

from ketaclinic.celery_settings import QUEUES

SECONDS_AT_MOST = 120


def timed(worker: int, *, fill: Callable[[], object], is_done: Callable[[], bool]) -> float:
    """Seconds from letting the worker go until the work is done; WORKER is its process group."""
    os.killpg(worker, signal.SIGSTOP)
    try:
        fill()
    finally:
        os.killpg(worker, signal.SIGCONT)
    return seconds_until(is_done)


def seconds_until(is_done: Callable[[], bool]) -> float:
    started = time.perf_counter()
    while not is_done():
        if time.perf_counter() - started > SECONDS_AT_MOST:
            raise SystemExit("the worker did not finish in time")
        time.sleep(0.03)
    return time.perf_counter() - started


def is_drained() -> bool:
    """Nothing waits and nothing is being worked on; looked at twice, for what is on its way."""
    with redis.Redis.from_url(settings.CELERY_BROKER_URL) as broker:
        return not any(_left(broker) or time.sleep(0.005) for _ in range(2))


def _left(broker: redis.Redis) -> int:
    return sum(broker.llen(name) for name in QUEUES) + broker.hlen("unacked")


def queues_empty() -> None:
    with redis.Redis.from_url(settings.CELERY_BROKER_URL) as broker:
        broker.delete(*QUEUES)
