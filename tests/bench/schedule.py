"""How fast a night lays out many plans, and how fast the same rows are inserted bare.

Run as `python -m tests.bench.schedule PLANS` on a database of its own; prints JSON.
"""

import json
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import django

django.setup()

from django.core.management.sql import emit_post_migrate_signal  # noqa: E402
from django.db import connection, models, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from dosing.choices import Formulation, Place, PlanChange, PlanEndKind, Route  # noqa: E402
from dosing.models import DosingPlan, PlanEnd, ScheduledDose  # noqa: E402
from dosing.services import slots_extend  # noqa: E402
from dosing.services.schedule import BATCH as INSERTED_AT_ONCE  # noqa: E402
from intake.choices import PatientState  # noqa: E402
from intake.models import Patient  # noqa: E402
from ketaclinic.accounts.choices import Role  # noqa: E402
from ketaclinic.accounts.models import User  # noqa: E402
from ketaclinic.policies.selectors import policy_in_force  # noqa: E402
from ketaclinic.reminders.models import Reminder  # noqa: E402

# Three doses a day, as most plans have; their first night lays out the whole fourteen days.
TIMES = ["08:00", "14:00", "20:00"]
ZONES = ("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles")
# So many plans first: the night that the memory of the measured one is held against.
WARM_UP = 500
KEPT: dict[str, type[models.Model]] = {"bench_slot": ScheduledDose, "bench_reminder": Reminder}
CHUNK = 5_000
BORN = date(1980, 4, 12)
MEMORY = Path("/proc/self/status")
# Linux forgets the peak so far when a 5 is written here: proc_pid_clear_refs(5).
FORGET_PEAK = Path("/proc/self/clear_refs")


def main(plans: int) -> dict[str, Any]:
    """Seconds of a night and of the bare inserts, how many rows, and the most memory that a night
    of a few and of all these plans needed."""
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
    few = night(WARM_UP)
    clear_away()
    many = night(plans)
    return {
        "plans": plans,
        "slots": many["slots"],
        "reminders": Reminder.objects.count(),
        "extend_seconds": many["seconds"],
        "bare_seconds": sum(_again(table, model) for table, model in KEPT.items()),
        "few_plans": WARM_UP,
        "peak_few_kilobytes": few["peak"],
        "peak_kilobytes": many["peak"],
    }


def night(plans: int) -> dict[str, Any]:
    """Rows made, seconds, and the peak of the night alone, without that of adding its plans."""
    add_plans(plans)
    FORGET_PEAK.write_text("5")
    started = time.perf_counter()
    made = slots_extend(now=timezone.now())
    return {"slots": made, "seconds": time.perf_counter() - started, "peak": peak_kilobytes()}


def clear_away() -> None:
    """Leave nothing of the night of a few plans that the measured one would see."""
    now = timezone.now()
    PlanEnd.objects.bulk_create(
        PlanEnd(plan=plan, ended_at=now, kind=PlanEndKind.COMPLETED, recorded_at=now)
        for plan in DosingPlan.objects.all()
    )
    for model in KEPT.values():
        _emptied(model)


def add_plans(count: int) -> None:
    """So many running plans, each of a patient of its own."""
    now = timezone.now()
    version = policy_in_force().version
    signer, _ = User.objects.get_or_create(
        email="signer@clinic.test", defaults={"role": Role.PRESCRIBER}
    )
    first = Patient.objects.count()
    # No more at once than for the warm-up, so that many leave no larger a process behind than few.
    for start in range(first, first + count, WARM_UP):
        numbers = range(start, min(start + WARM_UP, first + count))
        users = User.objects.bulk_create(
            User(email=f"plan{n}@clinic.test", time_zone=ZONES[n % len(ZONES)], password="!")
            for n in numbers
        )
        patients = Patient.objects.bulk_create(
            Patient(user=user, state=PatientState.ACTIVE, date_of_birth=BORN, created_at=now)
            for user in users
        )
        DosingPlan.objects.bulk_create(
            DosingPlan(
                patient=patient,
                version=1,
                change=PlanChange.START,
                formulation=Formulation.CAPSULE,
                route=Route.SWALLOW,
                strength_ug=25_000,
                dose_ug=25_000,
                times_of_day=TIMES,
                starts_on=now.date() - timedelta(days=2),
                place=Place.HOME,
                signed_by=signer,
                signed_at=now - timedelta(days=2),
                effective_at=now - timedelta(days=2),
                policy_version=version,
            )
            for patient in patients
        )


def peak_kilobytes() -> int:
    """The most memory that this process held since its peak was forgotten."""
    lines = dict(line.split(":", 1) for line in MEMORY.read_text().splitlines())
    return int(lines["VmHWM"].split()[0])


def _again(table: str, model: type[models.Model]) -> float:
    """The seconds of `bulk_create` alone, without reading the rows that it is given."""
    name = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE UNLOGGED TABLE {table} AS SELECT * FROM {name}")
        cursor.execute(f"CREATE INDEX ON {table} (id)")
    _emptied(model)
    return sum(_inserted(model, rows) for rows in _chunks(model, table))


def _emptied(model: type[models.Model]) -> None:
    """As empty as before any night, in its files and indexes too."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {model._meta.db_table}")
        cursor.execute(f"VACUUM FULL {model._meta.db_table}")


def _chunks(model: type[models.Model], table: str) -> Iterator[list[models.Model]]:
    last = 0
    statement = f"SELECT * FROM {table} WHERE id > %s ORDER BY id LIMIT {CHUNK}"
    while rows := list(model._default_manager.raw(statement, [last])):
        last = rows[-1].pk
        yield rows


def _inserted(model: type[models.Model], rows: list[models.Model]) -> float:
    for row in rows:
        row.pk, row._state.adding = None, True
    started = time.perf_counter()
    with transaction.atomic():
        model._default_manager.bulk_create(rows, batch_size=INSERTED_AT_ONCE)
    return time.perf_counter() - started


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]))))
