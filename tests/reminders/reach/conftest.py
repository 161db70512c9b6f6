"""Text messages and notifications that the test keeps, and a tick with its sending."""

from collections.abc import Iterator

import pytest

from ketaclinic.reminders.channels import channel_replace
from ketaclinic.reminders.choices import ReminderChannel
from ketaclinic.reminders.services import engine_tick, load_send
from tests.factories.reminders import NOW
from tests.reminders.conftest import StubChannel


def stub(way: str, **values) -> Iterator[StubChannel]:
    channel = StubChannel(**values)
    former = channel_replace(way, channel)
    yield channel
    channel_replace(way, former)


@pytest.fixture
def texts() -> Iterator[StubChannel]:
    yield from stub(ReminderChannel.SMS, confirms=True)


@pytest.fixture
def pushes() -> Iterator[StubChannel]:
    yield from stub(ReminderChannel.PUSH)


@pytest.fixture
def helpers() -> Iterator[StubChannel]:
    yield from stub(ReminderChannel.HELPER)


@pytest.fixture
def tick():
    """`tick(now)`: what beat and a worker would do at that moment."""

    def run(now=NOW):
        def send(load):
            load_send(load, clock=lambda: now)

        return engine_tick(now=now, hand_over=send)

    return run
