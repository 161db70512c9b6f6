"""One patient at one moment: what a request asks about them is read once, and from one place.

Under the patient's lock (`dosing.services.locks.case_open`) what was read stays true until the
transaction ends, because every other writer of these facts waits for the same lock. Whoever writes
one of them here adds it to the case. A case lives no longer than its transaction or its page.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cached_property
from itertools import zip_longest
from operator import attrgetter
from typing import Any, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from dosing.choices import HoldScope
from dosing.models import DoseLog, DosingPlan, Hold, IncreasePermit, ScheduledDose
from dosing.selectors.permissions import if_open, standing_permit
from dosing.selectors.plans import zone_of
from dosing.selectors.rows import HoldRow, LogRow
from intake.models import Patient
from intake.selectors import CareBlocker, care_blockers
from ketaclinic.policies.selectors import PolicyInForce, policy_in_force
from ketaclinic.statements import Statement, given_id, given_uuid

AnyRow = TypeVar("AnyRow", bound=Any)
_SLOT: Statement[ScheduledDose] = Statement(
    lambda: ScheduledDose.objects.filter(
        public_id=given_uuid("public_id"), patient=given_id("patient")
    ).order_by()
)
_PLANS: Statement[Any] = Statement(
    lambda: (
        DosingPlan.objects.filter(patient=given_id("patient"))
        .with_end()
        .with_supply()
        .order_by("-version")
    )
)
# No limit looks further back than this; tests hold the bounds of the policies to it.
LOOK_BACK = timedelta(days=31)


class Case:
    """A patient, the moment of asking, and the facts that were read; each on its first use."""

    windows: tuple[str, ...] = ("logs", "holds")

    def __init__(self, patient: Patient, now: datetime) -> None:
        self.patient = patient
        self.now = now
        self.since = now - LOOK_BACK
        self.slots: set[int] = set()
        self.unreported: set[int] = set()
        self.keys: set[str] = set()

    def reach(
        self, *, slot: ScheduledDose | None = None, key: str = "", back_to: datetime | None = None
    ) -> None:
        """Let the windows hold also all of one dose, one report sent again, an older time.

        Said before they are read it costs nothing; afterwards they are read again.
        """
        is_covered = (
            (slot is None or slot.pk in self.slots | self.unreported)
            and (not key or key in self.keys)
            and (back_to is None or back_to >= self.since)
        )
        if is_covered:
            return
        self.slots |= {slot.pk} if slot is not None else set()
        self.keys |= {key} if key else set()
        self.since = min(self.since, back_to or self.since)
        for name in self.windows:
            self.__dict__.pop(name, None)

    def know_unreported(self, slots: Iterable[ScheduledDose]) -> None:
        """Of these doses another read has just said that nobody reported them."""
        self.unreported |= {slot.pk for slot in slots}

    def told(self, kind: type[AnyRow]) -> list[AnyRow]:
        """The rows of the window; one query, unless it reaches for several doses or reports."""
        reached = list(zip_longest(self.slots, self.keys)) or [(None, None)]
        found = {
            row.pk: row
            for slot, key in reached
            for row in kind.read(patient=self.patient.pk, since=self.since, slot=slot, key=key)
        }
        rows = list(found.values())
        return rows if len(reached) == 1 else sorted(rows, key=attrgetter("recorded_at", "pk"))

    @cached_property
    def policy(self) -> PolicyInForce:
        return policy_in_force()

    @cached_property
    def zone(self) -> ZoneInfo:
        return zone_of(self.patient)

    @cached_property
    def care(self) -> list[CareBlocker]:
        """Why intake lets nothing through."""
        return care_blockers(self.patient)

    def slot(self, public_id: UUID) -> ScheduledDose | None:
        """One dose of this patient with its plan, also a cancelled one, or None."""
        return self._with_plan(_SLOT.first(public_id=public_id, patient=self.patient.pk))

    def slot_again(self, slot: ScheduledDose | None) -> ScheduledDose | None:
        """A dose that was read before the lock, as it stands inside it."""
        if slot is None:
            return None
        found = ScheduledDose.objects.filter(pk=slot.pk, patient=self.patient)
        return self._with_plan(found.order_by().first()) or slot

    def _with_plan(self, slot: ScheduledDose | None) -> ScheduledDose | None:
        if slot is not None:
            slot.plan = next(plan for plan in self.plans if plan.pk == slot.plan_id)
        return slot

    # --- Plans ------------------------------------------------------------------------------
    @cached_property
    def plans(self) -> list[Any]:
        """Every signed version, newest first, each with `ended_at` and what supply it has."""
        return _PLANS.all(patient=self.patient.pk)

    def plans_at(self, moment: datetime) -> list[Any]:
        """The versions that counted at a moment, newest first."""
        return [
            plan
            for plan in self.plans
            if plan.effective_at <= moment
            and not (plan.ended_at is not None and plan.ended_at <= moment)
        ]

    @cached_property
    def plan(self) -> DosingPlan | None:
        """The version in force now."""
        return next(iter(self.plans_at(self.now)), None)

    def forget_plans(self) -> None:
        """A row of supply was written: what the plans say of it is read again."""
        self.__dict__.pop("plans", None)
        self.__dict__.pop("plan", None)

    # --- The permit to go up ----------------------------------------------------------------
    @cached_property
    def permit(self) -> IncreasePermit | None:
        """As `standing_permit`; whoever grants or withdraws one puts it here."""
        return standing_permit(self.patient)

    def know_permit(self, permit: IncreasePermit | None) -> None:
        """It was read beside something else; what is known already stays."""
        self.__dict__.setdefault("permit", permit)

    @property
    def open_permit(self) -> IncreasePermit | None:
        """The permit under which an increase may be signed now, by the limits in force."""
        return if_open(self.permit, self.now, self.policy.version) if self.permit else None

    # --- Reports of doses -------------------------------------------------------------------
    @cached_property
    def logs(self) -> list[LogRow]:
        """Reports of what happened, or was told, since the window opens; the oldest told first."""
        return self.told(LogRow)

    @property
    def logs_in_force(self) -> list[LogRow]:
        return [log for log in self.logs if log.corrected_by is None]

    def log_of(self, slot: ScheduledDose) -> LogRow | None:
        """The report that counts for a dose; extra doses are reports of their own."""
        self.reach(slot=slot)
        own = (log for log in self.logs_in_force if log.slot_id == slot.pk)
        return next((log for log in own if not log.is_extra), None)

    def add_log(self, log: DoseLog) -> None:
        """A report was written; one that it corrects is no longer in force."""
        if "logs" not in self.__dict__:
            return
        rows = [
            row._replace(corrected_by=log.pk) if row.pk == log.corrects_id else row
            for row in self.logs
        ]
        self.logs = [*rows, LogRow.of(log)]

    # --- Holds ------------------------------------------------------------------------------
    @cached_property
    def holds(self) -> list[HoldRow]:
        """Holds that stand, and those that stood at some time since the window opens."""
        return HoldRow.read(patient=self.patient.pk, since=self.since)

    def holds_on(self, slot: ScheduledDose) -> list[HoldRow]:
        """The open holds that stop this dose: its own, and those on the whole plan."""
        return [
            hold
            for hold in self.holds
            if hold.closed_at is None and (hold.scope == HoldScope.PLAN or hold.slot_id == slot.pk)
        ]

    @property
    def open_holds(self) -> list[HoldRow]:
        """Holds that nobody closed, without those whose dose is over (§11.2)."""
        return [hold for hold in self.holds if hold.stands(self.now)]

    def add_hold(self, hold: Hold) -> None:
        """A hold was placed."""
        if "holds" in self.__dict__:
            self.holds = [*self.holds, HoldRow.of(hold)]
