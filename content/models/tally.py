"""How many readers found an article clear: counts, never who."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ClarityTally(models.Model):
    """One row for an article and a day, so that no flood of answers can fill the table."""

    append_only = False
    personal_fields: frozenset[str] = frozenset()
    impersonal_fields = frozenset({"article", "day", "clear", "unclear"})

    article = models.ForeignKey(
        "content.ArticlePage", on_delete=models.CASCADE, related_name="clarity_tallies"
    )
    day = models.DateField(_("day"))
    clear = models.PositiveIntegerField(_("clear"), default=0)
    unclear = models.PositiveIntegerField(_("not clear"), default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "day"], name="one_tally_an_article_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.clear}/{self.unclear}"
