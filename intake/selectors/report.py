"""How applications fare: a funnel over those started in a stretch of time, and what was found."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.db.models import QuerySet

from intake.choices import PatientState
from intake.models import Patient, PatientStateChange, ScreeningFinding, Submission
from intake.selectors.work import newest_only

STEPS = (
    PatientState.SUBMITTED,
    PatientState.APPROVED,
    PatientState.DECLINED,
    PatientState.WITHDRAWN,
    PatientState.ACTIVE,
)
# From which step to which other ones the median time is told.
PATHS = (
    ("started", PatientState.SUBMITTED),
    (PatientState.SUBMITTED, PatientState.APPROVED),
    (PatientState.SUBMITTED, PatientState.DECLINED),
    (PatientState.APPROVED, PatientState.ACTIVE),
)


@dataclass(frozen=True)
class IntakeReport:
    """Counts by step, median days by path ("started to submitted"), and findings by key."""

    since: datetime | None
    until: datetime | None
    counts: Mapping[str, int]
    median_days: Mapping[str, float | None]
    findings: list[tuple[str, str, int]]

    def as_data(self) -> dict[str, object]:
        """Plain values, for JSON."""
        return {
            "since": self.since.isoformat() if self.since else None,
            "until": self.until.isoformat() if self.until else None,
            "counts": dict(self.counts),
            "median_days": dict(self.median_days),
            "findings": [
                {"key": key, "action": action, "applications": count}
                for key, action, count in self.findings
            ],
        }


def intake_report(
    *, since: datetime | None = None, until: datetime | None = None, most: int = 10
) -> IntakeReport:
    """The report over applications started from `since` on and before `until`.

    Each step counts the people who ever reached it; a time between steps is from the first arrival
    at the one to the first arrival at the other. Findings are those of the newest submissions.
    Records that were joined with another one are not counted again.
    """
    patients = _started(since, until)
    arrivals = _first_arrivals(patients)
    return IntakeReport(
        since=since,
        until=until,
        counts={
            "started": len(arrivals),
            **{str(step): sum(1 for each in arrivals.values() if step in each) for step in STEPS},
        },
        median_days={
            f"{before} to {after}": _median_days(arrivals.values(), before, after)
            for before, after in PATHS
        },
        findings=_most_frequent(patients, most),
    )


def _started(since: datetime | None, until: datetime | None) -> QuerySet[Patient]:
    patients = Patient.objects.filter(merged_into__isnull=True)
    if since is not None:
        patients = patients.filter(created_at__gte=since)
    return patients if until is None else patients.filter(created_at__lt=until)


def _first_arrivals(patients: QuerySet[Patient]) -> dict[int, dict[str, datetime]]:
    arrivals: dict[int, dict[str, datetime]] = {
        key: {"started": at} for key, at in patients.values_list("pk", "created_at")
    }
    changes = PatientStateChange.objects.filter(patient__in=patients, to_state__in=STEPS)
    for key, step, at in changes.order_by("id").values_list("patient_id", "to_state", "at"):
        arrivals[key].setdefault(step, at)
    return arrivals


def _median_days(
    arrivals: Iterable[Mapping[str, datetime]], before: str, after: str
) -> float | None:
    took = [
        (each[after] - each[before]) / timedelta(days=1)
        for each in arrivals
        if before in each and after in each
    ]
    return round(median(took), 1) if took else None


def _most_frequent(patients: QuerySet[Patient], most: int) -> list[tuple[str, str, int]]:
    newest = newest_only(Submission.objects.filter(patient__in=patients))
    found = ScreeningFinding.objects.filter(submission__in=newest).values_list("key", "action")
    counted = Counter((str(key), str(action)) for key, action in found)
    ordered = sorted(counted.items(), key=lambda each: (-each[1], each[0]))
    return [(key, action, count) for (key, action), count in ordered[:most]]
