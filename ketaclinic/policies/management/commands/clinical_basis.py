"""Print the table of every default limit, for docs/clinical-basis.md."""

from typing import Any

from django.core.management.base import BaseCommand

from ketaclinic.policies.presenters import PolicyRow, policy_rows
from ketaclinic.policies.selectors import default_values


def line(row: PolicyRow) -> str:
    """One limit as a row of the table."""
    cells = (f"`{row.key}`", row.default, row.unit, row.bounds, row.source)
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


class Command(BaseCommand):
    """The document is checked against this by a test; run it again after a default changes."""

    help = "Print the default limits as a Markdown table."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write("| limit | default | unit | bounds | source |\n|---|---|---|---|---|")
        for rows in policy_rows(default_values()).values():
            for row in rows:
                self.stdout.write(line(row))
