"""Celery beat with a lease and a heartbeat in the database."""

import logging
import os
import socket
import time
import uuid
from typing import Any

from celery.beat import Scheduler
from django.db import Error as AnyDatabaseError
from django.db import connection

from ketaclinic.reminders.selectors import engine_now
from ketaclinic.reminders.services import beat_hold, beat_release

HEARTBEAT_SECONDS = 5
logger = logging.getLogger(__name__)


class LeasedScheduler(Scheduler):
    """Schedules only while it holds the lease; keeps its times in memory."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.holder = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
        self.asked_at: float | None = None
        self.is_holder = False
        super().__init__(*args, **kwargs)

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """One turn; without the lease only a wait until it may be asked for again."""
        if not self._may_schedule():
            return HEARTBEAT_SECONDS
        return float(min(super().tick(*args, **kwargs), HEARTBEAT_SECONDS))

    def close(self) -> None:
        try:
            beat_release(holder=self.holder)
        except AnyDatabaseError:
            logger.warning("Beat could not give its lease back; it will run out by itself")
        super().close()

    def _may_schedule(self) -> bool:
        """Asks the database every few seconds, so first of all after a pause of the process."""
        now = time.monotonic()
        if self.asked_at is None or now - self.asked_at >= HEARTBEAT_SECONDS:
            self.asked_at = now
            self.is_holder = self._ask()
        return self.is_holder

    def _ask(self) -> bool:
        try:
            is_holder = beat_hold(holder=self.holder, now=engine_now())
        except AnyDatabaseError:
            logger.exception("Beat cannot reach the database and waits")
            if not connection.is_usable():
                connection.close()
            return False
        if not is_holder:
            logger.warning("Another beat holds the lease; this one waits")
        return is_holder
