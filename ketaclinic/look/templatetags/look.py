"""Tags that components need because `{% include … only %}` hides the request from them."""

from collections.abc import Iterable
from functools import lru_cache
from html import escape
from typing import Protocol

from django import template
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
@lru_cache(maxsize=256)
def icon(name: str) -> SafeString:
    """Draw one symbol of the sprite; the word beside it says what it means.

    Kept, because a worklist draws some eighty of a handful of symbols.
    """
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("img/icons.svg"),
        name,
    )


@register.simple_tag
def status_tag(kind: str, word: str) -> SafeString:
    """Draw a standing as icon, word and colour; without a kind it is a quiet one."""
    return _status_tag(str(kind or "quiet"), str(word))


@lru_cache(maxsize=256)
def _status_tag(kind: str, word: str) -> SafeString:
    """Kept, because a list says the same few standings over and over."""
    return format_html('<span class="tag tag--{}">{}{}</span>', kind, icon(kind), word)


class TimedRow(Protocol):
    """A line of a table that begins with a moment: as machines and as people read it."""

    iso: str
    when: str
    cells: tuple[str, ...]


@register.simple_tag
def timed_rows(rows: Iterable[TimedRow]) -> SafeString:
    """Write the lines of a long table, all alike; every cell is escaped here.

    As a loop in the template the same lines took half of the chart's time.
    """
    return SafeString("\n".join(map(_timed_row, rows)))


def _timed_row(row: TimedRow) -> str:
    cells = "</td><td>".join(map(escape, row.cells))
    head = f'<th scope="row"><time datetime="{escape(row.iso)}">{escape(row.when)}</time></th>'
    return f"<tr>{head}<td>{cells}</td></tr>"


@register.simple_tag(takes_context=True)
def form_token(context: template.RequestContext) -> SafeString:
    """Write the CSRF field, which an isolated include would silently leave out."""
    request = getattr(context, "request", None)
    if request is None:
        return SafeString("")
    return format_html(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request)
    )


@register.simple_tag(takes_context=True)
def page_query(context: template.RequestContext, number: int) -> str:
    """Return the present query with another page number, so that filters survive paging."""
    request = getattr(context, "request", None)
    query = request.GET.copy() if request else None
    if query is None:
        return f"?page={number}"
    query["page"] = str(number)
    return f"?{query.urlencode()}"


@register.filter
def first_input_id(field) -> str:
    """Return the id of the first control of a field, which an error link must lead to."""
    data = field.subwidgets[0].data if field.subwidgets else {}
    parts = data.get("subwidgets") or [data]
    return parts[0].get("attrs", {}).get("id") or field.auto_id


@register.filter
def before_error(label: str) -> str:
    """Return a label ready to stand before its error: a question keeps its own mark."""
    text = str(label)
    return text if text.endswith(("?", ":", ".")) else f"{text}:"
