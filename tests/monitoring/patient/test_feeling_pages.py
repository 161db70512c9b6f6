"""How I feel, the emergency page, and help without signing in."""

from datetime import timedelta

import pytest
from django.urls import reverse

from dosing.models import Hold
from monitoring.alerts.models import Alert
from monitoring.checkins.choices import SafetyAnswer
from monitoring.checkins.models import PainScore, SafetyResponse, SideEffectReport
from monitoring.checkins.rules import FEELING
from tests.factories.dosing import NOW
from tests.factories.monitoring import taken_before
from tests.monitoring.patient.posts import TOKEN, check_post, feeling_post

FEEL = "/how-i-feel/"


def send(own, follow=True, **changes):
    return own.post(FEEL, feeling_post(**changes), follow=follow)


def text(response):
    return response.content.decode()


@pytest.fixture(autouse=True)
def _recent_dose(plan):
    taken_before(plan, hours=1)


def grades():
    return {
        row.symptom: row.grade for row in SideEffectReport.objects.get().grades.all() if row.grade
    }


def test_nothing_bothers_and_pain_of_four(own):
    assert "Thank you" in text(send(own))
    assert (grades(), PainScore.objects.get().score) == ({}, 4)
    assert SideEffectReport.objects.get().grades.count() == len(FEELING)


def test_a_mild_side_effect_is_only_recorded(own):
    page = text(send(own, noticed=["nausea"], grade_nausea="1"))
    assert "Thank you" in page
    assert (grades(), Alert.objects.count()) == ({"nausea": 1}, 0)


def test_a_severe_one_stops_every_dose_and_offers_a_call(own):
    page = text(send(own, noticed=["headache"], grade_headache="3"))
    assert "Take no dose now" in page
    assert "Headache: Severe" in page
    assert 'href="tel:' in page
    assert Hold.objects.get().key == "symptom_headache"
    assert Alert.objects.get().severity == "same_day"


def test_what_is_seen_the_same_day_says_so(own):
    page = text(send(own, noticed=["vomiting"], grade_vomiting="2"))
    assert "The clinic will look at this today" in page


@pytest.mark.parametrize(
    "changes",
    [
        {"urgent": ["chest_pain"], "noticed": None, "pain": None},
        {"urgent": ["breathing"], "noticed": ["nausea"]},
        {"noticed": ["sedation"], "grade_sedation": "4"},
    ],
    ids=["chest pain alone", "breathing, the rest unfinished", "could not be woken"],
)
def test_what_is_urgent_leads_to_911_whatever_else_is_missing(own, changes):
    response = send(own, **changes)
    assert response.request["PATH_INFO"] == reverse("home:emergency")
    assert "Call 911 now" in text(response)
    assert Alert.objects.filter(severity="emergency").count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"noticed": None}, "noticed"),
        ({"noticed": ["itching"]}, "noticed"),
        ({"noticed": ["none", "nausea"], "grade_nausea": "1"}, "noticed"),
        ({"noticed": ["none"], "grade_nausea": "2"}, "noticed"),
        ({"noticed": ["nausea"]}, "grade_nausea"),
        ({"noticed": ["nausea"], "grade_nausea": "4"}, "grade_nausea"),
        ({"noticed": ["nausea"], "grade_nausea": "-1"}, "grade_nausea"),
        ({"pain": "11"}, "pain"),
        ({"pain": "very"}, "pain"),
        ({"urgent": ["itching"]}, "urgent"),
        ({"note": "x" * 1001}, "note"),
    ],
    ids=str,
)
def test_what_is_wrong_or_missing_is_said_at_its_field_and_nothing_is_written(own, changes, field):
    response = send(own, follow=False, **changes)
    assert field in response.context["form"].errors
    assert (SideEffectReport.objects.count(), PainScore.objects.count()) == (0, 0)


def test_a_grade_without_its_tick_is_believed(own):
    send(own, noticed=["nausea"], grade_nausea="1", grade_headache="2")
    assert grades() == {"nausea": 1, "headache": 2}


def test_sent_twice_it_is_one_report(own):
    send(own)
    send(own)
    assert (SideEffectReport.objects.count(), PainScore.objects.count()) == (1, 1)


def test_pain_may_be_left_out(own):
    send(own, pain=None)
    assert PainScore.objects.count() == 0


# --- the emergency page ---


def press(own, answer="called", token=TOKEN, follow=True):
    return own.post("/emergency/answer/", {"answer": answer, "token": token}, follow=follow)


def test_the_emergency_page_names_the_reason_and_stops_the_dose(own, slot):
    own.post(reverse("home:check", args=[slot.public_id]), check_post(predose_chest="yes"))
    page = text(own.get("/emergency/"))
    assert "You told us of a warning symptom." in page
    assert 'href="tel:911"' in page
    assert 'href="tel:988"' in page
    assert "Take no dose" in page


@pytest.mark.parametrize("answer", SafetyAnswer.values)
def test_each_button_is_kept_and_closes_no_alert(own, slot, answer):
    send(own, urgent=["chest_pain"], noticed=None)
    page = text(press(own, answer))
    assert str(SafetyAnswer(answer).label) in page
    assert "You told us:" in page
    assert SafetyResponse.objects.get().answer == answer
    assert Alert.objects.open().count() == 1


def test_a_button_pressed_twice_is_one_answer(own):
    press(own)
    press(own)
    assert SafetyResponse.objects.count() == 1


@pytest.mark.parametrize("answer", ["", "later", "<script>"])
def test_a_button_that_does_not_exist_keeps_nothing_and_leads_back(own, answer):
    page = text(press(own, answer))
    assert "Choose one of the three buttons." in page
    assert SafetyResponse.objects.count() == 0


def test_an_earlier_answer_does_not_answer_a_new_emergency(own, slot, own_at):
    press(own)
    with own_at(NOW + timedelta(hours=1)):
        send(own, urgent=["chest_pain"], noticed=None, token="c" * 32)
        assert "You told us:" not in text(own.get("/emergency/"))


@pytest.mark.parametrize("role", ["patient", "nurse", None])
def test_help_is_open_to_everyone(client, client_of, role):
    page = text((client_of(role) if role else client).get("/help/"))
    assert ("tab-bar" in page) is (role == "patient")
    assert 'href="tel:911"' in page
    assert 'href="tel:988"' in page
    assert "1-800-222-1222" in page
