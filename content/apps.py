"""The library: public articles, edited in Wagtail. It knows no patient."""

from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "content"

    def ready(self) -> None:
        from content import models, receivers, views  # noqa: F401

        models.ArticlePage.shown_with = staticmethod(views.article_context)
        models.LearnIndexPage.shown_with = staticmethod(views.shelf_context)
        self._register_reviews()

    @staticmethod
    def _register_reviews() -> None:
        """Editors are told when the clinical review of an article falls due."""
        from django.utils.translation import gettext_lazy as _

        from content.rules.review import REVIEW_PURPOSE
        from content.selectors import reviews_unwanted_among
        from ketaclinic.reminders.registry import Purpose, register

        register(
            Purpose(
                key=REVIEW_PURPOSE,
                label=_("An article is due for its review"),
                unwanted_among=reviews_unwanted_among,
                url_name="wagtailadmin_home",
                for_staff=True,
            )
        )
