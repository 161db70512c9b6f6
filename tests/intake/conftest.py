"""Fixtures of the intake tests."""

from functools import partial

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
from tests.support.kept import kept
from tests.support.moment import FROZEN_NOW


def send_page(patient, section, *, now=FROZEN_NOW, **changes):
    """Store one page of sound answers, with changes."""
    return application_save_section(
        patient=patient,
        section=section,
        answers=page_answers(section) | changes,
        by=patient.user,
        now=now,
    )


@kept
def user():
    """Somebody who has just signed up."""
    return UserFactory(full_name="")


@kept
def applicant(user):
    """An application with nothing in it yet."""
    return application_start(user=user, now=FROZEN_NOW)


@pytest.fixture
def send(now):
    """`send(patient, section, **changes)` stores one page of sound answers, with changes."""

    return partial(send_page, now=now)


@pytest.fixture
def lists(send, now):
    """`lists(patient, *names)` puts medicines on the list and sends their page."""

    def do(patient, *names):
        for name in names:
            medicine_add(patient=patient, by=patient.user, now=now, name=name)
        return send(patient, Section.MEDICINES, takes_none=False)

    return do


@kept
def begun(applicant):
    """An application that says who and where its person is."""
    for section in (Section.ABOUT, Section.HOME):
        send_page(applicant, section)
    return applicant


@pytest.fixture
def at_work(client_of, begun):
    """A browser whose person has started, and has said who and where they are."""
    return client_of(begun.user)


@kept
def filled(applicant):
    """Every page sent and the consent signed; not submitted."""
    for section in Section:
        if section != Section.CONSENT:
            send_page(applicant, section)
    sign_all(applicant, FROZEN_NOW)
    applicant.refresh_from_db()
    return applicant


@kept
def submitted(filled):
    application_submit(patient=filled, by=filled.user, now=FROZEN_NOW)
    return filled


@kept
def approved():
    return PatientFactory(approved=True)


@kept
def prescriber():
    return UserFactory(prescriber=True)


@kept
def director():
    return UserFactory(medical_director=True)


@kept
def nurse():
    return UserFactory(nurse=True)


@pytest.fixture
def rows():
    """How many pages are stored, to show that a refusal wrote nothing."""
    return lambda patient: SectionAnswers.objects.filter(patient=patient).count()
