"""What the clinic's supply page says beside the ledger."""

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from monitoring.alerts.choices import RuleKey

# Alerts that are worked on this page.
SUPPLY_RULES = frozenset(
    {
        RuleKey.SUPPLY_LOST,
        RuleKey.SUPPLY_CHILD,
        RuleKey.SUPPLY_VARIANCE,
        RuleKey.SUPPLY_EARLY,
        RuleKey.SUPPLY_MARKED,
        RuleKey.SUPPLY_RUN_OUT,
        RuleKey.SUPPLY_PAST_USE,
    }
)


def of_supply(alerts: Any) -> list[Any]:
    """The open alerts that are about supply."""
    return [alert for alert in alerts if alert.rule_key in SUPPLY_RULES]


def look_line(looked_on: date | None, *, is_recent: bool) -> tuple[str, str, str]:
    """Kind, word and sentence about the last look at the state's record."""
    if looked_on is None:
        return "stop", _("Missing"), _("No look at the state's record is on file.")
    day = date_format(looked_on, "DATE_FORMAT")
    sentence = _("Last looked at on %(day)s.") % {"day": day}
    if is_recent:
        return "go", _("Recent"), sentence
    return "stop", _("Too old"), sentence
