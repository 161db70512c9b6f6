"""The pages of the library, as Wagtail stores them."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page
from wagtail.search import index

from content import panels
from content.blocks import BodyBlock, KeyPointsBlock
from content.rules.reading import reading_minutes, school_grade
from content.rules.stems import stems


class LibraryPage(Page):
    """What both kinds of page share: public always, and published together with its audit event."""

    append_only = False
    private_page_options: list[str] = []
    # Given by ContentConfig.ready(): Wagtail asks the page for what the view above it knows.
    shown_with: ClassVar[Callable[["LibraryPage", Any], dict[str, Any]]]

    class Meta:
        abstract = True

    def get_context(self, request, *args, **kwargs):
        """What the page's template gets, in a preview too."""
        return super().get_context(request, *args, **kwargs) | type(self).shown_with(self, request)

    @transaction.atomic
    def publish(self, *args, **kwargs):
        """The audit event that a receiver writes stands or falls with the publication."""
        return super().publish(*args, **kwargs)

    @transaction.atomic
    def unpublish(self, *args, **kwargs):
        """The audit event that a receiver writes stands or falls with the withdrawal."""
        return super().unpublish(*args, **kwargs)


class LearnIndexPage(LibraryPage):
    """The front page of the library; there is one."""

    personal_fields: frozenset[str] = frozenset()
    impersonal_fields = frozenset({"introduction"})

    introduction = models.TextField(_("introduction"), max_length=300, blank=True)

    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["content.ArticlePage"]
    template = "content/learn_index.html"
    content_panels = panels.INDEX
    promote_panels = panels.PROMOTE

    class Meta:
        verbose_name = _("library front page")


class ArticlePage(LibraryPage):
    """One educational article with its sources and its clinical review."""

    personal_fields = frozenset({"reviewed_by"})
    impersonal_fields = frozenset(
        {"summary", "key_points", "body", "topics", "reviewed_on", "next_review_on"}
    )

    summary = models.TextField(_("summary"), max_length=300)
    key_points = StreamField(KeyPointsBlock(), verbose_name=_("key points"))
    body = StreamField(BodyBlock(), verbose_name=_("text"))
    topics = ParentalManyToManyField("content.Topic", related_name="articles", blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("clinically reviewed by"),
        limit_choices_to={"role": "medical_director", "is_active": True},
    )
    reviewed_on = models.DateField(
        _("clinically reviewed on"),
        null=True,
        blank=True,
        help_text=_("A publication on a later day counts as a change since the review."),
    )
    next_review_on = models.DateField(_("next review due"), null=True, blank=True)

    parent_page_types = ["content.LearnIndexPage"]
    subpage_types: list[str] = []
    template = "content/article.html"
    edit_handler = panels.ARTICLE
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("search_text"),
        index.SearchField("search_stems"),
    ]

    class Meta:
        verbose_name = _("article")
        permissions = [("review_article", "Can record a clinical review of an article")]
        constraints = [
            models.CheckConstraint(
                name="article_review_has_who_and_when",
                condition=models.Q(reviewed_by__isnull=True, reviewed_on__isnull=True)
                | models.Q(reviewed_by__isnull=False, reviewed_on__isnull=False),
            )
        ]

    @property
    def search_text(self) -> str:
        """The words of the key points and the body, a block a line."""
        streams = (self.key_points, self.body)
        return "\n".join(
            text
            for stream in streams
            for text in stream.stream_block.get_searchable_content(stream)
        )

    @property
    def search_stems(self) -> str:
        """The same words by their stems, since SQLite's search matches whole words only."""
        return stems(f"{self.title}\n{self.summary}\n{self.search_text}")

    @property
    def reading_minutes(self) -> int:
        """Minutes that an ordinary reader needs."""
        return reading_minutes(self.search_text)

    @property
    def school_grade(self) -> float | None:
        """The Flesch-Kincaid grade of the words, for editors and for the reader."""
        return school_grade(self.search_text)


class Citation(Orderable):
    """A source that an article leans on; its key is what the text cites."""

    append_only = False
    personal_fields: frozenset[str] = frozenset()
    impersonal_fields = frozenset({"sort_order", "page", "key", "text", "url", "note"})

    page = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="citations")
    key = models.CharField(_("key"), max_length=6, help_text=_("Such as S10."))
    text = models.TextField(_("source"), max_length=500)
    url = models.URLField(_("address"), max_length=300, blank=True)
    note = models.CharField(
        _("note"),
        max_length=200,
        blank=True,
        help_text=_("What was read of it, for instance only the abstract."),
    )

    panels = panels.CITATION

    class Meta(Orderable.Meta):
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def __str__(self) -> str:
        return self.key
