"""Which article a patient is asked to read."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from content.models import ArticlePage
from intake.models.reading import NOTE_LENGTH


class ReadingForm(forms.Form):
    """An article of the library, and a line to the patient."""

    article = forms.ModelChoiceField(
        label=_("Article"),
        queryset=ArticlePage.objects.none(),
        # A number of any length crashes a look-up by key.
        to_field_name="slug",
        empty_label=_("Choose one"),
        error_messages={"required": _("Choose an article."), "invalid_choice": _("Choose one.")},
    )
    note = forms.CharField(
        label=_("A line to the patient"),
        max_length=NOTE_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, articles: QuerySet[ArticlePage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["article"]
        field.queryset = articles
