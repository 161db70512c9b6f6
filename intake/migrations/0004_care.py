"""Tests and visits of care; the readiness list tells of the first ones."""

import uuid
from datetime import timedelta
from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from ketaclinic.audit.append_only import AppendOnly

# Frozen as of this migration: the gate, the kind that it is the first of, days to the next one.
FIRST = (
    ("baseline_lft", "liver_tests", 90),
    ("baseline_urinalysis", "urine_test", 90),
    ("first_dose_supervised_completed", "visit", 28),
)


def gates_copy(apps: Any, schema_editor: Any) -> None:
    """Whoever is in care already has had the first of each kind: the readiness list says when."""
    gates = apps.get_model("intake", "ReadinessGate").objects
    record = apps.get_model("intake", "CareRecord")
    for key, kind, days in FIRST:
        closed = gates.filter(key=key, done_on__isnull=False, closed_by__isnull=False)
        record.objects.bulk_create(
            (
                record(
                    patient_id=gate.patient_id,
                    kind=kind,
                    done_on=gate.done_on,
                    next_due_on=gate.done_on + timedelta(days=days),
                    recorded_at=gate.closed_at,
                    recorded_by_id=gate.closed_by_id,
                )
                for gate in closed.order_by("pk").iterator()
            ),
            batch_size=1000,
        )


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0003_declared_transitions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CareRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("liver_tests", "Liver tests"),
                            ("urine_test", "Urine test"),
                            ("visit", "Visit"),
                        ],
                        max_length=20,
                    ),
                ),
                ("done_on", models.DateField()),
                ("next_due_on", models.DateField()),
                ("note", models.CharField(blank=True, max_length=500)),
                ("recorded_at", models.DateTimeField()),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="care_records",
                        to="intake.patient",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "indexes": [
                    models.Index(fields=["patient", "kind"], name="intake_care_of_patient")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["liver_tests", "urine_test", "visit"])),
                        name="intake_care_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("next_due_on__gt", models.F("done_on"))),
                        name="intake_care_next_comes_after",
                    ),
                ],
            },
        ),
        AppendOnly("intake_carerecord"),
        migrations.RunPython(gates_copy, migrations.RunPython.noop),
    ]
