"""Hold, resume, taper and stop on the chart and the plan page."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from dosing.models import DosingPlan, Hold, PlanEnd
from ketaclinic.audit.models import AuditEvent
from monitoring.alerts.models import PatientSummary
from tests.factories.dosing import NOW, DoseLogFactory, dosing_patient, signed_plan, solution, terms
from tests.factories.monitoring import open_slot
from tests.support.kept import kept

pytestmark = pytest.mark.one_engine
DAY = timedelta(days=1)
CHANGES = ["plan_hold", "plan_taper", "plan_stop"]
REASON = {"reason": "Your liver test was high. We will call you."}


@kept
def patient():
    patient = dosing_patient()
    signed_plan(patient, solution(dose_ug=32_000, limits_reason="As before."))
    return patient


@pytest.fixture
def prescriber(client_of):
    return client_of("prescriber")


def url(patient, name):
    return reverse(f"clinic:{name}", args=[patient.public_id])


def words(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def text_of(client, address):
    return client.get(address).content.decode()


class TestGroup:
    @pytest.mark.parametrize("page", ["chart", "plan"])
    def test_a_prescriber_is_offered_all_four_with_what_follows(self, prescriber, patient, page):
        text = text_of(prescriber, url(patient, page))
        for words_ in ("Hold doses", "Resume", "Make a taper", "Stop the plan"):
            assert words_ in text
        assert "The patient reads the reason." in text
        assert "After more than 21 days of doses, a taper is asked for first." in text

    def test_a_nurse_holds_and_does_not_stop(self, client_of, patient):
        text = text_of(client_of("nurse"), url(patient, "chart"))
        assert "Hold doses" in text
        assert "Make a taper" not in text
        assert "Stop the plan" not in text

    def test_without_a_plan_there_is_nothing_to_pause(self, prescriber, clock, db):
        text = text_of(prescriber, url(dosing_patient(), "chart"))
        assert "Hold, resume, taper or stop" not in text


class TestHold:
    def test_it_holds_and_the_summary_knows(self, client_of, patient):
        nurse = client_of("nurse")
        response = nurse.post(url(patient, "plan_hold"), REASON)
        assert response.url == url(patient, "chart")
        assert words(response) == ["Every dose is on hold. The patient reads the reason."]
        assert Hold.objects.get().placed_by == nurse.user
        assert PatientSummary.objects.get(patient=patient).has_plan_hold

    def test_a_second_person_is_told_that_it_stands(self, client_of, prescriber, patient):
        client_of("nurse").post(url(patient, "plan_hold"), REASON)
        response = prescriber.post(url(patient, "plan_hold"), {"reason": "Mine."})
        assert words(response) == ["A clinician has put the doses on hold already."]
        assert Hold.objects.count() == 1

    @pytest.mark.parametrize("reason", ["", "  ", "x" * 1001])
    def test_a_reason_at_fault_is_shown_again(self, prescriber, patient, reason):
        response = prescriber.post(url(patient, "plan_hold"), {"reason": reason})
        assert response.status_code == 200
        assert response.context["form"].errors["reason"]
        assert response.context["form"]["reason"].value() == reason
        assert not Hold.objects.exists()


def dosed_for_weeks(patient):
    plan = DosingPlan.objects.get(patient=patient)
    for day in range(1, 26, 3):
        at = NOW - day * DAY
        DoseLogFactory(slot=open_slot(plan, at), taken_at=at, recorded_at=at)


class TestStop:
    def test_after_weeks_it_asks_and_keeps_what_was_typed(self, prescriber, patient):
        dosed_for_weeks(patient)
        response = prescriber.post(url(patient, "plan_stop"), REASON)
        form = response.context["stop_form"]
        assert "Make a taper instead" in str(form.errors["without_taper"])
        assert form["reason"].value() == REASON["reason"]
        assert not PlanEnd.objects.exists()

    def test_ticked_it_stops(self, prescriber, patient):
        dosed_for_weeks(patient)
        response = prescriber.post(url(patient, "plan_stop"), REASON | {"without_taper": "on"})
        assert words(response) == ["The plan is stopped. No more doses are offered."]
        assert PlanEnd.objects.get().reason == REASON["reason"]


class TestTaper:
    def signed(self, prescriber, patient, **changes):
        page = prescriber.get(url(patient, "plan_taper"))
        hidden = dict(page.context["hidden"])
        seen = page.context["sign_form"]["seen"].value()
        return prescriber.post(
            url(patient, "plan_taper"), {**hidden, "seen": seen, **REASON, **changes}
        )

    def test_the_steps_stand_in_a_table_before_anything_is_signed(self, prescriber, patient):
        context = prescriber.get(url(patient, "plan_taper")).context
        rows = context["table"].rows
        assert [row.amount for row in rows] == ["24 mg (2.4 mL)", "16 mg (1.6 mL)", "8 mg (0.8 mL)"]
        assert rows[0].first_day.isoformat() == "2026-06-02"
        assert context["table"].ends_after.isoformat() == "2026-06-23"
        assert DosingPlan.objects.count() == 1
        event = AuditEvent.objects.get(verb="read.clinic.plan_taper")
        assert event.patient_ids == [str(patient.public_id)]

    def test_it_can_be_asked_for_otherwise(self, prescriber, patient):
        data = {"starts_on": "2026-06-05", "percent": "50", "days": "10", "strength_mg": ""}
        rows = prescriber.get(url(patient, "plan_taper"), data).context["table"].rows
        assert [(row.amount, row.last_day.isoformat()) for row in rows] == [
            ("16 mg (1.6 mL)", "2026-06-14")
        ]

    def test_signing_makes_every_step(self, prescriber, patient):
        response = self.signed(prescriber, patient)
        assert words(response) == ["The taper is signed. Each step begins by itself."]
        assert DosingPlan.objects.count() == 4

    def test_a_double_submit_signs_once(self, prescriber, patient):
        page = prescriber.get(url(patient, "plan_taper"))
        data = dict(page.context["hidden"]) | REASON
        data["seen"] = page.context["sign_form"]["seen"].value()
        first, second = (prescriber.post(url(patient, "plan_taper"), data) for _ in range(2))
        assert (first.status_code, second.status_code) == (302, 200)
        assert "The plan changed after you opened it." in second.content.decode()
        assert DosingPlan.objects.count() == 4

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            pytest.param("percent", "0", id="no step"),
            pytest.param("percent", "<b>", id="hostile"),
            pytest.param("days", "1", id="too fast"),
            pytest.param("starts_on", "2026-05-01", id="in the past"),
            pytest.param("starts_on", "9999-12-31", id="further than a plan may begin"),
            pytest.param("strength_mg", "-5", id="a negative strength"),
        ],
    )
    def test_bad_input_is_said_at_the_field_and_writes_nothing(
        self, prescriber, patient, field, value
    ):
        response = self.signed(prescriber, patient, **{field: value})
        assert field in response.context["asking"].errors
        assert response.context["asking"][field].value() == value
        assert DosingPlan.objects.count() == 1

    def test_without_a_reason_nothing_is_signed(self, prescriber, patient):
        response = self.signed(prescriber, patient, reason=" ")
        assert "Say why the plan is stepped down." in response.content.decode()
        assert DosingPlan.objects.count() == 1

    def test_a_product_that_cannot_be_made_smaller_says_so(self, prescriber, db, clock):
        patient = dosing_patient()
        signed_plan(patient, terms(times_of_day=("08:00",)))
        assert "No taper can be made of this" in text_of(prescriber, url(patient, "plan_taper"))


@pytest.mark.parametrize("role", ["patient", "editor", "manager"])
@pytest.mark.parametrize("name", CHANGES)
def test_others_learn_and_change_nothing(client_of, patient, name, role):
    client = client_of(role)
    assert client.get(url(patient, name)).status_code in (404, 405)
    assert client.post(url(patient, name), REASON).status_code == 404
    assert not Hold.objects.exists()
    assert not PlanEnd.objects.exists()


def test_a_nurse_neither_tapers_nor_stops(client_of, patient):
    nurse = client_of("nurse")
    assert nurse.get(url(patient, "plan_taper")).status_code == 404
    assert nurse.post(url(patient, "plan_stop"), REASON).status_code == 404
    assert not PlanEnd.objects.exists()


def test_a_hold_is_never_a_get(prescriber, patient):
    assert prescriber.get(url(patient, "plan_hold")).status_code == 405
