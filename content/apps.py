"""The library: public articles, edited in Wagtail. It knows no patient."""

from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "content"

    def ready(self) -> None:
        from content import models, receivers, views  # noqa: F401

        models.ArticlePage.shown_with = staticmethod(views.article_context)
        models.LearnIndexPage.shown_with = staticmethod(views.shelf_context)
