"""Today: one card that says what is true now, and at most fifteen queries."""

from datetime import timedelta

import pytest
from django.urls import reverse

from intake.choices import CareKind, PatientState
from intake.models import Patient
from intake.services.care import care_record
from monitoring.alerts.services import refresh_patient
from monitoring.patient.services import check_submit, side_effects_submit
from tests.factories.accounts import UserFactory
from tests.factories.dosing import (
    NOW,
    ClearanceFactory,
    DoseLogFactory,
    HoldFactory,
    dosing_patient,
)
from tests.factories.monitoring import check_entry, open_slot, taken_before

TODAY = "/today/"


@pytest.fixture
def page_at(own_at):
    """`page_at(moment)` is what Today shows then."""

    def page(moment=NOW):
        with own_at(moment) as own:
            return own.get(TODAY).context["page"]

    return page


def check(slot, *texts, at=NOW, **changes):
    return check_submit(
        patient=slot.patient,
        slot=slot,
        by=slot.patient.user,
        now=at,
        entry=check_entry(*texts, **changes),
        idempotency_key=f"check-{at}",
    )


def test_greeting_and_day(page_at, slot):
    page = page_at()
    assert (page.greeting, page.day) == ("Good morning, Rosa", "Monday, June 1")


@pytest.mark.parametrize(
    ("hours", "words"), [(0, "Good morning"), (3, "Good afternoon"), (8, "Good evening")]
)
def test_the_greeting_follows_the_patients_clock(page_at, slot, hours, words):
    assert page_at(NOW + timedelta(hours=hours)).greeting.startswith(words)


def test_an_open_dose_offers_the_check(page_at, slot):
    card = page_at().card
    assert (card.when, card.amount) == ("10 am", "25 mg (1 capsule)")
    assert (card.button, card.href) == ("Start the check", f"/check/{slot.public_id}/")


@pytest.mark.parametrize(("seconds", "is_open"), [(-1, False), (0, True)])
def test_before_its_time_the_card_says_when_it_opens(page_at, slot, seconds, is_open):
    card = page_at(slot.window_opens_at + timedelta(seconds=seconds)).card
    assert bool(card.button) is is_open
    assert card.sentence == ("" if is_open else "Opens at 9 am.")


def test_after_a_go_the_card_says_until_when(page_at, slot):
    ClearanceFactory(slot=slot)
    card = page_at().card
    assert (card.kind, card.tag, card.button) == ("go", "Go", "Report this dose")
    assert "10:30 am" in card.sentence


def test_while_a_repeat_waits_the_card_counts_down(page_at, slot):
    check(slot, "145/85", "145/85")
    card = page_at(NOW + timedelta(minutes=5)).card
    assert (card.button, card.countdown_seconds) == ("Measure again", 600)


def test_a_third_reading_is_asked_for(page_at, slot):
    check(slot, "150/85", "138/84")
    assert page_at().card.button == "Go on with the check"


def test_a_held_dose_offers_the_report_of_leaving_it_out(page_at, slot):
    answers = {**check_entry().answers, "predose_alcohol": True}
    check(slot, answers=answers)
    card = page_at().card
    assert (card.kind, card.button) == ("stop", "Say that I left it out")
    assert "alcohol" in card.sentence
    assert "Leave this one out" in card.note


def test_on_hold_there_is_a_sentence_and_no_button(page_at, slot):
    HoldFactory(patient=slot.patient)
    card = page_at().card
    assert (card.kind, card.button) == ("stop", "")
    assert card.sentence == "Your reading was high. The clinic will call you."
    assert "until the clinic has spoken to you" in card.note


def test_a_paused_patient_reads_why(page_at, slot):
    Patient.objects.filter(pk=slot.patient.pk).update(state=PatientState.PAUSED)
    card = page_at().card
    assert "paused" in card.sentence
    assert card.button == ""


def test_without_a_plan_the_card_says_so(client_of):
    patient = dosing_patient()
    card = client_of(patient.user).get(TODAY).context["page"].card
    assert card.label == "No plan yet"


def test_a_plan_without_doses_ahead(page_at):
    assert page_at().card.label == "No dose planned"


def test_a_reported_dose_gives_way_to_the_next(page_at, plan, slot):
    DoseLogFactory(slot=slot)
    later = open_slot(plan, NOW + timedelta(hours=6))
    card = page_at().card
    assert card.when == "4 pm"
    assert card.sentence.startswith("Opens at")
    assert later.public_id


def test_what_else_is_due(page_at, plan):
    slot = open_slot(plan)
    due = page_at(NOW + timedelta(hours=3)).due
    assert [item.href for item in due] == [f"/dose/{slot.public_id}/", "/how-i-feel/"]
    assert due[0].text == "The 10 am dose is not reported."


def test_what_was_told_is_not_due(page_at, plan, slot):
    side_effects_submit(
        patient=plan.patient, by=plan.patient.user, now=NOW, grades={}, idempotency_key="r"
    )
    assert page_at().due == []


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (1, "122.5/77 this morning, in your range."),
        (26, "122.5/77 yesterday"),
        (74, "122.5/77 3 days ago"),
    ],
)
def test_the_last_reading_in_words(page_at, slot, hours, words):
    check(slot, "124/78", "121/76")
    assert words in page_at(NOW + timedelta(hours=hours)).reading


def test_a_dose_that_was_not_offered_is_not_counted_as_missed(page_at, plan):
    yesterday = NOW - timedelta(days=1)
    DoseLogFactory(slot=open_slot(plan, yesterday), taken_at=yesterday)
    open_slot(plan, yesterday - timedelta(hours=3), not_offered="zone")
    assert page_at().week[-2]["word"] == "Sunday, 1 of 1 doses taken"


def test_the_week_is_seven_dots_with_words(page_at, plan):
    taken_before(plan, hours=24)
    open_slot(plan, NOW - timedelta(hours=48))
    week = page_at().week
    assert [dot["kind"] for dot in week[-3:]] == ["wait", "go", "quiet"]
    assert week[-2]["word"] == "Sunday, 1 of 1 doses taken"
    assert [dot["is_today"] for dot in week] == [False] * 6 + [True]


def test_an_open_emergency_leads_to_its_page(page_at, plan, slot):
    side_effects_submit(
        patient=plan.patient,
        by=plan.patient.user,
        now=NOW,
        grades={},
        urgent=["chest_pain"],
        idempotency_key="r",
    )
    assert page_at().has_emergency


@pytest.mark.parametrize("state", ["draft", "submitted"])
def test_an_applicant_is_led_to_the_application(client_of, state):
    patient = dosing_patient(**{state: True})
    assert client_of(patient.user).get(TODAY).url == reverse("intake:start")


def test_someone_who_only_signed_up_is_led_to_the_application(client_of):
    assert client_of("patient").get(TODAY).url == reverse("intake:start")


@pytest.mark.parametrize("is_cleared", [True, False], ids=["cleared", "check open"])
def test_today_costs_at_most_fifteen_queries(
    own, plan, slot, is_cleared, django_assert_max_num_queries
):
    for day in range(1, 7):
        taken_before(plan, hours=24 * day)
    if is_cleared:
        ClearanceFactory(slot=slot)
    for kind in CareKind:
        care_record(
            patient=plan.patient,
            kind=kind,
            done_on=NOW.date() - timedelta(days=90),
            next_due_on=NOW.date(),
            by=UserFactory(nurse=True),
            now=NOW,
        )
    refresh_patient(plan.patient, now=NOW)
    own.get(TODAY)
    with django_assert_max_num_queries(15):
        page = own.get(TODAY)
    assert "due on June 1" in page.content.decode()


@pytest.mark.parametrize(("days", "is_said"), [(8, False), (7, True), (-3, True)])
def test_a_test_that_is_due_is_said_a_week_before(page_at, slot, days, is_said):
    patient, day = slot.patient, (NOW + timedelta(days=days)).date()
    care_record(
        patient=patient,
        kind=CareKind.LIVER,
        done_on=NOW.date() - timedelta(days=90),
        next_due_on=day,
        by=UserFactory(nurse=True),
        now=NOW,
    )
    refresh_patient(patient, now=NOW)
    said = [due.text for due in page_at().due if due.href == reverse("home:help")]
    verb = "were" if days < 0 else "are"
    assert said == ([f"Your liver tests {verb} due on {day:%B} {day.day}."] if is_said else [])
