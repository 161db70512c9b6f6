"""What an editor sees, and what only the medical director may fill in."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
    TitleFieldPanel,
)

from content.forms import ArticleForm


class ArticleFactsPanel(HelpPanel):
    """Shows the editor how the text reads, and what readers answered."""

    class BoundPanel(HelpPanel.BoundPanel):
        def get_context_data(self, parent_context=None):
            from content.selectors import clarity_totals

            totals = clarity_totals(self.instance) if self.instance.pk else None
            return super().get_context_data(parent_context) | {"totals": totals}


REVIEW = "content.review_article"

PROMOTE = [FieldPanel("slug"), FieldPanel("search_description")]

INDEX = [TitleFieldPanel("title"), FieldPanel("introduction")]

CITATION = [FieldPanel("key"), FieldPanel("text"), FieldPanel("url"), FieldPanel("note")]

ARTICLE_CONTENT = [
    TitleFieldPanel("title"),
    ArticleFactsPanel(template="content/admin/article_facts.html", heading=_("Readers")),
    FieldPanel("summary"),
    FieldPanel("key_points"),
    FieldPanel("body"),
    InlinePanel("citations", heading=_("Sources"), label=_("Source")),
    FieldPanel("topics"),
    MultiFieldPanel(
        [
            FieldPanel("reviewed_by", permission=REVIEW),
            FieldPanel("reviewed_on", permission=REVIEW),
            FieldPanel("next_review_on", permission=REVIEW),
        ],
        heading=_("Clinical review (medical director only)"),
    ),
]

ARTICLE = TabbedInterface(
    [
        ObjectList(ARTICLE_CONTENT, heading=_("Content")),
        ObjectList(PROMOTE, heading=_("Address")),
        ObjectList([PublishingPanel()], heading=_("Schedule")),
    ],
    base_form_class=ArticleForm,
)
