"""Reads of the clinic's limits."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any, TypeVar, cast

from django.db.models import Q, QuerySet

from ketaclinic.policies import registry
from ketaclinic.policies.models import PolicyProposal, PolicyVersion
from ketaclinic.policies.rules import Values, decode, encode, values_hash
from ketaclinic.statements import Statement, given_text

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
        version = self.version
        snapshot = _Snapshot(version.pk, version.values_hash, version.values)
        policy: PolicyType = _decoded(
            snapshot, registry.name_of(policy_class), cast(Hashable, policy_class)
        )
        return policy


@dataclass(frozen=True)
class _Snapshot:
    """A version as its identity: a stored one never changes, so it is decoded once a process."""

    pk: int | None
    values_hash: str
    values: Values = field(compare=False, repr=False)


@lru_cache(maxsize=64)
def _decoded(snapshot: _Snapshot, name: str, policy_class: type) -> Any:
    return decode(policy_class, snapshot.values.get(name, {}))


def default_values() -> Values:
    """The defaults of every registered policy: one full snapshot."""
    return {name: encode(policy_class()) for name, policy_class in registry.classes().items()}


def policy_in_force() -> PolicyInForce:
    """The newest published version; before the first one, the code's own defaults (number 0)."""
    version = _NEWEST.first(defaults=_defaults_hash())
    if version is None:
        raise PolicyMissing("The default limits are not stored; run manage.py migrate.")
    return PolicyInForce(version)


_NEWEST: Statement[PolicyVersion] = Statement(
    lambda: PolicyVersion.objects.filter(
        Q(number__gt=0) | Q(number=0, values_hash=given_text("defaults"))
    )[:1]
)


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
