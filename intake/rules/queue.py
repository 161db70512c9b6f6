"""Which part of the queue somebody looks at."""

from dataclasses import dataclass


@dataclass(frozen=True)
class QueueChoice:
    """What the applications wait for, and whose they are; empty means all of them."""

    tier: str = ""
    holder: str = ""

    def as_query(self) -> dict[str, str]:
        return {"tier": self.tier, "holder": self.holder}
