"""What is known about the people whom a chunk of reminders is for, in one or two reads."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db.models import Exists, OuterRef, Q, Subquery

from ketaclinic.accounts.models import User
from ketaclinic.reminders.channels import channel_for
from ketaclinic.reminders.choices import ReminderChannel
from ketaclinic.reminders.models import Reminder
from ketaclinic.reminders.reach.choices import Barrier, TextWord
from ketaclinic.reminders.reach.models import HandOn, OptOut, PushDevice, ReachWishes, TextReceived
from ketaclinic.reminders.reach.rules import Answer, Ask, Person, Quiet, ReachLimits, answer
from ketaclinic.reminders.registry import UnknownPurpose, purpose_for

EMAIL, SMS, PUSH, HELPER = (
    ReminderChannel.EMAIL,
    ReminderChannel.SMS,
    ReminderChannel.PUSH,
    ReminderChannel.HELPER,
)
DEFAULTS = ReachWishes()


def reach_limits() -> ReachLimits:
    """The numbers of this package, with what `settings.REMINDERS_REACH` overrides."""
    return ReachLimits(**getattr(settings, "REMINDERS_REACH", {}))


def rows_answer(rows: Iterable[Reminder], *, now: datetime) -> dict[int, Answer]:
    """Per row id, what stands in its way; rows that may leave are not in it."""
    asked = list(rows)
    people = people_of({row.recipient_id for row in asked})
    handed_on = _handed_on(asked, people)
    answers = {row.pk: answer(people[row.recipient_id], _ask(row, handed_on), now) for row in asked}
    return {pk: found for pk, found in answers.items() if not found.is_go}


def people_of(user_ids: Iterable[int]) -> dict[int, Person]:
    """One query for addresses, devices and wishes; a second one only where there are wishes."""
    users = list(_users(user_ids))
    wishing = [user.pk for user in users if hasattr(user, "reach")]
    opted_out = _opted_out(wishing)
    return {user.pk: _person(user, opted_out[user.pk]) for user in users}


def _users(user_ids: Iterable[int]) -> Iterable[Any]:
    verified = EmailAddress.objects.filter(
        user=OuterRef("pk"), verified=True, email__iexact=OuterRef("email")
    )
    devices = PushDevice.objects.filter(user=OuterRef("pk"), gone_at=None)
    words = TextReceived.objects.filter(
        number=OuterRef("reach__number"), word__in=[TextWord.STOP, TextWord.START]
    )
    return (
        User.objects.filter(pk__in=user_ids)
        .select_related("reach")
        .annotate(
            is_verified=Exists(verified),
            has_device=Exists(devices),
            last_word=Subquery(words.order_by("-pk").values("word")[:1]),
        )
    )


def _opted_out(user_ids: list[int]) -> Mapping[int, frozenset[tuple[str, str]]]:
    found: dict[int, set[tuple[str, str]]] = defaultdict(set)
    if user_ids:
        rows = OptOut.objects.filter(user__in=user_ids)
        for user_id, purpose, way in rows.values_list("user", "purpose", "channel"):
            found[user_id].add((purpose, way))
    return defaultdict(frozenset, {key: frozenset(value) for key, value in found.items()})


def _person(user: Any, opted_out: frozenset[tuple[str, str]]) -> Person:
    wishes: ReachWishes = getattr(user, "reach", DEFAULTS)
    allowed = {EMAIL: wishes.email_allowed, SMS: wishes.sms_allowed, PUSH: wishes.push_allowed}
    return Person(
        is_staff=user.is_clinic_staff,
        only_in_app=wishes.only_in_app,
        first_way=wishes.first_way,
        closed={way: why for way, find in CLOSED.items() if (why := find(user, wishes))},
        unwanted=frozenset(way for way, is_allowed in allowed.items() if not is_allowed),
        opted_out=opted_out,
        quiet=_quiet(user, wishes),
    )


def _quiet(user: Any, wishes: ReachWishes) -> Quiet | None:
    if wishes.quiet_from is None or wishes.quiet_until is None:
        return None
    return Quiet(wishes.quiet_from, wishes.quiet_until, user.zone)


def _email_closed(user: Any, wishes: ReachWishes) -> str:
    return "" if user.is_verified else Barrier.UNVERIFIED


def _sms_closed(user: Any, wishes: ReachWishes) -> str:
    if not channel_for(SMS).is_set_up:
        return Barrier.CHANNEL_OFF
    if wishes.number_confirmed_at is None:
        return Barrier.UNVERIFIED
    return Barrier.STOPPED if user.last_word == TextWord.STOP else ""


def _push_closed(user: Any, wishes: ReachWishes) -> str:
    if not channel_for(PUSH).is_set_up:
        return Barrier.CHANNEL_OFF
    return "" if user.has_device else Barrier.NO_DEVICE


def _helper_closed(user: Any, wishes: ReachWishes) -> str:
    if not channel_for(HELPER).is_set_up:
        return Barrier.CHANNEL_OFF
    return "" if wishes.helper_agreed_at else Barrier.NOT_AGREED


CLOSED: dict[str, Callable[[Any, ReachWishes], str]] = {
    EMAIL: _email_closed,
    SMS: _sms_closed,
    PUSH: _push_closed,
    HELPER: _helper_closed,
}


def _handed_on(rows: list[Reminder], people: Mapping[int, Person]) -> set[int]:
    """Which rows follow another way; asked only where that makes a difference."""
    doubtful = [row.pk for row in rows if row.channel != people[row.recipient_id].first_way]
    if not doubtful:
        return set()
    found = HandOn.objects.filter(Q(then__in=doubtful)).values_list("then", flat=True)
    return {pk for pk in found if pk is not None}


def _ask(row: Reminder, handed_on: set[int]) -> Ask:
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
