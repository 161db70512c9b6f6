"""Limits change only by two people, within the code's bounds, and old permits end with them."""

from dataclasses import dataclass, field

import pytest
from django.utils import timezone

from ketaclinic.accounts.access import AccessRefused
from ketaclinic.audit.models import AuditEvent
from ketaclinic.errors import Refused
from ketaclinic.policies import registry
from ketaclinic.policies.models import PolicyProposal, PolicyVersion
from ketaclinic.policies.selectors import is_policy_approved, open_proposals, policy_in_force
from ketaclinic.policies.services import (
    AlreadyPublished,
    PolicyOutOfBounds,
    SecondPersonNeeded,
    default_version_store,
    policy_propose,
    policy_publish,
)
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@dataclass(frozen=True)
class ExamplePolicy:
    minutes: int = field(default=30, metadata={"low": 10, "high": 60, "unit": "min", "source": "s"})


@pytest.fixture(autouse=True)
def example_policy(monkeypatch):
    monkeypatch.setattr(registry, "_classes", {"example": ExamplePolicy})
    monkeypatch.setattr(registry, "_on_publish", {})
    default_version_store(now=NOW)


@pytest.fixture
def prescriber():
    return UserFactory(prescriber=True)


@pytest.fixture
def director():
    return UserFactory(medical_director=True)


def propose(by, minutes=20, reason="A closer watch."):
    changes = {"example": {"minutes": minutes}}
    return policy_propose(by=by, changes=changes, reason=reason, now=NOW)


def test_before_anyone_published_the_defaults_are_in_force_and_not_approved():
    policy = policy_in_force()
    assert (policy.version.number, policy.is_approved) == (0, False)
    assert policy.get(ExamplePolicy) == ExamplePolicy()
    assert not is_policy_approved()


def test_storing_the_same_defaults_again_writes_nothing():
    before = PolicyVersion.objects.count()
    default_version_store(now=NOW)
    assert PolicyVersion.objects.count() == before


def test_a_published_proposal_is_in_force(prescriber, director):
    version = policy_publish(proposal=propose(prescriber), by=director, now=NOW)
    assert version.number == 1
    assert policy_in_force().get(ExamplePolicy).minutes == 20
    assert is_policy_approved()
    assert AuditEvent.objects.filter(verb="policies.published", actor=director).exists()
    assert not open_proposals().exists()


def test_publishing_calls_whoever_must_act(prescriber, director):
    called = []
    registry.on_publish(lambda *, now: called.append(now))
    policy_publish(proposal=propose(prescriber), by=director, now=NOW)
    assert called == [NOW]


def test_nobody_publishes_their_own_proposal(director):
    proposal = propose(director)
    with pytest.raises(SecondPersonNeeded):
        policy_publish(proposal=proposal, by=director, now=NOW)
    assert not is_policy_approved()


def test_a_proposal_is_published_once(prescriber, director):
    proposal = propose(prescriber)
    policy_publish(proposal=proposal, by=director, now=NOW)
    with pytest.raises(AlreadyPublished):
        policy_publish(proposal=proposal, by=director, now=NOW)
    assert PolicyVersion.objects.filter(number__gt=0).count() == 1


def test_a_second_proposal_builds_on_the_first(prescriber, director):
    policy_publish(proposal=propose(prescriber, 20), by=director, now=NOW)
    version = policy_publish(proposal=propose(prescriber, 25), by=director, now=NOW)
    assert (version.number, policy_in_force().get(ExamplePolicy).minutes) == (2, 25)


@pytest.mark.parametrize("minutes", [9, 61])
def test_a_value_beyond_the_hard_bounds_is_refused(prescriber, minutes):
    with pytest.raises(PolicyOutOfBounds):
        propose(prescriber, minutes)
    assert not PolicyProposal.objects.exists()


def test_a_reason_is_needed(prescriber):
    with pytest.raises(Refused) as refusal:
        propose(prescriber, reason="  ")
    assert refusal.value.field == "reason"
    assert not PolicyProposal.objects.exists()


def test_a_nurse_may_not_propose_and_a_prescriber_may_not_publish(prescriber):
    with pytest.raises(AccessRefused):
        propose(UserFactory(nurse=True))
    with pytest.raises(AccessRefused):
        policy_publish(proposal=propose(UserFactory(manager=True)), by=prescriber, now=NOW)
    assert not is_policy_approved()
