"""Writes of the clinic's limits: store the defaults, propose, publish by a second person."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ketaclinic.accounts.access import Capability, ensure
from ketaclinic.audit.services import event_record
from ketaclinic.errors import Refused
from ketaclinic.policies import registry
from ketaclinic.policies.models import PolicyProposal, PolicyVersion
from ketaclinic.policies.rules import Values, out_of_bounds, values_hash
from ketaclinic.policies.selectors import default_values, policy_in_force


class PolicyOutOfBounds(Refused):
    """A value passes a bound that stands in the code."""


class SecondPersonNeeded(Refused):
    """The person who asked may not be the person who publishes."""

    message = _("Somebody else must publish this: you asked for it yourself.")


class AlreadyPublished(Refused):
    """This proposal, or a newer version, is in force already."""

    message = _("This proposal was published already.")


@transaction.atomic
def default_version_store(*, now: datetime) -> PolicyVersion:
    """Store the code's defaults as version 0, once for each set of defaults."""
    values = default_values()
    version, made = PolicyVersion.objects.get_or_create(
        number=0,
        values_hash=values_hash(values),
        defaults={"values": values, "published_at": now},
    )
    if made:
        event_record(verb="policies.defaults_stored", by=None, subject=version)
    return version


@transaction.atomic
def policy_propose(
    *, by: Any, changes: dict[str, dict[str, Any]], reason: str, now: datetime
) -> PolicyProposal:
    """Ask for changed limits on top of those in force; bounds in the code are checked at once."""
    ensure(by, Capability.PROPOSE_POLICY)
    if not reason.strip():
        raise Refused(_("Say why the limits should change."), field="reason")
    values = _snapshot_with(changes)
    _check_bounds(values)
    proposal = PolicyProposal.objects.create(
        values=values, reason=reason.strip(), proposed_by=by, proposed_at=now
    )
    event_record(verb="policies.proposed", by=by, subject=proposal, details={"changes": changes})
    return proposal


@transaction.atomic
def policy_publish(*, proposal: PolicyProposal, by: Any, now: datetime) -> PolicyVersion:
    """Publish a proposal: a new version, open clearances and permits end with the old one."""
    ensure(by, Capability.PUBLISH_POLICY)
    if proposal.proposed_by_id == by.pk:
        raise SecondPersonNeeded()
    proposal = PolicyProposal.objects.select_for_update().get(pk=proposal.pk)
    if PolicyVersion.objects.filter(proposal=proposal).exists():
        raise AlreadyPublished()
    _check_bounds(proposal.values)
    latest = PolicyVersion.objects.filter(number__gt=0).first()
    version = PolicyVersion.objects.create(
        number=(latest.number if latest else 0) + 1,
        values=proposal.values,
        values_hash=values_hash(proposal.values),
        proposal=proposal,
        published_by=by,
        published_at=now,
    )
    for callback in registry.callbacks():
        callback(now=now)
    event_record(
        verb="policies.published", by=by, subject=version, details={"number": version.number}
    )
    return version


def _snapshot_with(changes: dict[str, dict[str, Any]]) -> Values:
    """A full snapshot: today's defaults, under the values in force, under the changes."""
    values = default_values()
    for source in (policy_in_force().version.values, changes):
        for name, fields in source.items():
            if name in values:
                values[name].update({k: v for k, v in fields.items() if k in values[name]})
    return values


def _check_bounds(values: Values) -> None:
    for name, policy_class in registry.classes().items():
        beyond = out_of_bounds(policy_class, values.get(name, {}))
        if beyond:
            raise PolicyOutOfBounds(
                _("%(field)s is beyond what this software allows.")
                % {"field": f"{name}.{beyond[0]}"},
                field="value",
            )
