"""Reminders for tests: due at a fixed moment, for a purpose that the test registers."""

import uuid
from datetime import UTC, datetime, timedelta

import factory

from ketaclinic.reminders.choices import ReminderChannel, ReminderStatus
from ketaclinic.reminders.models import Reminder
from ketaclinic.reminders.reach.models import PushDevice, ReachWishes
from ketaclinic.reminders.reach.selectors import recipients_of
from ketaclinic.reminders.registry import purpose_for
from ketaclinic.reminders.services import Load, load_send
from tests.factories.accounts import UserFactory

# The moment at which the suite's clock stands still.
NOW = datetime(2026, 6, 1, 14, 0, tzinfo=UTC)
TOKEN = uuid.UUID("5b1c7d1e-0000-4000-8000-000000000001")


class ReminderFactory(factory.django.DjangoModelFactory):
    """Due right now and useful for another hour; traits move it through its life."""

    class Meta:
        model = Reminder

    class Params:
        claimed = factory.Trait(status=ReminderStatus.CLAIMED, claim_token=TOKEN, claimed_at=NOW)
        sending = factory.Trait(
            status=ReminderStatus.SENDING,
            claim_token=TOKEN,
            claimed_at=NOW,
            sending_at=NOW,
            attempts=1,
        )
        sent = factory.Trait(
            status=ReminderStatus.SENT,
            claim_token=TOKEN,
            claimed_at=NOW,
            sending_at=NOW,
            finished_at=NOW,
            attempts=1,
        )
        cancelled = factory.Trait(status=ReminderStatus.CANCELLED, reason="logged", finished_at=NOW)
        failed = factory.Trait(status=ReminderStatus.FAILED, reason="smtp_550", finished_at=NOW)
        uncertain = factory.Trait(
            status=ReminderStatus.UNCERTAIN,
            reason="worker_lost",
            claim_token=TOKEN,
            claimed_at=NOW,
            sending_at=NOW,
            finished_at=NOW,
            attempts=1,
        )

    recipient = factory.SubFactory(UserFactory)
    purpose = "probe"
    subject_type = "tests.subject"
    subject_id = factory.Sequence(lambda n: f"subject-{n}")
    channel = ReminderChannel.EMAIL
    planned_at = NOW
    due_at = factory.SelfAttribute("planned_at")
    not_after = factory.LazyAttribute(lambda row: row.planned_at + timedelta(hours=1))
    created_at = NOW - timedelta(days=1)


NUMBER = "+15550100123"


def load_of(*row_ids, token=TOKEN):
    """One chunk of claimed rows, as a tick hands it over."""
    return Load(token, [list(row_ids)], is_urgent=False)


def send(*rows, now=NOW, token=TOKEN):
    """Send these claimed rows as one chunk, and read them again."""
    load_send(load_of(*(row.pk for row in rows), token=token), clock=lambda: now)
    for row in rows:
        row.refresh_from_db()


def recipient_of(user):
    """What a channel is told of a person."""
    return recipients_of([user.pk])[user.pk]


class WishesFactory(factory.django.DjangoModelFactory):
    """Somebody who wants email and nothing else; traits add what they confirmed or asked for."""

    class Meta:
        model = ReachWishes

    class Params:
        texts = factory.Trait(sms_allowed=True, number=NUMBER, number_confirmed_at=NOW)
        texts_first = factory.Trait(texts=True, first_way=ReminderChannel.SMS)

    user = factory.SubFactory(UserFactory)
    updated_at = NOW


class DeviceFactory(factory.django.DjangoModelFactory):
    """A browser that takes notifications, with a key pair's public half."""

    class Meta:
        model = PushDevice

    user = factory.SubFactory(UserFactory)
    endpoint = factory.Sequence(lambda n: f"https://fcm.googleapis.com/fcm/send/{n}")
    p256dh = (
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
    )
    auth = "BTBZMqHH6r4Tts7J_aSIgg"
    label = "Chrome on Android"
    added_at = NOW


def why_unwanted(purpose, subject_id, now):
    """What a registered purpose answers about one subject: a reason, or "" while it is wanted."""
    return purpose_for(purpose).unwanted([subject_id], now).get(subject_id, "")
