"""Turns source marks such as [S10] into numbered links. No queries here."""

import re

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from content.presenters import Footnotes
from content.rules.citations import MARK

register = template.Library()
# The space before a mark goes, so that a number never stands alone on the next line.
SPACED_MARK = re.compile(r"\s*" + MARK.pattern)


@register.filter
def footnoted(text: str, footnotes: Footnotes) -> SafeString:
    """Give the text with each mark of a listed source as a link; other marks stay as typed."""

    def link(match) -> str:
        number = footnotes.numbers.get(match[1]) if footnotes else None
        if number is None:
            return match[0]
        return format_html(
            '<sup class="footnote"><a href="#source-{0}" id="cited-{0}-{1}">'
            '<span class="visually-hidden">{2} </span>{0}</a></sup>',
            number,
            footnotes.place(match[1]),
            _("Source"),
        )

    return mark_safe(SPACED_MARK.sub(link, conditional_escape(text)))  # noqa: S308  escaped just here
