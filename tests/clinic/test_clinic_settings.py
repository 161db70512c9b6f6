"""The clinic's own settings: one row, changed by a manager, wrong values refused."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from ketaclinic.accounts.access import AccessRefused
from ketaclinic.audit.models import AuditEvent
from ketaclinic.clinic.models import ClinicSettings
from ketaclinic.clinic.selectors import clinic_settings
from ketaclinic.clinic.services import clinic_settings_change
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
PAGE = "/clinic/settings/"
GOOD = {
    "name": "Harbor",
    "phone": "555",
    "after_hours_phone": "556",
    "time_zone": "America/Denver",
    "opens_at": "08:00",
    "closes_at": "16:00",
    "open_weekdays": ["0", "2"],
    "states_served": ["CO"],
}


def test_the_row_exists_from_the_start():
    assert ClinicSettings.objects.get() == clinic_settings()


def test_a_second_clinic_cannot_be_stored():
    with pytest.raises(IntegrityError), transaction.atomic():
        ClinicSettings.objects.create(pk=2)


def test_a_manager_changes_it(client_of):
    assert client_of("manager").post(PAGE, GOOD).url == PAGE
    clinic = clinic_settings()
    assert (clinic.name, clinic.open_weekdays, clinic.states_served) == ("Harbor", [0, 2], ["CO"])
    event = AuditEvent.objects.get(verb="clinic.settings_changed")
    assert "states_served" in event.details["fields"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("closes_at", "07:00"),
        ("states_served", ["XX"]),
        ("time_zone", "Mars"),
        ("name", ""),
        ("open_weekdays", ["9"]),
        ("opens_at", "25:00"),
    ],
)
def test_bad_input_is_shown_at_its_field_and_writes_nothing(client_of, field, value):
    response = client_of("manager").post(PAGE, {**GOOD, field: value})
    assert field in response.context["form"].errors
    assert clinic_settings().name != "Harbor"


def test_somebody_is_put_on_call(client_of):
    nurse = UserFactory(nurse=True)
    client_of("manager").post(PAGE, GOOD | {"on_call": nurse.pk})
    assert clinic_settings().on_call == nurse
    client_of("manager").post(PAGE, GOOD)
    assert clinic_settings().on_call is None


@pytest.mark.parametrize("trait", [{}, {"editor": True}, {"nurse": True, "is_active": False}])
def test_only_clinical_staff_who_can_sign_in_are_on_call(client_of, trait):
    person = UserFactory(**trait)
    response = client_of("manager").post(PAGE, GOOD | {"on_call": person.pk})
    assert list(response.context["form"].errors) == ["on_call"]
    assert clinic_settings().on_call is None


@pytest.mark.parametrize("role", ["patient", "nurse", "prescriber", "medical_director", "editor"])
def test_nobody_else_may(client_of, role):
    assert client_of(role).get(PAGE).status_code == 404


def test_the_service_refuses_too():
    with pytest.raises(AccessRefused):
        clinic_settings_change(by=UserFactory(nurse=True), name="Mine")
    with pytest.raises(ValidationError):
        clinic_settings_change(by=None, states_served=["XX"])
    assert clinic_settings().name != "Mine"
