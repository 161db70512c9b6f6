"""Each reason for which a reminder does not leave, through the engine itself."""

from datetime import time, timedelta

import pytest
from allauth.account.models import EmailAddress

from ketaclinic.reminders import registry
from ketaclinic.reminders.choices import ReminderStatus
from ketaclinic.reminders.models import Reminder
from ketaclinic.reminders.reach.choices import Barrier
from ketaclinic.reminders.reach.models import HandOn, OptOut
from ketaclinic.reminders.reach.services import text_receive
from ketaclinic.reminders.services import load_send
from tests.factories.accounts import UserFactory
from tests.factories.reminders import (
    NOW,
    NUMBER,
    DeviceFactory,
    ReminderFactory,
    WishesFactory,
    load_of,
)

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=2)
EMAIL, SMS, PUSH = "email", "sms", "push"
# 14:00 UTC is 10:00 in New York.
MORNING = {"quiet_from": time(9), "quiet_until": time(10, 30)}
DAY = {"quiet_from": time(9), "quiet_until": time(20)}


@pytest.fixture
def urgent():
    registry.register(
        registry.Purpose("page", "Page", lambda subject_id, now: "", is_urgent=True, for_staff=True)
    )
    yield "page"
    registry.unregister("page")


def ends(subject_id):
    """How it went, way by way."""
    rows = Reminder.objects.filter(subject_id=subject_id).order_by("pk")
    return [(row.channel, row.status, row.reason) for row in rows]


def due_for(wishes, **values):
    return ReminderFactory(recipient=wishes.user, **values)


def unverify(user):
    EmailAddress.objects.filter(user=user).update(verified=False)


def opt_out(user):
    OptOut.objects.create(user=user, purpose="probe", channel=EMAIL)


@pytest.mark.parametrize(
    ("wishes", "also", "reason"),
    [
        pytest.param({"only_in_app": True}, None, Barrier.ONLY_IN_APP, id="only in the app"),
        pytest.param({"email_allowed": False}, None, Barrier.NOT_THIS_WAY, id="do not email"),
        pytest.param({}, opt_out, Barrier.OPTED_OUT, id="opted out"),
        pytest.param({}, unverify, Barrier.UNVERIFIED, id="unverified address"),
        pytest.param(DAY, None, Barrier.QUIET, id="quiet until it is too late"),
    ],
)
def test_what_somebody_does_not_want_does_not_leave(probe, channel, tick, wishes, also, reason):
    row = due_for(WishesFactory(**wishes))
    if also:
        also(row.recipient)
    tick()
    tick(NOW + SECOND)
    assert channel.letters == []
    assert ends(row.subject_id) == [(EMAIL, ReminderStatus.SKIPPED, reason)]


def test_the_unverified_address_of_somebody_without_wishes_is_not_used_either(probe, channel, tick):
    row = ReminderFactory()
    unverify(row.recipient)
    tick()
    assert channel.letters == []
    assert ends(row.subject_id) == [(EMAIL, ReminderStatus.SKIPPED, Barrier.UNVERIFIED)]


def test_a_verified_address_other_than_theirs_verifies_nothing(probe, channel, tick):
    row = ReminderFactory()
    EmailAddress.objects.filter(user=row.recipient).update(email="old@clinic.test")
    tick()
    assert channel.letters == []


def test_what_falls_into_quiet_hours_leaves_when_they_end(probe, channel, tick):
    row = due_for(WishesFactory(**MORNING))
    tick()
    assert channel.letters == []
    row.refresh_from_db()
    assert (row.status, row.reason, row.attempts) == (ReminderStatus.DUE, Barrier.QUIET, 0)
    assert row.due_at == NOW + timedelta(minutes=30)
    assert tick(NOW + timedelta(minutes=29)) == 0
    tick(NOW + timedelta(minutes=30))
    assert channel.keys == [str(row.public_id)]


def test_quiet_hours_that_begin_after_the_claim_still_count(probe, channel):
    row = due_for(WishesFactory(**MORNING), claimed=True)
    load_send(load_of(row.pk), clock=lambda: NOW)
    row.refresh_from_db()
    assert channel.letters == []
    assert (row.status, row.due_at) == (ReminderStatus.DUE, NOW + timedelta(minutes=30))
    assert row.claim_token is None


def test_a_safety_page_reaches_staff_in_their_quiet_hours_and_whatever_they_wish(
    channel, tick, urgent
):
    user = UserFactory(nurse=True)
    WishesFactory(user=user, only_in_app=True, email_allowed=False, **DAY)
    row = ReminderFactory(recipient=user, purpose=urgent)
    tick()
    assert channel.keys == [str(row.public_id)]


def test_texts_first_means_texts_first(probe, channel, texts, tick):
    row = due_for(WishesFactory(texts_first=True))
    tick()
    tick(NOW + SECOND)
    assert channel.letters == []
    assert [letter.address for letter in texts.letters] == [row.recipient.email]
    assert ends(row.subject_id) == [
        (EMAIL, ReminderStatus.SKIPPED, Barrier.PREFERS_OTHER),
        (SMS, ReminderStatus.SENT, ""),
    ]


def test_after_stop_nothing_goes_to_the_number_and_email_takes_over(probe, channel, texts, tick):
    row = due_for(WishesFactory(texts_first=True))
    text_receive(provider_id="SM1", number=NUMBER, body="STOP", now=NOW)
    tick()
    assert texts.letters == []
    assert ends(row.subject_id) == [(EMAIL, ReminderStatus.SENT, "")]


def test_start_opens_the_number_again(probe, channel, texts, tick):
    due_for(WishesFactory(texts_first=True))
    text_receive(provider_id="SM1", number=NUMBER, body="STOP", now=NOW)
    text_receive(provider_id="SM2", number=NUMBER, body="START", now=NOW)
    tick()
    tick(NOW + SECOND)
    assert len(texts.letters) == 1


def test_stop_between_planning_and_sending_still_counts(probe, channel, texts):
    row = due_for(WishesFactory(texts=True), channel=SMS, claimed=True)
    text_receive(provider_id="SM1", number=NUMBER, body="STOP", now=NOW)
    load_send(load_of(row.pk), clock=lambda: NOW)
    assert texts.letters == []
    assert ends(row.subject_id) == [(SMS, ReminderStatus.SKIPPED, Barrier.STOPPED)]


@pytest.mark.parametrize(
    ("way", "reason"),
    [
        pytest.param(SMS, Barrier.UNVERIFIED, id="a number that nobody confirmed"),
        pytest.param(PUSH, Barrier.NO_DEVICE, id="no device"),
    ],
)
def test_a_way_without_an_address_hands_on_to_email(
    probe, channel, texts, pushes, tick, way, reason
):
    row = due_for(WishesFactory(sms_allowed=True, number=NUMBER), channel=way)
    tick()
    tick(NOW + SECOND)
    assert texts.letters == pushes.letters == []
    assert ends(row.subject_id) == [
        (way, ReminderStatus.SKIPPED, reason),
        (EMAIL, ReminderStatus.SENT, ""),
    ]


def test_a_way_that_the_clinic_did_not_set_up_is_closed(probe, channel, tick):
    row = due_for(WishesFactory(texts_first=True))
    tick()
    assert ends(row.subject_id) == [(EMAIL, ReminderStatus.SENT, "")]


def test_a_device_that_the_person_added_is_used(probe, channel, pushes, tick):
    wishes = WishesFactory(first_way=PUSH)
    DeviceFactory(user=wishes.user)
    due_for(wishes)
    tick()
    tick(NOW + SECOND)
    assert len(pushes.letters) == 1
    assert channel.letters == []


@pytest.mark.parametrize(
    ("agreed_at", "sent"), [pytest.param(NOW, 1, id="agreed"), pytest.param(None, 0, id="not")]
)
def test_a_helper_is_told_only_if_the_patient_agreed(probe, helpers, tick, agreed_at, sent):
    row = due_for(WishesFactory(helper_agreed_at=agreed_at), channel="helper")
    tick()
    tick(NOW + SECOND)
    assert len(helpers.letters) == sent
    assert len(ends(row.subject_id)) == 1
    if not sent:
        assert ends(row.subject_id) == [("helper", ReminderStatus.SKIPPED, Barrier.NOT_AGREED)]
        assert not HandOn.objects.exists()


def test_what_is_not_wanted_any_more_is_not_handed_on(probe, channel, texts, tick):
    row = due_for(WishesFactory(texts_first=True))
    tick()
    probe.unwanted[row.subject_id] = "logged"
    tick(NOW + SECOND)
    assert texts.letters == []
    assert ends(row.subject_id)[-1] == (SMS, ReminderStatus.SKIPPED, "logged")


def test_people_cost_two_queries_however_many_they_are(
    probe, channel, texts, django_assert_num_queries
):
    from ketaclinic.reminders.reach.selectors import recipients_of, rows_answer

    rows = [due_for(WishesFactory(texts_first=True, number=f"+1555010{n:04}")) for n in range(5)]
    with django_assert_num_queries(3):
        recipients = recipients_of([row.recipient_id for row in rows])
        assert len(rows_answer(rows, recipients, now=NOW)) == 5
