"""When the state's prescription-monitoring record was last looked at (clinical basis §6.1)."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Max, OuterRef, Subquery
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from dosing.models import RecordLook
from dosing.selectors.plans import zone_of
from intake.models import Patient, ReadinessGate
from intake.rules import IntakePolicy
from intake.rules.readiness import MONITORING_CHECK


def look_annotations() -> dict[str, Any]:
    """What a read of a patient says of looks: the one before the start, and the newest since."""
    mine = OuterRef("pk")
    gates = ReadinessGate.objects.filter(patient=mine, key=MONITORING_CHECK)
    looks = RecordLook.objects.filter(patient=mine).order_by().values("patient")
    return {
        "gate_looked_on": Subquery(gates.values("done_on")[:1]),
        "newest_look_on": Subquery(looks.annotate(newest=Max("looked_on")).values("newest")[:1]),
    }


def looked_on_of(row: Any) -> date | None:
    """The newest day of the two; None is unknown."""
    days = (row.gate_looked_on, row.newest_look_on)
    return max((day for day in days if day is not None), default=None)


def last_look_on(patient: Patient) -> date | None:
    """The newest day of a look, the one before the start included. One query."""
    rows = Patient.objects.filter(pk=patient.pk).annotate(**look_annotations())
    names = ("gate_looked_on", "newest_look_on")
    return looked_on_of(rows.values_list(*names, named=True).get())


def is_recent(looked_on: date | None, today: date, policy: IntakePolicy) -> bool:
    """Whether a look of that day still counts; unknown is not recent."""
    oldest = today - timedelta(days=policy.monitoring_check_max_age_days)
    return looked_on is not None and looked_on >= oldest


def is_look_recent(patient: Patient, now: datetime, *, policy: IntakePolicy) -> bool:
    """Whether the newest look is no older than the policy says, on the patient's calendar."""
    today = localtime(now, zone_of(patient)).date()
    return is_recent(last_look_on(patient), today, policy)


def look_needed_text(policy: IntakePolicy) -> str:
    """What to do about it, for the pages and the refusals that ask."""
    days = policy.monitoring_check_max_age_days
    return _(
        "No look at the state's prescription record within %(days)s days is on file. "
        "Record one on the supply page first."
    ) % {"days": days}
