"""One patient at one moment: what a request asks about them is read once, and from one place.

Under the patient's lock (`dosing.services.locks.case_open`) what was read stays true until the
transaction ends, because every other writer of these facts waits for the same lock. Whoever writes
one of them here adds it to the case. A case lives no longer than its transaction or its page.
"""

from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from dosing.choices import HoldScope
from dosing.models import DoseLog, DosingPlan, Hold, ScheduledDose
from dosing.selectors.plans import zone_of
from dosing.selectors.rows import HoldRow, LogRow
from intake.models import Patient
from intake.selectors import CareBlocker, care_blockers
from ketaclinic.policies.selectors import PolicyInForce, policy_in_force

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
        self.keys: set[str] = set()

    def reach(
        self, *, slot: ScheduledDose | None = None, key: str = "", back_to: datetime | None = None
    ) -> None:
        """Let the windows hold also all of one dose, one report sent again, an older time.

        Said before they are read it costs nothing; afterwards they are read again.
        """
        is_covered = (
            (slot is None or slot.pk in self.slots)
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
        return self._with_plan(ScheduledDose.objects.filter(public_id=public_id))

    def slot_again(self, slot: ScheduledDose | None) -> ScheduledDose | None:
        """A dose that was read before the lock, as it stands inside it."""
        if slot is None:
            return None
        return self._with_plan(ScheduledDose.objects.filter(pk=slot.pk)) or slot

    def _with_plan(self, slots: QuerySet[ScheduledDose]) -> ScheduledDose | None:
        slot = slots.filter(patient=self.patient).order_by().first()
        if slot is not None:
            slot.plan = next(plan for plan in self.plans if plan.pk == slot.plan_id)
        return slot

    # --- Plans ------------------------------------------------------------------------------
    @cached_property
    def plans(self) -> list[Any]:
        """Every signed version, newest first, each with `ended_at` and what supply it has."""
        plans = DosingPlan.objects.filter(patient=self.patient)
        return list(plans.with_end().with_supply().order_by("-version"))

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

    # --- Reports of doses -------------------------------------------------------------------
    @cached_property
    def logs(self) -> list[LogRow]:
        """Reports of what happened, or was told, since the window opens; the oldest told first."""
        wanted = Q(recorded_at__gte=self.since) | Q(taken_at__gte=self.since)
        if self.slots:
            wanted |= Q(slot__in=self.slots)
        if self.keys:
            wanted |= Q(idempotency_key__in=self.keys)
        return LogRow.read(DoseLog.objects.filter(wanted, patient=self.patient))

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
        recent = Q(closed_at__isnull=True) | Q(closed_at__gte=self.since)
        return HoldRow.read(Hold.objects.filter(recent, patient=self.patient))

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
