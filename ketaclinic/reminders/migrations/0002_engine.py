"""Fewer indexes on a row that changes five times; pauses of a purpose; sending again by hand."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from ketaclinic.audit.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("reminders", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PurposePause",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("purpose", models.CharField(max_length=40)),
                ("reason", models.CharField(max_length=200)),
                ("paused_at", models.DateTimeField()),
                ("resumed_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="ReminderResend",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "former_status",
                    models.CharField(
                        choices=[
                            ("due", "Due"),
                            ("claimed", "Claimed"),
                            ("sending", "Sending"),
                            ("sent", "Sent"),
                            ("cancelled", "Cancelled"),
                            ("expired", "Expired"),
                            ("failed", "Failed"),
                            ("uncertain", "Uncertain"),
                            ("skipped", "Skipped"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.RemoveIndex(
            model_name="reminder",
            name="reminder_finished",
        ),
        migrations.RemoveIndex(
            model_name="reminder",
            name="reminder_claim_token",
        ),
        migrations.AddIndex(
            model_name="reminder",
            index=models.Index(
                condition=models.Q(("finished_at__isnull", False)),
                fields=["finished_at", "status"],
                name="reminder_finished",
            ),
        ),
        migrations.AddField(
            model_name="purposepause",
            name="paused_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="purposepause",
            name="resumed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="reminderresend",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="reminderresend",
            name="reminder",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="resends",
                to="reminders.reminder",
            ),
        ),
        migrations.AddConstraint(
            model_name="purposepause",
            constraint=models.UniqueConstraint(
                condition=models.Q(("resumed_at__isnull", True)),
                fields=("purpose",),
                name="purpose_pause_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="purposepause",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("resumed_at__isnull", True), ("resumed_by__isnull", True)),
                    models.Q(("resumed_at__isnull", False), ("resumed_by__isnull", False)),
                    _connector="OR",
                ),
                name="purpose_pause_resumed_pair",
            ),
        ),
        AppendOnly("reminders_reminderresend"),
    ]
