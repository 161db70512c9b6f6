"""The clinic's page of medicines: the list with what it does, changes to read, and reviews."""

import pytest

from intake.models import Medicine, MedicineChange, MedicineReview
from ketaclinic.audit.models import AuditEvent
from monitoring.alerts.services import medicine_add_submit
from tests.factories.dosing import TODAY


@pytest.fixture
def taking(calm, clock):
    """`taking("morphine")`: a patient in care who has just put this on the list."""

    def make(*names):
        for name in names:
            medicine_add_submit(patient=calm, by=calm.user, now=clock, name=name)
        return calm

    return make


def page_url(patient):
    return f"/clinic/patients/{patient.public_id}/medicines/"


def review_url(change=None):
    change = change or MedicineChange.objects.get()
    return f"/clinic/medicine-changes/{change.public_id}/review/"


def text(response):
    return response.content.decode()


def test_each_line_says_what_it_does_and_who_says_so(client_of, taking):
    page = text(client_of("nurse").get(page_url(taking("morphine", "xyzzy"))))
    assert "Drowsiness and slow breathing add up" in page
    assert "MIMS (S13)" in page
    assert "Not in the table" in page
    assert AuditEvent.objects.filter(verb__contains="read").exists()


def test_staff_add_a_medicine(client_of, taking):
    patient, browser = taking(), client_of("nurse")
    assert browser.post(page_url(patient), {"name": "lisinopril"}).url == page_url(patient)
    assert Medicine.objects.get().added_by == browser.user


def test_staff_are_asked_which_one_it_is(client_of, taking):
    page = text(client_of("nurse").post(page_url(taking()), {"name": "morphin"}))
    assert "Which one is it?" in page
    assert not Medicine.objects.exists()


def test_staff_change_and_stop_a_line(client_of, taking):
    patient, browser = taking("lisinopril"), client_of("nurse")
    url = f"/clinic/medicines/{Medicine.objects.get().public_id}/"
    assert "lisinopril" in text(browser.get(url))
    assert browser.post(url, {"do": "dose", "dose": "5 mg"}).url == page_url(patient)
    assert browser.post(url, {"do": "stop", "stopped_on": TODAY.isoformat()}).status_code == 302
    assert Medicine.objects.get().stopped_by == browser.user


def test_a_review_closes_the_change(client_of, taking):
    patient, browser = taking("morphine"), client_of("prescriber")
    assert "Record the review" in text(browser.get(page_url(patient)))
    response = browser.post(review_url(), {"note": "Dose halved, naloxone at home."})
    assert response.url == page_url(patient)
    assert MedicineReview.objects.get().reviewed_by == browser.user
    assert "Record the review" not in text(browser.get(page_url(patient)))


@pytest.mark.parametrize(
    ("role", "note", "words"),
    [
        ("prescriber", "", "Write a note."),
        ("nurse", "Fine.", "Your role does not allow this."),
    ],
)
def test_a_refused_review_says_why_and_writes_nothing(client_of, taking, role, note, words):
    taking("morphine")
    assert words in text(client_of(role).post(review_url(), {"note": note}))
    assert not MedicineReview.objects.exists()


def test_only_the_director_closes_what_blocks(client_of, taking):
    taking("theophylline")
    page = text(client_of("prescriber").post(review_url(), {"note": "Fine."}))
    assert "Only the medical director" in page
    client_of("medical_director").post(review_url(), {"note": "Never taken, see call."})
    assert MedicineReview.objects.exists()


@pytest.mark.parametrize("role", ["editor", "manager"])
def test_others_do_not_learn_that_it_exists(client_of, taking, role):
    patient, browser = taking("morphine"), client_of(role)
    line = f"/clinic/medicines/{Medicine.objects.get().public_id}/"
    for address in (page_url(patient), line):
        assert browser.get(address).status_code == 404
    assert browser.post(review_url(), {"note": "Fine."}).status_code == 404


def test_a_review_is_a_post(client_of, taking):
    taking("morphine")
    assert client_of("prescriber").get(review_url()).status_code == 405


def test_the_chart_leads_there(client_of, taking):
    patient = taking()
    page = text(client_of("nurse").get(f"/clinic/patients/{patient.public_id}/"))
    assert page_url(patient) in page


def test_the_queries_do_not_grow_with_the_list(client_of, taking, django_assert_max_num_queries):
    patient, browser = taking(*(f"unknown {n}" for n in range(12))), client_of("prescriber")
    with django_assert_max_num_queries(15):
        browser.get(page_url(patient))
