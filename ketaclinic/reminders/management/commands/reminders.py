"""`manage.py reminders status [--json]`: the engine's figures in a terminal."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from ketaclinic.reminders.presenters import status_data, status_lines
from ketaclinic.reminders.selectors import engine_status


class Command(BaseCommand):
    help = "Say how the reminders are doing: due, late, sent, failed, uncertain, paused, lag."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["status"])
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        status = engine_status(timezone.now())
        if options["json"]:
            self.stdout.write(json.dumps(status_data(status), indent=2))
        else:
            self.stdout.write("\n".join(status_lines(status)))
