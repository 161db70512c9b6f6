"""The policy page, for each role."""

import pytest

from ketaclinic.policies.models import PolicyProposal
from ketaclinic.policies.selectors import is_policy_approved

pytestmark = pytest.mark.django_db
PAGE = "/clinic/policy/"
CHANGE = {"limit": "dosing.clearance_minutes", "value": "20", "reason": "A closer watch."}


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("nurse", 200),
        ("prescriber", 200),
        ("medical_director", 200),
        ("manager", 200),
        ("patient", 404),
        ("editor", 404),
    ],
)
def test_who_may_read_it(client_of, role, status):
    assert client_of(role).get(PAGE).status_code == status


def test_it_says_that_the_defaults_are_not_approved(client_of):
    assert b"not clinically approved" in client_of("nurse").get(PAGE).content.lower()


def test_two_people_change_a_limit(client_of):
    client_of("prescriber").post(f"{PAGE}propose/", CHANGE)
    proposal = PolicyProposal.objects.get()
    director = client_of("medical_director")
    assert b"dosing.clearance_minutes" in director.get(PAGE).content
    director.post(f"{PAGE}{proposal.public_id}/publish/")
    assert is_policy_approved()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"value": "soon"}, "value"),
        ({"value": "100000"}, "value"),
        ({"value": ""}, "value"),
        ({"reason": ""}, "reason"),
        ({"limit": "no.such"}, "limit"),
    ],
)
def test_bad_input_is_shown_at_its_field_and_writes_nothing(client_of, changes, field):
    response = client_of("prescriber").post(f"{PAGE}propose/", {**CHANGE, **changes})
    assert field in response.context["form"].errors
    assert not PolicyProposal.objects.exists()


def test_a_change_is_never_a_get(client_of):
    assert client_of("prescriber").get(f"{PAGE}propose/").status_code == 405
