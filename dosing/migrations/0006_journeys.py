"""Answers about journeys, guarded as facts; a dose may be left out because the zone changed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from ketaclinic.audit.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("dosing", "0005_supply"),
        ("intake", "0003_declared_transitions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="scheduleddose",
            name="not_offered",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "Offered"),
                    ("interval", "Too near the dose before it"),
                    ("zone", "Its time had passed when the time zone changed"),
                ],
                default="",
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="Journey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("from_zone", models.CharField(max_length=64)),
                ("to_zone", models.CharField(max_length=64)),
                (
                    "answer",
                    models.CharField(
                        choices=[("keep", "Keep home times"), ("move", "Move to the time here")],
                        max_length=4,
                    ),
                ),
                ("answered_at", models.DateTimeField()),
                ("moved", models.PositiveSmallIntegerField(default=0)),
                ("left_out", models.PositiveSmallIntegerField(default=0)),
                ("gap_minutes", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="journeys",
                        to="intake.patient",
                    ),
                ),
            ],
            options={
                "ordering": ("answered_at", "id"),
                "indexes": [
                    models.Index(fields=["patient", "from_zone"], name="dosing_journey_of_patient")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("from_zone", models.F("to_zone")), _negated=True),
                        name="dosing_journey_leads_elsewhere",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("answer__in", ["keep", "move"])),
                        name="dosing_journey_answer_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("left_out__lte", models.F("moved"))),
                        name="dosing_journey_left_out_were_moved",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", "keep"), _negated=True),
                            models.Q(("gap_minutes__isnull", True), ("left_out", 0), ("moved", 0)),
                            _connector="OR",
                        ),
                        name="dosing_journey_keep_moves_nothing",
                    ),
                ],
            },
        ),
        AppendOnly("dosing_journey"),
    ]
