"""The one table of the bare pages; it exists in the bench's own database only."""

from django.conf import settings
from django.db import models


class Note(models.Model):
    """What `bare_post` inserts."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    text = models.CharField(max_length=200)
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "bench"

    def __str__(self) -> str:
        return self.text
