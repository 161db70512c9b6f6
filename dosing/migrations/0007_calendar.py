"""Who told the clinic of a dose; a patient's own calendar."""

import django.db.models.deletion
from django.db import migrations, models

from ketaclinic.audit.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("dosing", "0006_journeys"),
        ("intake", "0003_declared_transitions"),
    ]

    operations = [
        migrations.CreateModel(
            name="DoseTold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "told_by",
                    models.CharField(
                        choices=[
                            ("patient", "The patient told us"),
                            ("helper", "A helper or relative told us"),
                            ("seen", "We saw it at the clinic"),
                            ("other", "Somebody else told us"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "log",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="told",
                        to="dosing.doselog",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calendar_feeds",
                        to="intake.patient",
                    ),
                ),
            ],
            options={
                "ordering": ("made_at", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at__isnull", True)),
                        fields=("patient",),
                        name="dosing_one_open_calendar",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("revoked_at__isnull", True),
                            ("revoked_at__gte", models.F("made_at")),
                            _connector="OR",
                        ),
                        name="dosing_calendar_ends_after_start",
                    ),
                ],
            },
        ),
        AppendOnly("dosing_dosetold"),
    ]
