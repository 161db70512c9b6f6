"""A purpose that the test steers, and a channel that keeps a ledger instead of sending."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from ketaclinic.reminders import registry
from ketaclinic.reminders.channels import channel_replace
from ketaclinic.reminders.channels.base import Letter, LookUp
from ketaclinic.reminders.choices import ReminderChannel


@dataclass
class Probe:
    """Stands in for an app's purpose: `unwanted` and `broken` steer what it answers."""

    unwanted: dict[str, str] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)

    def still_wanted(self, subject_id, now):
        self.asked.append(subject_id)
        if subject_id in self.broken:
            raise RuntimeError("the subject is broken")
        return self.unwanted.get(subject_id, "")


@dataclass
class StubChannel:
    """Keeps what it was given; `errors` are raised in turn, `known` answers look-ups."""

    letters: list[Letter] = field(default_factory=list)
    errors: list[Exception | None] = field(default_factory=list)
    known: LookUp = LookUp.UNKNOWN
    before_send: object = None
    is_set_up: bool = True
    confirms: bool = False
    lines_opened: int = 0

    def address_of(self, user):
        return user.email

    @contextmanager
    def session(self, *, timeout_seconds):
        self.lines_opened += 1
        yield self

    def send(self, letter):
        if self.before_send:
            self.before_send(letter)
        error = self.errors.pop(0) if self.errors else None
        if error is not None:
            raise error
        self.letters.append(letter)
        return f"provider-{letter.key}"

    def look_up(self, key):
        if isinstance(self.known, Exception):
            raise self.known
        return self.known

    @property
    def keys(self):
        return [letter.key for letter in self.letters]


@pytest.fixture
def probe() -> Iterator[Probe]:
    probe = Probe()
    registry.register(registry.Purpose("probe", "Probe", probe.still_wanted))
    yield probe
    registry.unregister("probe")


@pytest.fixture
def channel() -> Iterator[StubChannel]:
    stub = StubChannel()
    former = channel_replace(ReminderChannel.EMAIL, stub)
    yield stub
    channel_replace(ReminderChannel.EMAIL, former)
