"""The patient's schedule and plan: their own, to read, with an empty state."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from dosing.presenters.versions import change_sentence
from dosing.services import plan_stop
from intake.choices import PatientState
from tests.factories.dosing import (
    NOW,
    DoseLogFactory,
    DosingPlanFactory,
    HoldFactory,
    ScheduledDoseFactory,
    dosing_patient,
    signed_plan,
    terms,
)

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
PAGES = [reverse("dosing:schedule"), reverse("dosing:plan")]


def text_of(client, name):
    response = client.get(reverse(name))
    assert response.status_code == 200
    return response.content.decode()


class TestSchedule:
    def test_a_week_of_doses(self, client_of, patient):
        signed_plan(patient)
        page = text_of(client_of(patient.user), "dosing:schedule")
        assert "Today, Monday, June 1" in page
        assert "Sunday, June 7" in page
        assert "Monday, June 8" not in page
        assert page.count('class="dose-row__what num">25 mg (1 capsule)') == 7 * 3 - 1
        assert "America/New_York" in page

    def test_paper_has_the_plan_and_the_help_numbers(self, client_of, patient):
        signed_plan(patient)
        page = text_of(client_of(patient.user), "dosing:schedule")
        assert "Your plan: 25 mg (1 capsule), every day at 8 am, 2 pm, 8 pm." in page
        assert "Poison Control: 1-800-222-1222" in page

    def test_a_dose_that_is_open_says_what_comes_next(self, client_of, slot):
        page = text_of(client_of(slot.patient.user), "dosing:schedule")
        assert reverse("home:check", args=[slot.public_id]) in page

    @pytest.mark.parametrize(
        ("asked", "title"),
        [
            ({"show": "today"}, "Today, Monday, June 1"),
            ({"show": "today", "on": "2026-06-02"}, "Tomorrow, Tuesday, June 2"),
            ({"show": "week", "on": "2026-06-10"}, "June 10 to June 16"),
            ({"show": "month", "on": "2026-07-15"}, "July 2026"),
            ({"show": "year", "on": "yesterday"}, "June 1 to June 7"),
            ({"show": "month", "on": "9999-12-31"}, "June 2026"),
        ],
    )
    def test_each_stretch_can_be_asked_for(self, client_of, plan, asked, title):
        response = client_of(plan.patient.user).get(reverse("dosing:schedule"), asked)
        assert f"<strong>{title}</strong>" in response.content.decode()

    def test_a_month_is_a_table_with_words(self, client_of, patient):
        signed_plan(patient)
        response = client_of(patient.user).get(reverse("dosing:schedule"), {"show": "month"})
        page = response.content.decode()
        assert "<caption" in page
        assert '<th scope="col"><span aria-hidden="true">Su</span>' in page
        assert page.count("3 doses") == 13

    def test_a_hold_is_told_first(self, client_of, patient):
        signed_plan(patient)
        HoldFactory(patient=patient)
        page = text_of(client_of(patient.user), "dosing:schedule")
        assert "Your reading was high. The clinic will call you." in page
        assert "On hold" in page

    def test_without_a_plan(self, client_of, patient):
        assert "No plan yet" in text_of(client_of(patient.user), "dosing:schedule")

    def test_with_a_plan_that_has_no_dose_this_week(self, client_of, patient, now):
        signed_plan(patient).slots.update(cancelled_at=now, cancel_reason="plan_stopped")
        assert "No doses in these days" in text_of(client_of(patient.user), "dosing:schedule")


class TestPlan:
    def test_it_is_told_in_plain_words(self, client_of, patient):
        plan = signed_plan(patient, terms(instructions="Take it with water."))
        page = text_of(client_of(patient.user), "dosing:plan")
        assert "every day, 8 am, 2 pm, 8 pm" in page
        assert "Take it with water." in page
        assert plan.signed_by.full_name in page
        assert "What changed" not in page
        assert "Off-label" in page

    def test_it_begins_with_what_to_do(self, client_of, patient):
        signed_plan(patient)
        page = text_of(client_of(patient.user), "dosing:plan")
        assert "Take 25 mg (1 capsule) every day at 8 am, 2 pm, 8 pm. Swallow it." in page
        assert "on June 1, 2026." in page

    @pytest.mark.parametrize(
        ("times", "begins"),
        [
            pytest.param(("09:59", "16:00"), "4 pm", id="a minute ago"),
            pytest.param(("10:00", "16:00"), None, id="now"),
            pytest.param(("14:00",), None, id="later today"),
            pytest.param(("08:00",), "Tuesday, June 2 at 8 am", id="all of today's"),
        ],
    )
    def test_signed_after_a_dose_time_it_says_from_when_on(self, client_of, patient, times, begins):
        signed_plan(patient, terms(times_of_day=times))
        page = text_of(client_of(patient.user), "dosing:plan")
        assert ("Some of these times had passed" in page) is (begins is not None)
        assert begins is None or f"Doses are offered from {begins} on." in page

    def test_that_sentence_ends_when_the_first_dose_is_due(self, client_of, patient, now):
        signed_plan(patient)
        for minutes, is_told in ((239, True), (240, False)):
            with time_machine.travel(now + timedelta(minutes=minutes), tick=False):
                page = text_of(client_of(patient.user), "dosing:plan")
            assert ("Doses are offered from 2 pm on." in page) is is_told

    def test_a_first_dose_that_waits_for_the_last_one_is_told_as_it_is(self, client_of, patient):
        """1 pm by the old plan, then four hours: 4 pm is pushed to 5 pm."""
        DoseLogFactory(
            slot=ScheduledDoseFactory(plan=DosingPlanFactory(patient=patient), at=NOW - HOUR),
            taken_at=NOW + 3 * HOUR, recorded_at=NOW + 3 * HOUR,
        )  # fmt: skip
        later = NOW + 3 * HOUR
        with time_machine.travel(later, tick=False):
            signed_plan(patient, terms(times_of_day=("08:00", "16:00")), now=later)
            page = text_of(client_of(patient.user), "dosing:plan")
        assert "Doses are offered from 5 pm on." in page

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ("increase", "Your prescriber has raised your dose."),
            ("decrease", "Your prescriber has lowered your dose."),
            ("same", "Your dose stays the same; something else is new."),
            ("start", "This is a new start"),
        ],
    )
    def test_what_kind_of_change_it_is(self, plan, change, words):
        newer = DosingPlanFactory.build(
            patient=plan.patient,
            supersedes=plan,
            change=change,
            signed_by=plan.signed_by,
            policy_version=plan.policy_version,
        )
        assert words in change_sentence(newer)
        assert change_sentence(plan) == ""

    def test_why_a_plan_was_stopped_is_told(self, client_of, patient, prescriber, now):
        signed_plan(patient)
        plan_stop(patient=patient, by=prescriber, now=now, reason="Your pressure was too high.")
        page = text_of(client_of(patient.user), "dosing:plan")
        assert "Stopped. Why: Your pressure was too high." in page
        assert "Take no dose until the clinic has signed a plan for you." in page

    def test_what_changed_is_told(self, client_of, patient):
        signed_plan(patient)
        signed_plan(patient, terms(times_of_day=("09:00", "15:00", "21:00")))
        page = text_of(client_of(patient.user), "dosing:plan")
        assert "<del>8 am, 2 pm, 8 pm</del> is now <strong>9 am, 3 pm, 9 pm</strong>" in page
        assert "Earlier plans" in page

    def test_one_to_come_stands_beside_the_one_in_force(self, client_of, patient):
        signed_plan(patient)
        signed_plan(patient, terms(starts_on=terms().starts_on.replace(day=20)))
        page = text_of(client_of(patient.user), "dosing:plan")
        assert "Since June 1, 2026" in page
        assert "From June 20, 2026" in page

    def test_what_the_clinic_typed_is_escaped(self, client_of, patient):
        signed_plan(patient, terms(instructions="<script>alert(1)</script>"))
        page = text_of(client_of(patient.user), "dosing:plan")
        assert "<script>alert(1)" not in page
        assert "&lt;script&gt;alert(1)" in page

    def test_without_a_plan(self, client_of, patient):
        page = text_of(client_of(patient.user), "dosing:plan")
        assert "Take no dose until the clinic has signed a plan for you." in page


@pytest.mark.parametrize("page", PAGES)
class TestAccess:
    def test_a_stranger_signs_in_first(self, client, page):
        assert "/accounts/login/" in client.get(page).url

    @pytest.mark.parametrize("role", ["nurse", "prescriber", "manager", "editor"])
    def test_staff_have_no_schedule_of_their_own(self, client_of, page, role):
        assert client_of(role).get(page).status_code == 404

    def test_a_person_without_an_application_is_led_to_its_start(self, client_of, page):
        assert client_of("patient").get(page).url == "/apply/"

    def test_another_patient_sees_only_their_own(self, client_of, patient, page):
        signed_plan(patient)
        other = dosing_patient(state=PatientState.ACTIVE)
        assert "25 mg" not in client_of(other.user).get(page).content.decode()

    def test_it_is_only_read(self, client_of, patient, page):
        assert client_of(patient.user).post(page).status_code == 405

    def test_it_asks_few_questions_of_the_database(
        self, client_of, patient, page, django_assert_max_num_queries
    ):
        signed_plan(patient)
        client = client_of(patient.user)
        client.get(page)  # the first page after signing in also writes the session
        with django_assert_max_num_queries(14):
            client.get(page)
