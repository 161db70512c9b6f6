"""The queue of applications in words: its rows and its filters."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from intake.choices import QueueHolder, QueueTier
from intake.presenters.clinic import age_words, waiting_words
from intake.rules.queue import QueueChoice

TIER_WORDS = {
    0: ("stop", gettext_lazy("Medical director")),
    1: ("wait", gettext_lazy("Review")),
    2: ("go", gettext_lazy("Nothing found")),
}


@dataclass(frozen=True)
class QueueRow:
    """One application that waits."""

    href: str
    name: str
    age: str
    kind: str
    word: str
    why: str
    waiting: str
    submitted_at: datetime
    holder: str


def queue_row(submission: Any, now: datetime, user: Any) -> QueueRow:
    """A submission of `application_queue`, which carries all that its row shows."""
    patient = submission.patient
    kind, word = TIER_WORDS[submission.tier]
    return QueueRow(
        href=reverse("intake:application", args=[patient.public_id]),
        name=patient.display_name,
        age=age_words(patient.date_of_birth, now.date()),
        kind=kind,
        word=str(word),
        why=_counts(submission.exclude_count, submission.review_count),
        waiting=waiting_words(submission.waiting_since, now),
        submitted_at=submission.waiting_since,
        holder=_holder(submission, user),
    )


def _holder(submission: Any, user: Any) -> str:
    if submission.claimed_by_id is None:
        return ""
    if submission.claimed_by_id == user.pk:
        return _("you")
    return str(submission.claimed_by_name or submission.claimed_by_email)


def _counts(excludes: int, reviews: int) -> str:
    parts = []
    if excludes:
        text = ngettext("%(n)s finding excludes", "%(n)s findings exclude", excludes)
        parts.append(text % {"n": excludes})
    if reviews:
        text = ngettext("%(n)s needs an answer", "%(n)s need an answer", reviews)
        parts.append(text % {"n": reviews})
    return ", ".join(parts) or _("No finding")


def queue_filters(counts: Any, chosen: QueueChoice) -> list[dict[str, object]]:
    """What applications wait for, with their counts."""
    return _filters(QueueTier, "tier", counts.tiers, chosen.as_query())


def holder_filters(counts: Any, chosen: QueueChoice) -> list[dict[str, object]]:
    """Whose they are, with their counts."""
    return _filters(QueueHolder, "holder", counts.holders, chosen.as_query())


def _filters(
    choices: Any, name: str, counts: Mapping[str, int], query: dict[str, str]
) -> list[dict[str, object]]:
    """One filter keeps what the other one is set to."""
    return [
        {
            "href": _address({**query, name: choice.value}),
            "label": choice.label,
            "count": counts.get(choice.value or "all", 0),
            "is_active": choice.value == query[name],
        }
        for choice in choices
    ]


def _address(query: Mapping[str, str]) -> str:
    words = urlencode({name: value for name, value in query.items() if value})
    return f"{reverse('intake:queue')}?{words}" if words else reverse("intake:queue")
