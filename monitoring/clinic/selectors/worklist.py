"""The worklist: one row a patient, read from the summary that `refresh_patient` keeps."""

from django.db.models import Count, F, Q, QuerySet

from intake.choices import PatientState
from monitoring.alerts.choices import Severity
from monitoring.alerts.models import PatientSummary
from monitoring.clinic.choices import Show

IN_CARE = (PatientState.APPROVED, PatientState.ACTIVE, PatientState.PAUSED)

HAS_ALERT = Q(worst_severity__in=Severity.values)
HAS_HOLD = Q(open_hold_count__gt=0)
MEANING: dict[str, Q] = {
    Show.NEEDS: HAS_ALERT | HAS_HOLD,
    Show.EMERGENCY: Q(emergency_count__gt=0),
    Show.SAME_DAY: Q(same_day_count__gt=0),
    Show.ROUTINE: Q(routine_count__gt=0),
    Show.UNSEEN: Q(unacknowledged_count__gt=0),
    Show.HELD: HAS_HOLD,
    Show.ALL: Q(),
}


def worklist_summaries(show: str = Show.NEEDS, name: str = "") -> QuerySet[PatientSummary]:
    """The rows of a filter: the worst first, then unseen before seen, then the longest waiting."""
    found = _in_care().filter(MEANING[show])
    for word in name.split():
        found = found.filter(
            Q(patient__first_name__icontains=word)
            | Q(patient__last_name__icontains=word)
            | Q(patient__preferred_name__icontains=word)
        )
    return found.select_related("patient__user").order_by(
        "severity_rank", F("due_at").asc(nulls_last=True), "waiting_since", "patient_id"
    )


def worklist_counts() -> dict[str, int]:
    """How many patients stand behind each filter; one query for all of them."""
    return _in_care().aggregate(
        **{str(show): Count("pk", filter=meaning) for show, meaning in MEANING.items() if meaning},
        **{str(Show.ALL): Count("pk")},
    )


def _in_care() -> QuerySet[PatientSummary]:
    """Patients in the programme, and any other who still has an alert."""
    return PatientSummary.objects.filter(Q(patient__state__in=IN_CARE) | HAS_ALERT)
