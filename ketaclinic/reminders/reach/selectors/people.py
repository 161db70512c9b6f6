"""What is known about the people whom a chunk of reminders is for, in one or two reads."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, time
from functools import cache, partial
from typing import Any, NamedTuple, Protocol
from zoneinfo import ZoneInfo

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet, Subquery

from ketaclinic.accounts.choices import STAFF_ROLES
from ketaclinic.accounts.models import User
from ketaclinic.reminders.channels import channel_for
from ketaclinic.reminders.choices import ReminderChannel
from ketaclinic.reminders.reach.choices import Barrier, TextWord
from ketaclinic.reminders.reach.models import HandOn, OptOut, PushDevice, TextReceived
from ketaclinic.reminders.reach.rules import Answer, Ask, Person, Quiet, ReachLimits, answer
from ketaclinic.reminders.registry import (
    Closed,
    UnknownPurpose,
    purpose_for,
    recipient_guards,
)
from ketaclinic.statements import Statement, among_ids

EMAIL, SMS, PUSH, HELPER = (
    ReminderChannel.EMAIL,
    ReminderChannel.SMS,
    ReminderChannel.PUSH,
    ReminderChannel.HELPER,
)
ACCOUNT_CLOSED = "account_closed"
# Text messages need a yes of their own.
NOT_ASKED_FOR = frozenset({SMS.value})


def reach_limits() -> ReachLimits:
    """The numbers of this package, with what `settings.REMINDERS_REACH` overrides."""
    return ReachLimits(**getattr(settings, "REMINDERS_REACH", {}))


class Waiting(Protocol):
    """What must be known of a reminder to say whether it may leave."""

    @property
    def pk(self) -> int: ...
    @property
    def recipient_id(self) -> int: ...
    @property
    def purpose(self) -> str: ...
    @property
    def channel(self) -> str: ...
    @property
    def not_after(self) -> datetime: ...


class Recipient(NamedTuple):
    """Whom a reminder goes to: what a letter needs, and what was found out about the person."""

    pk: int
    email: str
    language: str
    # Why they get no message at all, or "".
    closed: str
    # The number that they confirmed, or "".
    number: str
    has_device: bool
    person: Person


def rows_answer(
    rows: Iterable[Waiting], recipients: Mapping[int, Recipient], *, now: datetime
) -> dict[int, Answer]:
    """Per row id, what stands in its way; rows that may leave are not in it."""
    asked = list(rows)
    people = {row.pk: recipients[row.recipient_id].person for row in asked}
    handed_on = _handed_on(asked, people)
    answers = {row.pk: answer(people[row.pk], _ask(row, handed_on), now) for row in asked}
    return {pk: found for pk, found in answers.items() if not found.is_go}


class Known(NamedTuple):
    """One person as the query answers; where they never wished anything `only_in_app` is None."""

    user_id: int
    email: str
    language: str
    is_active: bool
    role: str
    time_zone: str
    only_in_app: bool | None
    email_allowed: bool | None
    sms_allowed: bool | None
    push_allowed: bool | None
    first_way: str | None
    quiet_from: time | None
    quiet_until: time | None
    number: str | None
    number_confirmed_at: datetime | None
    helper_agreed_at: datetime | None
    is_verified: bool
    has_device: bool
    last_word: str | None

    @property
    def has_wishes(self) -> bool:
        return self.only_in_app is not None


def people_of(user_ids: Iterable[int]) -> dict[int, Person]:
    """What is known about each of them."""
    return {pk: recipient.person for pk, recipient in recipients_of(user_ids).items()}


def recipients_of(user_ids: Iterable[int]) -> dict[int, Recipient]:
    """One query for addresses, devices and wishes; a second one only where there are wishes."""
    own = len(Known._fields)
    rows = _people(recipient_guards()).all(user_ids=user_ids)
    found = [(Known(*row[:own]), row[own:]) for row in rows]
    opted_out = _opted_out([known.user_id for known, _ in found if known.has_wishes])
    return {
        known.user_id: _recipient(known, guarded, opted_out[known.user_id])
        for known, guarded in found
    }


@cache
def _people(guards: tuple[Closed, ...]) -> Statement[tuple[Any, ...]]:
    return Statement(partial(_build, guards))


def _build(guards: tuple[Closed, ...]) -> QuerySet[User, Any]:
    verified = EmailAddress.objects.filter(
        user=OuterRef("pk"), verified=True, email__iexact=OuterRef("email")
    )
    devices = PushDevice.objects.filter(user=OuterRef("pk"), gone_at=None)
    words = TextReceived.objects.filter(
        number=OuterRef("reach__number"), word__in=[TextWord.STOP, TextWord.START]
    )
    asked = User.objects.filter(among_ids("pk", "user_ids")).order_by()
    answers = {
        "is_verified": Exists(verified),
        "has_device": Exists(devices),
        "last_word": Subquery(words.order_by("-pk").values("word")[:1]),
    }
    answers |= {f"closed_{place}": closed() for place, closed in enumerate(guards)}
    own = ("pk", *Known._fields[1:6], *(f"reach__{name}" for name in Known._fields[6:16]))
    return asked.annotate(**answers).values_list(*own, *answers)


def _opted_out(user_ids: list[int]) -> Mapping[int, frozenset[tuple[str, str]]]:
    found: dict[int, set[tuple[str, str]]] = defaultdict(set)
    if user_ids:
        rows = OptOut.objects.filter(user__in=user_ids)
        for user_id, purpose, way in rows.values_list("user", "purpose", "channel"):
            found[user_id].add((purpose, way))
    return defaultdict(frozenset, {key: frozenset(value) for key, value in found.items()})


def _recipient(
    known: Known, guarded: Iterable[str], opted_out: frozenset[tuple[str, str]]
) -> Recipient:
    return Recipient(
        pk=known.user_id,
        email=known.email,
        language=known.language,
        closed=next(filter(None, guarded), "") if known.is_active else ACCOUNT_CLOSED,
        number=(known.number if known.number_confirmed_at else None) or "",
        has_device=known.has_device,
        person=_person(known, opted_out),
    )


def _person(known: Known, opted_out: frozenset[tuple[str, str]]) -> Person:
    closed = {way: why for way, find in CLOSED.items() if (why := find(known))}
    is_staff = known.role in STAFF_ROLES
    if not known.has_wishes:
        return Person(is_staff=is_staff, closed=closed, unwanted=NOT_ASKED_FOR)
    allowed = {EMAIL: known.email_allowed, SMS: known.sms_allowed, PUSH: known.push_allowed}
    return Person(
        is_staff=is_staff,
        only_in_app=bool(known.only_in_app),
        first_way=known.first_way or EMAIL,
        closed=closed,
        unwanted=frozenset(way for way, is_allowed in allowed.items() if not is_allowed),
        opted_out=opted_out,
        quiet=_quiet(known),
    )


def _quiet(known: Known) -> Quiet | None:
    if known.quiet_from is None or known.quiet_until is None:
        return None
    return Quiet(known.quiet_from, known.quiet_until, ZoneInfo(known.time_zone))


def _email_closed(known: Known) -> str:
    return "" if known.is_verified else Barrier.UNVERIFIED


def _sms_closed(known: Known) -> str:
    if not channel_for(SMS).is_set_up:
        return Barrier.CHANNEL_OFF
    if known.number_confirmed_at is None:
        return Barrier.UNVERIFIED
    return Barrier.STOPPED if known.last_word == TextWord.STOP else ""


def _push_closed(known: Known) -> str:
    if not channel_for(PUSH).is_set_up:
        return Barrier.CHANNEL_OFF
    return "" if known.has_device else Barrier.NO_DEVICE


def _helper_closed(known: Known) -> str:
    if not channel_for(HELPER).is_set_up:
        return Barrier.CHANNEL_OFF
    return "" if known.helper_agreed_at else Barrier.NOT_AGREED


CLOSED: dict[str, Callable[[Known], str]] = {
    EMAIL: _email_closed,
    SMS: _sms_closed,
    PUSH: _push_closed,
    HELPER: _helper_closed,
}


def _handed_on(rows: list[Waiting], people: Mapping[int, Person]) -> set[int]:
    """Which rows follow another way; asked only where that makes a difference."""
    doubtful = [row.pk for row in rows if row.channel != people[row.pk].first_way]
    if not doubtful:
        return set()
    found = HandOn.objects.filter(then__in=doubtful).values_list("then", flat=True)
    return {pk for pk in found if pk is not None}


def _ask(row: Waiting, handed_on: set[int]) -> Ask:
    try:
        is_urgent = purpose_for(row.purpose).is_urgent
    except UnknownPurpose:
        is_urgent = False
    return Ask(
        way=row.channel,
        purpose=row.purpose,
        is_urgent=is_urgent,
        is_handed_on=row.pk in handed_on,
        not_after=row.not_after,
    )
