"""Display rows for the policy page."""

from dataclasses import Field, dataclass
from typing import Any

from ketaclinic.policies import registry
from ketaclinic.policies.models import PolicyProposal


@dataclass(frozen=True)
class PolicyRow:
    """One limit as the page shows it."""

    key: str
    value: Any
    default: Any
    unit: str
    bounds: str
    source: str
    help: str

    @property
    def is_changed(self) -> bool:
        return str(self.value) != str(self.default)


def policy_rows(values: dict[str, dict[str, Any]]) -> dict[str, list[PolicyRow]]:
    """Every limit by app, with its value in force beside its default and its bounds."""
    rows: dict[str, list[PolicyRow]] = {}
    for name, field in registry.all_fields():
        rows.setdefault(name, []).append(_row(name, field, values.get(name, {})))
    return rows


def _row(name: str, field: Field[Any], stored: dict[str, Any]) -> PolicyRow:
    low, high = field.metadata.get("low"), field.metadata.get("high")
    return PolicyRow(
        key=f"{name}.{field.name}",
        value=stored.get(field.name, field.default),
        default=field.default,
        unit=str(field.metadata["unit"]),
        bounds="" if low is None and high is None else f"{low} – {high}",
        source=str(field.metadata["source"]),
        help=str(field.metadata.get("help", "")),
    )


@dataclass(frozen=True)
class ProposalCard:
    """A proposal with what it would change, so that the publisher sees exactly that."""

    proposal: PolicyProposal
    changes: list[tuple[str, Any, Any]]


def proposal_card(proposal: PolicyProposal, in_force: dict[str, dict[str, Any]]) -> ProposalCard:
    """The proposal beside each (limit, value now, value proposed) that differs."""
    changes = [
        (f"{name}.{key}", in_force.get(name, {}).get(key), value)
        for name, fields in proposal.values.items()
        for key, value in fields.items()
        if in_force.get(name, {}).get(key) != value
    ]
    return ProposalCard(proposal, changes)
