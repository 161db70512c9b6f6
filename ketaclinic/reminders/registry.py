"""The purposes of reminders, registered by the apps above from their `AppConfig.ready()`."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

StillWanted = Callable[[str, datetime], str]
UnwantedAmong = Callable[[Iterable[str], datetime], Mapping[str, str]]
# An expression of the ORM; named Any so that this module stays free of Django.
Closed = Callable[[], Any]
HelperNumber = Callable[[int], str]


@dataclass(frozen=True)
class Purpose:
    """Why a reminder is sent.

    It answers one of two questions, or it is refused with ValueError: `unwanted_among(subject_ids,
    now)` names those of many subjects whose reminder is no longer wanted, each with a short machine
    reason; `still_wanted(subject_id, now)` answers for one, with that reason or "".
    `template` names the pair `templates/reminders/<template>.subject.txt` and `.txt`; `url_name`
    is the page that the link leads to, without arguments, because an address in a message may tell
    nothing either. `for_staff` and `can_snooze` say whose wishes it stands among and whether it may
    be put off; `is_announced` whether its person sees in the inbox that it is planned.
    """

    key: str
    label: Any
    still_wanted: StillWanted | None = None
    template: str = "task"
    url_name: str = "home_for_role"
    is_urgent: bool = False
    unwanted_among: UnwantedAmong | None = None
    for_staff: bool = False
    can_snooze: bool = False
    is_announced: bool = True

    def __post_init__(self) -> None:
        if (self.still_wanted is None) == (self.unwanted_among is None):
            raise ValueError(f"The reminder purpose {self.key!r} must answer one of two questions.")

    def unwanted(self, subject_ids: Iterable[str], now: datetime) -> dict[str, str]:
        """The subjects whose reminder is no longer wanted, each with its reason."""
        if self.still_wanted is None:
            return dict(self.unwanted_among(subject_ids, now)) if self.unwanted_among else {}
        answers = {subject_id: self.still_wanted(subject_id, now) for subject_id in subject_ids}
        return {key: reason for key, reason in answers.items() if reason}


class UnknownPurpose(LookupError):
    """A reminder names a purpose that no installed app registers."""


_purposes: dict[str, Purpose] = {}
_guards: list[Closed] = []
_helper_numbers: list[HelperNumber] = []


def register(purpose: Purpose) -> None:
    """Add a purpose; a second, different one under the same key is a programming error."""
    known = _purposes.get(purpose.key)
    if known is not None and known != purpose:
        raise ValueError(f"The reminder purpose {purpose.key!r} is registered twice.")
    _purposes[purpose.key] = purpose


def unregister(key: str) -> None:
    """Forget a purpose; for tests, which register their own."""
    _purposes.pop(key, None)


def purpose_for(key: str) -> Purpose:
    """The registered purpose, or UnknownPurpose."""
    try:
        return _purposes[key]
    except KeyError:
        raise UnknownPurpose(f"No app registers the reminder purpose {key!r}.") from None


def guard_recipients(closed: Closed) -> None:
    """Add a reason for which people get no message at all, whatever it is about.

    `closed()` gives an expression over a person's account: a short machine reason, or "". It
    becomes a column of the one read that is made about people, so it costs no read of its own.
    """
    if closed not in _guards:
        _guards.append(closed)


def unguard_recipients(closed: Closed) -> None:
    """Forget a guard; for tests."""
    _guards.remove(closed)


def recipient_guards() -> tuple[Closed, ...]:
    """Every guard, in the order of registration."""
    return tuple(_guards)


def register_helper_number(number_of: HelperNumber) -> None:
    """Say how the number of somebody's helper is found; the app that knows patients does."""
    _helper_numbers[:] = [number_of]


def helper_number(user_id: int) -> str:
    """The phone number of this person's helper as it was typed, or ""."""
    return next((number_of(user_id) for number_of in _helper_numbers), "")


def purposes() -> list[Purpose]:
    """Every registered purpose, in the order of registration."""
    return list(_purposes.values())
