"""Which way is left to reach somebody about one thing."""

from ketaclinic.reminders.choices import ReminderChannel
from ketaclinic.reminders.models import Reminder
from ketaclinic.reminders.reach.choices import Barrier
from ketaclinic.reminders.reach.rules import Person, next_way
from ketaclinic.reminders.reach.selectors.people import people_of
from ketaclinic.reminders.registry import UnknownPurpose, purpose_for


def way_after(row: Reminder, person: Person) -> tuple[str | None, Reminder | None]:
    """The way to try after this one, and the row of it that was passed over before."""
    family = {other.channel: other for other in _family(row)}
    passed_over = {
        way: other for way, other in family.items() if other.reason == Barrier.PREFERS_OTHER
    }
    tried = {row.channel, *family} - passed_over.keys()
    way = next_way(person, row.purpose, is_urgent=_is_urgent(row), tried=tried)
    return way, passed_over.get(way or "")


def is_last_way(row_id: int) -> bool:
    """Whether no other way is left to tell this; what goes to a helper has no other."""
    row = Reminder.objects.get(pk=row_id)
    if row.channel == ReminderChannel.HELPER:
        return True
    return way_after(row, people_of([row.recipient_id])[row.recipient_id])[0] is None


def _family(row: Reminder) -> list[Reminder]:
    rows = Reminder.objects.filter(
        subject_type=row.subject_type,
        subject_id=row.subject_id,
        purpose=row.purpose,
        offset_minutes=row.offset_minutes,
    )
    return list(rows)


def _is_urgent(row: Reminder) -> bool:
    try:
        return purpose_for(row.purpose).is_urgent
    except UnknownPurpose:
        return False
