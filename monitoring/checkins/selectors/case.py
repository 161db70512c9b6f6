"""The case of dosing, with what monitoring asks besides: the checks of the last weeks."""

import json
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple, Self
from uuid import UUID

from dosing.selectors import Case, in_window
from ketaclinic.statements import Statement, hex_of, text_of
from monitoring.checkins.choices import Question
from monitoring.checkins.models import PressureCheck
from monitoring.checkins.rules import Mean

ASKED_PREGNANT = f"answers__{Question.PREGNANT}"
CHECK_FIELDS = (
    "pk", "slot_id", "kind", "outcome", "recorded_at", "mean_systolic",
    "mean_diastolic", "mean_pulse", "is_counted_hold", "idempotency_key",
)  # fmt: skip


class CheckRow(NamedTuple):
    """A check as later ones look back at it. `pregnant` None: the question was not asked."""

    pk: int
    slot_id: int | None
    kind: str
    outcome: str
    recorded_at: datetime
    mean_systolic: Decimal | None
    mean_diastolic: Decimal | None
    mean_pulse: Decimal | None
    is_counted_hold: bool
    idempotency_key: str
    own_hex: str
    pregnant: bool | None
    findings_text: str

    @classmethod
    def read(cls, **window: Any) -> list[Self]:
        """Those of `_CHECKS`, oldest first."""
        return [cls._make(row) for row in _CHECKS.all(**window)]

    @classmethod
    def of(cls, check: PressureCheck) -> Self:
        """The row of a check that was just written."""
        asked = check.answers.get(str(Question.PREGNANT))
        own = [getattr(check, name) for name in CHECK_FIELDS]
        return cls._make([*own, check.public_id.hex, asked, json.dumps(check.findings)])

    @property
    def public_id(self) -> UUID:
        return UUID(self.own_hex)

    @property
    def findings(self) -> list[dict[str, Any]]:
        findings: list[dict[str, Any]] = json.loads(self.findings_text)
        return findings

    def may_have(self, *words: str) -> bool:
        """Whether any of these can stand in the findings; of most checks nobody asks more."""
        return any(f'"{word}"' in self.findings_text for word in words)

    @property
    def mean(self) -> Mean | None:
        """The mean that it was judged by."""
        if self.mean_systolic is None or self.mean_diastolic is None:
            return None
        return Mean(self.mean_systolic, self.mean_diastolic, self.mean_pulse)


_CHECKS: Statement[tuple[Any, ...]] = Statement(
    lambda: (
        PressureCheck.objects.filter(in_window("recorded_at"))
        .order_by("recorded_at", "pk")
        .values_list(*CHECK_FIELDS, hex_of("public_id"), ASKED_PREGNANT, text_of("findings"))
    )
)


class PatientCase(Case):
    """Checks too are written only under the patient's lock."""

    windows = (*Case.windows, "checks")

    @cached_property
    def checks(self) -> list[CheckRow]:
        """Checks since the window opens, oldest first."""
        return self.told(CheckRow)

    def add_check(self, check: PressureCheck) -> None:
        """A check was written."""
        if "checks" in self.__dict__:
            self.checks = [*self.checks, CheckRow.of(check)]
