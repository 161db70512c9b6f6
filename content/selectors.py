"""Reads of the library: only what is published."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet, Sum
from wagtail.search.query import PlainText

from content.models import ArticlePage, Citation, ClarityTally, Topic
from content.rules.stems import stems
from ketaclinic.statements import Statement, among_ids

RELATED = 3


def live_articles() -> QuerySet[ArticlePage]:
    """Published articles with their topics, in the order of their titles."""
    return ArticlePage.objects.live().prefetch_related("topics").order_by("title")


def articles_on_shelf(topic: str = "") -> QuerySet[ArticlePage]:
    """Published articles; of one topic where its slug is given, none where it is unknown."""
    articles = live_articles()
    return articles.filter(topics__slug=topic) if topic else articles


def articles_found(question: str):
    """Published articles that hold every word of the question, or every stem of it; best first.

    The stems make "infusions" find "infusion" on SQLite, whose search matches whole words.
    """
    words, word_stems = question.strip(), stems(question)
    if not word_stems:
        return []
    wanted = PlainText(words, operator="and") | PlainText(word_stems, operator="and")
    return ArticlePage.objects.live().prefetch_related("topics").search(wanted)


def topics_in_use() -> QuerySet[Topic]:
    """Topics that at least one published article has, in the editors' order."""
    return Topic.objects.filter(articles__live=True).distinct()


def live_article(slug: str) -> ArticlePage | None:
    """The published article at this address, if there is one."""
    return ArticlePage.objects.live().filter(slug=slug).first()


def sources(article: ArticlePage) -> list[Citation]:
    """The article's sources in the editor's order; in a preview, those not saved yet too."""
    return list(article.citations.all())


def related_articles(article: ArticlePage) -> list[ArticlePage]:
    """A few other published articles on the same topics."""
    shared = ArticlePage.objects.live().filter(topics__articles=article)
    return list(shared.exclude(pk=article.pk).order_by("title").distinct()[:RELATED])


def clarity_totals(article: ArticlePage) -> dict[str, int]:
    """How many readers ever said clear and not clear; zeros where nobody answered."""
    totals = ClarityTally.objects.filter(article=article).aggregate(
        clear=Sum("clear"), unclear=Sum("unclear")
    )
    return {"clear": totals["clear"] or 0, "unclear": totals["unclear"] or 0}


def reviews_due(until: date) -> list[tuple[int, date]]:
    """Published articles whose review falls due by that day, with the day."""
    due = ArticlePage.objects.live().filter(next_review_on__lte=until)
    return list(due.order_by("pk").values_list("pk", "next_review_on"))


def review_subject(article_id: int, due_on: date, user_id: int) -> str:
    """What a reminder is about: one review of one article, told to one person."""
    return f"{article_id}@{due_on.isoformat()}:{user_id}"


def review_article(subject_id: str) -> int:
    """The article that such a reminder is about; 0, which is none, for what is no such subject."""
    return _review_parsed(subject_id)[0]


def reviews_unwanted_among(subject_ids: Iterable[str], now: datetime) -> dict[str, str]:
    """The reviews that nobody need be told of any more, each with the reason, in one read."""
    asked = {subject_id: _review_parsed(subject_id) for subject_id in subject_ids}
    keys = list({key for key, _ in asked.values()})
    rows = {key: (is_live, due_on) for key, is_live, due_on in _REVIEWS.all(articles=keys)}
    answers = {each: _review_reason(rows.get(key), due_on) for each, (key, due_on) in asked.items()}
    return {subject_id: reason for subject_id, reason in answers.items() if reason}


_REVIEWS: Statement[tuple[Any, ...]] = Statement(
    lambda: (
        ArticlePage.objects.filter(among_ids("pk", "articles"))
        .order_by()
        .values_list("pk", "live", "next_review_on")
    )
)


def _review_reason(row: tuple[bool, date | None] | None, due_on: str) -> str:
    if row is None:
        return "missing"
    is_live, next_review_on = row
    if not is_live:
        return "unpublished"
    stands = next_review_on is not None and next_review_on.isoformat() == due_on
    return "" if stands else "reviewed"


def _review_parsed(subject_id: str) -> tuple[int, str]:
    """The article and the day; 0, which is none, for what is no such subject."""
    article, _, rest = subject_id.partition("@")
    return int(article) if article.isdecimal() else 0, rest.partition(":")[0]
