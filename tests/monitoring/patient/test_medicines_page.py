"""My medicines: adding, being asked which one, changing, stopping, and who may see it."""

import pytest

from dosing.models import Hold
from intake.models import Medicine, MedicineChange
from monitoring.alerts.models import Alert
from tests.factories.dosing import TODAY
from tests.factories.intake import PatientFactory

LIST, ADD = "/medicines/", "/medicines/add/"


def text(response):
    return response.content.decode()


def add(own, name, follow=True, **more):
    return own.post(ADD, {"name": name, "dose": "", **more}, follow=follow)


def line_url():
    return f"/medicines/{Medicine.objects.get().public_id}/"


def test_an_empty_list_says_so(own):
    page = text(own.get(LIST))
    assert "No medicine on the list yet" in page
    assert '<option value="Neurontin">' in page


def test_a_known_name_is_added(own):
    page = text(add(own, "lisinopril", dose="10 mg"))
    assert "It is on the list." in page
    assert "Keep taking it on dose days" in page
    assert Medicine.objects.get().entry_key == "lisinopril"


def test_a_near_name_is_asked_and_written_only_after_the_answer(own):
    page = text(add(own, "gabapentn", dose="300 mg"))
    assert "Which one is it?" in page
    assert 'value="gabapentn"' in page
    assert 'value="300 mg"' in page
    assert not Medicine.objects.exists()
    add(own, "gabapentn", entry="gabapentin")
    assert Medicine.objects.get().entry_key == "gabapentin"


def test_what_is_kept_as_typed_goes_to_a_person(own):
    page = text(add(own, "gabapentn", entry="as-typed"))
    assert "A clinician checks this medicine by hand." in page
    assert Medicine.objects.get().class_keys == ["cyp_unknown"]


def test_what_blocks_says_take_no_dose(own):
    page = text(add(own, "theophylline"))
    assert "Take no dose of ketamine until the clinic has called you." in page
    assert "Do not stop the other medicine by yourself." in page
    assert Hold.objects.get().key == "medicine_block"


def test_a_major_one_tells_that_the_clinic_looks(own):
    assert "The clinic will check this and may call you." in text(add(own, "Sudafed"))
    assert Alert.objects.get().rule_key == "medicine_major"


@pytest.mark.parametrize("name", ["", "x" * 5000, "   "])
def test_a_name_that_cannot_be_right_is_said_at_the_field(own, name):
    response = add(own, name)
    assert "There is a problem" in text(response) or 'role="alert"' in text(response)
    assert not Medicine.objects.exists()


def test_html_is_shown_as_typed(own):
    page = text(add(own, "<script>alert(1)</script>"))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_a_line_gets_another_dose_an_end_or_is_struck_out(own):
    add(own, "lisinopril")
    url = line_url()
    assert own.post(url, {"do": "dose", "dose": "20 mg"}).url == LIST
    assert own.post(url, {"do": "stop", "stopped_on": TODAY.isoformat()}).url == LIST
    assert "until" in text(own.get(LIST))
    assert own.post(url, {"do": "strike"}).url == LIST
    kinds = list(MedicineChange.objects.values_list("kind", flat=True))
    assert kinds == ["added", "changed", "stopped", "struck_out"]
    assert own.get(url).status_code == 404


@pytest.mark.parametrize(
    "data",
    [{"do": "stop", "stopped_on": "2030-01-01"}, {"do": "stop", "stopped_on": ""}, {"do": "burn"}],
)
def test_what_cannot_be_right_changes_nothing(own, data):
    add(own, "lisinopril")
    assert own.post(line_url(), data).status_code == 200
    assert MedicineChange.objects.count() == 1


def test_an_applicant_goes_back_to_the_application(client_of):
    patient = PatientFactory(draft=True)
    browser = client_of(patient.user)
    assert browser.get(LIST).url == "/apply/medicines/"
    assert add(browser, "lisinopril", follow=False).url == "/apply/medicines/"
    assert "Back to your application" in text(add(browser, ""))


def test_an_opened_address_of_adding_leads_to_the_list(own):
    assert own.get(ADD).url == LIST


def test_a_line_of_somebody_else_is_not_there(own, client_of):
    add(own, "lisinopril")
    url, other = line_url(), client_of(PatientFactory(active=True).user)
    assert other.get(url).status_code == 404
    assert other.post(url, {"do": "strike"}).status_code == 404
    assert Medicine.objects.get().struck_out_at is None


@pytest.mark.parametrize("role", ["nurse", "prescriber", "medical_director", "editor", "manager"])
def test_staff_have_a_page_of_their_own(client_of, role):
    browser = client_of(role)
    assert browser.get(LIST).status_code == 404
    assert add(browser, "aspirin").status_code == 404


def test_a_stranger_signs_in_first(client, db):
    for address in (LIST, ADD):
        assert "/accounts/login/" in client.get(address).url


def test_few_queries(own, django_assert_max_num_queries):
    add(own, "lisinopril")
    with django_assert_max_num_queries(15):
        own.get(LIST)
