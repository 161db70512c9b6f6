"""Print the table of every default limit, or write it into docs/clinical-basis.md."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from ketaclinic.policies.presenters import PolicyRow, policy_rows
from ketaclinic.policies.selectors import default_values

BEGIN, END = "<!-- table: begin -->\n", "<!-- table: end -->"
HEAD = "| limit | default | unit | bounds | source |\n|---|---|---|---|---|"


def line(row: PolicyRow) -> str:
    """One limit as a row of the table."""
    cells = (f"`{row.key}`", row.default, row.unit, row.bounds, row.source)
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def table() -> str:
    """The whole table, by app."""
    rows = [line(row) for group in policy_rows(default_values()).values() for row in group]
    return "\n".join([HEAD, *rows])


class Command(BaseCommand):
    """A test compares the document with the code; run this with --write after a change."""

    help = "Print the default limits as a Markdown table."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", action="store_true", help="renew docs/clinical-basis.md")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["write"]:
            self.stdout.write(table())
            return
        path = settings.BASE_DIR / "docs" / "clinical-basis.md"
        before, rest = path.read_text(encoding="utf-8").split(BEGIN)
        after = rest.split(END)[1]
        path.write_text(f"{before}{BEGIN}{table()}\n{END}{after}", encoding="utf-8")
