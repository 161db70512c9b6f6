"""Load the demo clinic. Safe to run at every start: the second time adds nothing."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from monitoring.demo.load import demo_load
from monitoring.demo.past import newest_reminder, past_settle

MODES = ("demo", "test")


class Command(BaseCommand):
    help = "Load the demo clinic's invented people and the first articles (idempotent)."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.MODE not in MODES:
            raise CommandError(
                "The demo clinic is loaded in demo mode only; set KETACLINIC_MODE=demo."
            )
        with transaction.atomic():
            newest = newest_reminder()
            new = demo_load(now=timezone.now())
            # By the clock of now: playing the weeks took a while.
            past_settle(after=newest, now=timezone.now())
        self.stdout.write(f"demo clinic: {len(new)} new" + "".join(f", {name}" for name in new))
        call_command("load_articles", stdout=self.stdout)
