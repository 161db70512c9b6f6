"""What an article is about, in the clinic's own words."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Topic(models.Model):
    """A shelf of the library; editors keep the list short."""

    append_only = False
    personal_fields: frozenset[str] = frozenset()
    impersonal_fields = frozenset({"name", "slug", "position"})

    name = models.CharField(_("name"), max_length=60, unique=True)
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    position = models.PositiveSmallIntegerField(_("place in the list"), default=0)

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self) -> str:
        return self.name
