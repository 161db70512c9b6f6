"""The nightly work: doses up to the horizon, once each; plans that are over end."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dosing import tasks
from dosing.choices import PlanEndKind
from dosing.models import PlanEnd, ScheduledDose
from dosing.selectors import plan_in_force
from dosing.services import plan_stop, slots_extend
from ketaclinic.audit.models import AuditEvent
from ketaclinic.reminders.models import Reminder
from tests.factories.dosing import (
    TODAY,
    DosingPlanFactory,
    dosing_patient,
    signed_plan,
    terms,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def last_day():
    return ScheduledDose.objects.order_by("-local_date").first().local_date


def test_the_horizon_moves_on_by_a_day(patient, now):
    signed_plan(patient)
    assert slots_extend(now=now + DAY) == 3
    assert last_day() == TODAY + 14 * DAY


def test_a_second_run_makes_nothing(patient, now):
    signed_plan(patient)
    slots_extend(now=now + DAY)
    before = Reminder.objects.count()
    assert slots_extend(now=now + DAY) == 0
    assert Reminder.objects.count() == before
    assert AuditEvent.objects.filter(verb="dosing.slots_extended").count() == 1


def test_new_doses_have_their_reminders(patient, now):
    signed_plan(patient)
    slots_extend(now=now + DAY)
    newest = ScheduledDose.objects.order_by("-due_at").first()
    assert Reminder.objects.filter(subject_id=str(newest.public_id)).count() == 4


def test_after_a_long_silence_no_past_dose_is_made_up(patient, now):
    signed_plan(patient)
    later = now + 30 * DAY
    assert slots_extend(now=later) == 14 * 3 - 1
    made = ScheduledDose.objects.filter(local_date__gt=TODAY + 13 * DAY)
    assert made.order_by("due_at").first().due_at > later


def test_a_plan_without_any_dose_yet_is_laid_out(plan, now):
    assert slots_extend(now=now) == 14 * 3 - 1


def test_a_stopped_plan_is_left_alone(patient, prescriber, now):
    signed_plan(patient)
    plan_stop(patient=patient, by=prescriber, now=now, reason="No benefit.")
    assert slots_extend(now=now + DAY) == 0


def test_a_superseded_plan_never_reaches_past_its_successor(patient, now):
    old = signed_plan(patient)
    new = signed_plan(patient, terms(starts_on=TODAY + 5 * DAY))
    slots_extend(now=now + DAY)
    standing = old.slots.filter(cancelled_at=None)
    assert standing.order_by("-local_date").first().local_date == TODAY + 4 * DAY
    assert new.slots.order_by("-local_date").first().local_date == TODAY + 18 * DAY


def test_the_rhythm_of_every_third_day_holds(patient, now):
    signed_plan(patient, terms(every_days=3, times_of_day=("12:00",)))
    slots_extend(now=now + 10 * DAY)
    days = ScheduledDose.objects.order_by("local_date").values_list("local_date", flat=True)
    assert [(day - TODAY).days for day in days] == [0, 3, 6, 9, 12, 15, 18, 21]


def test_a_plan_is_complete_when_its_last_window_has_closed(patient, now):
    plan = signed_plan(patient, terms(ends_on=TODAY, times_of_day=("23:00",)))
    closes = plan.slots.get().window_closes_at
    slots_extend(now=closes - timedelta(minutes=1))
    assert plan_in_force(patient, closes - timedelta(minutes=1)) == plan
    slots_extend(now=closes)
    end = PlanEnd.objects.get()
    assert (end.kind, end.ended_at, end.by) == (PlanEndKind.COMPLETED, closes, None)
    assert plan_in_force(patient, closes) is None
    assert AuditEvent.objects.filter(verb="dosing.plan_completed").count() == 1


def questions_for(plans, now):
    """How often the database is asked, apart from the rows that are written."""
    for _ in range(plans):
        DosingPlanFactory(patient=dosing_patient())
    with CaptureQueriesContext(connection) as captured:
        slots_extend(now=now)
    return sum(not query["sql"].startswith("INSERT") for query in captured)


def test_four_plans_ask_no_more_than_one(now):
    assert questions_for(1, now) == questions_for(3, now + DAY)


def test_the_task_calls_the_service(patient, now):
    signed_plan(patient)
    assert tasks.slots_extend() == 0
