"""The reminder rows of articles whose clinical review falls due."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from wagtail.models import Page

from content.rules.review import REVIEW_AGAIN_MINUTES, REVIEW_AHEAD, REVIEW_LASTS, REVIEW_PURPOSE
from content.selectors import review_article, review_subject, reviews_due
from ketaclinic.accounts.choices import Role
from ketaclinic.accounts.models import User
from ketaclinic.accounts.selectors import active_users
from ketaclinic.clinic.selectors import clinic_settings
from ketaclinic.reminders.mornings import morning_of, next_morning
from ketaclinic.reminders.selectors import subjects_due
from ketaclinic.reminders.services import ReminderRequest, reminders_schedule, reminders_settle

REVIEW_SUBJECT = "content.articlepage"


def reviews_look(*, now: datetime) -> int:
    """Each night: editors and the medical director are told of what falls due; twice tells once.

    Returns how many rows changed. Only time makes a review due, so nobody else could write them;
    a publication that ends one takes them back (`review_reminders_settle`).
    """
    zone = ZoneInfo(clinic_settings().time_zone)
    until = (now + REVIEW_AHEAD).astimezone(zone).date()
    people = list(active_users(Role.EDITOR, Role.MEDICAL_DIRECTOR))
    wanted = [
        each
        for article, due_on in reviews_due(until)
        for user in people
        for each in _told(article, due_on, user, now, zone)
    ]
    return reminders_schedule(wanted, now=now)


def review_reminders_settle(*, page: Page, now: datetime) -> int:
    """Its review is done, or nobody reads it any more: nobody need be told; the caller's
    transaction. Returns how many rows were cancelled; a night makes them due again if need be."""
    told = subjects_due(subject_type=REVIEW_SUBJECT)
    return reminders_settle(
        subject_type=REVIEW_SUBJECT,
        subject_ids=[each for each in told if review_article(each) == page.pk],
        purpose=REVIEW_PURPOSE,
        now=now,
    )


def _told(
    article: int, due_on: date, user: User, now: datetime, zone: ZoneInfo
) -> list[ReminderRequest]:
    """Each at its own distance from the day, or a later night would move what still waits; what
    falls on one morning is told once."""
    found = (_request(article, due_on, user, each, now, zone) for each in REVIEW_AGAIN_MINUTES)
    return list({each.due_at: each for each in found}.values())


def _request(
    article: int, due_on: date, user: User, minutes: int, now: datetime, zone: ZoneInfo
) -> ReminderRequest:
    """What was due before anybody could have been told is told the next morning."""
    day = due_on + timedelta(minutes=minutes)
    due_at = max(morning_of(day, zone), next_morning(now, zone))
    return ReminderRequest(
        user=user,
        purpose=REVIEW_PURPOSE,
        subject_type=REVIEW_SUBJECT,
        subject_id=review_subject(article, due_on, user.pk),
        due_at=due_at,
        not_after=due_at + REVIEW_LASTS,
        offset_minutes=minutes,
    )
