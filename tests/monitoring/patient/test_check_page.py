"""The check page and its answer, as a browser meets them."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from dosing.models import Clearance, Hold
from monitoring.alerts.models import Alert
from monitoring.checkins.models import PressureCheck
from tests.factories.dosing import NOW, DoseLogFactory, HoldFactory
from tests.factories.monitoring import open_slot, taken_before
from tests.monitoring.patient.posts import check_post, pair


def url(slot):
    return reverse("home:check", args=[slot.public_id])


def answer(own, slot, *texts, **changes):
    """Post a check and follow it to its answer."""
    return own.post(url(slot), check_post(*texts, **changes), follow=True)


def errors(response):
    return response.context["form"].errors


def text(response):
    return response.content.decode()


def test_the_page_asks_with_the_plan_in_sight_and_nothing_filled_in(own, slot):
    page = text(own.get(url(slot)))
    assert "Your plan says 25 mg (1 capsule)" in page
    assert "Sit quietly for 5 minutes" in page
    assert 'name="systolic_1"' in page
    assert page.count('value="yes" checked') == page.count('value="no" checked') == 0


def test_in_range_is_a_go_in_green_with_the_plan_and_one_button(own, slot):
    page = text(answer(own, slot))
    assert "You may take your dose" in page
    assert "answer--go" in page
    assert "Your plan says 25 mg (1 capsule)." in page
    assert "You measured 123/77; your limit is 140/90." in page
    assert page.count("button--filled") == 1
    assert Clearance.objects.count() == 1


@pytest.mark.parametrize(
    ("texts", "changes", "says", "kind"),
    [
        (("145/85", "145/85"), {}, "Rest, then measure again", "wait"),
        (("150/85", "138/84"), {}, "One more reading", "wait"),
        (("168/104", "168/104"), {}, "Take no dose now", "stop"),
        (("124/78", "122/76"), {"predose_alcohol": "yes"}, "Leave out this dose", "stop"),
        (("124/78", "122/76"), {"predose_meds": "yes"}, "Take no dose now", "stop"),
        (("124/78", "122/76"), {"predose_chest": "yes"}, "Call 911 now", "emergency"),
    ],
    ids=["repeat", "third", "high", "alcohol", "medicine", "chest pain"],
)
def test_each_answer_fills_the_screen_in_its_colour(own, slot, texts, changes, says, kind):
    page = text(answer(own, slot, *texts, **changes))
    assert says in page
    assert f'class="answer answer--{kind}"' in page or kind == "emergency"


def test_a_very_high_pressure_says_what_to_do_when_nobody_answers(own, slot):
    page = text(answer(own, slot, "184/100", "182/100"))
    assert "go to urgent care" in page
    assert 'href="tel:' in page


def test_thoughts_of_self_harm_are_answered_with_988(own, slot):
    page = text(answer(own, slot, predose_mood="yes"))
    assert 'class="crisis"' in page
    assert 'href="tel:988"' in page
    assert Alert.objects.get().due_at == NOW + timedelta(minutes=15)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"systolic_1": ""}, "systolic_1"),
        ({"pulse_2": ""}, "pulse_2"),
        ({"systolic_1": "abc"}, "systolic_1"),
        ({"systolic_1": "-5"}, "systolic_1"),
        ({"systolic_1": "9" * 400}, "systolic_1"),
        ({"systolic_1": "<script>"}, "systolic_1"),
        ({"diastolic_1": "78.5"}, "diastolic_1"),
        ({"predose_mood": None}, "predose_mood"),
        ({"predose_mood": "maybe"}, "predose_mood"),
        ({"symptoms": None}, "symptoms"),
        ({"symptoms": ["itching"]}, "symptoms"),
        ({"symptoms": ["none", "dizziness"]}, "symptoms"),
        ({"oxygen_percent": "high"}, "oxygen_percent"),
        (pair("50/30", "122/76"), "systolic_1"),
    ],
    ids=str,
)
def test_what_is_wrong_or_missing_is_said_at_its_field_and_nothing_is_written(
    own, slot, changes, field
):
    response = own.post(url(slot), check_post(**changes))
    assert response.status_code == 200
    assert list(errors(response)) == [field]
    assert 'value="122"' in text(response)
    assert PressureCheck.objects.count() == 0


def test_unlikely_numbers_sent_twice_are_believed(own, slot):
    post = check_post("262/120", "262/120")
    first = own.post(url(slot), post)
    assert PressureCheck.objects.count() == 0
    token = first.context["form"].data["refused"]
    page = own.post(url(slot), post | {"refused": token}, follow=True)
    assert "Take no dose now" in text(page)
    assert PressureCheck.objects.get().is_confirmed_entry


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"predose_chest": "yes"}, id="chest pain"),
        pytest.param({"symptoms": ["fainting"]}, id="fainting"),
        pytest.param(
            {"symptoms": ["vision"]} | pair("270/130", "122/76"), id="unlikely and vision"
        ),
        pytest.param(pair("124/78", "122/76", pulse=150), id="pulse of 150"),
    ],
)
def test_an_emergency_waits_for_no_other_answer(own, slot, changes):
    post = check_post(predose_sitter=None, predose_meds=None, oxygen_percent="x", **changes)
    response = own.post(url(slot), post)
    assert response.url == reverse("home:emergency")
    assert PressureCheck.objects.get().outcome == "emergency"
    assert Alert.objects.filter(severity="emergency").exists()


def test_sent_twice_it_is_one_check(own, slot):
    answer(own, slot)
    answer(own, slot, "190/120", "190/120")
    assert PressureCheck.objects.count() == 1


@pytest.mark.parametrize("token", [None, "", "x", "../../etc", "a" * 500])
def test_a_token_that_is_not_ours_loses_no_report(own, slot, token):
    answer(own, slot, token=token)
    assert len(PressureCheck.objects.get().idempotency_key) == 32


def test_a_repeat_asks_for_a_pair_and_symptoms_only(own, slot):
    answer(own, slot, "145/85", "145/85")
    with time_machine.travel(NOW + timedelta(minutes=15), tick=False):
        page = text(own.get(url(slot)))
        assert "Measure again" in page
        assert "predose_sitter" not in page.split('id="check-limits"')[0]
        post = {**pair("132/82", "130/80"), "symptoms": ["none"], "token": "b" * 32}
        assert "You may take your dose" in text(own.post(url(slot), post, follow=True))


def test_a_third_reading_is_one_pair_of_boxes(own, slot):
    answer(own, slot, "150/85", "138/84")
    page = text(own.get(url(slot)))
    assert "One more reading" in page
    assert 'name="systolic_2"' not in page
    post = {**pair("136/82"), "token": "b" * 32}
    assert "You may take your dose" in text(own.post(url(slot), post, follow=True))


def test_a_later_dose_of_the_day_asks_only_the_questions(own, own_at, plan, slot):
    taken_before(plan)
    answer(own, slot)
    DoseLogFactory(slot=slot)
    later = open_slot(plan, NOW + timedelta(hours=6))
    with own_at(NOW + timedelta(hours=6)):
        page = text(own.get(url(later)))
        assert "Your readings of today still count" in page
        assert 'name="systolic_1"' not in page


def test_after_the_dose_the_page_measures_what_the_dose_did(own, slot):
    answer(own, slot)
    DoseLogFactory(slot=slot)
    assert "Measure after your dose" in text(own.get(url(slot)))
    post = {**pair("126/80", "126/80"), "symptoms": ["none"], "token": "b" * 32}
    assert "recorded" in text(own.post(url(slot), post, follow=True))


@pytest.mark.parametrize(("hours", "says"), [(-2, "opens at"), (2, "ended at")])
def test_outside_its_time_the_page_says_why_and_asks_nothing(own_at, slot, hours, says):
    with own_at(NOW + timedelta(hours=hours)) as own:
        page = text(own.get(url(slot)))
    assert says in page
    assert "<form" not in page.split("<main")[1]


def test_while_on_hold_the_page_says_why_and_lets_the_patient_measure(own, slot):
    HoldFactory(patient=slot.patient)
    page = text(own.get(url(slot)))
    assert "Your reading was high" in page
    assert 'name="systolic_1"' in text(own.get(url(slot) + "?again=1"))


def test_a_go_that_ran_out_says_so(own, own_at, slot):
    done = answer(own, slot).request["PATH_INFO"]
    with own_at(NOW + timedelta(minutes=31)):
        page = text(own.get(done))
    assert "no longer counts" in page
    assert "You may take" not in page


def test_a_hold_since_the_go_takes_the_go_away(own, slot):
    done = answer(own, slot).request["PATH_INFO"]
    HoldFactory(patient=slot.patient)
    assert "You may take" not in text(own.get(done))


def test_a_limit_of_the_plan_itself_is_in_the_page(own, slot):
    assert '"raised": [140, 90]' in text(own.get(url(slot)))


def test_what_stops_the_dose_is_on_the_clinics_list_at_once(own, slot):
    answer(own, slot, "168/104", "168/104")
    assert Alert.objects.get().rule_key == "bp_high"
    assert Hold.objects.get().key == "bp_high"
    assert slot.patient.summary.same_day_count == 1
