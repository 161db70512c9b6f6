"""The audit record of what the public can read, and since when."""

from typing import Any

from django.db import transaction
from wagtail.models import Page, Revision

from ketaclinic.audit.services import event_record

CHANGES = frozenset({"published", "unpublished", "deleted"})


@transaction.atomic
def publication_record(
    *, page: Page, by: Any, change: str, revision: Revision | None = None
) -> None:
    """Record that a page appeared, changed or went. `by=None` is the system or a schedule."""
    if change not in CHANGES:
        raise ValueError(f"unknown change {change!r}")
    details: dict[str, Any] = {"slug": page.slug}
    if revision is not None:
        details["revision"] = revision.pk
    event_record(verb=f"content.page_{change}", by=by, subject=page, details=details)
