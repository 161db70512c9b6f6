"""Two people past a hard limit: requests, answers, and the version signed with an answer."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from ketaclinic.audit.append_only import AppendOnly


def foreign_key(to, **options):
    options = {"related_name": "+", **options}
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=to, **options)


def one_to_one(to, related_name):
    return models.OneToOneField(
        on_delete=django.db.models.deletion.PROTECT, related_name=related_name, to=to
    )


def person():
    return foreign_key(settings.AUTH_USER_MODEL)


def key():
    return models.BigAutoField(
        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("dosing", "0003_plan_terms"),
        ("intake", "0003_declared_transitions"),
        ("policies", "0002_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ApprovalRequest",
            fields=[
                ("id", key()),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("revision", models.PositiveIntegerField()),
                ("kept_terms", models.JSONField()),
                ("findings", models.JSONField()),
                ("reason", models.TextField()),
                ("asked_at", models.DateTimeField()),
                ("asked_by", person()),
                ("draft", foreign_key("dosing.plandraft", related_name="approval_requests")),
                ("drafted_by", person()),
                ("patient", foreign_key("intake.patient", related_name="approval_requests")),
                ("policy_version", foreign_key("policies.policyversion")),
            ],
            options={
                "ordering": ("asked_at", "id"),
                "indexes": [
                    models.Index(fields=["draft", "asked_at"], name="dosing_asked_of_draft")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="dosing_approval_asked_with_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("revision__gt", 0)),
                        name="dosing_approval_of_revision",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ApprovalAnswer",
            fields=[
                ("id", key()),
                (
                    "outcome",
                    models.CharField(
                        choices=[("approved", "Approve"), ("declined", "Decline")], max_length=10
                    ),
                ),
                ("note", models.TextField()),
                ("answered_at", models.DateTimeField()),
                ("answered_by", person()),
                ("asked_by", person()),
                ("drafted_by", person()),
                ("request", one_to_one("dosing.approvalrequest", related_name="answer")),
            ],
            options={
                "ordering": ("answered_at", "id"),
                "indexes": [models.Index(fields=["answered_at"], name="dosing_approval_answered")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("note", ""), _negated=True),
                        name="dosing_approval_has_a_note",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_by", models.F("asked_by")), _negated=True),
                            models.Q(("answered_by", models.F("drafted_by")), _negated=True),
                        ),
                        name="dosing_approval_by_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ApprovalUse",
            fields=[
                ("id", key()),
                ("answer", one_to_one("dosing.approvalanswer", related_name="use")),
                ("plan", one_to_one("dosing.dosingplan", related_name="approval_use")),
            ],
        ),
        AppendOnly("dosing_approvalrequest"),
        AppendOnly("dosing_approvalanswer"),
        AppendOnly("dosing_approvaluse"),
    ]
