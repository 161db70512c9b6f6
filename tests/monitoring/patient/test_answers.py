"""The screen of a stored check or report, in words: one sentence, one reason, one button."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from dosing.models import Clearance, DosingPlan, ScheduledDose
from monitoring.checkins.models import PressureCheck, SideEffectReport
from monitoring.patient.presenters import check_answer, emergency_reasons, report_answer
from tests.factories.dosing import NOW

ZONE = ZoneInfo("America/New_York")
PHONE = "(555) 010-0100"
PLAN = DosingPlan(formulation="capsule", strength_ug=25_000, dose_ug=25_000, times_of_day=["10:00"])
SLOT = ScheduledDose(plan=PLAN, dose_ug=25_000)


def finding(key, outcome, action="log_only", **changes):
    ordinary = {"key": key, "outcome": outcome, "action": action, "sentence": f"It is {key}."}
    return ordinary | {"value": "", "limit": ""} | changes


def check(outcome, *findings, **changes):
    ordinary = {
        "kind": "predose",
        "outcome": outcome,
        "findings": list(findings),
        "slot": SLOT,
        "recorded_at": NOW,
    }
    return PressureCheck(**(ordinary | changes))


def screen(stored, clearance=None, now=NOW, phone=PHONE):
    return check_answer(stored, clearance, now=now, zone=ZONE, phone=phone)


def test_go_replays_the_plan_the_numbers_and_the_time():
    ok = finding("bp_ok", "go", value="123/77", limit="140/90")
    answer = screen(check("go", ok), Clearance(expires_at=NOW + timedelta(minutes=30)))
    assert (answer.kind, answer.reason) == ("go", "Your plan says 25 mg (1 capsule).")
    assert answer.details == [
        "You measured 123/77; your limit is 140/90.",
        "This counts until 10:30 am.",
    ]
    assert (answer.button, answer.href) == ("I have taken it", f"/dose/{SLOT.public_id}/")


def test_a_go_on_todays_pair_says_so():
    answer = screen(check("go"), Clearance(expires_at=NOW + timedelta(minutes=30)))
    assert answer.details[0] == "Your readings of today still count."


def test_a_go_without_its_clearance_is_no_go():
    answer = screen(check("go"))
    assert (answer.kind, answer.href) == ("wait", "/today/")


@pytest.mark.parametrize(("passed", "left"), [(0, 900), (600, 300), (900, 0), (2_000, 0)])
def test_a_repeat_counts_down_from_the_first_measurement(passed, left):
    raised = finding("bp_raised", "repeat", value="145/85", limit="140/90")
    stored = check("repeat", raised, repeat_after_minutes=15)
    answer = screen(stored, now=NOW + timedelta(seconds=passed))
    assert (answer.countdown_seconds, answer.button) == (left, "Measure again")
    assert answer.reason == "It is bp_raised. You measured 145/85; the limit is 140/90."


def test_a_third_reading_waits_a_minute():
    answer = screen(check("incomplete", finding("third_reading", "incomplete")))
    assert (answer.countdown_seconds, answer.button) == (60, "Take the third reading")


def test_a_dose_held_without_a_word_to_the_clinic_offers_the_report():
    stored = check("slot_hold", finding("predose_alcohol", "slot_hold"), is_counted_hold=True)
    answer = screen(stored)
    assert (answer.title, answer.is_call) == ("Leave out this dose", False)
    assert (answer.button, answer.href) == ("Say that I left it out", f"/dose/{SLOT.public_id}/")
    assert "The clinic has been told." not in answer.details


def test_a_dose_outside_its_time_leads_back():
    answer = screen(check("slot_hold", finding("not_offered", "slot_hold")))
    assert (answer.button, answer.href) == ("Back to Today", "/today/")


def test_what_the_clinic_was_told_of_offers_a_call():
    answer = screen(check("plan_hold", finding("predose_meds", "plan_hold", "same_day")))
    assert (answer.kind, answer.title, answer.href) == ("stop", "Take no dose now", f"tel:{PHONE}")
    assert answer.details[-1] == "The clinic has been told."


def test_without_a_number_to_call_the_button_leads_back():
    stored = check("plan_hold", finding("predose_meds", "plan_hold", "same_day"))
    assert screen(stored, phone="").href == "/today/"


def test_the_main_finding_is_the_reason_whatever_else_was_found():
    stored = check(
        "plan_hold",
        finding("bp_high", "plan_hold", "same_day", value="168/104", limit="160/100"),
        finding("predose_alcohol", "slot_hold"),
    )
    assert screen(stored).reason.startswith("It is bp_high. You measured 168/104")


@pytest.mark.parametrize(("key", "is_shown"), [("predose_mood", True), ("predose_meds", False)])
def test_988_stands_where_it_is_needed(key, is_shown):
    assert (
        screen(check("plan_hold", finding(key, "plan_hold", "same_day"))).shows_crisis is is_shown
    )


def test_after_a_dose_a_fine_pressure_says_thank_you():
    answer = screen(check("go", kind="postdose"))
    assert (answer.kind, answer.title, answer.href) == ("go", "Thank you", "/today/")


def test_after_a_dose_a_high_one_says_to_rest_and_measure_again():
    high = finding("post_high", "repeat", "same_day", value="165/80", limit="160/100")
    answer = screen(check("repeat", high, kind="postdose", repeat_after_minutes=15))
    assert answer.details == ["Sit or lie down. The clinic has been told."]
    assert answer.countdown_seconds == 900


# --- side effects ---


def report(*findings):
    return report_answer(SideEffectReport(findings=list(findings)), PHONE)


@pytest.mark.parametrize(
    ("findings", "kind", "title"),
    [
        ((), "go", "Thank you"),
        ((finding("symptom_nausea", "go", "routine_review"),), "go", "Thank you"),
        (
            (finding("symptom_vomiting", "go", "same_day"),),
            "wait",
            "The clinic will look at this today",
        ),
        ((finding("symptom_headache", "plan_hold", "same_day"),), "stop", "Take no dose now"),
    ],
)
def test_what_follows_from_a_report(findings, kind, title):
    answer = report(*findings)
    assert (answer.kind, answer.title) == (kind, title)


def test_each_reason_of_an_emergency_is_told_once():
    stored = check(
        "emergency",
        finding("predose_chest", "emergency", sentence="A warning symptom."),
        finding("emergency_symptom", "emergency", sentence="A warning symptom."),
        finding("hr_emergency", "emergency", sentence="A dangerous pulse."),
        finding("bp_high", "plan_hold"),
    )
    assert emergency_reasons(stored) == ["A warning symptom.", "A dangerous pulse."]
