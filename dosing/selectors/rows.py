"""Narrow rows: of the many facts of a patient only what decisions ask of them."""

import json
from datetime import datetime
from typing import Any, NamedTuple, Self
from uuid import UUID

from django.db.models import Q

from dosing.models import DoseLog, Hold
from dosing.models.log import INGESTED
from ketaclinic.statements import Statement, given_id, given_moment, given_text, hex_of, text_of

LOG_FIELDS = (
    "pk", "outcome", "amount_ug", "taken_at", "recorded_at", "is_extra",
    "idempotency_key", "slot_id",
)  # fmt: skip
SLOT_FIELDS = ("plan_id", "place")


class LogRow(NamedTuple):
    """A report of a dose, with what is asked of its dose. `corrected_by` None is in force."""

    pk: int
    outcome: str
    amount_ug: int | None
    taken_at: datetime | None
    recorded_at: datetime
    is_extra: bool
    idempotency_key: str
    slot_id: int | None
    plan_id: int | None
    place: str | None
    corrected_by: int | None
    own_hex: str
    slot_hex: str | None
    marks_text: str

    @classmethod
    def read(cls, **window: Any) -> list[Self]:
        """Those of `_LOGS`, in the order in which they were told."""
        return [cls._make(row) for row in _LOGS.all(**window)]

    @classmethod
    def of(cls, log: DoseLog) -> Self:
        """The row of a report that was just written."""
        slot = log.slot
        own = [getattr(log, name) for name in LOG_FIELDS]
        of_slot = [getattr(slot, name, None) for name in SLOT_FIELDS]
        slot_hex = slot.public_id.hex if slot else None
        marks = json.dumps(log.marks)
        return cls._make([*own, *of_slot, None, log.public_id.hex, slot_hex, marks])

    @property
    def marks(self) -> list[str]:
        """Few reports have any."""
        marks: list[str] = json.loads(self.marks_text) if self.marks_text != "[]" else []
        return marks

    @property
    def is_ingested(self) -> bool:
        """Did something go into the body?"""
        return self.outcome in INGESTED

    @property
    def public_id(self) -> UUID:
        return UUID(self.own_hex)

    @property
    def dose_key(self) -> UUID:
        """What names the dose: its slot, so that a correction keeps it; an extra one, itself."""
        return UUID(self.slot_hex) if self.slot_hex and not self.is_extra else self.public_id

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
    def read(cls, **window: Any) -> list[Self]:
        """Those of `_HOLDS`, in the order in which they were placed."""
        return [cls._make(row) for row in _HOLDS.all(**window)]

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


def in_window(*moments: str) -> Q:
    """What happened since a moment, and besides all of one dose, and one report sent again."""
    wanted = Q(slot=given_id("slot")) | Q(idempotency_key=given_text("key"))
    for moment in moments:
        wanted |= Q(**{f"{moment}__gte": given_moment("since")})
    return wanted & Q(patient=given_id("patient"))


_LOGS: Statement[tuple[Any, ...]] = Statement(
    lambda: (
        DoseLog.objects.filter(in_window("recorded_at", "taken_at"))
        .order_by("recorded_at", "pk")
        .values_list(
            *LOG_FIELDS,
            *(f"slot__{name}" for name in SLOT_FIELDS),
            "corrected_by",
            hex_of("public_id"),
            hex_of("slot__public_id"),
            text_of("marks"),
        )
    )
)
_HOLDS: Statement[tuple[Any, ...]] = Statement(
    lambda: (
        Hold.objects.filter(
            Q(closed_at__isnull=True) | Q(closed_at__gte=given_moment("since")),
            patient=given_id("patient"),
        )
        .order_by("placed_at", "pk")
        .values_list(*HOLD_FIELDS, "slot__window_closes_at")
    )
)
