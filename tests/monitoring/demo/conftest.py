"""The demo clinic, played once for a module's tests and rolled back after them."""

from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
import time_machine
from django.db import transaction

from monitoring.demo import diary, load

# A Wednesday evening in New York: each story has had its day.
NOW = datetime(2026, 3, 4, 23, 7, tzinfo=UTC)
# The stories end now, whatever their length; a shorter one is played faster.
DAYS, LONG_DAYS, STEP_UP_DAYS_AGO = 11, 30, 3


@pytest.fixture(scope="module")
def stage(django_db_setup, django_db_blocker):
    """`with stage():` the clock stands, the weeks are short, and what is written is rolled back."""

    @contextmanager
    def open_stage():
        with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
            patch.setattr(diary, "DAYS", DAYS)
            patch.setattr(diary, "LONG_DAYS", LONG_DAYS)
            patch.setattr(load, "STEP_UP_DAYS_AGO", STEP_UP_DAYS_AGO)
            with time_machine.travel(NOW, tick=False), transaction.atomic():
                yield
                transaction.set_rollback(True)

    return open_stage
