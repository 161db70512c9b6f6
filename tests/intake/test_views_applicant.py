"""The applicant's pages over HTTP: owner, others, bad input, the whole way."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from intake.choices import PatientState, Section
from intake.models import (
    Patient,
    SectionAnswers,
    Submission,
)
from intake.rules.consent import REQUIRED_CONSENTS
from intake.rules.questions import questions_for
from intake.services import application_start
from tests.factories.accounts import UserFactory
from tests.factories.intake import PatientFactory
from tests.intake.sent import posted, posted_signature, pressure

pytestmark = pytest.mark.django_db
PAGES = ["/apply/", "/apply/review/", "/apply/status/", "/apply/safety/", "/apply/about-you/"]
STAFF = ["nurse", "prescriber", "medical_director", "editor", "manager"]


@pytest.fixture
def browser(client_of, user):
    return client_of(user)


def sent(section):
    return SectionAnswers.objects.filter(section=section)


def page(section):
    return f"/apply/{section}/"


def text(response):
    return response.content.decode()


@pytest.mark.parametrize("path", PAGES)
def test_a_stranger_is_sent_to_sign_in(client, path):
    for response in (client.get(path), client.post(path)):
        assert response.status_code == 302
        assert response.url.startswith("/accounts/login/")


@pytest.mark.parametrize("role", STAFF)
@pytest.mark.parametrize("path", PAGES)
def test_staff_have_no_application(client_of, role, path):
    assert client_of(role).get(path).status_code == 404


@pytest.mark.parametrize("path", PAGES[1:])
def test_before_the_start_a_newcomer_is_led_there(browser, path):
    assert browser.get(path).url == "/apply/"
    assert browser.post(path, {}).status_code in {404, 405}


def test_a_newcomer_reads_first_and_starts_by_a_post(browser, user):
    assert "Apply to the program" in text(browser.get("/apply/"))
    assert not Patient.objects.exists()
    response = browser.post("/apply/")
    assert response.url == page(Section.ABOUT)
    assert Patient.objects.get().user == user


@pytest.mark.parametrize("section", [s for s in Section if s != Section.ABOUT])
def test_who_and_where_come_first(browser, applicant, section):
    for answer in (
        browser.get(page(section)),
        browser.post(page(section), posted(Section.PAIN_SCORE)),
    ):
        assert answer.url == page(Section.ABOUT)
    browser.post(page(Section.ABOUT), posted(Section.ABOUT))
    if section != Section.HOME:
        assert browser.get(page(section)).url == page(Section.HOME)
    assert SectionAnswers.objects.count() == 1


def test_starting_twice_is_one_application(browser):
    browser.post("/apply/")
    browser.post("/apply/")
    assert Patient.objects.count() == 1


@pytest.mark.parametrize("section", ["no-such-page", "review-all", "about"])
def test_an_unknown_page_is_404(at_work, section):
    assert at_work.get(page(section)).status_code == 404


@pytest.mark.parametrize("section", list(Section))
def test_each_page_opens_with_progress(at_work, section):
    response = at_work.get(page(section))
    assert response.status_code == 200
    assert f"Step {list(Section).index(section) + 1} of {len(Section) + 1}" in text(response)


@pytest.mark.parametrize("section", list(Section))
def test_each_page_costs_few_queries(at_work, section):
    with CaptureQueriesContext(connection) as queries:
        at_work.get(page(section))
    assert len(queries) <= 15


@pytest.mark.parametrize("section", [s for s in Section if s != Section.CONSENT])
def test_a_page_is_saved_and_leads_to_the_next(at_work, applicant, section):
    response = at_work.post(page(section), posted(section))
    assert response.status_code == 302, response.context["form"].errors
    assert sent(section).count() == 1
    assert response.url.startswith("/apply/")
    assert response.url != page(section)


@pytest.mark.parametrize("section", [s for s in Section if s != Section.CONSENT])
def test_an_empty_page_says_what_is_missing_and_stores_nothing(at_work, section):
    response = at_work.post(page(section), {"nothing": "1"})
    assert response.status_code == 200
    assert "Please look at this again" in text(response)
    assert response.context["form"].errors
    assert SectionAnswers.objects.count() == 2


def test_an_empty_post_is_a_post(at_work):
    assert "Please look at this again" in text(at_work.post(page(Section.WEIGHT)))


def test_bad_input_keeps_what_was_typed(at_work, applicant):
    data = posted(Section.HOME, state_of_residence="TX", city="<script>alert(1)</script>")
    body = text(at_work.post(page(Section.HOME), data))
    assert "does not treat people who live in this state" in body
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in body
    assert "<script>alert" not in body
    assert 'value="12207"' in body
    applicant.refresh_from_db()
    assert applicant.city == "Albany"


@pytest.mark.parametrize(
    ("born", "message"),
    [("2030-01-01", "year of birth"), ("2015-01-01", "18 and over"), ("1880-01-01", "year of")],
)
def test_a_birth_date_that_cannot_go_on(at_work, born, message):
    response = at_work.post(page(Section.ABOUT), posted(Section.ABOUT, date_of_birth=born))
    assert message in text(response)
    assert born in text(response)
    assert sent(Section.ABOUT).count() == 1


def test_answers_are_there_again_on_another_device(client_of, at_work, user):
    at_work.post(page(Section.ABOUT), posted(Section.ABOUT))
    data = posted(
        Section.BRAIN,
        stroke_tia="yes",
        stroke_tia_month_month="5",
        stroke_tia_month_year="2019",
    )
    at_work.post(page(Section.BRAIN), data)
    elsewhere = client_of(user)
    assert 'value="Rosa"' in text(elsewhere.get(page(Section.ABOUT)))
    assert elsewhere.get(page(Section.BRAIN)).context["form"]["stroke_tia"].value() == "yes"
    assert 'value="2019"' in text(elsewhere.get(page(Section.BRAIN)))


def test_a_vital_sign_is_never_prefilled(at_work):
    at_work.post(page(Section.PRESSURE), pressure((122, 78), (120, 76)))
    body = text(at_work.get(page(Section.PRESSURE)))
    assert "You sent these readings" in body
    assert 'value="122"' not in body
    at_work.post(page(Section.WEIGHT), posted(Section.WEIGHT))
    assert 'value="154"' not in text(at_work.get(page(Section.WEIGHT)))


def test_an_unusual_reading_goes_through_the_second_time(at_work):
    odd = pressure((300, 80), (298, 80))
    first = at_work.post(page(Section.PRESSURE), odd)
    assert "A top number of 300 is unusual" in text(first)
    token = first.context["form"]["refused"].value()
    second = at_work.post(page(Section.PRESSURE), odd | {"refused": token})
    assert second.status_code == 302
    assert sent(Section.PRESSURE).get().answers["readings"][0]["systolic"] == 300


def test_a_man_gets_no_page_about_pregnancy(at_work):
    at_work.post(page(Section.ABOUT), posted(Section.ABOUT, sex_at_birth="male"))
    assert at_work.get(page(Section.PREGNANCY)).status_code == 404
    assert f"Step 1 of {len(Section)}" in text(at_work.get(page(Section.ABOUT)))


def test_the_review_names_what_is_missing_and_cannot_send(at_work):
    body = text(at_work.get("/apply/review/"))
    assert "Some pages are still missing" in body
    assert "Send the application" not in body
    assert at_work.post("/apply/review/").url == "/apply/review/"
    assert not Submission.objects.exists()


def walk(browser):
    """Send every page, wherever each answer leads."""
    browser.post("/apply/")
    for section in Section:
        many = [posted_signature(key) for key in REQUIRED_CONSENTS]
        for data in many if section == Section.CONSENT else [posted(section)]:
            assert browser.post(page(section), data).status_code == 302


def test_the_whole_way_to_the_clinic(browser, user):
    walk(browser)
    assert "Every page is filled in" in text(browser.get("/apply/"))
    assert "Rosa" in text(browser.get("/apply/review/"))
    assert browser.post("/apply/review/").url == "/apply/status/"
    assert "Your application is with the clinic" in text(browser.get("/apply/status/"))
    patient = Patient.objects.get(user=user)
    assert patient.state == PatientState.SUBMITTED
    assert not patient.submissions.get().findings.exists()


def test_sending_twice_is_one_application(browser):
    walk(browser)
    browser.post("/apply/review/")
    assert browser.post("/apply/review/").url == "/apply/status/"
    assert Submission.objects.count() == 1


@pytest.mark.parametrize("trait", ["submitted", "approved", "active", "paused"])
@pytest.mark.parametrize("path", ["/apply/", "/apply/review/", "/apply/heart/", "/apply/consent/"])
def test_after_sending_every_page_leads_to_the_status(client_of, trait, path):
    patient = PatientFactory(**{trait: True})
    browser = client_of(patient.user)
    before = SectionAnswers.objects.count()
    assert browser.get(path).url == "/apply/status/"
    if path != "/apply/":
        assert browser.post(path, posted(Section.HEART)).url == "/apply/status/"
    assert SectionAnswers.objects.count() == before


@pytest.mark.parametrize(
    ("trait", "words"),
    [
        ("submitted", "Your application is with the clinic"),
        ("approved", "You are approved"),
        ("active", "You are in the program"),
        ("paused", "Your treatment is paused"),
    ],
)
def test_the_status_is_in_plain_words(client_of, trait, words):
    patient = PatientFactory(**{trait: True})
    assert words in text(client_of(patient.user).get("/apply/status/"))


def test_an_application_that_waits_for_the_director_is_not_called_refused(client_of):
    patient = PatientFactory(submitted=True)
    Patient.objects.filter(pk=patient.pk).update(state=PatientState.INELIGIBLE_PENDING)
    body = text(client_of(patient.user).get("/apply/status/"))
    assert "Your application is with the clinic" in body
    assert "ineligible" not in body


def test_the_approved_read_what_is_still_to_do(client_of):
    patient = PatientFactory(approved=True)
    assert "The clinic shows you how to measure" in text(
        client_of(patient.user).get("/apply/status/")
    )


def test_one_applicant_never_sees_another(client_of):
    PatientFactory(submitted=True, first_name="Somebody", last_name="Else")
    person = UserFactory()
    application_start(user=person, now=person.date_joined)
    for path in ("/apply/review/", "/apply/about-you/"):
        assert "Somebody" not in text(client_of(person).get(path))


def test_questions_on_a_page_stand_in_the_order_of_the_table(at_work):
    body = text(at_work.get(page(Section.HEART)))
    places = [body.index(f'name="{q.key}"') for q in questions_for(Section.HEART, "")]
    assert places == sorted(places)
