"""Fixtures of the intake tests."""

import pytest

from intake.choices import Section
from intake.models import SectionAnswers
from intake.services import (
    application_save_section,
    application_start,
    application_submit,
    medicine_add,
)
from tests.factories.accounts import UserFactory
from tests.factories.intake import PatientFactory
from tests.intake.sent import page_answers, sign_all


@pytest.fixture
def user(db):
    """Somebody who has just signed up."""
    return UserFactory(full_name="")


@pytest.fixture
def applicant(user, now):
    """An application with nothing in it yet."""
    return application_start(user=user, now=now)


@pytest.fixture
def send(now):
    """`send(patient, section, **changes)` stores one page of sound answers, with changes."""

    def do(patient, section, **changes):
        return application_save_section(
            patient=patient,
            section=section,
            answers=page_answers(section) | changes,
            by=patient.user,
            now=now,
        )

    return do


@pytest.fixture
def lists(send, now):
    """`lists(patient, *names)` puts medicines on the list and sends their page."""

    def do(patient, *names):
        for name in names:
            medicine_add(patient=patient, by=patient.user, now=now, name=name)
        return send(patient, Section.MEDICINES, takes_none=False)

    return do


@pytest.fixture
def at_work(client_of, user, applicant, send):
    """A browser whose person has started, and has said who and where they are."""
    for section in (Section.ABOUT, Section.HOME):
        send(applicant, section)
    return client_of(user)


@pytest.fixture
def filled(applicant, send, now):
    """Every page sent and the consent signed; not submitted."""
    for section in Section:
        if section != Section.CONSENT:
            send(applicant, section)
    sign_all(applicant, now)
    applicant.refresh_from_db()
    return applicant


@pytest.fixture
def submitted(filled, now):
    application_submit(patient=filled, by=filled.user, now=now)
    return filled


@pytest.fixture
def approved(db):
    return PatientFactory(approved=True)


@pytest.fixture
def prescriber(db):
    return UserFactory(prescriber=True)


@pytest.fixture
def director(db):
    return UserFactory(medical_director=True)


@pytest.fixture
def nurse(db):
    return UserFactory(nurse=True)


@pytest.fixture
def rows():
    """How many pages are stored, to show that a refusal wrote nothing."""
    return lambda patient: SectionAnswers.objects.filter(patient=patient).count()
