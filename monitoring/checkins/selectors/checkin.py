"""Reads of check-ins: which one is due, what was scored, and whether a reminder still helps."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.timezone import localtime

from dosing.choices import Place
from dosing.models import DosingPlan
from dosing.selectors import Case
from dosing.selectors.reminders import OUT_OF_CARE
from intake.choices import Instrument, PatientState, SexAtBirth
from intake.models import InstrumentResponse, Patient, PatientStateChange
from ketaclinic.reminders.subjects import subject_uuid
from monitoring.checkins.choices import CheckInKind
from monitoring.checkins.models import CheckIn, SafetyScreen
from monitoring.checkins.rules import (
    CheckInDue,
    CheckPolicy,
    Done,
    HomePlan,
    checkin_due,
    home_since,
)

SUBJECT_TYPE = "monitoring_checkins.checkin"
SCORED = (Instrument.PEG, Instrument.PHQ9, Instrument.GAD7)


# --- Which one is due ------------------------------------------------------------------------
class Told(NamedTuple):
    """What is on record of a patient's check-ins; `active_at` is when they last became active."""

    last_on: date | None = None
    monthly_on: date | None = None
    active_at: datetime | None = None


def told_columns(patient: Any) -> dict[str, Subquery]:
    """`Told` as columns of another query about this patient, under names of their own."""
    mine = CheckIn.objects.filter(patient=patient).order_by("-due_on")
    active = PatientStateChange.objects.filter(patient=patient, to_state=PatientState.ACTIVE)
    return {
        "checkin_last_on": Subquery(mine.values("due_on")[:1]),
        "checkin_monthly_on": Subquery(mine.filter(kind=CheckInKind.MONTHLY).values("due_on")[:1]),
        "checkin_active_at": Subquery(active.order_by("-pk").values("at")[:1]),
    }


def told_of(row: Any) -> Told:
    """What a row says that was read with those columns."""
    return Told(row.checkin_last_on, row.checkin_monthly_on, row.checkin_active_at)


def checkin_of(case: Case, told: Told | None = None) -> CheckInDue | None:
    """The check-in that is open or comes next; None while none is asked of this patient.

    Only an active patient with a plan at home in force is asked; a hold changes nothing.
    """
    if case.patient.state != PatientState.ACTIVE:
        return None
    if case.plan is None or case.plan.place != Place.HOME:
        return None
    policy = case.policy.get(CheckPolicy)
    plans = [_home(plan) for plan in case.plans if plan.place == Place.HOME]
    since = home_since(plans, case.now, policy)
    if since is None:
        return None
    known = told if told is not None else _read(case.patient)
    active = localtime(known.active_at, case.zone).date() if known.active_at else None
    done = Done(known.last_on, known.monthly_on)
    return checkin_due(since, today_of(case), done, policy, active_since=active)


def today_of(case: Case) -> date:
    """The patient's own day."""
    return localtime(case.now, case.zone).date()


def open_checkin(case: Case) -> CheckInDue | None:
    """The check-in that can be filled in now, or None."""
    due = checkin_of(case)
    return due if due is not None and due.is_open(today_of(case)) else None


def due_checkin(patient: Patient, now: datetime) -> CheckInDue | None:
    """The same outside a case; Today reads it from the summary row instead."""
    return open_checkin(Case(patient, now))


def is_pregnancy_possible(patient: Patient) -> bool:
    """Whether the question applies, as before a dose: to everybody but men by birth."""
    return bool(patient.sex_at_birth != SexAtBirth.MALE)


def _home(plan: Any) -> HomePlan:
    return HomePlan(plan.starts_on, plan.effective_at, plan.ended_at)


def _read(patient: Patient) -> Told:
    rows = Patient.objects.filter(pk=patient.pk).annotate(**told_columns(OuterRef("pk")))
    return told_of(rows.only("pk").get())


# --- What was told ---------------------------------------------------------------------------
class Score(NamedTuple):
    """One scored questionnaire; the first of each is the one of the application."""

    at: datetime
    score: Decimal
    result: str


def scores_of(patient: Patient) -> Mapping[str, list[Score]]:
    """PEG (mean of 10), PHQ-9 (of 27) and GAD-7 (of 21) over time, oldest first, in one read."""
    rows = InstrumentResponse.objects.filter(
        patient=patient, instrument__in=SCORED, score__isnull=False
    )
    scores: dict[str, list[Score]] = defaultdict(list)
    for row in rows.order_by("answered_at", "pk"):
        if row.score is not None:
            scores[row.instrument].append(Score(row.answered_at, row.score, row.result))
    return scores


def checkins_of(patient: Patient) -> QuerySet[CheckIn]:
    """Every check-in of this patient with its answers and who wrote it down, the newest first."""
    return (
        CheckIn.objects.select_related(
            "report", "peg", "phq9", "gad7", "recorded_by", "policy_version"
        )
        .prefetch_related("report__grades")
        .filter(patient=patient)
    )


def checkin_by_public_id(patient: Patient, public_id: UUID) -> CheckIn | None:
    """One check-in of this patient, or None."""
    return checkins_of(patient).filter(public_id=public_id).first()


def safety_screen_by_public_id(patient: Patient, public_id: UUID) -> SafetyScreen | None:
    """One ASQ in care, or one item 9 of an unfinished form, of this patient, or None."""
    rows = SafetyScreen.objects.select_related("response", "recorded_by", "policy_version")
    return rows.filter(patient=patient, public_id=public_id).first()


class Planned(NamedTuple):
    """The check-in that the rows of reminders are about."""

    kind: str
    due_on: date


# --- Reminders -------------------------------------------------------------------------------
def checkin_subject(patient: Any, due_on: date) -> str:
    """What a reminder is about: the check-in that is due for a patient on one day."""
    return f"{patient.public_id}@{due_on.isoformat()}"


def checkins_unwanted_among(subject_ids: Iterable[str], now: datetime) -> dict[str, str]:
    """The check-ins that need no reminder any more, each with the reason, in one read."""
    asked = {subject_id: subject_uuid(subject_id) for subject_id in subject_ids}
    rows = {row.public_id: row for row in _rows({key for key in asked.values() if key}, now)}
    answers = {
        subject_id: next(_reasons(rows[key], subject_id), "") if key in rows else "missing"
        for subject_id, key in asked.items()
    }
    return {subject_id: reason for subject_id, reason in answers.items() if reason}


def _rows(keys: Iterable[UUID], now: datetime) -> Any:
    newest = CheckIn.objects.filter(patient=OuterRef("pk")).order_by("-due_on")
    plans = DosingPlan.objects.in_force_at(now).filter(patient=OuterRef("pk"), place=Place.HOME)
    return (
        Patient.objects.filter(public_id__in=list(keys))
        .order_by()
        .annotate(last_on=Subquery(newest.values("due_on")[:1]), is_at_home=Exists(plans))
        .only("public_id", "state")
    )


def _reasons(row: Any, subject_id: str) -> Iterator[str]:
    if row.state != PatientState.ACTIVE:
        yield OUT_OF_CARE.get(row.state, "patient_state")
    due_on = subject_id.partition("@")[2]
    if row.last_on is not None and row.last_on.isoformat() >= due_on:
        yield "recorded"
    if not row.is_at_home:
        yield "plan_ended"
