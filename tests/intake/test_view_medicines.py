"""The medicines page of the application, and the clinic's summary of it."""

import pytest

from intake.choices import Section
from intake.models import SectionAnswers
from intake.selectors import current_medicines
from intake.services import application_submit, medicine_add
from tests.intake.sent import posted

PAGE = "/apply/medicines/"


@pytest.fixture
def own(at_work):
    return at_work


def text(response):
    return response.content.decode()


def lists(applicant, now, *names):
    for name in names:
        medicine_add(patient=applicant, by=applicant.user, now=now, name=name)


def stored(applicant):
    return SectionAnswers.objects.filter(patient=applicant, section=Section.MEDICINES)


def test_it_shows_the_list_beside_the_questions(own, applicant, now):
    lists(applicant, now, "gabapentin", "xyzzy")
    page = text(own.get(PAGE))
    assert "gabapentin" in page
    assert page.count("A clinician checks it") == 1
    assert "Do you take theophylline" in page
    assert '<datalist id="medicine-names">' in page
    assert 'action="/medicines/add/"' in page


def test_none_taken_is_sent(own, applicant):
    assert own.post(PAGE, posted(Section.MEDICINES)).status_code == 302
    assert stored(applicant).get().answers["takes_none"] is True


def test_a_list_is_sent_without_the_tick(own, applicant, now):
    lists(applicant, now, "gabapentin")
    assert own.post(PAGE, posted(Section.MEDICINES, takes_none=None)).status_code == 302
    assert [m["name"] for m in stored(applicant).get().answers["medicines"]] == ["gabapentin"]


@pytest.mark.parametrize(("names", "tick"), [((), None), (("gabapentin",), "on")])
def test_what_contradicts_is_said_and_keeps_what_was_chosen(own, applicant, now, names, tick):
    lists(applicant, now, *names)
    page = text(own.post(PAGE, posted(Section.MEDICINES, takes_none=tick, opioid_use="yes")))
    assert "Please look at this again" in page
    assert page.count("checked") >= 3
    assert not stored(applicant).exists()


def test_few_queries(own, applicant, now, django_assert_max_num_queries):
    lists(applicant, now, *(f"medicine {n}" for n in range(20)))
    own.get(PAGE)
    with django_assert_max_num_queries(15):
        own.get(PAGE)


def test_the_summary_shows_what_each_medicine_does(filled, client_of, now):
    lists(filled, now, "morphine")
    stored(filled).latest("id")
    application_submit(patient=filled, by=filled.user, now=now)
    lists(filled, now, "Sudafed")
    page = text(client_of("prescriber").get(f"/clinic/applications/{filled.public_id}/"))
    assert "Medicines and interactions" in page
    assert "Drowsiness and slow breathing add up" in page
    assert "Since it was sent: Added: Sudafed" in page
    assert current_medicines(filled).count() == 2
