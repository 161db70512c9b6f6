"""A person's own page."""

import pytest

from ketaclinic.accounts.models import User

pytestmark = pytest.mark.django_db
ME = "/accounts/me/"
GOOD = {"full_name": "Rosa Maria", "language": "en-us", "time_zone": "America/Denver"}


@pytest.mark.parametrize("role", ["patient", "nurse", "editor", "manager"])
def test_everyone_has_one(client_of, role):
    assert client_of(role).get(ME).status_code == 200


def test_a_change_is_stored_and_redirects(client_of):
    client = client_of("patient")
    assert client.post(ME, GOOD).url == ME
    assert User.objects.get(pk=client.user.pk).time_zone == "America/Denver"


@pytest.mark.parametrize(
    ("field", "value"),
    [("time_zone", "EST5"), ("time_zone", ""), ("language", "xx"), ("full_name", "x" * 151)],
)
def test_a_wrong_value_is_shown_at_its_field_and_writes_nothing(client_of, field, value):
    client = client_of("patient")
    response = client.post(ME, {**GOOD, field: value})
    assert response.status_code == 200
    assert field in response.context["form"].errors
    assert User.objects.get(pk=client.user.pk).full_name == "Rosa Marin"
