"""Staff move a patient, and a death stops every message."""

from datetime import timedelta

import pytest

from intake.choices import Move, PatientState
from intake.models import PatientStateChange
from intake.selectors import open_claim
from intake.services import (
    application_claim,
    moves_open_to,
    patient_move,
    patient_transition,
)
from intake.services import errors as refusals
from ketaclinic.accounts.access import AccessRefused
from ketaclinic.reminders.choices import ReminderStatus
from ketaclinic.reminders.models import Reminder
from ketaclinic.reminders.registry import Purpose, register, unregister
from ketaclinic.reminders.services import (
    ReminderRequest,
    engine_tick,
    reminders_cancel_for,
    reminders_schedule,
)
from tests.factories.accounts import UserFactory
from tests.factories.intake import PatientFactory
from tests.intake.sent import verbs

pytestmark = pytest.mark.django_db


def move(patient, to, by, now, reason="Because.", is_confirmed=True):
    return patient_move(
        patient=patient, move=to, by=by, now=now, reason=reason, is_confirmed=is_confirmed
    )


@pytest.mark.parametrize(
    ("trait", "to", "state"),
    [
        ("active", Move.PAUSE, PatientState.PAUSED),
        ("paused", Move.RESUME, PatientState.ACTIVE),
        ("active", Move.DISCHARGE, PatientState.DISCHARGED),
        ("approved", Move.WITHDRAW, PatientState.WITHDRAWN),
        ("submitted", Move.WITHDRAW, PatientState.WITHDRAWN),
        ("draft", Move.DECEASED, PatientState.DECEASED),
        ("paused", Move.DECEASED, PatientState.DECEASED),
    ],
)
def test_a_move_has_who_when_and_why(trait, to, state, prescriber, now):
    patient = PatientFactory(**{trait: True})
    change = move(patient, to, prescriber, now)
    assert (patient.state, change.by, change.at, change.reason) == (
        state,
        prescriber,
        now,
        "Because.",
    )
    assert verbs(patient) == ["intake.state_changed"]


@pytest.mark.parametrize(
    ("trait", "to"),
    [
        ("draft", Move.PAUSE),
        ("approved", Move.PAUSE),
        ("approved", Move.RESUME),
        ("active", Move.RESUME),
        ("submitted", Move.DISCHARGE),
        ("active", "approve"),
    ],
)
def test_what_the_table_lacks_is_refused(trait, to, prescriber, now):
    patient = PatientFactory(**{trait: True})
    before = PatientStateChange.objects.count()
    with pytest.raises(refusals.MoveRefused):
        move(patient, to, prescriber, now)
    assert (PatientStateChange.objects.count(), patient.state) == (before, trait)


@pytest.mark.parametrize("to", [Move.WITHDRAW, Move.DISCHARGE, Move.DECEASED])
def test_what_has_no_way_back_is_confirmed(to, prescriber, now):
    patient = PatientFactory(active=True)
    with pytest.raises(refusals.MoveUnconfirmed) as caught:
        move(patient, to, prescriber, now, is_confirmed=False)
    assert (caught.value.field, patient.state) == ("is_confirmed", PatientState.ACTIVE)


def test_each_move_has_a_reason(nurse, now):
    patient = PatientFactory(active=True)
    with pytest.raises(refusals.ReasonMissing):
        move(patient, Move.PAUSE, nurse, now, reason=" ")
    assert patient.state == PatientState.ACTIVE


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("nurse", [Move.PAUSE, Move.WITHDRAW]),
        ("prescriber", [Move.PAUSE, Move.WITHDRAW, Move.DISCHARGE, Move.DECEASED]),
        ("medical_director", [Move.PAUSE, Move.WITHDRAW, Move.DISCHARGE, Move.DECEASED]),
        ("manager", []),
        ("editor", []),
        ("patient", []),
    ],
)
def test_each_role_has_its_moves(role, expected, now):
    patient, user = PatientFactory(active=True), UserFactory(role=role)
    assert moves_open_to(patient, user) == expected
    for each in set(Move) - set(expected) - {Move.RESUME}:
        with pytest.raises(AccessRefused):
            move(patient, each, user, now)
    assert patient.state == PatientState.ACTIVE


def test_what_ends_for_good_ends_the_claim(submitted, nurse, now):
    application_claim(patient=submitted, by=nurse, now=now)
    move(submitted, Move.WITHDRAW, nurse, now)
    assert open_claim(submitted) is None


@pytest.fixture
def purpose():
    """A reminder that is always still wanted, as far as its own app knows."""
    made = Purpose(key="test_any", label="x", still_wanted=lambda subject_id, now: "")
    register(made)
    yield made
    unregister(made.key)


def remind(user, now, subject="a"):
    reminders_schedule(
        [
            ReminderRequest(
                user=user,
                purpose="test_any",
                subject_type="test",
                subject_id=subject,
                due_at=now,
                not_after=now + timedelta(hours=1),
            )
        ],
        now=now,
    )
    return Reminder.objects.get(subject_id=subject)


def test_a_death_cancels_every_message_that_waits(purpose, prescriber, now):
    patient, other = PatientFactory(active=True), PatientFactory(active=True)
    own, others = remind(patient.user, now), remind(other.user, now, "b")
    move(patient, Move.DECEASED, prescriber, now)
    own.refresh_from_db()
    others.refresh_from_db()
    assert (own.status, own.reason) == (ReminderStatus.CANCELLED, "deceased")
    assert others.status == ReminderStatus.DUE
    assert reminders_cancel_for(recipient=patient.user, reason="x", now=now) == 0


def test_by_any_path_a_death_cancels_them(purpose, now):
    patient = PatientFactory(active=True)
    own = remind(patient.user, now)
    patient_transition(patient=patient, to=PatientState.DECEASED, by=None, now=now)
    own.refresh_from_db()
    assert own.status == ReminderStatus.CANCELLED


def test_no_later_message_is_sent_after_a_death(purpose, prescriber, now):
    patient = PatientFactory(active=True)
    move(patient, Move.DECEASED, prescriber, now)
    late = remind(patient.user, now)
    handed = []
    assert engine_tick(now=now, hand_over=handed.append) == 0
    late.refresh_from_db()
    assert (late.status, late.reason, handed) == (ReminderStatus.SKIPPED, "deceased", [])


@pytest.mark.parametrize("to", [Move.PAUSE, Move.DISCHARGE, Move.WITHDRAW])
def test_other_messages_go_on_for_the_living(purpose, prescriber, now, to):
    patient = PatientFactory(active=True)
    move(patient, to, prescriber, now)
    remind(patient.user, now)
    assert engine_tick(now=now, hand_over=lambda load: None) == 1
