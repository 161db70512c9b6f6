"""The role table, asked as views ask it and as services ask it."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse

from ketaclinic.accounts.access import (
    ROLE_TABLE,
    AccessRefused,
    Capability,
    allows,
    ensure,
    requires,
)
from ketaclinic.accounts.choices import Role
from ketaclinic.audit.models import AuditEvent
from tests.factories.accounts import UserFactory, user_of

pytestmark = pytest.mark.django_db


def test_every_role_stands_in_the_table():
    assert set(ROLE_TABLE) == set(Role)


@pytest.mark.parametrize(
    ("role", "capability", "expected"),
    [
        (Role.PATIENT, Capability.OWN_RECORD, True),
        (Role.PATIENT, Capability.VIEW_PATIENTS, False),
        (Role.NURSE, Capability.WORK_ALERTS, True),
        (Role.NURSE, Capability.SIGN_PLAN, False),
        (Role.NURSE, Capability.OWN_RECORD, False),
        (Role.PRESCRIBER, Capability.SIGN_PLAN, True),
        (Role.PRESCRIBER, Capability.OVERRIDE_EXCLUSION, False),
        (Role.PRESCRIBER, Capability.PUBLISH_POLICY, False),
        (Role.MEDICAL_DIRECTOR, Capability.PUBLISH_POLICY, True),
        (Role.MEDICAL_DIRECTOR, Capability.MANAGE_USERS, False),
        (Role.EDITOR, Capability.VIEW_PATIENTS, False),
        (Role.MANAGER, Capability.VIEW_PATIENTS, False),
        (Role.MANAGER, Capability.VIEW_OPERATIONS, True),
    ],
)
def test_role_table(role, capability, expected):
    assert allows(user_of(role), capability) is expected


@pytest.mark.parametrize("capability", list(Capability))
def test_nobody_anonymous_or_inactive_may_do_anything(capability):
    inactive = UserFactory(medical_director=True, is_active=False)
    assert not allows(AnonymousUser(), capability)
    assert not allows(None, capability)
    assert not allows(inactive, capability)


def test_ensure_refuses_with_a_named_error():
    with pytest.raises(AccessRefused):
        ensure(user_of(Role.NURSE), Capability.SIGN_PLAN)
    with pytest.raises(AccessRefused):
        ensure(None, Capability.SIGN_PLAN)


@requires(Capability.SIGN_PLAN)
def plan_page(request):
    return HttpResponse("the plan")


def test_a_view_answers_404_and_records_the_refusal(rf):
    request = rf.get("/plan/")
    request.user = user_of(Role.NURSE)
    with pytest.raises(Http404):
        plan_page(request)
    event = AuditEvent.objects.get(verb="access.denied")
    assert event.actor == request.user
    assert event.details == {"path": "/plan/", "needs": "sign_plan"}


def test_a_view_sends_an_anonymous_person_to_sign_in(rf):
    request = rf.get("/plan/")
    request.user = AnonymousUser()
    response = plan_page(request)
    assert response.status_code == 302
    assert response.url.endswith("?next=/plan/")


def test_a_view_opens_for_the_role_that_may(rf):
    request = rf.get("/plan/")
    request.user = user_of(Role.PRESCRIBER)
    assert plan_page(request).content == b"the plan"
