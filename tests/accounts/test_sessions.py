"""Sessions that ended leave the table, with whatever was typed into them."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session

from ketaclinic.accounts.tasks import sessions_clear_nightly
from ketaclinic.celery_settings import beat_schedule

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("minutes", "left"), [(-1, 0), (1, 1)], ids=["ended", "running"])
def test_only_what_ended_is_deleted(now, minutes, left):
    until = now + timedelta(minutes=minutes)
    Session.objects.create(session_key="k" * 32, session_data="typed", expire_date=until)
    sessions_clear_nightly()
    assert Session.objects.count() == left


def test_beat_asks_for_it_every_night():
    task = beat_schedule()["sessions-clear"]["task"]
    assert task == f"{sessions_clear_nightly.__module__}.sessions_clear_nightly"
