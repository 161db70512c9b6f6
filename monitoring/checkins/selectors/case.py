"""The case of dosing, with what monitoring asks besides: the checks of the last weeks."""

from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple, Self
from uuid import UUID

from django.db.models import Q, QuerySet

from dosing.selectors import Case
from monitoring.checkins.choices import Question
from monitoring.checkins.models import PressureCheck
from monitoring.checkins.rules import Mean

ASKED_PREGNANT = f"answers__{Question.PREGNANT}"
CHECK_FIELDS = (
    "pk", "public_id", "slot_id", "kind", "outcome", "recorded_at", "mean_systolic",
    "mean_diastolic", "mean_pulse", "findings", "is_counted_hold", "idempotency_key",
)  # fmt: skip


class CheckRow(NamedTuple):
    """A check as later ones look back at it. `pregnant` None: the question was not asked."""

    pk: int
    public_id: UUID
    slot_id: int | None
    kind: str
    outcome: str
    recorded_at: datetime
    mean_systolic: Decimal | None
    mean_diastolic: Decimal | None
    mean_pulse: Decimal | None
    findings: list[dict[str, Any]]
    is_counted_hold: bool
    idempotency_key: str
    pregnant: bool | None

    @classmethod
    def read(cls, checks: QuerySet[Any]) -> list[Self]:
        """Oldest first."""
        rows = checks.order_by("recorded_at", "pk")
        return [cls._make(row) for row in rows.values_list(*CHECK_FIELDS, ASKED_PREGNANT)]

    @classmethod
    def of(cls, check: PressureCheck) -> Self:
        """The row of a check that was just written."""
        asked = check.answers.get(str(Question.PREGNANT))
        return cls._make([*(getattr(check, name) for name in CHECK_FIELDS), asked])

    @property
    def mean(self) -> Mean | None:
        """The mean that it was judged by."""
        if self.mean_systolic is None or self.mean_diastolic is None:
            return None
        return Mean(self.mean_systolic, self.mean_diastolic, self.mean_pulse)


class PatientCase(Case):
    """Checks too are written only under the patient's lock."""

    windows = (*Case.windows, "checks")

    @cached_property
    def checks(self) -> list[CheckRow]:
        """Checks since the window opens, oldest first."""
        wanted = Q(recorded_at__gte=self.since)
        if self.slots:
            wanted |= Q(slot__in=self.slots)
        if self.keys:
            wanted |= Q(idempotency_key__in=self.keys)
        return CheckRow.read(PressureCheck.objects.filter(wanted, patient=self.patient))

    def add_check(self, check: PressureCheck) -> None:
        """A check was written."""
        if "checks" in self.__dict__:
            self.checks = [*self.checks, CheckRow.of(check)]
