"""The library for tests: its front page, and articles with fixed, harmless words."""

import json

import factory
from django.utils import timezone

from content.models import ArticlePage, Citation, LearnIndexPage, Topic
from content.services import library_ensure
from ketaclinic.accounts.models import User
from ketaclinic.accounts.services import role_group
from tests.factories.accounts import user_of

BODY = [
    {"type": "heading", "value": "What was studied"},
    {"type": "paragraph", "value": "<p>An infusion was studied in a clinic. [S02]</p>"},
]
SOURCE = {"key": "S02", "text": "Cohen SP and others. 2018.", "url": "", "note": "A summary."}


class TopicFactory(factory.django.DjangoModelFactory):
    """A shelf of the library."""

    class Meta:
        model = Topic
        django_get_or_create = ("slug",)

    name = "Staying safe"
    slug = "staying-safe"


class ArticleFactory(factory.django.DjangoModelFactory):
    """A live article with one cited source, not reviewed; `draft` is not live. No revisions."""

    class Meta:
        model = ArticlePage

    class Params:
        draft = factory.Trait(live=False)

    title = "Sleep and pain"
    slug = factory.Sequence(lambda n: f"article-{n}")
    summary = "What is known about both."
    key_points = json.dumps([{"type": "point", "value": text} for text in ("One.", "Two.")])
    body = json.dumps(BODY)

    @classmethod
    def _create(cls, model_class, *args, sources=(SOURCE,), topics=(), **kwargs):
        article = model_class(*args, **kwargs)
        article.citations.set([Citation(**source) for source in sources])
        article.topics.set(topics)
        if article.live:
            article.first_published_at = article.last_published_at = timezone.now()
        library().add_child(instance=article)
        return article


def library() -> LearnIndexPage:
    """The library's front page."""
    return LearnIndexPage.objects.first() or library_ensure()


def writer_of(role: str) -> User:
    """A person of this role whose group is theirs, as the accounts services arrange it."""
    user = user_of(role)
    user.groups.add(role_group(role))
    return user
