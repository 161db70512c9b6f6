"""What the library's pages show: parts with anchors, numbered sources, the review in words."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from content.choices import ReviewState
from content.models import ArticlePage, Citation
from content.rules.citations import footnote_numbers
from content.rules.review import review_state
from ketaclinic.accounts.choices import Role

SHELL = "shells/public.html"
PATIENT_SHELL = "shells/patient.html"


@dataclass
class Footnotes:
    """Numbers for sources, and a name for each place that cites one, counted while rendering."""

    numbers: dict[str, int]
    places: Counter = field(default_factory=Counter)

    def place(self, key: str) -> int:
        """Which mention of this source this is: the first is 1."""
        self.places[key] += 1
        return self.places[key]


@dataclass(frozen=True)
class Part:
    """A block of the body; a heading has an anchor."""

    block: Any
    anchor: str = ""


@dataclass(frozen=True)
class Source:
    """A source under its number; `is_cited` where the text leads to it."""

    number: int
    citation: Citation
    is_cited: bool


@dataclass(frozen=True)
class Review:
    """The review's standing: a colour's name, a word, a sentence, and the last change."""

    kind: str
    word: str
    sentence: str
    changed_on: date | None


@dataclass(frozen=True)
class Card:
    """An article on the shelf or in search results."""

    article: ArticlePage
    review: Review


def shell_for(user: Any) -> str:
    """A patient keeps the app's own navigation; everybody else reads the public page."""
    is_patient = user.is_authenticated and user.role == Role.PATIENT
    return PATIENT_SHELL if is_patient else SHELL


def cards(articles: Iterable[ArticlePage], *, now: datetime, zone: ZoneInfo) -> list[Card]:
    """Articles with their reviews' standing."""
    return [Card(article, review(article, now=now, zone=zone)) for article in articles]


def parts(article: ArticlePage) -> list[Part]:
    """The body's blocks, each heading with an anchor that no other part of the page has."""
    used: set[str] = set()
    return [Part(block, _anchor(block, used)) for block in article.body]


def _anchor(block: Any, used: set[str]) -> str:
    if block.block_type != "heading":
        return ""
    wanted = base = f"part-{slugify(block.value) or 'heading'}"
    number = 1
    while wanted in used:
        number += 1
        wanted = f"{base}-{number}"
    used.add(wanted)
    return wanted


def footnotes(article: ArticlePage, citations: Iterable[Citation]) -> Footnotes:
    """Numbers for the article's sources, by first mention."""
    return Footnotes(footnote_numbers(article.search_text, [each.key for each in citations]))


def numbered_sources(article: ArticlePage, citations: list[Citation]) -> list[Source]:
    """The sources in the order of their numbers."""
    numbers = footnotes(article, citations).numbers
    text = article.search_text
    rows = [Source(numbers[each.key], each, f"[{each.key}]" in text) for each in citations]
    return sorted(rows, key=lambda row: row.number)


def review(article: ArticlePage, *, now: datetime, zone: ZoneInfo) -> Review:
    """Say honestly whether a clinician stands behind this text today, by the clinic's calendar."""
    published = article.last_published_at
    changed_on = timezone.localdate(published, zone) if published else None
    state = review_state(
        reviewed_on=article.reviewed_on,
        changed_on=changed_on,
        next_review_on=article.next_review_on,
        today=timezone.localdate(now, zone),
    )
    kind = "go" if state == ReviewState.CURRENT else "wait"
    return Review(kind, str(state.label), _sentence(state), changed_on)


def _sentence(state: ReviewState) -> str:
    return {
        ReviewState.AWAITING: _(
            "This is a draft. The clinic's medical director has not reviewed it yet."
        ),
        ReviewState.CURRENT: _("A clinician of this clinic has reviewed this text."),
        ReviewState.CHANGED: _("The text changed after its last clinical review."),
        ReviewState.OVERDUE: _("The next clinical review of this text is overdue."),
    }[state]
