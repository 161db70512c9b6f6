"""What a patient agreed to: the text as it stood, who signed it, and whether they took it back."""

import uuid

from django.conf import settings
from django.db import models

from intake.models.patient import Patient
from ketaclinic.audit.append_only import AppendOnlyModel


class ConsentDocument(AppendOnlyModel):
    """One version of one document, in full; a new wording is a new version."""

    personal_fields: frozenset[str] = frozenset()
    impersonal_fields = frozenset(
        {"key", "version", "title", "text", "sha256", "is_material", "installed_at"}
    )

    key = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    is_material = models.BooleanField()
    installed_at = models.DateTimeField()

    class Meta:
        ordering = ("key", "version")
        constraints = [
            models.UniqueConstraint(name="intake_consent_version_once", fields=("key", "version"))
        ]

    def __str__(self) -> str:
        return f"{self.key} version {self.version}"


class ConsentSignature(AppendOnlyModel):
    """A typed name under a document whose full text was on the screen."""

    personal_fields = frozenset({"patient", "typed_name", "ip_address", "teach_back", "signed_by"})
    impersonal_fields = frozenset({"public_id", "document", "text_sha256", "signed_at"})

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(
        Patient, on_delete=models.PROTECT, related_name="consent_signatures"
    )
    document = models.ForeignKey(
        ConsentDocument, on_delete=models.PROTECT, related_name="signatures"
    )
    typed_name = models.CharField(max_length=161)
    text_sha256 = models.CharField(max_length=64)
    ip_address = models.GenericIPAddressField(null=True, blank=True)
    teach_back = models.JSONField(default=list)
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"signature of patient {self.patient_id}"


class ConsentCopy(AppendOnlyModel):
    """The signer took their copy of what they signed."""

    personal_fields = frozenset({"signature", "given_to"})
    impersonal_fields = frozenset({"sha256", "given_at"})

    signature = models.ForeignKey(ConsentSignature, on_delete=models.PROTECT, related_name="copies")
    sha256 = models.CharField(max_length=64)
    given_at = models.DateTimeField()
    given_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"copy of signature {self.signature_id}"


class ConsentWithdrawal(AppendOnlyModel):
    """A signature taken back; doses stop until there is a new one."""

    personal_fields = frozenset({"signature", "withdrawn_by", "reason"})
    impersonal_fields = frozenset({"withdrawn_at"})

    signature = models.OneToOneField(
        ConsentSignature, on_delete=models.PROTECT, related_name="withdrawal"
    )
    reason = models.CharField(max_length=500, blank=True)
    withdrawn_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"withdrawal of signature {self.signature_id}"
