"""Writes of the library."""

from content.services.answers import clarity_answer_record
from content.services.library import article_load, articles_load, library_ensure
from content.services.permissions import editor_permissions_grant
from content.services.publication import publication_record
from content.services.reviews import review_reminders_settle

__all__ = [
    "article_load",
    "articles_load",
    "clarity_answer_record",
    "editor_permissions_grant",
    "library_ensure",
    "publication_record",
    "review_reminders_settle",
]
