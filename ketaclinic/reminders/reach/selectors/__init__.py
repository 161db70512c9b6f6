"""Reads of wishes, the inbox and deliveries."""

from ketaclinic.reminders.reach.selectors.inbox import (
    MOST_UNREAD,
    Coming,
    inbox_reminder,
    inbox_rows,
    unread_count,
    waiting_rows,
)
from ketaclinic.reminders.reach.selectors.people import (
    Recipient,
    Waiting,
    people_of,
    reach_limits,
    recipients_of,
    rows_answer,
)
from ketaclinic.reminders.reach.selectors.ways import is_last_way, way_after
from ketaclinic.reminders.reach.selectors.wishes import (
    opt_outs_of,
    purposes_for,
    push_device,
    push_devices_of,
    ways_set_up,
    wishes_of,
)

__all__ = [
    "MOST_UNREAD",
    "Coming",
    "Recipient",
    "Waiting",
    "inbox_reminder",
    "inbox_rows",
    "is_last_way",
    "opt_outs_of",
    "people_of",
    "purposes_for",
    "push_device",
    "push_devices_of",
    "reach_limits",
    "recipients_of",
    "rows_answer",
    "unread_count",
    "waiting_rows",
    "way_after",
    "ways_set_up",
    "wishes_of",
]
