"""Who is reminded that the benefit of a plan is to be reviewed."""

from datetime import timedelta

import pytest

from ketaclinic.accounts.choices import Role
from ketaclinic.accounts.models import User
from ketaclinic.reminders.models import Reminder
from ketaclinic.reminders.registry import purpose_for
from monitoring.alerts.models import Alert
from monitoring.alerts.rules.paging import REVIEW_PURPOSE
from monitoring.alerts.services import alert_acknowledge, refresh_patient
from tests.factories.accounts import UserFactory
from tests.factories.dosing import NOW, DosingPlanFactory, dosing_patient
from tests.factories.reminders import why_unwanted

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    """Ninety days on a plan, and no score since."""
    began = NOW - timedelta(days=90)
    times = {"signed_at": began, "effective_at": began, "starts_on": began.date()}
    return DosingPlanFactory(patient=dosing_patient(now=began - timedelta(days=20)), **times)


def told(plan):
    for _ in range(2):
        refresh_patient(plan.patient, now=NOW)
    return Reminder.objects.filter(purpose=REVIEW_PURPOSE).order_by("due_at", "pk")


def test_whoever_signed_the_plan_is_told_in_the_morning_and_a_week_later(plan):
    rows = told(plan)
    assert [row.recipient for row in rows] == [plan.signed_by] * 2
    assert [(row.due_at - NOW) / timedelta(days=1) for row in rows] == [0, 7]
    assert purpose_for(REVIEW_PURPOSE).for_staff


@pytest.mark.parametrize("change", [{"is_active": False}, {"role": Role.EDITOR}])
def test_where_they_work_here_no_more_every_prescriber_is(plan, change):
    User.objects.filter(role__in=[Role.PRESCRIBER, Role.MEDICAL_DIRECTOR]).update(**change)
    others = [UserFactory(role=role) for role in (Role.PRESCRIBER, Role.MEDICAL_DIRECTOR)]
    UserFactory(role=Role.NURSE)
    assert {row.recipient for row in told(plan)} == set(others)


def test_a_review_that_somebody_has_in_hand_is_not_told(plan):
    row = told(plan).first()
    assert why_unwanted(REVIEW_PURPOSE, row.subject_id, NOW) == ""
    alert = Alert.objects.get(rule_key="benefit_review")
    alert_acknowledge(alert=alert, by=plan.signed_by, now=NOW)
    assert why_unwanted(REVIEW_PURPOSE, row.subject_id, NOW) == "acknowledged"
    rows = Reminder.objects.filter(purpose=REVIEW_PURPOSE).values_list("status", "reason")
    assert list(rows) == [("cancelled", "acknowledged")] * 2


def test_nobody_is_told_a_day_earlier(plan):
    refresh_patient(plan.patient, now=NOW - timedelta(days=1))
    assert not Reminder.objects.filter(purpose=REVIEW_PURPOSE).exists()
