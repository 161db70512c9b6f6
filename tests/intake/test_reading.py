"""An article that a clinician asks a patient to read: asked, told, read, or taken back."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from intake.choices import PatientState
from intake.models import ReadingTask
from intake.rules.telling import READING_PURPOSE
from intake.selectors.reading import (
    articles_to_ask,
    readings_to_do,
    readings_unwanted_among,
)
from intake.services.errors import ReadingRefused
from intake.services.reading import reading_ask, reading_done, reading_withdraw
from ketaclinic.accounts.access import AccessRefused
from ketaclinic.reminders.models import Reminder
from tests.factories.content import ArticleFactory
from tests.factories.intake import PatientFactory
from tests.factories.reminders import why_unwanted
from tests.intake.sent import verbs

pytestmark = pytest.mark.django_db
# The clock stands still at 10:00 in New York.
MORNINGS = [datetime(2026, 6, day, 14, tzinfo=UTC) for day in (1, 4)]


@pytest.fixture
def patient(db):
    return PatientFactory()


@pytest.fixture
def article(db):
    return ArticleFactory()


@pytest.fixture
def task(patient, article, nurse, now):
    return reading_ask(patient=patient, article=article, by=nurse, now=now, note=" Before Monday. ")


def told():
    rows = Reminder.objects.filter(purpose=READING_PURPOSE).order_by("due_at")
    return [(row.due_at, row.status) for row in rows]


def wanted(task, now):
    return why_unwanted(READING_PURPOSE, str(task.public_id), now)


def test_a_patient_is_asked_and_told_in_the_morning_and_three_days_later(
    task, patient, nurse, article, now
):
    assert (task.title, task.note, task.asked_by) == (article.title, "Before Monday.", nurse)
    assert told() == [(day, "due") for day in MORNINGS]
    assert verbs(patient)[-1] == "intake.reading_asked"
    assert readings_to_do(patient) == [task]
    assert wanted(task, now) == ""


def test_what_is_asked_already_changes_nothing(task, patient, article, nurse, now):
    assert reading_ask(patient=patient, article=article, by=nurse, now=now) == task
    assert len(told()) == 2
    assert list(articles_to_ask(patient)) == []


def test_once_it_is_read_nobody_is_told_and_it_can_be_asked_again(
    task, patient, article, nurse, now
):
    for _ in range(2):
        done = reading_done(task=task, by=patient.user, now=now)
    assert (done.read_at, wanted(task, now)) == (now, "read")
    assert {status for _, status in told()} == {"cancelled"}
    assert verbs(patient).count("intake.reading_done") == 1
    assert list(articles_to_ask(patient)) == [article]
    assert reading_ask(patient=patient, article=article, by=nurse, now=now) != task


def test_the_clinic_takes_it_back_and_that_ends_it(task, patient, nurse, now):
    taken = reading_withdraw(task=task, by=nurse, now=now)
    assert (taken.withdrawn_by, wanted(task, now)) == (nurse, "withdrawn")
    assert reading_done(task=task, by=patient.user, now=now).read_at is None
    assert readings_to_do(patient) == []


@pytest.mark.parametrize(
    ("state", "is_draft"), [("submitted", False), ("active", True)], ids=["not approved", "draft"]
)
def test_what_nobody_can_read_is_refused_and_writes_nothing(nurse, now, state, is_draft):
    patient, article = PatientFactory(state=state), ArticleFactory(draft=is_draft)
    with pytest.raises(ReadingRefused) as refused:
        reading_ask(patient=patient, article=article, by=nurse, now=now)
    assert refused.value.field == "article"
    assert not ReadingTask.objects.exists()
    assert told() == []


def test_nobody_reads_for_somebody_else(task, nurse, now):
    for by in (PatientFactory().user, nurse):
        with pytest.raises(AccessRefused):
            reading_done(task=task, by=by, now=now)
    task.refresh_from_db()
    assert task.is_open


@pytest.mark.parametrize("is_deleted", [True, False])
def test_an_article_that_is_gone_is_told_to_nobody(task, article, patient, now, is_deleted):
    if is_deleted:
        article.delete()
    else:
        type(article).objects.update(live=False)
    assert wanted(task, now) == "unpublished"
    assert readings_to_do(patient) == []
    task.refresh_from_db()
    assert task.title == "Sleep and pain"


def test_out_of_care_nobody_is_told(task, patient, now):
    patient.state = PatientState.DISCHARGED
    patient.save()
    assert wanted(task, now) == "discharged"


def test_many_are_asked_in_one_question(task, now, django_assert_num_queries):
    nobody = "00000000-0000-4000-8000-000000000000"
    with django_assert_num_queries(1):
        found = readings_unwanted_among([str(task.public_id), "", "x", nobody], now)
    assert found == dict.fromkeys(["", "x", nobody], "missing")


@pytest.mark.parametrize("change", [{"withdrawn_at": MORNINGS[0]}, {"read_at": MORNINGS[0]}])
def test_the_database_refuses_half_an_end_and_two(task, nurse, now, change):
    if "read_at" in change:
        reading_withdraw(task=task, by=nurse, now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReadingTask.objects.update(**change)


# --- Pages -----------------------------------------------------------------------------------
def clinic(patient):
    return reverse("intake:readings", args=[patient.public_id])


def test_a_nurse_asks_on_the_page_and_takes_it_back(client_of, patient, article):
    nurse = client_of("nurse")
    told_page = {"article": article.slug, "note": "Before Monday."}
    assert nurse.post(clinic(patient), told_page).url == clinic(patient)
    task = ReadingTask.objects.get()
    assert "Before Monday." in nurse.get(clinic(patient)).content.decode()
    back = reverse("intake:withdraw_reading", args=[task.public_id])
    assert nurse.post(back).url == clinic(patient)
    task.refresh_from_db()
    assert task.withdrawn_at is not None
    assert "Taken back" in nurse.get(clinic(patient)).content.decode()


@pytest.mark.parametrize("chosen", ["", "999", "9" * 400])
def test_without_an_article_the_page_says_so_and_keeps_the_line(client_of, patient, chosen):
    posted = {"article": chosen, "note": "Before Monday."}
    text = client_of("nurse").post(clinic(patient), posted).content.decode()
    assert "Choose" in text
    assert "Before Monday." in text
    assert not ReadingTask.objects.exists()


def test_the_patient_reads_and_says_so(client_of, task, patient, article):
    own = client_of(patient.user)
    text = own.get(reverse("intake:to_read")).content.decode()
    assert f'href="/learn/{article.slug}/"' in text
    assert "Before Monday." in text
    url = reverse("intake:mark_read", args=[task.public_id])
    assert own.post(url).url == reverse("intake:to_read")
    assert "Nothing to read now" in own.get(reverse("intake:to_read")).content.decode()


def test_another_patient_marks_nothing(client_of, task):
    other = client_of(PatientFactory().user)
    assert other.post(reverse("intake:mark_read", args=[task.public_id])).status_code == 404
    task.refresh_from_db()
    assert task.is_open
