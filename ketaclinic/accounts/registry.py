"""Who must act when a person's clock changes, whichever page or service changes it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from graphlib import TopologicalSorter
from typing import Any, Protocol


class Follow(Protocol):
    """Called inside the transaction that changed the zone; `user` has the new one."""

    def __call__(self, *, user: Any, before: str, by: Any, now: datetime) -> object: ...


@dataclass(frozen=True)
class ZoneFollower:
    """`lock` comes before the person's own row is locked: everywhere else the record comes first,
    and two orders of two locks are a deadlock. `after` names those whose writes it reads."""

    lock: Callable[[Any], object]
    follow: Follow
    after: tuple[str, ...] = ()


_followers: dict[str, ZoneFollower] = {}


def on_zone_change(name: str, follower: ZoneFollower) -> None:
    """Have a lower app's facts follow the clock of the person whom they are about."""
    _followers[name] = follower


def zone_followers() -> list[ZoneFollower]:
    """Each after those that it reads from, whatever the order in which the apps were loaded."""
    order = TopologicalSorter({name: each.after for name, each in _followers.items()})
    return [_followers[name] for name in order.static_order() if name in _followers]
