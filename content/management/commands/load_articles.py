"""Make the library, the editors' rights and the first articles. Safe to run at every start."""

from typing import Any

from django.core.management.base import BaseCommand

from content.services import articles_load


class Command(BaseCommand):
    help = "Make the library, the editors' rights and the first articles (idempotent)."

    def handle(self, *args: Any, **options: Any) -> None:
        new = articles_load()
        self.stdout.write(f"articles: {len(new)} new" + "".join(f", {slug}" for slug in new))
