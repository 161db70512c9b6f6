"""Pause, resume, send again: each refusal writes nothing, each success is on the record."""

from datetime import timedelta

import pytest
from django.urls import reverse

from ketaclinic.accounts.access import AccessRefused
from ketaclinic.accounts.choices import Role
from ketaclinic.audit.models import AuditEvent
from ketaclinic.reminders import registry
from ketaclinic.reminders.choices import ReminderStatus
from ketaclinic.reminders.models import PurposePause, Reminder, ReminderResend
from ketaclinic.reminders.selectors import engine_status
from ketaclinic.reminders.services import (
    NotToResend,
    SafetyNotPaused,
    TooLateToResend,
    engine_tick,
    load_send,
    purpose_pause,
    purpose_resume,
    reminder_resend,
)
from tests.factories.accounts import UserFactory
from tests.factories.reminders import NOW, ReminderFactory, load_of

pytestmark = pytest.mark.django_db
STAFF_WITHOUT = [Role.NURSE, Role.PRESCRIBER, Role.EDITOR, Role.PATIENT]


@pytest.fixture
def manager():
    return UserFactory(role=Role.MANAGER, full_name="Mara Lindt")


def tick(now=NOW):
    loads = []
    engine_tick(now=now, hand_over=loads.append)
    return [row_id for load in loads for row_id in load.ids]


def verbs():
    events = AuditEvent.objects.filter(verb__startswith="reminders.").order_by("pk")
    return list(events.values_list("verb", flat=True))


# --- Pause and resume ------------------------------------------------------------------------
def test_a_paused_purpose_waits_and_the_others_go(probe, channel, manager):
    registry.register(registry.Purpose("other", "Other", probe.still_wanted))
    try:
        waits, goes = ReminderFactory(), ReminderFactory(purpose="other")
        purpose_pause(purpose="probe", reason="Wrong text", by=manager, now=NOW)
        assert tick() == [goes.pk]
        chunk_of([goes.pk])
        waits.refresh_from_db()
        assert (waits.status, waits.attempts) == (ReminderStatus.DUE, 0)
        assert verbs() == ["reminders.paused"]
        assert engine_status(NOW + timedelta(minutes=5)).lag.now == timedelta(0)
    finally:
        registry.unregister("other")


def test_pausing_takes_back_what_workers_have_not_begun(probe, channel, manager):
    held, leaving = ReminderFactory(claimed=True), ReminderFactory(sending=True)
    purpose_pause(purpose="probe", reason="Wrong text", by=manager, now=NOW)
    load_send(load_of(held.pk, leaving.pk), clock=lambda: NOW)
    held.refresh_from_db()
    leaving.refresh_from_db()
    assert (held.status, leaving.status) == (ReminderStatus.DUE, ReminderStatus.SENDING)
    assert channel.letters == []


def test_what_a_tick_claimed_beside_the_pause_goes_back_with_the_next(probe, manager):
    purpose_pause(purpose="probe", reason="Wrong text", by=manager, now=NOW)
    row = ReminderFactory(claimed=True)
    assert tick() == []
    row.refresh_from_db()
    assert row.status == ReminderStatus.DUE


def test_a_second_pause_changes_nothing(probe, manager):
    first = purpose_pause(purpose="probe", reason="Wrong text", by=manager, now=NOW)
    again = purpose_pause(purpose="probe", reason="Again", by=UserFactory(role="manager"), now=NOW)
    assert again == first
    assert (PurposePause.objects.get().reason, verbs()) == ("Wrong text", ["reminders.paused"])


def test_after_the_pause_only_what_still_helps_goes_out(probe, manager):
    in_time = ReminderFactory()
    too_late = ReminderFactory(planned_at=NOW - timedelta(hours=2), not_after=NOW)
    purpose_pause(purpose="probe", reason="Wrong text", by=manager, now=NOW)
    later = NOW + timedelta(minutes=30)
    assert purpose_resume(purpose="probe", by=manager, now=later)
    assert tick(later) == [in_time.pk]
    too_late.refresh_from_db()
    assert too_late.status == ReminderStatus.EXPIRED
    pause = PurposePause.objects.get()
    assert (pause.resumed_at, pause.resumed_by) == (later, manager)
    assert verbs() == ["reminders.paused", "reminders.resumed"]


def test_resuming_what_is_not_paused_changes_nothing(probe, manager):
    assert not purpose_resume(purpose="probe", by=manager, now=NOW)
    assert verbs() == []


def test_a_safety_message_cannot_be_paused(probe, manager):
    registry.register(registry.Purpose("page", "Page", probe.still_wanted, is_urgent=True))
    try:
        with pytest.raises(SafetyNotPaused):
            purpose_pause(purpose="page", reason="Too many", by=manager, now=NOW)
        assert (PurposePause.objects.count(), verbs()) == (0, [])
    finally:
        registry.unregister("page")


# --- Send again ------------------------------------------------------------------------------
@pytest.mark.parametrize("trait", ["failed", "uncertain"])
def test_sending_again_makes_it_due_under_its_own_key(probe, channel, manager, trait):
    row = ReminderFactory(**{trait: True})
    reminder_resend(public_id=row.public_id, reason="Phoned her", by=manager, now=NOW)
    resend = ReminderResend.objects.get()
    assert (resend.former_status, resend.reason, resend.by) == (trait, "Phoned her", manager)
    assert verbs() == ["reminders.resent"]
    assert "Phoned" not in str(AuditEvent.objects.values_list("details"))
    chunk_of(tick())
    row.refresh_from_db()
    assert (row.status, row.attempts, channel.keys) == ("sent", 1, [str(row.public_id)])


def chunk_of(ids):
    token = Reminder.objects.get(pk=ids[0]).claim_token
    load_send(load_of(*ids, token=token), clock=lambda: NOW)


def test_what_became_unwanted_is_not_sent_again(probe, manager):
    row = ReminderFactory(failed=True)
    probe.unwanted[row.subject_id] = "logged"
    reminder_resend(public_id=row.public_id, reason="Phoned her", by=manager, now=NOW)
    assert tick() == []
    row.refresh_from_db()
    assert (row.status, row.reason) == (ReminderStatus.SKIPPED, "logged")


@pytest.mark.parametrize("trait", ["sent", "cancelled", "sending"])
def test_only_what_failed_or_is_uncertain_is_sent_again(probe, manager, trait):
    row = ReminderFactory(**{trait: True})
    with pytest.raises(NotToResend):
        reminder_resend(public_id=row.public_id, reason="Again", by=manager, now=NOW)
    check_nothing_written(row, trait)


def test_nothing_is_sent_again_too_late(probe, manager):
    row = ReminderFactory(failed=True, planned_at=NOW - timedelta(hours=2), not_after=NOW)
    late = NOW + timedelta(seconds=1)
    with pytest.raises(TooLateToResend):
        reminder_resend(public_id=row.public_id, reason="Again", by=manager, now=late)
    check_nothing_written(row, "failed")


def check_nothing_written(row, status):
    row.refresh_from_db()
    assert (row.status, ReminderResend.objects.count(), verbs()) == (status, 0, [])


@pytest.mark.parametrize("role", STAFF_WITHOUT)
def test_nobody_else_runs_the_operations(probe, role):
    row, by = ReminderFactory(failed=True), UserFactory(role=role)
    for refused in (
        lambda: purpose_pause(purpose="probe", reason="x", by=by, now=NOW),
        lambda: purpose_resume(purpose="probe", by=by, now=NOW),
        lambda: reminder_resend(public_id=row.public_id, reason="x", by=by, now=NOW),
    ):
        with pytest.raises(AccessRefused):
            refused()
    assert PurposePause.objects.count() == 0
    check_nothing_written(row, "failed")


# --- The pages -------------------------------------------------------------------------------
def test_the_manager_pauses_and_resumes_on_the_page(client_of, probe):
    client = client_of(Role.MANAGER)
    pause, page = reverse("reminders:pause", args=["probe"]), reverse("reminders:operations")
    assert client.post(pause, {"reason": ""}).status_code == 200
    assert not PurposePause.objects.exists()
    assert client.post(pause, {"reason": "Wrong text"}).url == page
    assert "Wrong text" in client.get(page).content.decode()
    assert client.post(reverse("reminders:resume", args=["probe"])).url == page
    assert "Wrong text" not in client.get(page).content.decode()


def test_the_manager_sends_again_on_the_page(client_of, probe):
    row = ReminderFactory(uncertain=True, recipient__full_name="Rosa Marin")
    client, path = client_of(Role.MANAGER), reverse("reminders:resend", args=[row.public_id])
    text = client.get(path).content.decode()
    assert "may get it twice" in text
    assert "Rosa Marin" not in text
    assert client.post(path, {"reason": "Phoned her"}).url == reverse("reminders:operations")
    assert client.get(path).status_code == 404


def test_a_refusal_is_told_on_the_page(client_of, probe):
    row = ReminderFactory(failed=True, planned_at=NOW - timedelta(hours=2))
    path = reverse("reminders:resend", args=[row.public_id])
    answer = client_of(Role.MANAGER).post(path, {"reason": "Phoned her"})
    assert "It is not sent late." in answer.content.decode()
    check_nothing_written(row, "failed")


@pytest.mark.parametrize("role", STAFF_WITHOUT)
def test_the_pages_do_not_exist_for_others(client_of, probe, role):
    client, row = client_of(role), ReminderFactory(failed=True)
    for name, key in (("pause", "probe"), ("resume", "probe"), ("resend", row.public_id)):
        path = reverse(f"reminders:{name}", args=[key])
        assert client.post(path, {"reason": "x"}).status_code == 404
    check_pages_changed_nothing(row)


def check_pages_changed_nothing(row):
    row.refresh_from_db()
    assert (row.status, PurposePause.objects.count()) == (ReminderStatus.FAILED, 0)


def test_an_unknown_purpose_is_no_page_and_resuming_is_no_link(client_of, probe):
    client = client_of(Role.MANAGER)
    assert client.get(reverse("reminders:pause", args=["nobody"])).status_code == 404
    assert client.get(reverse("reminders:resume", args=["probe"])).status_code == 405
