"""Print how applications fare: the funnel, the days between its steps, what was found most."""

import json
from argparse import ArgumentTypeError
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand, CommandParser

from intake.selectors.report import IntakeReport, intake_report
from ketaclinic.clinic.selectors import clinic_settings


def a_date(text: str) -> date:
    """A date as it is written on the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError("write a date as 2026-06-01") from error


def midnight(day: date | None) -> datetime | None:
    """The start of this day at the clinic."""
    if day is None:
        return None
    return datetime.combine(day, time.min, ZoneInfo(clinic_settings().time_zone))


def lines(report: IntakeReport) -> list[str]:
    """The report as text; a part is told as a share of those who started."""
    started = report.counts["started"]
    text = ["Applications"]
    for step, count in report.counts.items():
        share = f"{count / started:>6.0%}" if started else ""
        text.append(f"  {step:<24}{count:>6} {share}".rstrip())
    text += ["", "Median days"]
    for path, days in report.median_days.items():
        text.append(f"  {path:<24}{'-' if days is None else f'{days:.1f}':>6}")
    text += ["", "Most frequent findings"]
    text += [f"  {key:<32}{action:<10}{count:>6}" for key, action, count in report.findings]
    return text if report.findings else [*text, "  none"]


class Command(BaseCommand):
    """Counts only; no person is named."""

    help = "Print the intake funnel and the most frequent findings."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--since", type=a_date, help="started on this day or later")
        parser.add_argument("--until", type=a_date, help="started on this day or earlier")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        until = options["until"] and options["until"] + timedelta(days=1)
        report = intake_report(since=midnight(options["since"]), until=midnight(until))
        if options["json"]:
            self.stdout.write(json.dumps(report.as_data(), indent=2))
        else:
            self.stdout.write("\n".join(lines(report)))
