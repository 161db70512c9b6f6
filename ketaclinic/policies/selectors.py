"""Reads of the clinic's limits."""

from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from django.db.models import Q, QuerySet

from ketaclinic.policies import registry
from ketaclinic.policies.models import PolicyProposal, PolicyVersion
from ketaclinic.policies.rules import Values, decode, encode, values_hash

PolicyType = TypeVar("PolicyType")


class PolicyMissing(RuntimeError):
    """No version is stored, not even the defaults: the database was not migrated by `migrate`."""


@dataclass(frozen=True)
class PolicyInForce:
    """One version, ready to be asked. Stamp `version` on whatever is judged by it."""

    version: PolicyVersion

    @property
    def is_approved(self) -> bool:
        return self.version.is_approved

    def get(self, policy_class: type[PolicyType]) -> PolicyType:
        """The limits of one app, as its frozen dataclass."""
        stored = self.version.values.get(registry.name_of(policy_class), {})
        policy: PolicyType = decode(policy_class, stored)
        return policy


def default_values() -> Values:
    """The defaults of every registered policy: one full snapshot."""
    return {name: encode(policy_class()) for name, policy_class in registry.classes().items()}


def policy_in_force() -> PolicyInForce:
    """The newest published version; before the first one, the code's own defaults (number 0)."""
    published, defaults = Q(number__gt=0), Q(number=0, values_hash=_defaults_hash())
    version = PolicyVersion.objects.filter(published | defaults).first()
    if version is None:
        raise PolicyMissing("The default limits are not stored; run manage.py migrate.")
    return PolicyInForce(version)


def is_policy_approved() -> bool:
    """Whether any version was ever published by two people."""
    return PolicyVersion.objects.filter(number__gt=0).exists()


def open_proposals() -> QuerySet[PolicyProposal]:
    """Proposals that nobody has published yet, newest first."""
    return PolicyProposal.objects.filter(policyversion=None).select_related("proposed_by")


def version_history() -> QuerySet[PolicyVersion]:
    return PolicyVersion.objects.select_related("published_by", "proposal__proposed_by")


def _defaults_hash() -> str:
    return _hash_of(tuple(registry.classes().items()))


@cache
def _hash_of(policies: tuple[tuple[str, type], ...]) -> str:
    """The code's defaults cannot change while it runs, so their hash is computed once."""
    return values_hash({name: encode(policy_class()) for name, policy_class in policies})
