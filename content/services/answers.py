"""Readers' answers to "Was this clear?": a count a day, never who."""

from datetime import date

from django.db import transaction
from django.db.models import F

from content.models import ArticlePage, ClarityTally


@transaction.atomic
def clarity_answer_record(*, article: ArticlePage, is_clear: bool, day: date) -> None:
    """Add one anonymous answer. It names nobody, so it writes no audit event."""
    ClarityTally.objects.get_or_create(article=article, day=day)
    field = "clear" if is_clear else "unclear"
    ClarityTally.objects.filter(article=article, day=day).update(**{field: F(field) + 1})
