"""Reporting a dose: a truthful report is never refused, and never written twice."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from dosing.models import DoseLog, Hold
from monitoring.alerts.models import Alert
from tests.factories.dosing import NOW, ClearanceFactory, DoseLogFactory, HoldFactory
from tests.factories.monitoring import open_slot
from tests.monitoring.patient.posts import dose_post

ZONE = ZoneInfo("America/New_York")
EXTRA = "/dose/extra/"


def url(slot):
    return reverse("home:dose", args=[slot.public_id])


def send(own, slot, follow=True, **changes):
    return own.post(url(slot), dose_post(**changes), follow=follow)


def text(response):
    return response.content.decode()


def test_the_planned_amount_is_text_and_no_amount_is_filled_in(own, slot):
    page = text(own.get(url(slot)))
    assert "I took it: 25 mg (1 capsule)" in page
    assert 'name="amount_mg" value' not in page


def test_taken_as_planned(own, slot):
    ClearanceFactory(slot=slot)
    page = text(send(own, slot))
    log = DoseLog.objects.get()
    assert (log.outcome, log.amount_ug, log.taken_at, log.marks) == ("taken", 25_000, NOW, [])
    assert "Recorded" in page
    assert "Do not drive" in page
    assert Alert.objects.count() == 0


def test_with_a_cleared_check_just_now_is_chosen(own, slot):
    assert 'value="now" checked' not in text(own.get(url(slot)))
    ClearanceFactory(slot=slot)
    assert 'value="now"' in text(own.get(url(slot)))
    assert own.get(url(slot)).context["form"]["when"].value() == "now"


@pytest.mark.parametrize(
    ("changes", "outcome", "amount"),
    [
        ({"outcome": "partly_taken"}, "partly_taken", None),
        ({"outcome": "partly_taken", "amount_mg": "12.5"}, "partly_taken", 12_500),
        ({"outcome": "vomited"}, "vomited", None),
        ({"outcome": "other_amount", "amount_mg": "10"}, "taken", 10_000),
        ({"outcome": "taken", "amount_mg": "99"}, "taken", 25_000),
    ],
)
def test_what_else_can_happen(own, slot, changes, outcome, amount):
    send(own, slot, **changes)
    log = DoseLog.objects.get()
    assert (log.outcome, log.amount_ug) == (outcome, amount)


def test_after_vomiting_nothing_is_taken_again(own, slot):
    assert "Do not take another dose" in text(send(own, slot, outcome="vomited"))


def test_left_out_with_a_reason(own, slot):
    page = text(send(own, slot, outcome="skipped", when=None, reason_key="no_sitter"))
    log = DoseLog.objects.get()
    assert (log.outcome, log.reason_key, log.taken_at) == ("skipped", "no_sitter", None)
    assert "Do not double the next dose" in page


@pytest.mark.parametrize(
    ("day", "clock", "expected"),
    [
        ("today", "09:40", datetime(2026, 6, 1, 9, 40, tzinfo=ZONE)),
        ("yesterday", "23:55", datetime(2026, 5, 31, 23, 55, tzinfo=ZONE)),
    ],
)
def test_an_earlier_time_is_on_the_patients_own_clock(own, slot, day, clock, expected):
    send(own, slot, when="earlier", day=day, clock=clock)
    assert DoseLog.objects.get().taken_at == expected


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"outcome": None}, "outcome"),
        ({"outcome": "eaten"}, "outcome"),
        ({"when": None}, "when"),
        ({"when": "earlier", "clock": "09:00"}, "day"),
        ({"when": "earlier", "day": "today"}, "clock"),
        ({"when": "earlier", "day": "today", "clock": "25:00"}, "clock"),
        ({"when": "earlier", "day": "today", "clock": "23:00"}, "clock"),
        ({"outcome": "other_amount"}, "amount_mg"),
        ({"outcome": "other_amount", "amount_mg": "0"}, "amount_mg"),
        ({"outcome": "other_amount", "amount_mg": "-5"}, "amount_mg"),
        ({"outcome": "other_amount", "amount_mg": "a lot"}, "amount_mg"),
        ({"outcome": "other_amount", "amount_mg": "NaN"}, "amount_mg"),
        ({"outcome": "other_amount", "amount_mg": "1e9"}, "amount_mg"),
        ({"outcome": "partly_taken", "amount_mg": "12.5001"}, "amount_mg"),
        ({"outcome": "skipped"}, "reason_key"),
        ({"outcome": "skipped", "reason_key": "rain"}, "reason_key"),
        ({"note": "x" * 501}, "note"),
    ],
    ids=str,
)
def test_what_is_wrong_or_missing_is_said_at_its_field_and_nothing_is_written(
    own, slot, changes, field
):
    response = send(own, slot, follow=False, **changes)
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert DoseLog.objects.count() == 0


def test_sent_twice_it_is_one_report(own, slot):
    send(own, slot)
    send(own, slot)
    assert DoseLog.objects.count() == 1


def test_a_dose_while_on_hold_is_recorded_and_marked(own, slot):
    HoldFactory(patient=slot.patient)
    page = text(send(own, slot))
    assert DoseLog.objects.get().marks == ["uncleared", "on_hold"]
    assert "Your doses were on hold at that time." in page
    assert "Take no more doses" in page
    assert Alert.objects.get().rule_key == "dose_on_hold"


def test_a_dose_without_a_check_is_recorded_and_told(own, slot):
    page = text(send(own, slot))
    assert "no finished check" in page
    assert Alert.objects.get().rule_key == "dose_uncleared"
    assert Hold.objects.count() == 0


@pytest.mark.parametrize(
    ("amount", "holds"), [("25", 0), ("25.001", 1), ("50", 1)], ids=["as planned", "over", "double"]
)
def test_more_than_planned_stops_every_dose_until_the_clinic_calls(own, slot, amount, holds):
    send(own, slot, outcome="other_amount", amount_mg=amount)
    assert Hold.objects.filter(key="extra_or_early_dose").count() == holds


def test_a_dose_before_its_time_is_recorded_and_stops_the_next(own, plan):
    slot = open_slot(plan, NOW + timedelta(hours=2))
    page = text(send(own, slot))
    assert "early" in DoseLog.objects.get().marks
    assert "before the time at which this dose opens" in page
    assert Hold.objects.get().scope == "plan"


# --- a second report ---


def test_a_second_report_asks_whether_it_was_another_dose(own, slot):
    DoseLogFactory(slot=slot)
    page = text(send(own, slot))
    assert "Did you take another dose?" in page
    assert DoseLog.objects.count() == 1


def test_yes_records_an_extra_dose_and_stops_every_dose(own, slot):
    DoseLogFactory(slot=slot)
    page = text(send(own, slot, answer="took_another"))
    extra = DoseLog.objects.get(is_extra=True)
    assert "extra" in extra.marks
    assert "a dose besides those of your plan" in page
    assert Hold.objects.get().key == "extra_or_early_dose"
    assert Alert.objects.filter(rule_key="dose_extra").exists()


def test_no_changes_nothing(own, slot):
    DoseLogFactory(slot=slot)
    response = send(own, slot, follow=False, answer="no")
    assert response.url == reverse("home:today")
    assert DoseLog.objects.count() == 1


def not_taken(slot):
    return DoseLogFactory(
        slot=slot,
        outcome="not_taken",
        amount_ug=None,
        taken_at=None,
        recorded_at=NOW - timedelta(minutes=30),
    )


def test_taken_after_all_asks_and_is_then_a_correction(own, slot):
    first = not_taken(slot)
    assert "Did you take it after all?" in text(send(own, slot))
    assert DoseLog.objects.count() == 1
    send(own, slot, answer="took_after_all")
    corrected = DoseLog.objects.get(corrects=first)
    assert (corrected.outcome, corrected.is_extra) == ("taken", False)
    assert corrected.note == "Taken after all."


def test_yes_sent_twice_is_one_extra_dose(own, slot):
    DoseLogFactory(slot=slot)
    send(own, slot, answer="took_another")
    send(own, slot, answer="took_another")
    assert DoseLog.objects.filter(is_extra=True).count() == 1


# --- a dose that is not on the schedule ---


def test_a_dose_off_the_schedule_can_always_be_told(own, plan):
    post = dose_post(outcome="other_amount", amount_mg="25")
    page = text(own.post(EXTRA, post, follow=True))
    log = DoseLog.objects.get()
    assert (log.slot, log.is_extra, log.amount_ug) == (None, True, 25_000)
    assert "Thank you for telling us" in page


@pytest.mark.parametrize("outcome", ["taken", "skipped"])
def test_off_the_schedule_nothing_is_planned_and_nothing_left_out(own, plan, outcome):
    response = own.post(EXTRA, dose_post(outcome=outcome))
    assert list(response.context["form"].errors) == ["outcome"]
    assert DoseLog.objects.count() == 0
