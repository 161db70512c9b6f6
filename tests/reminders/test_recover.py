from datetime import timedelta

import pytest

from ketaclinic.reminders import registry
from ketaclinic.reminders.channels.base import LookUp
from ketaclinic.reminders.choices import ReminderStatus
from ketaclinic.reminders.rules import EngineLimits
from ketaclinic.reminders.services.recover import leases_recover
from tests.factories.reminders import NOW, TOKEN, ReminderFactory

pytestmark = pytest.mark.django_db
LIMITS = EngineLimits()
SECOND = timedelta(seconds=1)
CLAIM_LOST = NOW + LIMITS.claim_lease + SECOND
SEND_LOST = NOW + LIMITS.sending_lease + SECOND


def recover(row, now):
    leases_recover(now=now)
    row.refresh_from_db()
    return row.status


@pytest.mark.parametrize(
    ("age", "status"),
    [
        pytest.param(LIMITS.claim_lease, ReminderStatus.CLAIMED, id="at the end of its lease"),
        pytest.param(LIMITS.claim_lease + SECOND, ReminderStatus.DUE, id="past its lease"),
    ],
)
def test_a_claim_that_nobody_took_up_goes_back(channel, age, status):
    row = ReminderFactory(claimed=True)
    assert recover(row, NOW + age) == status
    assert (row.claim_token is None) == (status == ReminderStatus.DUE)
    assert (row.attempts, row.due_at) == (0, NOW)


@pytest.mark.parametrize(
    ("reached", "status"),
    [
        pytest.param(-SECOND, ReminderStatus.CLAIMED, id="the queue has not come to it yet"),
        pytest.param(0 * SECOND, ReminderStatus.CLAIMED, id="the queue is at its claim"),
        pytest.param(SECOND, ReminderStatus.DUE, id="the queue has gone past it"),
    ],
)
def test_a_slow_queue_is_not_a_lost_claim(channel, probe, reached, status):
    row = ReminderFactory(claimed=True)
    ReminderFactory(sent=True, claimed_at=NOW + reached, finished_at=CLAIM_LOST - SECOND)
    assert recover(row, CLAIM_LOST) == status


def test_a_queue_that_stands_still_has_lost_its_claims(channel, probe):
    row = ReminderFactory(claimed=True)
    ReminderFactory(sent=True, claimed_at=NOW - SECOND, finished_at=NOW)
    assert recover(row, CLAIM_LOST) == ReminderStatus.DUE


def test_of_a_queue_that_stands_still_one_batch_goes_back_to_find_out(channel, probe, settings):
    """All at once, again and again, would fill the queue faster than it is emptied."""
    settings.REMINDERS_ENGINE = {"batch_size": 2}
    rows = [ReminderFactory(claimed=True, claimed_at=NOW - age * SECOND) for age in (1, 3, 2, 0)]
    leases_recover(now=CLAIM_LOST)
    for row in rows:
        row.refresh_from_db()
    assert [row.status for row in rows] == ["claimed", "due", "due", "claimed"]


def test_while_that_batch_is_under_way_the_rest_waits(channel, probe):
    waits = ReminderFactory(claimed=True)
    ReminderFactory(claimed=True, claimed_at=CLAIM_LOST - SECOND)
    assert recover(waits, CLAIM_LOST) == ReminderStatus.CLAIMED


def test_once_that_batch_came_through_the_rest_goes_back(channel, probe):
    rows = [ReminderFactory(claimed=True) for _ in range(3)]
    ReminderFactory(sent=True, claimed_at=CLAIM_LOST, finished_at=CLAIM_LOST)
    later = CLAIM_LOST + SECOND
    assert {recover(row, later) for row in rows} == {ReminderStatus.DUE}


def test_what_was_skipped_in_its_claim_shows_no_progress(channel, probe):
    row = ReminderFactory(claimed=True)
    skipped = {"status": ReminderStatus.SKIPPED, "claim_token": TOKEN, "finished_at": CLAIM_LOST}
    ReminderFactory(claimed_at=NOW - SECOND, **skipped)
    assert recover(row, CLAIM_LOST) == ReminderStatus.DUE


def test_the_urgent_queue_says_nothing_about_the_ordinary_one(channel, probe):
    registry.register(registry.Purpose("page", "Page", probe.still_wanted, is_urgent=True))
    try:
        ordinary = ReminderFactory(claimed=True)
        urgent = ReminderFactory(claimed=True, purpose="page")
        ends = {"sent": True, "finished_at": CLAIM_LOST}
        ReminderFactory(claimed_at=NOW - SECOND, **ends)
        ReminderFactory(claimed_at=NOW + SECOND, purpose="page", **ends)
        assert recover(ordinary, CLAIM_LOST) == ReminderStatus.CLAIMED
        assert recover(urgent, CLAIM_LOST) == ReminderStatus.DUE
    finally:
        registry.unregister("page")


@pytest.mark.parametrize(
    ("age", "status"),
    [
        pytest.param(LIMITS.sending_lease, ReminderStatus.SENDING, id="at the end of its lease"),
        pytest.param(LIMITS.sending_lease + SECOND, ReminderStatus.UNCERTAIN, id="past its lease"),
    ],
)
def test_a_send_that_nobody_finished_is_uncertain(channel, age, status):
    row = ReminderFactory(sending=True)
    assert recover(row, NOW + age) == status
    assert row.reason == ("worker_lost" if status == ReminderStatus.UNCERTAIN else "")


def test_what_the_provider_has_is_sent(channel):
    channel.known = LookUp.SENT
    row = ReminderFactory(sending=True)
    assert recover(row, SEND_LOST) == ReminderStatus.SENT
    assert (row.reason, row.finished_at) == ("looked_up", SEND_LOST)


def test_what_the_provider_never_saw_is_tried_again(channel):
    channel.known = LookUp.NOT_SENT
    row = ReminderFactory(sending=True)
    assert recover(row, SEND_LOST) == ReminderStatus.DUE
    assert (row.attempts, row.reason, row.claim_token) == (1, "worker_lost", None)
    assert row.due_at > SEND_LOST


def test_what_the_provider_never_saw_is_not_sent_late(channel):
    channel.known = LookUp.NOT_SENT
    row = ReminderFactory(sending=True, not_after=SEND_LOST)
    assert recover(row, SEND_LOST) == ReminderStatus.EXPIRED


def test_a_provider_that_cannot_be_asked_leaves_it_uncertain(channel):
    channel.known = ConnectionError("no answer")
    row = ReminderFactory(sending=True)
    assert recover(row, SEND_LOST) == ReminderStatus.UNCERTAIN


@pytest.mark.parametrize("trait", ["sent", "cancelled", "failed", "uncertain"])
def test_what_is_over_stays_over(channel, trait):
    channel.known = LookUp.NOT_SENT
    row = ReminderFactory(**{trait: True})
    former = row.status
    assert recover(row, SEND_LOST) == former


def test_an_uncertain_row_is_never_taken_up_again(channel):
    row = ReminderFactory(sending=True)
    recover(row, SEND_LOST)
    channel.known = LookUp.NOT_SENT
    assert recover(row, SEND_LOST + LIMITS.sending_lease * 2) == ReminderStatus.UNCERTAIN
