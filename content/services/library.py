"""Make the library and put the first articles on its shelf."""

import json
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from wagtail.models import Page, Site

from content.models import ArticlePage, Citation, LearnIndexPage, Topic
from content.services.permissions import editor_permissions_grant

FIRST_ARTICLES = Path(__file__).resolve().parent.parent / "first_articles"
WELCOME_TITLE = "Welcome to your new Wagtail site!"
INTRODUCTION = (
    "Plain words about ketamine for long-lasting pain: what studies found, what they did not, "
    "and what to do when something feels wrong."
)


@transaction.atomic
def articles_load() -> list[str]:
    """Make the library, its rights and its first articles; give the slugs that were new."""
    library = library_ensure()
    editor_permissions_grant(library=library)
    drafts = [tomllib.loads(file.read_text()) for file in sorted(FIRST_ARTICLES.glob("*.toml"))]
    return [draft["slug"] for draft in drafts if article_load(library=library, draft=draft)]


@transaction.atomic
def library_ensure() -> LearnIndexPage:
    """The library's front page, published, as the site's root; made when first asked for."""
    library: LearnIndexPage | None = LearnIndexPage.objects.first()
    if library is None:
        library = LearnIndexPage(title="Learn", slug="learn", introduction=INTRODUCTION)
        Page.get_first_root_node().add_child(instance=library)
        library.save_revision().publish()
    _site_ensure(library)
    return library


@transaction.atomic
def article_load(*, library: LearnIndexPage, draft: dict[str, Any]) -> bool:
    """Publish a draft from our own files; an article that stands there already is left alone."""
    if ArticlePage.objects.child_of(library).filter(slug=draft["slug"]).exists():
        return False
    article = ArticlePage(
        title=draft["title"],
        slug=draft["slug"],
        summary=draft["summary"],
        next_review_on=draft["next_review_on"],
        key_points=json.dumps([{"type": "point", "value": text} for text in draft["key_points"]]),
        body=json.dumps(draft["body"]),
    )
    article.citations.set([Citation(**citation) for citation in draft["citations"]])
    article.topics.set([_topic_ensure(**topic) for topic in draft["topics"]])
    library.add_child(instance=article)
    article.save_revision().publish()
    return True


def _topic_ensure(*, name: str, slug: str, position: int) -> Topic:
    return Topic.objects.get_or_create(slug=slug, defaults={"name": name, "position": position})[0]


def _site_ensure(library: LearnIndexPage) -> None:
    """One site, whose root is the library, so that an article's address is /learn/its-slug/."""
    address = urlsplit(settings.SITE_URL)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "hostname": address.hostname or "localhost",
            "port": address.port or (443 if address.scheme == "https" else 80),
            "root_page_id": library.pk,
            "site_name": settings.WAGTAIL_SITE_NAME,
        },
    )
    for page in Page.objects.filter(depth=2, title=WELCOME_TITLE).exclude(pk=library.pk):
        page.delete()
