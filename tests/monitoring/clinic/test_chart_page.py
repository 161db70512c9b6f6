"""The chart: everything of one patient, complete without scripts, at a fixed cost."""

import json
import re
from datetime import timedelta

import pytest
from django.urls import reverse

from ketaclinic.audit.models import AuditEvent
from monitoring.alerts.services import alert_resolve, refresh_patient
from monitoring.clinic.views.parts import note_form
from monitoring.patient.services import side_effects_submit
from tests.factories.accounts import UserFactory
from tests.factories.dosing import NOW
from tests.factories.monitoring import home_patient, taken_before


def chart_url(patient):
    return reverse("clinic:chart", args=[patient.public_id])


def page(client, patient):
    return client.get(chart_url(patient)).content.decode()


def series_in(text):
    found = re.search(r'<script id="timeline-series"[^>]*>(.*?)</script>', text, re.DOTALL)
    return json.loads(found[1])


def test_head_alert_and_hold(client_of, worried):
    text = page(client_of("nurse"), worried)
    for words in (
        "Rosa Marin",
        "46 years",
        "25 mg (1 capsule)",
        "Blood pressure high: 167/103, limit 160/100",
        "A clinician has looked at it",
        "Every dose, until the clinic closes it",
        "Acknowledge",
        "Close this hold",
    ):
        assert words in text


def test_the_table_and_the_series_say_the_same(client_of, worried):
    response = client_of("nurse").get(chart_url(worried))
    text, line = response.content.decode(), response.context["timeline"]
    series = series_in(text)
    assert series["pressure"]["systolic"] == [167]
    assert series["limits"]["raised_systolic"] == 140
    assert series["zone"] == "America/New_York"
    drawn = sum(len(series[kind]["x"]) for kind in ("pressure", "doses", "pain", "peg"))
    assert drawn + len(series["plans"]) == len(line.moments)
    table = text.split('id="timeline-table"')[1].split("</table>")[0]
    assert table.count("<tr>") == len(line.moments) + 1
    assert "167/103" in table


def test_the_table_needs_no_script(client_of, worried):
    text = page(client_of("nurse"), worried)
    assert '<div class="table-twin" id="timeline-table"' in text
    assert "hidden" not in text.split('id="timeline-table"')[1].split(">")[0]
    assert "data-timeline " in text.split(" hidden>")[0]


def test_side_effects_and_resolved_alerts_are_listed(client_of, worried, clock):
    side_effects_submit(
        patient=worried, by=worried.user, now=clock, grades={"dizziness": 2}, idempotency_key="e"
    )
    alert = worried.alerts.get(rule_key="bp_high")
    nurse = UserFactory(nurse=True)
    alert_resolve(alert=alert, by=nurse, now=clock, note="Cuff was on the wrong arm.")
    text = page(client_of("nurse"), worried)
    assert "Dizziness, grade 2" in text
    assert "Hard to do chores" in text
    assert "1 resolved alert" in text
    assert "Cuff was on the wrong arm." in text


def test_a_patient_without_anything_has_empty_states(client_of, db, clock):
    patient, _ = home_patient()
    text = page(client_of("nurse"), patient)
    assert "No alert is open and no dose is on hold." in text
    assert "No check yet" in text
    assert "No report yet" in text


def test_what_the_patient_wrote_cannot_break_out_of_the_page(client_of, worried, clock):
    side_effects_submit(
        patient=worried,
        by=worried.user,
        now=clock,
        grades={},
        note="</script><script>alert(1)</script>",
        idempotency_key="x",
    )
    assert "<script>alert(1)" not in page(client_of("nurse"), worried)


@pytest.mark.parametrize("doses", [1, 12])
def test_the_page_costs_at_most_15_queries_at_any_length(
    client_of, clock, db, doses, django_assert_max_num_queries
):
    patient, plan = home_patient()
    for number in range(doses):
        taken_before(plan, hours=12 * (number + 1))
        side_effects_submit(
            patient=patient,
            by=patient.user,
            now=NOW - timedelta(hours=number),
            grades={"nausea": 1},
            idempotency_key=f"evening {number}",
        )
    refresh_patient(patient, now=NOW)
    client = client_of("nurse")
    client.get(chart_url(patient))  # the first page after signing in also writes the session
    with django_assert_max_num_queries(15):
        client.get(chart_url(patient))


def test_opening_a_chart_is_recorded(client_of, worried):
    client = client_of("nurse")
    page(client, worried)
    event = AuditEvent.objects.get(verb="read.clinic.chart")
    assert (event.actor, event.patient_ids) == (client.user, [str(worried.public_id)])


@pytest.mark.parametrize("role", ["nurse", "prescriber", "medical_director"])
def test_clinical_staff_open_charts(client_of, worried, role):
    assert client_of(role).get(chart_url(worried)).status_code == 200


@pytest.mark.parametrize("role", ["patient", "editor", "manager"])
def test_others_learn_nothing(client_of, worried, role):
    assert client_of(role).get(chart_url(worried)).status_code == 404
    assert not AuditEvent.objects.filter(verb="read.clinic.chart").exists()


def test_not_even_the_patients_own_chart(client_of, worried):
    assert client_of(worried.user).get(chart_url(worried)).status_code == 404


def test_a_stranger_signs_in_first(client, worried):
    assert client.get(chart_url(worried)).url.startswith("/accounts/login/")


def test_a_chart_is_only_read(client_of, worried):
    assert client_of("nurse").post(chart_url(worried)).status_code == 405


@pytest.mark.parametrize(("days", "status"), [("91", 200), ("-5", 200), ("x", 200)])
def test_an_absurd_stretch_falls_back(client_of, worried, days, status):
    assert client_of("nurse").get(chart_url(worried), {"days": days}).status_code == status


def test_the_written_out_note_form_is_the_one_that_is_checked(client_of, worried):
    text = page(client_of("nurse"), worried)
    note = note_form("note")["note"]
    alert = worried.alerts.get(rule_key="bp_high")
    for name, action in ((f"resolve-{alert.public_id}-note", "resolve"), ("close-", "close")):
        drawn = re.search(rf'<form[^>]* action="[^"]*/{action}/.*?</form>', text, re.DOTALL)[0]
        assert f'<label class="field__label" for="{name}' in drawn
        assert f">{note.label}</label>" in drawn
        assert f'name="{note.html_name}"' in drawn
        assert f'maxlength="{note.field.max_length}" required' in drawn
        assert "csrfmiddlewaretoken" in drawn
