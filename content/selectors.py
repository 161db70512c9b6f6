"""Reads of the library: only what is published."""

from django.db.models import QuerySet, Sum
from wagtail.search.query import PlainText

from content.models import ArticlePage, Citation, ClarityTally, Topic
from content.rules.stems import stems

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
