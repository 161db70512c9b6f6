"""The plan: a draft that can be edited, signed versions that cannot, and how each version ended."""

import uuid
from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, Min, OuterRef, Q, Subquery

from dosing.choices import PlanChange, PlanEndKind, SupplyKind
from dosing.models.supply import SupplyEntry
from dosing.models.terms import TERM_FIELDS, PlanTerms
from ketaclinic.audit.append_only import AppendOnlyModel, AppendOnlyQuerySet


class PlanDraft(PlanTerms):
    """The one open draft of a patient; signing or discarding it closes it."""

    append_only = False
    personal_fields = TERM_FIELDS | {"patient", "saved_by", "signed_as"}
    impersonal_fields = frozenset({"revision", "saved_at", "discarded_at"})

    patient = models.ForeignKey(
        "intake.Patient", on_delete=models.PROTECT, related_name="plan_drafts"
    )
    revision = models.PositiveIntegerField(default=1)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    saved_at = models.DateTimeField()
    signed_as = models.OneToOneField(
        "dosing.DosingPlan", null=True, blank=True, on_delete=models.PROTECT, related_name="draft"
    )
    discarded_at = models.DateTimeField(null=True, blank=True)

    class Meta(PlanTerms.Meta):
        constraints = [
            *PlanTerms.Meta.constraints,
            models.UniqueConstraint(
                fields=["patient"],
                condition=Q(signed_as__isnull=True, discarded_at__isnull=True),
                name="dosing_one_open_draft",
            ),
            models.CheckConstraint(
                condition=Q(signed_as__isnull=True) | Q(discarded_at__isnull=True),
                name="dosing_draft_signed_or_discarded",
            ),
        ]

    def __str__(self) -> str:
        return f"draft of patient {self.patient_id}"


class DosingPlanQuerySet(AppendOnlyQuerySet):
    """Named readings of the signed versions."""

    def not_ended_by(self, moment: datetime) -> Self:
        ended = PlanEnd.objects.filter(plan=OuterRef("pk"), ended_at__lte=moment)
        return self.filter(~Exists(ended))

    def with_end(self) -> Self:
        """Each with `ended_at`, the moment from which it is over; the earliest end counts."""
        return self.annotate(ended_at=Min("ends__ended_at"))

    def with_end_told(self) -> Self:
        """As `with_end`, with the `end_kind` and `end_reason` of the end that counts; None without
        one. They ride on this read."""
        ends = PlanEnd.objects.filter(plan=OuterRef("pk")).order_by("ended_at", "pk")
        told = {"ended_at": "ended_at", "end_kind": "kind", "end_reason": "reason"}
        return self.annotate(**{k: Subquery(ends.values(name)[:1]) for k, name in told.items()})

    def with_supply(self) -> Self:
        """Each with `lots_until`, the latest beyond-use date of what was dispensed of its product
        (None: nothing was), and `has_supply`, whether anything of supply is on record at all.

        They ride on this read, so that blockers cost no query, and nor does having no supply.
        """
        same = {name: OuterRef(name) for name in ("patient", "formulation", "enantiomer")}
        in_strength = Q(strength_ug=OuterRef("strength_ug"))
        in_strength |= Q(concentration_ug_per_ml=OuterRef("concentration_ug_per_ml"))
        given = SupplyEntry.objects.in_force().filter(
            in_strength, **same, kind=SupplyKind.DISPENSED, amount_ug__gt=0
        )
        newest = given.order_by("-beyond_use_on").values("beyond_use_on")[:1]
        any_row = SupplyEntry.objects.filter(patient=OuterRef("patient"))
        return self.annotate(lots_until=Subquery(newest), has_supply=Exists(any_row))

    def in_force_at(self, moment: datetime) -> Self:
        return self.filter(effective_at__lte=moment).not_ended_by(moment)


class DosingPlan(PlanTerms, AppendOnlyModel):
    """One signed version; a change is a new version that supersedes it."""

    personal_fields = TERM_FIELDS | {"patient", "findings", "signed_by", "step_conditions"}
    impersonal_fields = frozenset(
        {
            "public_id",
            "version",
            "change",
            "supersedes",
            "signed_at",
            "effective_at",
            "policy_version",
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey("intake.Patient", on_delete=models.PROTECT, related_name="plans")
    version = models.PositiveIntegerField()
    change = models.CharField(max_length=10, choices=PlanChange)
    supersedes = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="successors"
    )
    findings = models.JSONField(default=list)
    # What was true when a planned step was released; null for a version that was drafted.
    step_conditions = models.JSONField(null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    signed_at = models.DateTimeField()
    effective_at = models.DateTimeField()
    policy_version = models.ForeignKey(
        "policies.PolicyVersion", on_delete=models.PROTECT, related_name="+"
    )

    objects: ClassVar[Any] = models.Manager.from_queryset(DosingPlanQuerySet)()
    # Known of what was read `with_end` or `with_end_told`.
    ended_at: datetime | None
    end_kind: str | None
    end_reason: str | None

    class Meta(PlanTerms.Meta):
        ordering = ("version",)
        constraints = [
            *PlanTerms.Meta.constraints,
            models.UniqueConstraint(fields=["patient", "version"], name="dosing_plan_version_once"),
            models.UniqueConstraint(
                fields=["patient"],
                condition=Q(supersedes__isnull=True),
                name="dosing_one_first_plan",
            ),
            models.UniqueConstraint(fields=["supersedes"], name="dosing_plan_superseded_once"),
            models.CheckConstraint(
                condition=Q(effective_at__gte=F("signed_at")), name="dosing_plan_not_backdated"
            ),
        ]

    def __str__(self) -> str:
        return f"plan version {self.version} of patient {self.patient_id}"

    @property
    def approval(self) -> Any:
        """Another prescriber's yes, where the version goes past a hard limit, or None."""
        use = getattr(self, "approval_use", None)
        return use.answer if use is not None else None


class PlanEnd(AppendOnlyModel):
    """A moment from which a version no longer counts; the earliest one is in force."""

    personal_fields = frozenset({"plan", "by", "reason"})
    impersonal_fields = frozenset({"ended_at", "kind", "superseded_by", "recorded_at"})

    plan = models.ForeignKey(DosingPlan, on_delete=models.PROTECT, related_name="ends")
    ended_at = models.DateTimeField()
    kind = models.CharField(max_length=12, choices=PlanEndKind)
    superseded_by = models.ForeignKey(
        DosingPlan, null=True, blank=True, on_delete=models.PROTECT, related_name="ended_plans"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ("ended_at", "id")
        indexes = [models.Index(fields=["plan", "ended_at"], name="dosing_plan_end")]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "kind"],
                condition=~Q(kind=PlanEndKind.SUPERSEDED),
                name="dosing_plan_ends_once_by_kind",
            ),
            models.UniqueConstraint(
                fields=["plan", "superseded_by"], name="dosing_plan_ends_once_by_version"
            ),
            models.CheckConstraint(
                condition=Q(kind=PlanEndKind.SUPERSEDED, superseded_by__isnull=False)
                | (~Q(kind=PlanEndKind.SUPERSEDED) & Q(superseded_by__isnull=True)),
                name="dosing_plan_end_names_its_version",
            ),
            models.CheckConstraint(
                condition=~Q(kind=PlanEndKind.STOPPED) | (Q(by__isnull=False) & ~Q(reason="")),
                name="dosing_plan_stop_has_who_and_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} at {self.ended_at}"
