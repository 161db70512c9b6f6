"""The editor's form, the reader's search and the reader's one answer."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from wagtail.admin.forms import WagtailAdminPageForm

from content.rules.citations import is_key, repeated_keys, unlisted_keys

RESERVED_SLUGS = frozenset({"search", "clear"})


class SearchForm(forms.Form):
    """Words to look for in the articles."""

    q = forms.CharField(
        label=_l("Search the articles"),
        max_length=100,
        widget=forms.TextInput(
            attrs={"type": "search", "autocomplete": "off", "class": "form-control"}
        ),
    )


class ClarityForm(forms.Form):
    """Was this clear? One of two buttons."""

    is_clear = forms.ChoiceField(choices=[("yes", _l("Yes")), ("no", _l("No"))])


class ArticleForm(WagtailAdminPageForm):
    """Checks what no single field can: sources, review pair, addresses already taken."""

    def clean(self):
        cleaned = super().clean()
        self._refuse_reserved_slug(cleaned.get("slug"))
        self._refuse_half_review(cleaned)
        self._refuse_unclear_sources(cleaned)
        return cleaned

    def _refuse_reserved_slug(self, slug: str | None) -> None:
        if slug in RESERVED_SLUGS:
            self.add_error("slug", _("This address is taken by the library. Choose another one."))

    def _refuse_half_review(self, cleaned: dict) -> None:
        if "reviewed_on" not in self.fields:
            return
        by, on = cleaned.get("reviewed_by"), cleaned.get("reviewed_on")
        if bool(by) != bool(on):
            self.add_error("reviewed_on", _("Give both who reviewed the article and when."))
        if on and "reviewed_on" in self.changed_data and on != timezone.localdate():
            self.add_error("reviewed_on", _("Record a review on its own day: give today's date."))
        if by and "reviewed_by" in self.changed_data and by != self.for_user:
            self.add_error(
                "reviewed_by", _("Only the reviewer can record a review. Choose yourself.")
            )
        if on and not _is_after(cleaned.get("next_review_on"), on):
            self.add_error("next_review_on", _("Give a date after the review."))

    def _refuse_unclear_sources(self, cleaned: dict) -> None:
        listed = [
            form.cleaned_data.get("key", "")
            for form in self.formsets["citations"].forms
            if form.is_valid() and form.cleaned_data and not form.cleaned_data.get("DELETE")
        ]
        wrong = [key for key in listed if not is_key(key)]
        if wrong:
            raise ValidationError(_("A source's key looks like S10, not “%s”.") % wrong[0])
        if twice := repeated_keys(listed):
            raise ValidationError(_("The source %s is listed twice.") % twice[0])
        if lacking := unlisted_keys(_cited_text(cleaned), listed):
            raise ValidationError(_("The text cites %s. Add it to the sources.") % lacking[0])


def _is_after(day: date | None, earlier: date) -> bool:
    return day is not None and day > earlier


def _cited_text(cleaned: dict) -> str:
    streams = [cleaned.get("key_points"), cleaned.get("body")]
    return "\n".join(
        text
        for stream in streams
        if stream
        for text in stream.stream_block.get_searchable_content(stream)
    )
