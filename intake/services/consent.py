"""Documents, signatures and their withdrawal."""

from datetime import datetime

from django.db import transaction

from intake.models import ConsentDocument
from intake.rules.consent import CONSENT_TEXTS


@transaction.atomic
def consent_documents_install(*, now: datetime) -> list[ConsentDocument]:
    """Add the document versions that the code has and the database lacks; returns the new ones."""
    known = set(ConsentDocument.objects.values_list("key", "version"))
    missing = [text for text in CONSENT_TEXTS if (text.key, text.version) not in known]
    return ConsentDocument.objects.bulk_create(
        ConsentDocument(
            key=text.key,
            version=text.version,
            title=text.title,
            text=text.text,
            sha256=text.sha256,
            is_material=text.is_material,
            installed_at=now,
        )
        for text in missing
    )
