"""Load the clinic that is measured, and tell where its doors are.

Run as `python -m tests.bench.load PATIENTS`; prints JSON (see `Loaded` in tests/bench/stage.py).
"""

import json
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import django

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management.sql import emit_post_migrate_signal  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import F  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from content.models import ArticlePage  # noqa: E402
from content.services import articles_load  # noqa: E402
from dosing.models import ScheduledDose  # noqa: E402
from dosing.selectors import Case, check_blockers, plan_in_force  # noqa: E402
from intake.choices import PatientState  # noqa: E402
from intake.models import Patient  # noqa: E402
from ketaclinic.accounts.choices import Role  # noqa: E402
from ketaclinic.accounts.demo import demo_person  # noqa: E402
from ketaclinic.accounts.models import User  # noqa: E402
from ketaclinic.accounts.selectors import user_by_email  # noqa: E402
from monitoring.checkins.forms import NO, YES  # noqa: E402
from monitoring.checkins.rules import QUESTION_RULES  # noqa: E402
from monitoring.demo.bulk import bulk_load  # noqa: E402
from monitoring.patient.forms.fields import NONE  # noqa: E402
from tests.bench.models import Note  # noqa: E402

# The last word of every patient is of the day before, so each check asks for its pair of readings.
LIVED_UNTIL = timedelta(hours=26)
DUE_IN = timedelta(minutes=10)
CASES = 60
MOMENTS = ("nominal_at", "due_at", "window_opens_at", "window_closes_at")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def load(patients: int) -> dict[str, Any]:
    """The clinic with so many patients; the sessions, addresses and answers to measure with."""
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
    now = timezone.now()
    bulk_load(patients=patients, now=now - LIVED_UNTIL)
    articles_load()
    with connection.schema_editor() as editor:
        editor.create_model(Note)
    cases = [case for case, _ in zip(open_cases(now), range(CASES), strict=False)]
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return {
        "patients": Patient.objects.count(),
        "nurse": session_of(nurse()),
        "worklist": reverse("clinic:worklist"),
        "article": ArticlePage.objects.live().order_by("pk")[0].get_url(),
        "answers": usual_answers(),
        "cases": cases,
    }


def nurse() -> User:
    """The demo clinic's nurse."""
    listed = demo_person(Role.NURSE)
    user = user_by_email(listed.email) if listed else None
    if user is None:
        raise LookupError("the demo clinic has no nurse")
    return user


def session_of(user: User) -> str:
    """Sign somebody in without a password; gives the session's key."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def open_cases(now: datetime) -> Iterator[dict[str, Any]]:
    """Patients who can check and log a dose now, each with the addresses of that one dose."""
    active = Patient.objects.filter(state=PatientState.ACTIVE).select_related("user")
    for patient in active.order_by("-pk"):
        slot = bring_forward(patient, now)
        if slot is not None and not check_blockers(Case(patient, now), slot):
            yield {
                "session": session_of(patient.user),
                "slot": slot.pk,
                "chart": reverse("clinic:chart", args=[patient.public_id]),
                "today": reverse("home:today"),
                "check": reverse("home:check", args=[slot.public_id]),
                "dose": reverse("home:dose", args=[slot.public_id]),
            }


def bring_forward(patient: Patient, now: datetime) -> ScheduledDose | None:
    """Move the doses still to come so that the first of them is due in a few minutes."""
    plan = plan_in_force(patient, now)
    coming = ScheduledDose.objects.offered().filter(plan=plan, due_at__gt=now - LIVED_UNTIL)
    first = coming.unreported().first()
    if plan is None or first is None:
        return None
    shift = now + DUE_IN - first.due_at
    coming.filter(due_at__gte=first.due_at).update(**{name: F(name) + shift for name in MOMENTS})
    first.refresh_from_db()
    return first


def usual_answers() -> dict[str, str]:
    """What a well patient enters before a dose, whichever of it the page asks."""
    questions = {str(rule.question): NO if rule.worrying_answer else YES for rule in QUESTION_RULES}
    readings = {
        f"{part}_{turn}": str(value + turn)
        for turn in (1, 2)
        for part, value in (("systolic", 118), ("diastolic", 75), ("pulse", 68))
    }
    return {**questions, **readings, "symptoms": NONE}


if __name__ == "__main__":
    print(json.dumps(load(int(sys.argv[1]))))
