"""Who is told that an application waits for a decision, and when that is no longer wanted."""

from datetime import UTC, datetime

import pytest

from intake.choices import PatientState
from intake.rules.telling import WAITING_PURPOSE
from intake.selectors.waiting import waiting_unwanted_among
from intake.services import application_claim, application_release
from intake.services.transitions import patient_transition
from intake.services.waiting import waiting_reminders_schedule
from ketaclinic.reminders.models import Reminder
from ketaclinic.reminders.reach.selectors.inbox import waiting_rows
from ketaclinic.reminders.registry import purpose_for
from tests.factories.intake import PatientFactory
from tests.factories.reminders import why_unwanted

pytestmark = pytest.mark.django_db
DAYS = [datetime(2026, 6, day, 14, tzinfo=UTC) for day in (4, 5)]


@pytest.fixture
def waiting(prescriber, director, nurse, submitted):
    """An application that was sent just now, when these worked at the clinic."""
    return submitted


def reminders():
    return Reminder.objects.filter(purpose=WAITING_PURPOSE).order_by("due_at", "pk")


def standing():
    """Of each person, in the order of time: that it is still due, or why it is not."""
    found = {}
    for row in reminders():
        found.setdefault(row.recipient_id, []).append(row.reason or row.status)
    return found


def of(user):
    return reminders().filter(recipient=user).first().subject_id


def test_whoever_may_decide_is_told_after_some_days_and_once_more(waiting, prescriber, director):
    told = reminders().values_list("recipient", "due_at")
    assert set(told) == {(user.pk, day) for user in (prescriber, director) for day in DAYS}
    assert why_unwanted(WAITING_PURPOSE, of(prescriber), DAYS[0]) == ""
    assert purpose_for(WAITING_PURPOSE).for_staff


def test_what_only_the_director_can_decide_is_told_to_no_one_else(prescriber, director):
    patient = PatientFactory(submitted=True)
    patient.state = PatientState.INELIGIBLE_PENDING
    submission = patient.submissions.last()
    submission.patient = patient
    assert waiting_reminders_schedule(submission, now=submission.submitted_at) == 2
    assert set(reminders().values_list("recipient", flat=True)) == {director.pk}


def test_a_claim_leaves_the_reminder_to_whoever_has_it_in_hand(waiting, prescriber, director, now):
    application_claim(patient=waiting, by=director, now=now)
    assert why_unwanted(WAITING_PURPOSE, of(prescriber), now) == "in_hand"
    assert why_unwanted(WAITING_PURPOSE, of(director), now) == ""
    assert standing() == {director.pk: ["due", "due"], prescriber.pk: ["in_hand", "in_hand"]}


def test_what_changes_hands_waits_for_the_other(waiting, prescriber, director, now):
    application_claim(patient=waiting, by=director, now=now)
    application_claim(patient=waiting, by=prescriber, now=now, takes_over=True)
    assert standing() == {director.pk: ["in_hand", "in_hand"], prescriber.pk: ["due", "due"]}


def test_what_is_given_back_waits_for_everybody_again(waiting, prescriber, director, now):
    application_claim(patient=waiting, by=director, now=now)
    application_release(patient=waiting, by=director, now=now)
    assert standing() == dict.fromkeys([prescriber.pk, director.pk], ["due", "due"])


def test_what_was_over_when_it_is_given_back_is_told_to_nobody(waiting, prescriber, director, now):
    application_claim(patient=waiting, by=director, now=now)
    application_release(patient=waiting, by=director, now=DAYS[1])
    assert standing()[prescriber.pk] == ["in_hand", "due"]


@pytest.mark.parametrize("state", [PatientState.MORE_INFO, PatientState.WITHDRAWN])
def test_what_waits_for_nobody_of_the_clinic_is_not_told(waiting, director, now, state):
    patient_transition(patient=waiting, to=state, by=director, now=now)
    assert why_unwanted(WAITING_PURPOSE, of(director), now) == state
    assert standing()[director.pk] == [state, state]
    assert waiting_rows(director, DAYS[0]) == []


def test_an_answer_to_the_clinic_begins_a_new_wait(waiting, director, now):
    first = waiting.submissions.last()
    first.__class__.objects.create(
        patient=waiting,
        number=first.number + 1,
        kind="more_info",
        facts={},
        policy_version=first.policy_version,
        submitted_at=now,
        submitted_by=waiting.user,
    )
    assert why_unwanted(WAITING_PURPOSE, of(director), now) == "superseded"


def test_many_are_asked_in_one_question(waiting, now, django_assert_num_queries):
    asked = [row.subject_id for row in reminders()]
    with django_assert_num_queries(1):
        assert waiting_unwanted_among([*asked, "x", "9:9"], now) == {
            "x": "missing",
            "9:9": "missing",
        }
