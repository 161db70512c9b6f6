"""Parts of a page's layout: a heading, several lines of the same fields, what most leave out."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout, LayoutObject
from django import forms
from django.utils.html import format_html


def layout_of(*parts: Any) -> FormHelper:
    """A helper that draws these parts and leaves the form element to the page."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.form_show_errors = True
    helper.layout = Layout(*parts)
    return helper


def unmarked(field: forms.Field) -> forms.Field:
    """A field that only another answer makes needed: no "(optional)" beside its label."""
    field.is_unmarked = True
    return field


class Heading(LayoutObject):
    """A heading between two groups of fields."""

    def __init__(self, text: Any) -> None:
        self.text = text

    def render(self, form: forms.Form, context: Any, **kwargs: Any) -> str:
        return format_html('<h2 class="form-part">{}</h2>', self.text)


class More(Div):
    """What most people leave out, behind a line that opens it without script."""

    template = "intake/_more.html"

    def __init__(self, *fields: Any, title: Any, is_open: bool) -> None:
        super().__init__(*fields)
        self.title, self.is_open = title, is_open


def names_of(prefix: str, place: int, parts: Sequence[str]) -> list[str]:
    """The fields of one line, for example `opioid_2_name`."""
    return [f"{prefix}_{place}_{part}" for part in parts]


def lines(form: forms.Form, rows: Sequence[Sequence[str]], *, more: Any, first: int = 1) -> Div:
    """The first lines open, the others behind `more`; those open where something was typed."""
    shown = [Div(*row, css_class="line") for row in rows[:first]]
    rest = [Div(*row, css_class="line") for row in rows[first:]]
    is_open = any(form[name].value() for row in rows[first:] for name in row)
    return Div(*shown, More(*rest, title=more, is_open=is_open), css_class="lines")


def typed_rows(form: forms.Form, rows: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """The lines in which something was typed."""
    return [row for row in rows if any(form.cleaned_data.get(name) for name in row)]
