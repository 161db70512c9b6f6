"""Check-ins as facts: no query of their own for whoever told nothing that somebody must hear of."""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any, NamedTuple

from django.db.models import Exists, Subquery
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dosing.rules import resolve
from intake.choices import Instrument, PatientState
from intake.models import InstrumentResponse, Patient
from intake.rules.instruments import AsqOutcome
from monitoring.alerts.models import PatientSummary
from monitoring.alerts.rules import CheckInFact, MissedCheckInFact, StoredFinding
from monitoring.checkins.choices import CheckInKind
from monitoring.checkins.models import CheckIn, SafetyScreen
from monitoring.checkins.rules import CheckInDue
from monitoring.checkins.selectors import PatientCase
from monitoring.checkins.selectors.checkin import Planned, today_of


def checkin_columns(patient: Any, since: Any) -> dict[str, Any]:
    """Whether anything must be heard of, and when the last ASQ without a yes was."""
    denied = InstrumentResponse.objects.filter(
        patient=patient, instrument=Instrument.ASQ, result=AsqOutcome.NEGATIVE
    )
    return {
        "has_checkin_findings": Exists(_with_findings(CheckIn, patient, since)),
        "has_screen_findings": Exists(_with_findings(SafetyScreen, patient, since)),
        "asq_negative_at": Subquery(denied.order_by("-answered_at").values("answered_at")[:1]),
    }


def _with_findings(model: Any, patient: Any, since: Any) -> Any:
    return model.objects.filter(patient=patient, recorded_at__gte=since).exclude(findings=[])


def checkin_facts(case: PatientCase, since: datetime) -> tuple[CheckInFact, ...]:
    """What was told in check-ins, in the ASQ, and in forms that were not finished."""
    return (*_checkins(case, since), *_screens(case, since))


def _checkins(case: PatientCase, since: datetime) -> Iterator[CheckInFact]:
    for row in _with_findings(CheckIn, case.patient, since).order_by("recorded_at"):
        kind = str(CheckInKind(row.kind).label)
        yield _fact(row, kind, row.due_on.isoformat())


def _screens(case: PatientCase, since: datetime) -> Iterator[CheckInFact]:
    rows = _with_findings(SafetyScreen, case.patient, since).order_by("recorded_at", "pk")
    for row in rows.select_related("response"):
        is_asq = row.response.instrument == Instrument.ASQ
        kind = _("The safety questions (ASQ)") if is_asq else _("An unfinished check-in")
        yield _fact(row, kind, row.due_on.isoformat() if row.due_on else str(row.public_id))


def _fact(row: CheckIn | SafetyScreen, kind: str, due_key: str) -> CheckInFact:
    return CheckInFact(
        key=str(row.public_id),
        at=row.recorded_at,
        kind=kind,
        due_key=due_key,
        findings=StoredFinding.all_of(row.findings),
    )


# --- What the summary says ---------------------------------------------------------------------
class ShownCheckIn(NamedTuple):
    """The check-in that a patient can fill in now."""

    kind: CheckInKind
    due_on: date
    is_late: bool


def planned_in(summary: PatientSummary | None) -> Planned | None:
    """The check-in that is open or comes next, as the summary row has it."""
    if summary is None or summary.checkin_due_on is None:
        return None
    return Planned(CheckInKind(summary.checkin_kind), summary.checkin_due_on)


def shown_checkin(
    patient: Patient, summary: PatientSummary | None, today: date
) -> ShownCheckIn | None:
    """The open one, from a row that was read anyway; None while none is open.

    The row is written with each submission and at the midnight of each due day; what is
    recorded is judged anew under the patient's lock.
    """
    planned = planned_in(summary)
    if planned is None or summary is None or patient.state != PatientState.ACTIVE:
        return None
    if planned.due_on > today:
        return None
    late_on = summary.checkin_late_on
    return ShownCheckIn(
        CheckInKind(planned.kind), planned.due_on, late_on is not None and late_on <= today
    )


# --- What only time reveals ------------------------------------------------------------------
class CheckInMoments(NamedTuple):
    """The check-in that is open or comes next, with the moments at which that changes."""

    due: CheckInDue
    due_at: datetime
    late_at: datetime
    ends_at: datetime

    @property
    def all(self) -> tuple[datetime, ...]:
        return (self.due_at, self.late_at, self.ends_at)


def checkin_moments(case: PatientCase, due: CheckInDue | None) -> CheckInMoments | None:
    """Each from midnight on, by the patient's own clock."""
    if due is None:
        return None
    days = (due.due_on, due.late_on, due.ends_on)
    return CheckInMoments(due, *(resolve(day, time.min, case.zone) for day in days))


def missed_checkin_fact(
    case: PatientCase, moments: CheckInMoments | None
) -> MissedCheckInFact | None:
    """The open check-in, once it is late."""
    if moments is None or not moments.due.is_late(today_of(case)):
        return None
    due = moments.due
    return MissedCheckInFact(
        key=due.due_on.isoformat(),
        at=moments.late_at,
        day=date_format(due.due_on, "DATE_FORMAT"),
        kind=str(CheckInKind(due.kind).label),
    )
