"""Narrow rows: of the many facts of a patient only what decisions ask of them."""

from datetime import datetime
from typing import Any, NamedTuple, Self
from uuid import UUID

from django.db.models import QuerySet

from dosing.models import DoseLog, Hold
from dosing.models.log import INGESTED

LOG_FIELDS = (
    "pk", "public_id", "outcome", "amount_ug", "taken_at", "recorded_at", "is_extra", "marks",
    "idempotency_key", "corrected_by", "slot_id", "slot__public_id", "slot__plan_id",
    "slot__place",
)  # fmt: skip


class LogRow(NamedTuple):
    """A report of a dose, with what is asked of its dose. `corrected_by` None is in force."""

    pk: int
    public_id: UUID
    outcome: str
    amount_ug: int | None
    taken_at: datetime | None
    recorded_at: datetime
    is_extra: bool
    marks: list[str]
    idempotency_key: str
    corrected_by: int | None
    slot_id: int | None
    slot_key: UUID | None
    plan_id: int | None
    place: str | None

    @classmethod
    def read(cls, logs: QuerySet[Any]) -> list[Self]:
        """In the order in which they were told."""
        return [
            cls._make(row) for row in logs.order_by("recorded_at", "pk").values_list(*LOG_FIELDS)
        ]

    @classmethod
    def of(cls, log: DoseLog) -> Self:
        """The row of a report that was just written."""
        slot = log.slot
        own = [getattr(log, name) for name in LOG_FIELDS[:9]]
        of_slot = [slot.public_id, slot.plan_id, slot.place] if slot else [None] * 3
        return cls._make([*own, None, log.slot_id, *of_slot])

    @property
    def is_ingested(self) -> bool:
        """Did something go into the body?"""
        return self.outcome in INGESTED

    @property
    def happened_at(self) -> datetime:
        return self.taken_at or self.recorded_at


HOLD_FIELDS = ("pk", "key", "scope", "sentence", "placed_at", "closed_at", "slot_id")


class HoldRow(NamedTuple):
    """A hold, with the end of its dose's time if it is of one dose."""

    pk: int
    key: str
    scope: str
    sentence: str
    placed_at: datetime
    closed_at: datetime | None
    slot_id: int | None
    slot_closes_at: datetime | None

    @classmethod
    def read(cls, holds: QuerySet[Any]) -> list[Self]:
        """In the order in which they were placed."""
        rows = holds.order_by("placed_at", "pk")
        return [cls._make(row) for row in rows.values_list(*HOLD_FIELDS, "slot__window_closes_at")]

    @classmethod
    def of(cls, hold: Hold) -> Self:
        """The row of a hold that was just placed."""
        closes_at = hold.slot.window_closes_at if hold.slot else None
        return cls._make([*(getattr(hold, name) for name in HOLD_FIELDS), closes_at])

    def stood(self, moment: datetime) -> bool:
        """Whether it stood at a moment, however long ago."""
        is_closed = self.closed_at is not None and self.closed_at <= moment
        return self.placed_at <= moment and not is_closed

    def stands(self, now: datetime) -> bool:
        """Whether it stops anything now: a hold of one dose ends with its dose."""
        is_over = self.slot_closes_at is not None and self.slot_closes_at <= now
        return self.closed_at is None and not is_over
