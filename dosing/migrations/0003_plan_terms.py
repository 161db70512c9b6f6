"""Weekdays, minutes under the tongue and planned steps, of drafts and of signed versions."""

from django.conf import settings
from django.db import migrations, models

from ketaclinic.audit.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("dosing", "0002_append_only"),
        ("intake", "0003_declared_transitions"),
        ("policies", "0002_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="dosingplan",
            name="after_hold",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "Not held under the tongue"),
                    ("swallow", "Swallow what is left"),
                    ("spit", "Spit out what is left"),
                ],
                default="",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="dosingplan",
            name="hold_minutes",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="dosingplan",
            name="step_conditions",
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="dosingplan",
            name="steps",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="dosingplan",
            name="weekdays",
            field=models.CharField(blank=True, default="", max_length=7),
        ),
        migrations.AddField(
            model_name="plandraft",
            name="after_hold",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "Not held under the tongue"),
                    ("swallow", "Swallow what is left"),
                    ("spit", "Spit out what is left"),
                ],
                default="",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="plandraft",
            name="hold_minutes",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="plandraft",
            name="steps",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="plandraft",
            name="weekdays",
            field=models.CharField(blank=True, default="", max_length=7),
        ),
        migrations.AddConstraint(
            model_name="dosingplan",
            constraint=models.CheckConstraint(
                condition=models.Q(("weekdays", ""), ("every_days", 1), _connector="OR"),
                name="dosing_dosingplan_one_rhythm",
            ),
        ),
        migrations.AddConstraint(
            model_name="dosingplan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("after_hold", ""), ("hold_minutes__isnull", True)),
                    models.Q(
                        ("hold_minutes__gt", 0),
                        ("hold_minutes__isnull", False),
                        ("route", "sublingual"),
                        models.Q(("after_hold", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="dosing_dosingplan_held_under_tongue",
            ),
        ),
        migrations.AddConstraint(
            model_name="plandraft",
            constraint=models.CheckConstraint(
                condition=models.Q(("weekdays", ""), ("every_days", 1), _connector="OR"),
                name="dosing_plandraft_one_rhythm",
            ),
        ),
        migrations.AddConstraint(
            model_name="plandraft",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("after_hold", ""), ("hold_minutes__isnull", True)),
                    models.Q(
                        ("hold_minutes__gt", 0),
                        ("hold_minutes__isnull", False),
                        ("route", "sublingual"),
                        models.Q(("after_hold", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="dosing_plandraft_held_under_tongue",
            ),
        ),
        # SQLite has built the table anew, without its triggers.
        AppendOnly("dosing_dosingplan"),
    ]
