"""Who is paged when nobody has seen an alert in time, and when it is no longer wanted."""

from datetime import timedelta

import pytest

from ketaclinic.accounts.choices import Role
from ketaclinic.accounts.models import User
from ketaclinic.clinic.services import clinic_settings_change
from ketaclinic.reminders.models import Reminder
from ketaclinic.reminders.reach.selectors.inbox import waiting_rows
from ketaclinic.reminders.registry import purpose_for
from monitoring.alerts.choices import Severity
from monitoring.alerts.models import Alert
from monitoring.alerts.rules import AlertPolicy
from monitoring.alerts.rules.paging import EMERGENCY_PURPOSE, PAGE_LASTS
from monitoring.alerts.selectors.paging import page_subject
from monitoring.alerts.services import alert_acknowledge, alert_resolve, refresh_patient
from monitoring.alerts.services.paging import alert_pages_schedule
from tests.factories.accounts import UserFactory
from tests.factories.dosing import DoseLogFactory
from tests.factories.monitoring import home_patient, open_slot
from tests.factories.reminders import why_unwanted
from tests.support.kept import kept

pytestmark = pytest.mark.django_db


@pytest.fixture
def nurse():
    return UserFactory(role=Role.NURSE)


@kept
def patient():
    """Somebody who took an extra dose; whoever set up the plan no longer works here."""
    patient, plan = home_patient()
    DoseLogFactory(slot=open_slot(plan), marks=["extra"])
    User.objects.exclude(role=Role.PATIENT).update(is_active=False)
    return patient


@pytest.fixture
def alert(patient, now):
    """The alert that it raised while nobody was there to be paged."""
    refresh_patient(patient, now=now)
    return Alert.objects.get()


def of(alert, severity):
    alert.severity = severity
    alert.save()
    return alert


def schedule(alert, now):
    return alert_pages_schedule([alert], policy=AlertPolicy(), now=now)


def pages():
    return Reminder.objects.filter(purpose__startswith="alert_").order_by("recipient_id")


@pytest.mark.parametrize(
    ("severity", "minutes", "purpose", "is_urgent"),
    [
        (Severity.EMERGENCY, 15, "alert_emergency_unseen", True),
        (Severity.EMERGENCY, 240, "alert_emergency_unseen", True),
        (Severity.SAME_DAY, 30, "alert_prompt_unseen", True),
        (Severity.SAME_DAY, 31, "alert_same_day_unseen", False),
    ],
)
def test_a_page_is_due_when_somebody_should_have_seen_it(
    alert, nurse, now, severity, minutes, purpose, is_urgent
):
    alert.due_at = alert.opened_at + timedelta(minutes=minutes)
    of(alert, severity)
    assert schedule(alert, now) == 1
    page = pages().get()
    assert (page.purpose, page.recipient, page.due_at) == (purpose, nurse, alert.due_at)
    assert page.not_after == alert.due_at + PAGE_LASTS
    assert purpose_for(purpose).is_urgent is is_urgent
    assert schedule(alert, now) == 0


def test_a_routine_alert_waits_on_the_worklist(alert, nurse, now):
    assert schedule(of(alert, Severity.ROUTINE), now) == 0
    assert not pages().exists()


def test_without_anybody_on_call_nurses_and_director_are_paged(alert, nurse, now):
    director = UserFactory(role=Role.MEDICAL_DIRECTOR)
    UserFactory(role=Role.PRESCRIBER)
    UserFactory(role=Role.NURSE, is_active=False)
    schedule(of(alert, Severity.EMERGENCY), now)
    assert [page.recipient for page in pages()] == [nurse, director]


@pytest.fixture
def on_call():
    on_call = UserFactory(role=Role.NURSE)
    clinic_settings_change(by=None, on_call=on_call)
    return on_call


def test_whoever_is_on_call_is_paged_alone_about_a_same_day_alert(alert, nurse, on_call, now):
    schedule(of(alert, Severity.SAME_DAY), now)
    assert pages().get().recipient == on_call


def test_about_an_emergency_that_they_do_not_see_everybody_is_paged(alert, nurse, on_call, now):
    director = UserFactory(role=Role.MEDICAL_DIRECTOR)
    schedule(of(alert, Severity.EMERGENCY), now)
    minutes = {
        page.recipient: (page.due_at - alert.due_at) / timedelta(minutes=1) for page in pages()
    }
    assert minutes == {on_call: 0, nurse: 10, director: 10}
    alert_acknowledge(alert=alert, by=on_call, now=now)
    assert why_unwanted(EMERGENCY_PURPOSE, page_subject(alert, nurse.pk), now) == "acknowledged"


def test_about_what_cannot_wait_everybody_is_paged_as_well(alert, nurse, on_call, now):
    alert.due_at = alert.opened_at + timedelta(minutes=15)
    schedule(of(alert, Severity.SAME_DAY), now)
    assert {page.recipient for page in pages()} == {nurse, on_call}


def test_opening_an_alert_plans_its_pages_in_the_same_step(patient, nurse, now):
    for _ in range(2):
        refresh_patient(patient, now=now)
    alert, page = Alert.objects.get(), pages().get()
    assert (page.recipient, page.due_at) == (nurse, alert.due_at)
    assert page.subject_id == page_subject(alert, nurse.pk)


def test_nobody_is_paged_about_what_was_seen_or_ended(alert, nurse, now):
    subject = page_subject(alert, nurse.pk)
    assert why_unwanted(EMERGENCY_PURPOSE, subject, now + timedelta(hours=5)) == ""
    alert_acknowledge(alert=alert, by=nurse, now=now)
    assert why_unwanted(EMERGENCY_PURPOSE, subject, now) == "acknowledged"
    alert_resolve(alert=alert, by=nurse, now=now, note="Phoned, is well.")
    assert why_unwanted(EMERGENCY_PURPOSE, subject, now) == "resolved"


def resolve(*, alert, by, now):
    return alert_resolve(alert=alert, by=by, now=now, note="Phoned, is well.")


@pytest.mark.parametrize(
    ("work", "reason"), [(alert_acknowledge, "acknowledged"), (resolve, "resolved")]
)
@pytest.mark.parametrize("severity", [Severity.EMERGENCY, Severity.SAME_DAY])
def test_whoever_sees_or_ends_it_takes_its_pages_back(
    alert, nurse, on_call, now, severity, work, reason
):
    """Also the page to somebody who left meanwhile."""
    schedule(of(alert, severity), now)
    User.objects.filter(pk=nurse.pk).update(is_active=False)
    work(alert=alert, by=on_call, now=now)
    ended = set(pages().values_list("status", "reason", "finished_at"))
    assert ended == {("cancelled", reason, now)}
    assert waiting_rows(nurse, alert.due_at) == waiting_rows(on_call, alert.due_at) == []


def test_a_page_that_went_out_stands_as_it_is(alert, nurse, now):
    schedule(of(alert, Severity.SAME_DAY), now)
    pages().update(status="sent", sending_at=now, finished_at=now)
    alert_acknowledge(alert=alert, by=nurse, now=now)
    assert pages().get().status == "sent"


def test_another_alert_keeps_its_pages(alert, nurse, now):
    schedule(of(alert, Severity.SAME_DAY), now)
    Reminder.objects.update(subject_id=f"00000000-0000-4000-8000-000000000000:{nurse.pk}")
    alert_acknowledge(alert=alert, by=nurse, now=now)
    assert pages().get().status == "due"


@pytest.mark.parametrize("subject", ["", "nonsense:1", "00000000-0000-4000-8000-000000000000:1"])
def test_an_alert_that_does_not_exist_pages_nobody(subject, now):
    assert why_unwanted(EMERGENCY_PURPOSE, subject, now) == "missing"
