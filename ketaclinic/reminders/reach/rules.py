"""Which way to a person is open, which comes next, and until when they want quiet. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta, tzinfo
from urllib.parse import urlsplit

from ketaclinic.reminders.choices import ReminderChannel
from ketaclinic.reminders.reach.choices import WAYS, Barrier, TextWord

WORDS = {
    **dict.fromkeys(
        ("STOP", "STOPALL", "STOP ALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT"), TextWord.STOP
    ),
    **dict.fromkeys(("START", "UNSTOP", "YES"), TextWord.START),
    **dict.fromkeys(("HELP", "INFO"), TextWord.HELP),
}


@dataclass(frozen=True)
class ReachLimits:
    """Operational numbers, not clinical ones; `settings.REMINDERS_REACH` may override them."""

    # A way that can confirm and did not within this time: the next way is tried.
    confirm_within: timedelta = timedelta(minutes=10)
    # Older ends than this are not looked at again: whoever is told so late is not helped.
    looks_back: timedelta = timedelta(hours=2)
    rows_per_look: int = 500
    snooze_minutes: tuple[int, ...] = (10, 20, 30)
    code_lasts: timedelta = timedelta(minutes=10)
    code_tries: int = 5
    codes_per_day: int = 5
    # Where browsers' own push services stand; a device elsewhere would make us call anybody.
    push_hosts: tuple[str, ...] = (
        "googleapis.com",
        "push.services.mozilla.com",
        "push.apple.com",
        "notify.windows.com",
    )


@dataclass(frozen=True)
class Quiet:
    """Quiet hours by the wall clock of a zone; `start` may lie after `end`, across midnight."""

    start: time
    end: time
    zone: tzinfo


@dataclass(frozen=True)
class Person:
    """What is known about one person when a message is about to leave."""

    is_staff: bool = False
    only_in_app: bool = False
    first_way: str = ReminderChannel.EMAIL
    # Per way: "" when it is open as far as address and set-up go, else the barrier.
    closed: Mapping[str, str] = field(default_factory=dict)
    # Ways that the person does not want at all.
    unwanted: frozenset[str] = frozenset()
    # (purpose, way) that they switched off.
    opted_out: frozenset[tuple[str, str]] = frozenset()
    quiet: Quiet | None = None


@dataclass(frozen=True)
class Ask:
    """One message: by which way, about what, and whether another way was tried before it."""

    way: str
    purpose: str
    is_urgent: bool
    is_handed_on: bool
    not_after: datetime


@dataclass(frozen=True)
class Answer:
    """Go, or a barrier, or wait until the quiet hours are over."""

    barrier: str = ""
    later: datetime | None = None

    @property
    def is_go(self) -> bool:
        return not self.barrier and self.later is None


def answer(person: Person, ask: Ask, now: datetime) -> Answer:
    """May this message leave now, this way?

    A safety page to staff ignores wishes and quiet hours; it still needs an address that works.
    """
    must_reach = ask.is_urgent and person.is_staff
    barrier = _barrier(person, ask.way, ask.purpose, must_reach=must_reach)
    # What somebody wants for themselves does not unsay that their helper may be told.
    if person.only_in_app and not must_reach and ask.way in WAYS:
        barrier = Barrier.ONLY_IN_APP
    if not barrier and not ask.is_handed_on and _comes_after_another(person, ask, must_reach):
        barrier = Barrier.PREFERS_OTHER
    if barrier:
        return Answer(barrier)
    if ask.is_urgent or person.quiet is None:
        return Answer()
    until = quiet_until(person.quiet, now)
    if until is None:
        return Answer()
    return Answer(later=until) if until <= ask.not_after else Answer(Barrier.QUIET)


def open_ways(person: Person, purpose: str, *, is_urgent: bool) -> list[str]:
    """The ways that may be used for this purpose, the person's first choice first."""
    must_reach = is_urgent and person.is_staff
    if person.only_in_app and not must_reach:
        return []
    ordered = sorted(WAYS, key=lambda way: way != person.first_way)
    return [way for way in ordered if not _barrier(person, way, purpose, must_reach=must_reach)]


def next_way(person: Person, purpose: str, *, is_urgent: bool, tried: Iterable[str]) -> str | None:
    """The first open way that was not tried yet; None when the inbox is all there is."""
    used = set(tried)
    ways = open_ways(person, purpose, is_urgent=is_urgent)
    return next((way for way in ways if way not in used), None)


def snoozes(limits: ReachLimits, now: datetime, not_after: datetime) -> list[int]:
    """By how many minutes a reminder can be put off now: never past its last moment."""
    return [
        minutes
        for minutes in limits.snooze_minutes
        if now + timedelta(minutes=minutes) <= not_after
    ]


def quiet_until(quiet: Quiet, now: datetime) -> datetime | None:
    """The moment at which the quiet hours around `now` end; None outside them.

    Judged on the wall clock of the zone, so a night with a clock change is simply longer or
    shorter. An end that the change skips is read as if the clock had not changed yet.
    """
    local = now.astimezone(quiet.zone)
    clock = local.time().replace(tzinfo=None)
    is_overnight = quiet.start > quiet.end
    is_quiet = (
        clock >= quiet.start or clock < quiet.end
        if is_overnight
        else quiet.start <= clock < quiet.end
    )
    if not is_quiet:
        return None
    day = local.date()
    if is_overnight and clock >= quiet.start:
        day += timedelta(days=1)
    end = datetime.combine(day, quiet.end, tzinfo=quiet.zone).astimezone(UTC)
    # In the repeated hour the wall clock shows an end that has passed already once.
    return end if end > now else end.astimezone(quiet.zone).replace(fold=1).astimezone(UTC)


def _barrier(person: Person, way: str, purpose: str, *, must_reach: bool) -> str:
    if not must_reach:
        if way in person.unwanted:
            return Barrier.NOT_THIS_WAY
        if (purpose, way) in person.opted_out:
            return Barrier.OPTED_OUT
    return person.closed.get(way, "")


def _comes_after_another(person: Person, ask: Ask, must_reach: bool) -> bool:
    if ask.way == person.first_way or ask.way not in WAYS:
        return False
    first = _barrier(person, person.first_way, ask.purpose, must_reach=must_reach)
    return not first


def is_push_service(endpoint: str, limits: ReachLimits) -> bool:
    """Whether an address that a browser gave belongs to a push service that we know."""
    parts = urlsplit(endpoint)
    host = parts.hostname or ""
    is_known = any(host == known or host.endswith(f".{known}") for known in limits.push_hosts)
    return parts.scheme == "https" and is_known and parts.port in (None, 443)


def as_number(text: str) -> str:
    """A phone number as the network writes it (+15550100100), or "" when it is not one.

    Without a country it is taken for one of the United States.
    """
    digits = "".join(sign for sign in text if sign.isdigit())
    if text.strip().startswith("+"):
        return f"+{digits}" if 8 <= len(digits) <= 15 else ""
    if len(digits) == 11 and digits.startswith("1"):
        digits = digits[1:]
    # Area codes begin with 2 to 9.
    is_american = len(digits) == 10 and digits[0] > "1"
    return f"+1{digits}" if is_american else ""


def word_of(text: str) -> TextWord:
    """What an incoming text message asks for; the words that the networks know."""
    first = text.strip().strip(".!").upper()
    return WORDS.get(first, TextWord.OTHER)
