"""Acknowledge, resolve, close a hold: one POST each, once, with a way back."""

from urllib.parse import quote

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from ketaclinic.audit.models import AuditEvent
from tests.factories.accounts import UserFactory

UNKNOWN = "00000000-0000-0000-0000-000000000007"
BACK = "/clinic/?show=same_day"


@pytest.fixture
def alert(worried):
    return worried.alerts.get(rule_key="bp_high")


@pytest.fixture
def hold(worried):
    return worried.holds.get(key="bp_high")


@pytest.fixture
def nurse(client_of):
    return client_of("nurse")


def url(name, subject):
    return reverse(f"clinic:{name}", args=[subject.public_id])


def words(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def events(verb):
    return AuditEvent.objects.filter(verb=verb)


def test_acknowledge_records_who_and_goes_to_the_chart(nurse, alert, clock):
    response = nurse.post(url("alert_acknowledge", alert))
    alert.refresh_from_db()
    assert response.url == reverse("clinic:chart", args=[alert.patient.public_id])
    assert (alert.acknowledged_by, alert.acknowledged_at) == (nurse.user, clock)
    assert words(response) == ["Acknowledged: Blood pressure high"]
    assert events("alerts.alert_acknowledged").count() == 1


def test_a_double_submit_is_one_acknowledgement(nurse, alert):
    for _ in range(2):
        response = nurse.post(url("alert_acknowledge", alert))
        assert response.status_code == 302
    assert events("alerts.alert_acknowledged").count() == 1


def test_the_second_tab_is_told_who_did_it_already(nurse, client_of, alert):
    other = client_of(UserFactory(prescriber=True))
    nurse.post(url("alert_acknowledge", alert))
    response = other.post(url("alert_acknowledge", alert))
    alert.refresh_from_db()
    assert words(response) == ["Noah Adeyemi has acknowledged this already."]
    assert alert.acknowledged_by == nurse.user


def test_resolve_ends_the_alert_with_its_note(nurse, alert, clock):
    response = nurse.post(url("alert_resolve", alert), {"note": " Cuff was too small. "})
    alert.refresh_from_db()
    assert response.status_code == 302
    assert (alert.resolved_by, alert.resolution_note) == (nurse.user, "Cuff was too small.")
    assert words(response) == ["Resolved: Blood pressure high"]


@pytest.mark.parametrize("note", ["", "   ", "x" * 1001])
@pytest.mark.parametrize("name", ["alert_resolve", "hold_close"])
def test_a_bad_note_is_shown_again_and_nothing_is_written(nurse, alert, hold, name, note):
    subject = alert if name == "alert_resolve" else hold
    response = nurse.post(f"{url(name, subject)}?next={quote(BACK)}", {"note": note})
    text = response.content.decode()
    alert.refresh_from_db()
    hold.refresh_from_db()
    assert response.status_code == 200
    assert "Please look at this again" in text
    assert note.strip() in text
    assert (alert.resolved_at, hold.closed_at) == (None, None)


def test_the_second_to_resolve_is_told_so(nurse, client_of, alert):
    nurse.post(url("alert_resolve", alert), {"note": "Spoke to her."})
    other = client_of(UserFactory(prescriber=True))
    response = other.post(url("alert_resolve", alert), {"note": "Me too."})
    alert.refresh_from_db()
    assert words(response) == ["This alert was resolved already."]
    assert alert.resolution_note == "Spoke to her."


def test_closing_a_hold_lets_doses_go_on_and_the_worklist_knows(nurse, hold, clock):
    response = nurse.post(url("hold_close", hold), {"note": "Fresh pair 128/82 by phone."})
    hold.refresh_from_db()
    assert response.status_code == 302
    assert (hold.closed_by, hold.closed_at) == (nurse.user, clock)
    assert hold.patient.summary.open_hold_count == 0
    assert words(response) == ["The hold is closed."]


def test_the_second_to_close_a_hold_is_told_who_was_first(nurse, client_of, hold):
    nurse.post(url("hold_close", hold), {"note": "Fresh pair in range."})
    other = client_of(UserFactory(prescriber=True))
    response = other.post(url("hold_close", hold), {"note": "Also."})
    hold.refresh_from_db()
    assert words(response) == ["Noah Adeyemi has closed this hold already."]
    assert hold.close_note == "Fresh pair in range."
    assert events("dosing.hold_closed").count() == 1


@pytest.mark.parametrize(
    ("asked", "lands"),
    [
        pytest.param(BACK, BACK, id="the worklist as it was"),
        pytest.param("https://evil.test/clinic/", "", id="another site"),
        pytest.param("//evil.test/clinic/", "", id="another site without a scheme"),
        pytest.param("/accounts/logout/", "", id="a page that is not the clinic's"),
        pytest.param("", "", id="nowhere"),
    ],
)
def test_the_way_back_never_leaves_the_clinic(nurse, alert, asked, lands):
    response = nurse.post(f"{url('alert_acknowledge', alert)}?next={quote(asked)}")
    assert response.url == (lands or reverse("clinic:chart", args=[alert.patient.public_id]))


@pytest.mark.parametrize("name", ["alert_acknowledge", "alert_resolve", "hold_close"])
def test_a_change_is_never_a_get(nurse, alert, hold, name):
    subject = hold if name == "hold_close" else alert
    assert nurse.get(url(name, subject)).status_code == 405


@pytest.mark.parametrize("role", ["patient", "editor", "manager"])
@pytest.mark.parametrize("name", ["alert_acknowledge", "alert_resolve", "hold_close"])
def test_others_change_nothing(client_of, alert, hold, name, role):
    subject = hold if name == "hold_close" else alert
    response = client_of(role).post(url(name, subject), {"note": "Mine."})
    alert.refresh_from_db()
    hold.refresh_from_db()
    assert response.status_code == 404
    assert (alert.acknowledged_at, alert.resolved_at, hold.closed_at) == (None, None, None)


def test_not_even_the_patient_of_the_alert(client_of, alert):
    assert client_of(alert.patient.user).post(url("alert_acknowledge", alert)).status_code == 404


@pytest.mark.parametrize("name", ["alert_acknowledge", "alert_resolve", "hold_close"])
def test_an_unknown_record_is_404(nurse, db, name):
    path = reverse(f"clinic:{name}", args=[UNKNOWN])
    assert nurse.post(path, {"note": "x"}).status_code == 404


def test_a_stranger_signs_in_first(client, alert):
    response = client.post(url("alert_acknowledge", alert))
    assert response.url.startswith("/accounts/login/")
