"""Reads of the watch: what is still expected, what was missed, and which message is wanted."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from intake.models import Patient
from ketaclinic.statements import Statement, among_uuids, given_id, given_moment, hex_of
from monitoring.checkins.selectors import PatientCase
from monitoring.sessions.models import WatchedCheck

# A missed check of this morning can still be made up for; one of yesterday says nothing any more.
SHOWN_FOR = timedelta(hours=6)


class WatchRow(NamedTuple):
    """One expected check, as alerts and pages read it."""

    slot_hex: str
    kind: str
    minutes: int
    due_at: datetime
    missed_at: datetime
    ended_at: datetime | None

    @property
    def moment_key(self) -> str:
        return moment_subject(UUID(self.slot_hex), self.minutes)

    def is_missed(self, now: datetime) -> bool:
        """Its time is over, and nobody has recorded it since or ended the watch."""
        return self.missed_at <= now and self.ended_at is None


def moment_subject(slot_id: UUID, minutes: int) -> str:
    """What a message is about: all that is asked at one moment after one dose."""
    return f"{slot_id}@{minutes}"


def has_sessions(case: PatientCase) -> bool:
    """Whether this patient ever had a plan of sessions; no query beyond the case's own."""
    return any(plan.terms.is_session for plan in case.plans)


def watch_rows(case: PatientCase, since: datetime) -> list[WatchRow]:
    """What was expected of this patient since then; nobody without sessions costs a query."""
    if not has_sessions(case):
        return []
    return [WatchRow._make(row) for row in _ROWS.all(patient=case.patient.pk, since=since)]


_ROWS: Statement[tuple[Any, ...]] = Statement(
    lambda: (
        WatchedCheck.objects.filter(
            patient=given_id("patient"), missed_at__gte=given_moment("since")
        )
        .order_by("due_at", "pk")
        .values_list(hex_of("slot__public_id"), *WatchRow._fields[1:])
    )
)


def open_watch(patient: Patient, now: datetime) -> QuerySet[WatchedCheck]:
    """What is still expected of this patient, the earliest first; not what is long past."""
    found = WatchedCheck.objects.open().filter(patient=patient, due_at__gt=now - SHOWN_FOR)
    return found.select_related("slot").order_by("due_at", "pk")


def checks_unwanted_among(subject_ids: Iterable[str], now: datetime) -> dict[str, str]:
    """The moments of which nobody need be told any more, each with the reason, in one read."""
    asked = {subject_id: _parsed(subject_id) for subject_id in subject_ids}
    slots = list({moment[0] for moment in asked.values() if moment is not None})
    ends: dict[tuple[UUID, int], list[str]] = defaultdict(list)
    for slot_id, minutes, end in _ENDS.all(slots=slots):
        ends[(slot_id, minutes)].append(end)
    answers = {key: _reason(ends.get(moment) if moment else None) for key, moment in asked.items()}
    return {subject_id: reason for subject_id, reason in answers.items() if reason}


_ENDS: Statement[tuple[Any, ...]] = Statement(
    lambda: (
        WatchedCheck.objects.filter(among_uuids("slot__public_id", "slots"))
        .order_by("ended_at", "pk")
        .values_list("slot__public_id", "minutes", "end")
    )
)


def _reason(ends: list[str] | None) -> str:
    """Wanted while any of what is asked at the moment is open."""
    if not ends:
        return "missing"
    return "" if "" in ends else ends[-1]


def _parsed(subject_id: str) -> tuple[UUID, int] | None:
    slot_id, _, minutes = subject_id.partition("@")
    try:
        return UUID(slot_id), int(minutes)
    except ValueError:
        return None
