"""A phone number becomes usable by a code that comes back; STOP closes it, START opens it again."""

from datetime import datetime
from secrets import randbelow

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ketaclinic.accounts.models import User
from ketaclinic.audit.services import event_record, fingerprint
from ketaclinic.errors import Refused
from ketaclinic.reminders.channels import channel_for
from ketaclinic.reminders.choices import ReminderChannel
from ketaclinic.reminders.reach.choices import TextWord
from ketaclinic.reminders.reach.models import NumberCode, TextReceived
from ketaclinic.reminders.reach.rules import as_number, word_of
from ketaclinic.reminders.reach.selectors import reach_limits
from ketaclinic.reminders.reach.services.wishes import wishes_locked

CODE_DIGITS = 6


class TextsOff(Refused):
    """The clinic has no sender of text messages."""

    message = _("This clinic does not send text messages.")


class NumberWrong(Refused):
    """It cannot be a phone number."""

    message = _("Type a phone number with its area code, like (555) 010-0100.")


class TooManyCodes(Refused):
    """Enough codes for one day: somebody may be playing with a stranger's phone."""

    message = _("That was enough codes for today. Please try again tomorrow.")


class CodeWrong(Refused):
    """Another code, an old one, or too many tries."""

    message = _("That code is not right or too old. Check it, or ask for a new one.")


@transaction.atomic
def number_offer(*, user: User, typed: str, now: datetime) -> tuple[str, str]:
    """Begin to confirm a number; returns it with the code, for the caller to send afterwards.

    The code is kept as a fingerprint only. Nothing goes to the number but this one code.
    """
    if not channel_for(ReminderChannel.SMS).is_set_up:
        raise TextsOff(field="number")
    number = as_number(typed)
    if not number:
        raise NumberWrong(field="number")
    wishes_locked(user, now)
    standing = NumberCode.objects.filter(user=user).first()
    sent = standing.sent_today if standing and standing.day == now.date() else 0
    if sent >= reach_limits().codes_per_day:
        raise TooManyCodes(field="number")
    code = f"{randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    NumberCode.objects.update_or_create(
        user=user,
        defaults={
            "number": number,
            "code_fingerprint": _seal(user, number, code),
            "made_at": now,
            "tries": 0,
            "day": now.date(),
            "sent_today": sent + 1,
        },
    )
    event_record(verb="reach.code_made", by=user, subject=user)
    return number, code


def number_confirm(*, user: User, code: str, now: datetime) -> str:
    """The code came back: texts may go to this number. Returns the number.

    A wrong try is counted in a transaction that stands, else it could be repeated for ever.
    """
    number = _number_confirm(user, code, now)
    if not number:
        raise CodeWrong(field="code")
    return number


@transaction.atomic
def _number_confirm(user: User, code: str, now: datetime) -> str:
    limits = reach_limits()
    wishes = wishes_locked(user, now)
    offered = NumberCode.objects.select_for_update().filter(user=user).first()
    if offered is None or offered.tries >= limits.code_tries:
        return ""
    offered.tries += 1
    typed = "".join(sign for sign in code if sign.isdigit())
    is_right = offered.code_fingerprint == _seal(user, offered.number, typed)
    if not is_right or now > offered.made_at + limits.code_lasts:
        offered.save(update_fields=["tries"])
        return ""
    wishes.number, wishes.number_confirmed_at = offered.number, now
    wishes.sms_allowed, wishes.updated_at = True, now
    wishes.save()
    # Used up: the same code confirms nothing a second time.
    offered.tries = limits.code_tries
    offered.save(update_fields=["tries"])
    event_record(verb="reach.number_confirmed", by=user, subject=wishes)
    return offered.number


@transaction.atomic
def number_forget(*, user: User, now: datetime) -> None:
    """The person takes their number back; a second time changes nothing."""
    wishes = wishes_locked(user, now)
    if not wishes.number:
        return
    wishes.number, wishes.number_confirmed_at, wishes.sms_allowed = "", None, False
    wishes.updated_at = now
    wishes.save()
    event_record(verb="reach.number_removed", by=user, subject=wishes)


@transaction.atomic
def text_receive(*, provider_id: str, number: str, body: str, now: datetime) -> TextWord | None:
    """Keep what a text message asked for; None for one that came twice.

    The latest STOP or START of a number is in force, whoever it belongs to. The body is not kept.
    """
    word = word_of(body)
    row, is_new = TextReceived.objects.get_or_create(
        provider_id=provider_id, defaults={"number": number, "word": word, "at": now}
    )
    if not is_new:
        return None
    details = {"word": str(word), "number": fingerprint(number)}
    event_record(verb="reach.text_received", by=None, subject=row, details=details)
    return word


def _seal(user: User, number: str, code: str) -> str:
    return fingerprint(f"{user.pk}:{number}:{code}")
