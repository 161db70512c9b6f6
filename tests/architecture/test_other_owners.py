"""A record is its owner's: nobody else reads or changes it, and no GET changes anything."""

import pytest
from django.apps import apps

from intake.models import ConsentCopy
from ketaclinic.accounts.access import Capability
from ketaclinic.accounts.choices import Role
from ketaclinic.audit.models import AuditEvent
from tests.architecture.source import APPS
from tests.architecture.test_views import our_views
from tests.factories.monitoring import home_patient
from tests.support.site import Site, addresses

pytestmark = [pytest.mark.slow, pytest.mark.one_engine]
# 405 is said before the look-up: it reveals a method, never a record.
NOTHING = (404, 405)


@pytest.fixture
def site(db):
    return Site()


def rows():
    """How many rows every table of ours has, but for the records of who read what."""
    tables = [model for model in apps.get_models() if model.__module__.split(".")[0] in APPS]
    told = [model for model in tables if model not in (AuditEvent, ConsentCopy)]
    return {model.__name__: model._base_manager.count() for model in told}


def opened(client, paths):
    """(method, path, status) of whatever answered other than "there is no such thing"."""
    answers = [
        (method.__name__, path, method(path).status_code)
        for path in paths
        for method in (client.get, client.post)
    ]
    return [each for each in answers if each[2] not in NOTHING]


def test_every_page_about_a_record_of_the_reader_is_asked_below(site, client_of):
    own = {
        name
        for route, name, view in our_views()
        if getattr(view, "access", None) in (Capability.OWN_RECORD, "signed_in")
        and "<uuid" in route
    }
    assert own == site.of_patient.keys()
    client = client_of(site.patient.user)
    assert [p for p in site.of_patient.values() if client.get(p).status_code == 404] == []


def test_another_patient_finds_and_changes_nothing(site, client_of):
    other, _ = home_patient()
    client, before = client_of(other.user), rows()
    assert opened(client, site.of_patient.values()) == []
    assert opened(client, site.of_clinic.values()) == []
    assert rows() == before


@pytest.mark.parametrize("role", [Role.EDITOR, Role.MANAGER])
def test_who_sees_no_patient_finds_no_record(site, client_of, role):
    client, before = client_of(role), rows()
    of_patients = {name: path for name, path in site.of_clinic.items() if "clinic:" in name}
    assert opened(client, [*site.of_patient.values(), *of_patients.values()]) == []
    assert rows() == before


@pytest.mark.parametrize("role", [Role.PATIENT, Role.MEDICAL_DIRECTOR, Role.MANAGER])
def test_reading_every_page_changes_nothing(site, client_of, role):
    client = client_of(site.patient.user if role == Role.PATIENT else role)
    before = rows()
    for path in addresses(site, role):
        client.get(path)
    assert rows() == before
