"""The clinic's pages over HTTP: each role, the decision, the list, the call."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from intake.choices import Action, PatientState
from intake.models import Decision, Patient, SafetyConcern, SafetyContact, ScreeningFinding
from intake.rules.readiness import GATES
from intake.selectors import open_gates
from ketaclinic.audit.models import AuditEvent
from tests.factories.intake import PatientFactory

pytestmark = pytest.mark.django_db
QUEUE = "/clinic/applications/"
CLINICAL = ["nurse", "prescriber", "medical_director"]
OTHERS = ["patient", "editor", "manager"]


@pytest.fixture
def waiting():
    """Waits with one finding to review and one to know."""
    patient = PatientFactory(submitted=True)
    for key, action in (("hypertension_treated", Action.REVIEW), ("prior_ketamine", Action.NOTE)):
        find(patient, key, action)
    return patient


def find(patient, key, action):
    submission = patient.submissions.get()
    return ScreeningFinding.objects.create(
        submission=submission,
        key=key,
        action=action,
        facts={"answer": "yes"},
        sentence=f"About {key}: yes. It matters.",
        source="S13",
        policy_version=submission.policy_version,
        found_at=submission.submitted_at,
    )


def path(patient, rest=""):
    return f"{QUEUE}{patient.public_id}/{rest}"


def text(response):
    return response.content.decode()


def decision(**changes):
    data = {
        "outcome": "approve",
        "reason": "Neuropathic pain.",
        "pain_type": "neuropathic",
        "understands_risks": "on",
        "answer_hypertension_treated": "Well controlled.",
    }
    return data | changes


def reads(what):
    return [e.patient_ids for e in AuditEvent.objects.filter(verb=f"read.{what}")]


@pytest.mark.parametrize("rest", ["", "readiness/"])
def test_a_stranger_is_sent_to_sign_in(client, waiting, rest):
    assert client.get(path(waiting, rest)).url.startswith("/accounts/login/")
    assert client.get(QUEUE).url.startswith("/accounts/login/")


@pytest.mark.parametrize("role", OTHERS)
def test_others_learn_nothing(client_of, waiting, approved, role):
    browser = client_of(role)
    addresses = [QUEUE, path(waiting), path(approved, "readiness/")]
    assert [browser.get(each).status_code for each in addresses] == [404] * 3
    assert browser.post(path(waiting, "decide/"), decision()).status_code == 404
    assert reads("intake.application") == []


def test_a_patient_does_not_open_the_clinics_page_about_themselves(client_of, waiting):
    assert client_of(waiting.user).get(path(waiting)).status_code == 404


@pytest.mark.parametrize("role", CLINICAL)
def test_clinical_staff_see_the_queue_and_it_is_recorded(client_of, waiting, role):
    body = text(client_of(role).get(QUEUE))
    assert "Rosa Marin" in body
    assert "1 needs an answer" in body
    assert reads("intake.queue") == [[str(waiting.public_id)]]


def test_an_empty_queue_says_so_and_records_no_read(client_of):
    assert "No application waits" in text(client_of("nurse").get(QUEUE))
    assert reads("intake.queue") == []


@pytest.mark.parametrize(("tier", "is_shown"), [("review", True), ("exclude", False), ("x", True)])
def test_the_queue_filters_by_risk(client_of, waiting, tier, is_shown):
    body = text(client_of("nurse").get(QUEUE, {"tier": tier}))
    assert ("Rosa Marin" in body) is is_shown


def test_a_page_that_does_not_exist_is_the_last_one(client_of, waiting):
    assert client_of("nurse").get(QUEUE, {"page": "99"}).status_code == 200


@pytest.mark.parametrize("count", [2, 9])
def test_the_queue_costs_the_same_whatever_its_length(client_of, count):
    for _ in range(count):
        find(PatientFactory(submitted=True), "opioid_use", Action.REVIEW)
    browser = client_of("nurse")
    browser.get(QUEUE)
    with CaptureQueriesContext(connection) as queries:
        browser.get(QUEUE)
    assert len(queries) <= 15


@pytest.mark.parametrize("role", CLINICAL)
def test_the_summary_has_findings_first_and_the_read_is_recorded(client_of, waiting, role):
    body = text(client_of(role).get(path(waiting)))
    assert body.index("About hypertension_treated") < body.index("Medicines")
    assert "122/78 mmHg" in body
    assert "6.7" in body
    assert reads("intake.application") == [[str(waiting.public_id)]]


def test_the_summary_costs_few_queries(client_of, waiting):
    browser = client_of("prescriber")
    browser.get(QUEUE)
    with CaptureQueriesContext(connection) as queries:
        browser.get(path(waiting))
    assert len(queries) <= 15


@pytest.mark.parametrize(
    ("role", "may_decide"), [("nurse", False), ("prescriber", True), ("medical_director", True)]
)
def test_only_prescribers_get_the_form(client_of, waiting, role, may_decide):
    browser = client_of(role)
    assert ("Record the decision" in text(browser.get(path(waiting)))) is may_decide
    status = browser.post(path(waiting, "decide/"), decision()).status_code
    assert status == (302 if may_decide else 404)
    assert Decision.objects.exists() is may_decide


@pytest.mark.parametrize("rest", ["", "decide/", "readiness/"])
def test_nobody_is_404(client_of, rest):
    address = f"{QUEUE}{uuid.uuid4()}/{rest}"
    browser = client_of("prescriber")
    answer = browser.post(address) if rest == "decide/" else browser.get(address)
    assert answer.status_code == 404


@pytest.mark.parametrize("rest", ["", "readiness/"])
def test_a_draft_has_no_page_yet(client_of, rest):
    draft = PatientFactory(draft=True)
    assert client_of("prescriber").get(path(draft, rest)).status_code == 404


def test_a_decision_is_a_post(client_of, waiting):
    assert client_of("prescriber").get(path(waiting, "decide/")).status_code == 405
    assert not Decision.objects.exists()


def test_approval_leads_to_the_list(client_of, waiting):
    response = client_of("prescriber").post(path(waiting, "decide/"), decision())
    assert response.url == path(waiting, "readiness/")
    waiting.refresh_from_db()
    assert waiting.state == PatientState.APPROVED


def test_a_refusal_is_read_by_the_patient(client_of, waiting):
    data = decision(
        outcome="decline",
        message="Please call us about your heart.",
        alternatives="The pain clinic in Albany.",
    )
    response = client_of("prescriber").post(path(waiting, "decide/"), data)
    assert response.url == path(waiting)
    body = text(client_of(waiting.user).get("/apply/status/"))
    assert "Please call us about your heart." in body
    assert "The pain clinic in Albany." in body
    assert "Neuropathic pain." not in body


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"answer_hypertension_treated": ""}, "answer_hypertension_treated", "you found out"),
        ({"understands_risks": ""}, "understands_risks", "understands the risks"),
        ({"reason": " "}, "reason", "few words"),
        ({"outcome": ""}, "outcome", "Choose a decision"),
        ({"outcome": "maybe"}, "outcome", "valid choice"),
        ({"pain_type": ""}, "pain_type", "Choose the type"),
        ({"outcome": "decline"}, "message", "the patient will read"),
        ({"outcome": "decline", "message": "x"}, "alternatives", "Write which other help"),
        ({"pain_type": "chronic_primary"}, "answer_pain_type", "you found out"),
    ],
)
def test_a_decision_that_is_not_whole_keeps_what_was_typed(
    client_of, waiting, changes, field, message
):
    response = client_of("prescriber").post(path(waiting, "decide/"), decision(**changes))
    assert message in response.context["form"].errors[field][0]
    if changes.get("answer_hypertension_treated") is None:
        assert "Well controlled." in text(response)
    waiting.refresh_from_db()
    assert (waiting.state, Decision.objects.count()) == (PatientState.SUBMITTED, 0)


def test_what_excludes_is_for_the_director(client_of, waiting):
    find(waiting, "porphyria", Action.EXCLUDE)
    data = decision(answer_porphyria="Tested: none.")
    prescriber = client_of("prescriber")
    assert "only the medical director can approve" in text(prescriber.get(path(waiting)))
    refused = prescriber.post(path(waiting, "decide/"), data)
    assert "Only the medical director" in refused.context["form"].non_field_errors()[0]
    assert not Decision.objects.exists()
    assert client_of("medical_director").post(path(waiting, "decide/"), data).status_code == 302


def test_a_second_decision_is_told_that_there_was_a_first(client_of, waiting):
    client_of("prescriber").post(path(waiting, "decide/"), decision())
    late = client_of("medical_director").post(path(waiting, "decide/"), decision())
    assert "Somebody may have decided it" in text(late)
    assert Decision.objects.count() == 1


def test_an_address_with_a_get_refuses_to_change_the_list(client_of, approved):
    browser = client_of("nurse")
    assert browser.get(path(approved, "readiness/"), {"has_phone": "on"}).status_code == 200
    assert open_gates(approved).count() == len(GATES)
    assert reads("intake.readiness") == [[str(approved.public_id)]]


@pytest.mark.parametrize("role", CLINICAL)
def test_gates_are_ticked_several_at_once(client_of, approved, role):
    data = {"has_phone": "on", "baseline_lft": "on", "baseline_lft_on": "2026-05-30"}
    browser = client_of(role)
    assert browser.post(path(approved, "readiness/"), data).status_code == 302
    assert open_gates(approved).count() == len(GATES) - 2
    assert "2 of 14 done" in text(browser.get(path(approved, "readiness/")))


def test_a_gate_that_is_refused_is_told_at_its_line(client_of, approved):
    data = {"baseline_lft": "on", "baseline_lft_note": "normal", "has_phone": "on"}
    body = text(client_of("nurse").post(path(approved, "readiness/"), data))
    assert "Give the date on which this was done." in body
    assert 'value="normal"' in body
    assert open_gates(approved).count() == len(GATES)


def test_the_last_gate_starts_the_programme(client_of, approved):
    data = {}
    for gate in GATES:
        data |= {gate.key: "on"}
        if gate.needs_date:
            data |= {f"{gate.key}_on": "2026-05-30"}
        if gate.needs_note:
            data |= {f"{gate.key}_note": "Nothing unexpected."}
    browser = client_of("nurse")
    body = text(browser.post(path(approved, "readiness/"), data, follow=True))
    assert "The patient is active." in body
    assert Patient.objects.get(pk=approved.pk).state == PatientState.ACTIVE
    again = browser.post(path(approved, "readiness/"), data)
    assert again.status_code == 200
    assert "The list is complete" in text(again)


@pytest.fixture
def concern(applicant, now):
    return SafetyConcern.objects.create(patient=applicant, key="suicide_acute", raised_at=now)


def test_somebody_in_danger_stands_above_the_queue(client_of, concern):
    body = text(client_of("nurse").get(QUEUE))
    assert "Call" in body
    assert f"/clinic/safety/{concern.public_id}/" in body
    assert reads("intake.queue") == [[str(concern.patient.public_id)]]


def test_reaching_them_takes_the_call_off_the_page(client_of, concern):
    browser = client_of("nurse")
    address = f"/clinic/safety/{concern.public_id}/"
    assert browser.get(address).status_code == 405
    assert browser.post(address, {"note": "Spoke, safe."}).url == QUEUE
    browser.post(address, {"note": "Again."})
    assert SafetyContact.objects.get().note == "Spoke, safe."
    assert str(concern.public_id) not in text(browser.get(QUEUE))


def test_a_call_without_a_note_is_not_recorded(client_of, concern):
    response = client_of("nurse").post(f"/clinic/safety/{concern.public_id}/", {}, follow=True)
    assert "Write who spoke with them" in text(response)
    assert not SafetyContact.objects.exists()


@pytest.mark.parametrize("role", OTHERS)
def test_others_cannot_record_a_call(client_of, concern, role):
    address = f"/clinic/safety/{concern.public_id}/"
    assert client_of(role).post(address, {"note": "x"}).status_code == 404
    assert client_of("nurse").post(f"/clinic/safety/{uuid.uuid4()}/").status_code == 404


def test_hostile_text_is_shown_as_text(client_of):
    patient = PatientFactory(submitted=True, first_name="<script>x</script>")
    for address in (QUEUE, path(patient)):
        body = text(client_of("nurse").get(address))
        assert "<script>x" not in body
        assert "&lt;script&gt;x" in body
