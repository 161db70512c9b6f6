"""The few kinds of block an article is built from: no raw HTML, no embeds."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from content.choices import CalloutKind

TEXT_FEATURES = ["bold", "italic", "link", "ul", "ol"]
LINE_FEATURES = ["bold", "italic", "link"]
MARK_HELP = _("Cite a source by its key in square brackets, such as [S10].")


class CalloutBlock(blocks.StructBlock):
    """A boxed note with a tone that is also told in words."""

    kind = blocks.ChoiceBlock(choices=CalloutKind.choices, default=CalloutKind.INFO)
    title = blocks.CharBlock(max_length=90)
    text = blocks.RichTextBlock(features=LINE_FEATURES, help_text=MARK_HELP)

    class Meta:
        icon = "info-circle"
        template = "content/blocks/callout.html"


class StepsBlock(blocks.StructBlock):
    """Things to do, in order."""

    title = blocks.CharBlock(max_length=90, required=False)
    steps = blocks.ListBlock(
        blocks.RichTextBlock(features=LINE_FEATURES, help_text=MARK_HELP), min_num=2, max_num=9
    )

    class Meta:
        icon = "list-ol"
        template = "content/blocks/steps.html"


class EmergencyBlock(blocks.StaticBlock):
    """Where to call for help at once. Its words are code, so no article can weaken them."""

    class Meta:
        icon = "warning"
        label = _("Emergency words (fixed)")
        admin_text = _("Shows the clinic's fixed emergency words. They cannot be edited here.")
        template = "content/blocks/emergency.html"


class BodyBlock(blocks.StreamBlock):
    """The body of an article."""

    heading = blocks.CharBlock(max_length=90, icon="title")
    paragraph = blocks.RichTextBlock(
        features=TEXT_FEATURES, help_text=MARK_HELP, template="content/blocks/paragraph.html"
    )
    callout = CalloutBlock()
    steps = StepsBlock()
    image = ImageBlock(template="content/blocks/image.html")
    emergency = EmergencyBlock()

    class Meta:
        block_counts = {"emergency": {"max_num": 2}}


class KeyPointsBlock(blocks.StreamBlock):
    """The few sentences that a reader takes away."""

    point = blocks.CharBlock(max_length=200, help_text=MARK_HELP)

    class Meta:
        min_num = 2
        max_num = 6
