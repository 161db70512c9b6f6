"""Through the whole engine: who is told of a check, of a missed one, and who is not."""

from datetime import timedelta

import pytest

from ketaclinic.accounts.choices import Role
from ketaclinic.accounts.models import User
from ketaclinic.reminders.channels import channel_replace
from ketaclinic.reminders.choices import ReminderChannel
from ketaclinic.reminders.models import Reminder
from ketaclinic.reminders.registry import purpose_for
from ketaclinic.reminders.services import engine_tick, load_send
from monitoring.alerts.models import Alert
from monitoring.alerts.services import alert_acknowledge, summaries_look, watch_end_submit
from monitoring.sessions.choices import WatchPurpose
from monitoring.sessions.selectors import checks_unwanted_among
from tests.factories.accounts import UserFactory
from tests.factories.dosing import NOW
from tests.factories.reminders import WishesFactory, why_unwanted
from tests.monitoring.sessions.conftest import after
from tests.reminders.conftest import StubChannel

pytestmark = pytest.mark.django_db


@pytest.fixture
def ways():
    """What went out by email, and to helpers."""
    stubs = {way: StubChannel() for way in (ReminderChannel.EMAIL, ReminderChannel.HELPER)}
    former = {way: channel_replace(way, stub) for way, stub in stubs.items()}
    yield stubs
    for way, channel in former.items():
        channel_replace(way, channel)


@pytest.fixture
def nurse(session):
    """The only one of the clinic who can be paged."""
    User.objects.exclude(role=Role.PATIENT).update(is_active=False)
    return UserFactory(role=Role.NURSE)


@pytest.fixture
def agreed(session):
    """The patient agreed that a helper is told."""
    return WishesFactory(user=session.patient.user, helper_agreed_at=NOW)


def run(first, last):
    """Beat and its workers, minute by minute."""

    def send(load, now):
        load_send(load, clock=lambda: now)

    for minute in range(first, last + 1):
        now = after(minute)
        summaries_look(now=now)
        engine_tick(now=now, hand_over=lambda load, now=now: send(load, now))


def sent():
    """(purpose, minutes after the dose) of everything that left."""
    rows = Reminder.objects.filter(status="sent").order_by("planned_at", "pk")
    return [
        (row.purpose, int((row.finished_at - NOW) / timedelta(minutes=1)))
        for row in rows
        if row.purpose.startswith(("session", "alert"))
    ]


def test_whoever_records_everything_is_told_of_each_check_once(session, ways, nurse, agreed):
    session.dose()
    for minute in (30, 40, 60, 120):
        run(minute, minute)
        session.feel(minute + 1)
        if minute != 30:
            session.measure(minute + 1)
    run(122, 300)
    assert sent() == [("session_check", minute) for minute in (30, 40, 60, 120)]
    assert not Alert.objects.exists()


def test_a_missed_check_tells_the_helper_and_then_pages_the_clinic(session, ways, nurse, agreed):
    session.dose()
    run(29, 49)
    assert sent() == [("session_check", 30), ("session_check", 40)]
    run(50, 59)
    assert sent()[2:] == [("session_helper", 50)]
    alert = Alert.objects.get()
    assert (alert.rule_key, alert.severity) == ("missed_safety_check", "emergency")
    assert (alert.opened_at, alert.due_at) == (after(50), after(60))
    run(60, 60)
    assert ("alert_emergency_unseen", 60) in sent()
    assert Reminder.objects.get(purpose="alert_emergency_unseen", status="sent").recipient == nurse


def test_nobody_tells_a_helper_without_the_patients_yes(session, ways, nurse):
    session.dose()
    run(29, 55)
    row = Reminder.objects.filter(purpose="session_helper").order_by("planned_at").first()
    assert (row.status, row.reason) == ("skipped", "helper_not_agreed")
    assert ways[ReminderChannel.HELPER].letters == []
    assert Alert.objects.get().rule_key == "missed_safety_check"


def test_a_late_record_stops_the_helper_and_the_rest(session, ways, nurse, agreed):
    session.dose()
    run(29, 48)
    session.feel(49)
    session.measure(49)
    run(50, 59)
    assert sent() == [("session_check", 30), ("session_check", 40)]
    assert not Alert.objects.exists()


def test_quiet_hours_and_pauses_do_not_hold_a_safety_check_back(session, ways, agreed):
    agreed.quiet_from, agreed.quiet_until = "00:00", "23:59"
    agreed.save()
    session.patient.state = "paused"
    session.patient.save()
    session.dose()
    run(30, 30)
    assert sent() == [("session_check", 30)]
    assert all(purpose_for(purpose).is_urgent for purpose in WatchPurpose)


def test_a_paused_patient_is_watched_to_the_end(session, ways, nurse, agreed):
    """Somebody pauses the treatment an hour after a dose: the dose still works."""
    session.dose()
    session.patient.state = "paused"
    session.patient.save()
    session.look(1)
    run(29, 50)
    assert Alert.objects.get().rule_key == "missed_safety_check"


def test_after_the_clinic_ended_the_watch_nobody_is_told(session, ways, nurse, agreed):
    session.dose()
    watch_end_submit(patient=session.patient, by=nurse, now=after(10), note="Phoned, is well.")
    run(11, 200)
    assert sent() == []
    assert not Alert.objects.exists()


def test_an_alert_that_was_seen_pages_nobody(session, ways, nurse, agreed):
    session.dose()
    run(29, 50)
    alert_acknowledge(alert=Alert.objects.get(), by=nurse, now=after(55))
    run(56, 60)
    assert "alert_emergency_unseen" not in dict(sent())


def test_what_was_recorded_since_the_facts_no_longer_support(session, nurse):
    session.dose()
    session.look(50)
    session.feel(52)
    assert Alert.objects.get().is_supported is False


def test_each_missed_moment_is_an_alert_of_its_own(session, nurse):
    session.dose()
    session.look(145)
    facts = Alert.objects.order_by("fact_at").values_list("sentence", flat=True)
    assert [text.partition(",")[2] for text in facts] == [
        f" {minutes} minutes after a dose" for minutes in (30, 40, 60, 120)
    ]
    last = Alert.objects.get(fact_at=after(140))
    assert last.facts[1] == {
        "label": "Asked",
        "value": "Blood pressure, How the patient feels",
    }


def test_the_next_look_is_when_the_next_check_is_missed(session, nurse):
    session.dose()
    assert session.look(1).next_look_at == after(50)


# --- Is it still wanted? ---------------------------------------------------------------------
def test_many_moments_are_asked_in_one_question(session, django_assert_num_queries):
    session.dose()
    session.feel(30)
    asked = [f"{session.slot.public_id}@{minutes}" for minutes in (30, 40, 99)]
    with django_assert_num_queries(1):
        found = checks_unwanted_among(asked, NOW)
    assert found == {asked[0]: "answered", asked[2]: "missing"}


@pytest.mark.parametrize(
    "subject", ["", "nonsense", "nonsense@30", "00000000-0000-4000-8000-000000000000@30", "@"]
)
def test_what_does_not_exist_is_wanted_by_nobody(subject):
    assert why_unwanted(WatchPurpose.CHECK, subject, NOW) == "missing"
