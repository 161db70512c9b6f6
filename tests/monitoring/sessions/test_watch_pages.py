"""What the patient and the clinic see of the watch, and how the clinic ends it."""

import pytest
import time_machine
from django.urls import reverse

from monitoring.sessions.models import WatchedCheck
from tests.monitoring.sessions.conftest import after

pytestmark = pytest.mark.django_db


@pytest.fixture
def seen(client_of, session):
    """`seen(minutes)` is what Today shows then."""

    def page(minutes, path="/today/"):
        with time_machine.travel(after(minutes), tick=False):
            return client_of(session.patient.user).get(path)

    return page


@pytest.mark.parametrize(
    ("minutes", "kind", "button"),
    [(5, "quiet", ""), (20, "wait", "Say how I feel"), (50, "stop", "Say how I feel")],
    ids=["to come", "due", "missed"],
)
def test_today_says_which_check_is_next(session, seen, minutes, kind, button):
    session.dose()
    card = seen(minutes).context["page"].watch
    assert (card.kind, card.button) == (kind, button)


def test_the_pressure_is_asked_first_where_two_are_due(session, seen):
    session.dose()
    session.feel(60)
    session.measure(60)
    card = seen(121).context["page"].watch
    assert (card.button, card.href) == ("Measure now", f"/check/{session.slot.public_id}/")


def test_a_missed_check_is_no_emergency_that_the_patient_told_of(session, seen):
    session.dose()
    session.look(51)
    page = seen(52).context["page"]
    assert (page.watch.kind, page.has_emergency) == ("stop", False)


def test_nothing_is_shown_without_a_watch_or_a_day_later(session, seen):
    assert seen(5).context["page"].watch is None
    session.dose()
    assert seen(120 + 361).context["page"].watch is None


def test_after_the_report_the_page_says_when_the_first_check_is(session, seen):
    log = session.dose()
    text = seen(1, reverse("home:dose_done", args=[log.public_id])).content.decode()
    assert "Next check after your dose" in text
    assert "10:30 am" in text


def chart_of(session):
    return reverse("clinic:chart", args=[session.patient.public_id])


def test_the_chart_names_what_is_expected_and_ends_the_watch(session, client_of):
    session.dose()
    nurse = client_of("nurse")
    assert "End the watch" in nurse.get(chart_of(session)).content.decode()
    url = reverse("clinic:watch_end", args=[session.patient.public_id])
    assert nurse.post(url, {"note": "Phoned, is well."}).url == chart_of(session)
    assert set(WatchedCheck.objects.values_list("end", flat=True)) == {"ended"}
    assert "End the watch" not in nurse.get(chart_of(session)).content.decode()


def test_a_missing_note_is_asked_for_and_nothing_ends(session, client_of):
    session.dose()
    url = reverse("clinic:watch_end", args=[session.patient.public_id])
    response = client_of("nurse").post(url, {"note": " "})
    assert "Write what you found and what was agreed." in response.content.decode()
    assert WatchedCheck.objects.filter(ended_at=None).count() == 5


@pytest.mark.parametrize("role", ["patient", "editor", "manager"])
def test_only_who_works_alerts_may_end_it(session, client_of, role):
    session.dose()
    url = reverse("clinic:watch_end", args=[session.patient.public_id])
    assert client_of(role).post(url, {"note": "Phoned."}).status_code == 404
    assert WatchedCheck.objects.filter(ended_at=None).count() == 5
