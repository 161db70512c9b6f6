"""Which policy dataclasses exist, and who must act when a new version is published."""

from collections.abc import Callable, Iterator
from dataclasses import Field, fields, is_dataclass
from datetime import datetime
from typing import Any, Protocol


class OnPublish(Protocol):
    """Called inside the publishing transaction, so that old permits end with the old limits."""

    def __call__(self, *, now: datetime) -> object: ...


_classes: dict[str, type] = {}
_on_publish: dict[str, OnPublish] = {}


def register(name: str, policy_class: type) -> None:
    """Make a frozen policy dataclass part of every version. Each field states unit and source."""
    if not is_dataclass(policy_class):
        raise TypeError(f"{policy_class!r} is not a dataclass")
    for field in fields(policy_class):
        missing = {"unit", "source"} - set(field.metadata)
        if missing:
            raise TypeError(f"{name}.{field.name} does not state its {', '.join(sorted(missing))}")
    _classes[name] = policy_class


def on_publish(callback: OnPublish) -> None:
    """Have `callback(now=…)` called whenever a version is published."""
    _on_publish[getattr(callback, "__qualname__", repr(callback))] = callback


def classes() -> dict[str, type]:
    """The registered dataclasses by name, in a stable order."""
    return dict(sorted(_classes.items()))


def callbacks() -> list[Callable[..., object]]:
    return list(_on_publish.values())


def name_of(policy_class: type) -> str:
    """The name that a policy dataclass was registered under; KeyError when it was not."""
    for name, known in _classes.items():
        if known is policy_class:
            return name
    raise KeyError(f"{policy_class.__name__} is not registered as a policy")


def all_fields() -> Iterator[tuple[str, Field[Any]]]:
    """Every policy field as (policy name, dataclass field)."""
    for name, policy_class in classes().items():
        for field in fields(policy_class):
            yield name, field
