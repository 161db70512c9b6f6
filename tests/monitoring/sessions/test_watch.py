"""The watch follows the dose; each check that is recorded ends its part."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from dosing.choices import NotTakenReason, Outcome
from ketaclinic.accounts.access import AccessRefused
from ketaclinic.audit.models import AuditEvent
from ketaclinic.reminders.models import Reminder
from monitoring.alerts.services import dose_change_submit, dose_submit, watch_end_submit
from monitoring.sessions.models import WatchedCheck
from monitoring.sessions.services import NoteNeeded, NothingWatched
from tests.factories.accounts import UserFactory
from tests.factories.dosing import NOW
from tests.factories.monitoring import home_patient, open_slot
from tests.monitoring.sessions.conftest import after

pytestmark = pytest.mark.django_db
ALL_OPEN = {
    ("feeling", 30): "open",
    ("pressure", 40): "open",
    ("feeling", 60): "open",
    ("feeling", 120): "open",
    ("pressure", 120): "open",
}


def messages(purpose="session_check"):
    """Minutes after the dose at which a message is due or stands cancelled."""
    rows = Reminder.objects.filter(purpose=purpose).order_by("planned_at")
    return {int((row.planned_at - NOW) / timedelta(minutes=1)): row.status for row in rows}


def test_a_session_dose_opens_the_watch_and_plans_its_messages(session):
    session.dose()
    assert session.states() == ALL_OPEN
    assert messages() == dict.fromkeys((30, 40, 60, 120), "due")
    assert messages("session_helper") == dict.fromkeys((50, 60, 80, 140), "due")
    row = Reminder.objects.get(purpose="session_check", planned_at=after(40))
    assert (row.recipient, row.not_after) == (session.patient.user, after(60))


def test_the_same_report_again_changes_nothing(session):
    for at in (0, 1):
        session.dose(at=at)
    told = Reminder.objects.exclude(purpose__startswith="checkin_")
    assert (WatchedCheck.objects.count(), told.count()) == (5, 8)


def test_the_same_report_sent_again_late_takes_no_missed_check_back(session):
    session.dose()
    session.dose(at=300)
    assert session.states() == ALL_OPEN


def test_small_doses_are_not_watched():
    patient, plan = home_patient()
    dose_submit(
        patient=patient,
        slot=open_slot(plan),
        by=patient.user,
        now=NOW,
        outcome=Outcome.TAKEN,
        amount_ug=25_000,
        taken_at=NOW,
        idempotency_key="dose",
    )
    assert not WatchedCheck.objects.exists()


@pytest.mark.parametrize(
    "told",
    [
        {"outcome": Outcome.SKIPPED, "reason_key": NotTakenReason.FORGOT},
        {"outcome": Outcome.NOT_TAKEN, "reason_key": NotTakenReason.CLINIC_HOLD},
    ],
    ids=["skipped", "not taken"],
)
def test_a_dose_that_was_not_taken_is_not_watched(session, told):
    session.dose(amount_ug=None, taken_at=None, **told)
    assert not WatchedCheck.objects.exists()


def test_a_dose_at_the_clinic_is_watched_there(session):
    session.slot.place = "clinic"
    session.slot.save()
    session.dose()
    assert not WatchedCheck.objects.exists()


def test_a_dose_told_late_asks_only_for_what_is_still_to_come(session):
    session.dose(at=90)
    assert session.states() == {("feeling", 120): "open", ("pressure", 120): "open"}


def test_each_record_answers_its_own_kind(session):
    session.dose()
    session.feel(31)
    assert session.states() == ALL_OPEN | {("feeling", 30): "answered"}
    session.measure(42)
    assert session.states()[("pressure", 40)] == "answered"
    assert messages() == {30: "cancelled", 40: "cancelled", 60: "due", 120: "due"}
    assert messages("session_helper")[60] == "cancelled"


def test_a_moment_that_asks_two_things_is_told_until_both_are_recorded(session):
    session.dose()
    session.feel(120)
    assert messages()[120] == "due"
    session.measure(121)
    assert messages()[120] == "cancelled"


def test_a_record_before_its_time_answers_nothing(session):
    session.dose()
    session.measure(20)
    assert session.states() == ALL_OPEN


def test_what_waits_for_its_third_reading_answers_nothing_yet(session):
    session.dose()
    session.measure(40, "124/78", "140/78")
    assert session.states() == ALL_OPEN
    session.measure(42, "126/78")
    assert session.states()[("pressure", 40)] == "answered"


def test_a_check_that_is_sent_again_does_not_answer_the_next_one(session):
    session.dose()
    session.measure(40, key="one")
    session.measure(118, key="one")
    assert session.states()[("pressure", 120)] == "open"


def test_a_raised_pressure_asks_for_its_repeat_and_a_late_check(session):
    session.dose()
    session.measure(40, "172/104", "170/102")
    states = session.states()
    assert (states[("pressure", 55)], states[("pressure", 240)]) == ("open", "open")
    assert messages()[55] == messages()[240] == "due"
    session.measure(56, "168/102", "166/102")
    assert session.states()[("pressure", 71)] == "open"


# --- Corrections -----------------------------------------------------------------------------
def correct(session, log, at, **changes):
    told = {"outcome": Outcome.TAKEN, "amount_ug": 50_000, "taken_at": NOW, "note": "Mistaken."}
    return dose_change_submit(
        log=log,
        by=session.patient.user,
        now=after(at),
        idempotency_key=f"correct-{at}",
        **(told | changes),
    )


NOT_TAKEN = {
    "outcome": Outcome.NOT_TAKEN,
    "amount_ug": None,
    "taken_at": None,
    "reason_key": NotTakenReason.FORGOT,
}


def test_a_dose_that_was_not_taken_after_all_ends_the_watch(session):
    correct(session, session.dose(), 5, **NOT_TAKEN)
    assert set(session.states().values()) == {"dose_corrected"}
    assert set(messages().values()) == {"cancelled"}


def test_and_taken_after_all_brings_it_back(session):
    log = correct(session, session.dose(), 5, **NOT_TAKEN)
    correct(session, log, 10)
    assert session.states() == ALL_OPEN
    assert set(messages().values()) == {"due"}


def test_a_corrected_time_moves_what_is_still_to_come(session):
    correct(session, session.dose(at=30, taken=30), 35, taken_at=after(15))
    row = WatchedCheck.objects.get(minutes=40)
    assert (row.due_at, row.missed_at) == (after(55), after(75))
    assert set(messages()) == {45, 55, 75, 135}


def test_what_an_earlier_time_puts_into_the_past_is_not_asked_for(session):
    correct(session, session.dose(at=70, taken=70), 71, taken_at=NOW)
    assert session.states() == {
        ("feeling", 30): "dose_corrected",
        ("pressure", 40): "dose_corrected",
        ("feeling", 60): "open",
        ("feeling", 120): "open",
        ("pressure", 120): "open",
    }


# --- A person ends it ------------------------------------------------------------------------
def test_the_clinic_ends_the_watch_with_a_note(session):
    session.dose()
    nurse = UserFactory(role="nurse")
    assert watch_end_submit(patient=session.patient, by=nurse, now=after(45), note=" Phoned. ") == 5
    assert set(session.states().values()) == {"ended"}
    row = WatchedCheck.objects.first()
    assert (row.ended_by, row.note, row.ended_at) == (nurse, "Phoned.", after(45))
    assert set(messages().values()) == set(messages("session_helper").values()) == {"cancelled"}
    event = AuditEvent.objects.get(verb="sessions.watch_ended")
    assert (event.actor, event.details["checks"]) == (nurse, 5)


@pytest.mark.parametrize(
    ("role", "note", "error"),
    [("nurse", "  ", NoteNeeded), ("patient", "Phoned.", AccessRefused)],
    ids=["without a note", "by a patient"],
)
def test_nothing_ends_by_a_refusal(session, role, note, error):
    session.dose()
    with pytest.raises(error):
        watch_end_submit(
            patient=session.patient, by=UserFactory(role=role), now=after(45), note=note
        )
    assert session.states() == ALL_OPEN


def test_a_second_person_is_told_that_there_is_nothing_to_end(session):
    with pytest.raises(NothingWatched):
        watch_end_submit(
            patient=session.patient, by=UserFactory(role="nurse"), now=NOW, note="Phoned."
        )


@pytest.mark.parametrize(
    "wrong",
    [
        {"end": "answered"},
        {"ended_at": NOW},
        {"end": "nonsense", "ended_at": NOW},
        {"end": "ended", "ended_at": NOW},
        {"missed_at": NOW - timedelta(hours=1)},
    ],
    ids=["no time", "no end", "unknown", "nobody", "missed before due"],
)
def test_the_database_refuses_half_an_end(session, wrong):
    session.dose()
    with pytest.raises(IntegrityError), transaction.atomic():
        WatchedCheck.objects.filter(minutes=40).update(**wrong)
