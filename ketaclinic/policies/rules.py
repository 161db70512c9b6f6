"""Pure: how a policy becomes JSON and back, its hash, and whether values keep to hard bounds."""

import hashlib
import json
from dataclasses import fields
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, get_type_hints

Values = dict[str, dict[str, Any]]


def encode(policy: Any) -> dict[str, Any]:
    """The fields as JSON values; decimals and dates as text, so that nothing is rounded."""
    return {field.name: _plain(getattr(policy, field.name)) for field in fields(policy)}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return value


def decode(policy_class: type, stored: dict[str, Any]) -> Any:
    """Build the policy from stored values; a field that the snapshot predates takes its default."""
    hints = get_type_hints(policy_class)
    known = {field.name for field in fields(policy_class)}
    return policy_class(
        **{key: parse(hints[key], value) for key, value in stored.items() if key in known}
    )


def parse(kind: Any, value: Any) -> Any:
    """One stored or typed value as its field's type; ValueError when it is not one."""
    if kind is bool:
        return value if isinstance(value, bool) else _truth(str(value))
    if kind is Decimal:
        return _decimal(value)
    if kind is int:
        return int(value)
    if kind is date:
        return date.fromisoformat(str(value))
    return str(value)


def _decimal(value: Any) -> Decimal:
    try:
        number = Decimal(str(value))
    except InvalidOperation as error:
        raise ValueError(f"{value!r} is not a number") from error
    if not number.is_finite():
        raise ValueError(f"{value!r} is not a number")
    return number


def _truth(text: str) -> bool:
    if text.lower() not in {"true", "false"}:
        raise ValueError(f"{text!r} is neither true nor false")
    return text.lower() == "true"


def values_hash(values: Values) -> str:
    """SHA-256 of the values in one canonical form."""
    canonical = json.dumps(values, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def out_of_bounds(policy_class: type, stored: dict[str, Any]) -> list[str]:
    """Names of fields whose value passes the bounds that no clinic may pass."""
    policy = decode(policy_class, stored)
    return [field.name for field in fields(policy_class) if not _within(policy, field)]


def _within(policy: Any, field: Any) -> bool:
    value = getattr(policy, field.name)
    low, high = field.metadata.get("low"), field.metadata.get("high")
    return (low is None or value >= low) and (high is None or value <= high)
