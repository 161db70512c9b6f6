"""Signed versions as the patient reads them: what it says, since when, what changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from dosing.choices import PlanChange, PlanEndKind, Route
from dosing.models import DosingPlan
from dosing.presenters.plan import (
    Change,
    amount_text,
    days_text,
    plan_changes,
    plan_items,
    plan_line,
    times_text,
)
from dosing.rules import Terms


@dataclass(frozen=True)
class VersionPage:
    """One version in plain words."""

    version: int
    since: str
    signed_by: str
    signed_on: str
    lead: str
    begins: str
    change_words: str
    items: list[tuple[str, str]]
    changes: list[Change]
    why: str
    instructions: str


@dataclass(frozen=True)
class EarlierVersion:
    """One line of the history."""

    version: int
    line: str
    since: str
    ended: str
    how: str
    reason: str


def version_page(plan: DosingPlan, zone: ZoneInfo, begins_at: str = "") -> VersionPage:
    """A version with its differences to the one before it; `begins_at` says when doses are offered
    by one that was signed after times of its first day."""
    earlier = plan.supersedes.terms if plan.supersedes else None
    return VersionPage(
        version=plan.version,
        since=day_text(plan.effective_at, zone),
        signed_by=plan.signed_by.full_name,
        signed_on=day_text(plan.signed_at, zone),
        lead=lead_sentence(plan.terms),
        begins=_begins_sentence(begins_at) if begins_at else "",
        change_words=change_sentence(plan),
        items=plan_items(plan.terms),
        changes=plan_changes(plan.terms, earlier),
        why=plan.change_reason if plan.supersedes else "",
        instructions=plan.instructions,
    )


def _begins_sentence(begins_at: str) -> str:
    sentence = _(
        "Some of these times had passed when the plan was signed. "
        "Doses are offered from %(when)s on."
    )
    return sentence % {"when": begins_at}


def lead_sentence(terms: Terms) -> str:
    """What to do, in one or two sentences: "Take 25 mg (1 capsule) every day at 8 am. ..."."""
    how = {
        Route.SWALLOW: _("Swallow it."),
        Route.SUBLINGUAL: _("Hold it under your tongue until it has dissolved."),
    }
    words = {"amount": amount_text(terms), "days": days_text(terms), "times": times_text(terms)}
    take = _("Take %(amount)s %(days)s at %(times)s.") % words
    return f"{take} {how[Route(terms.route)]}"


def change_sentence(plan: DosingPlan) -> str:
    """What kind of change the version is; empty for a first plan."""
    words = {
        PlanChange.INCREASE: _("Your prescriber has raised your dose."),
        PlanChange.DECREASE: _("Your prescriber has lowered your dose."),
        PlanChange.SAME: _("Your dose stays the same; something else is new."),
        PlanChange.START: _("This is a new start: it is planned with care, like a first dose."),
    }
    return words[PlanChange(plan.change)] if plan.supersedes else ""


def earlier_versions(
    plans: Iterable[DosingPlan], now: datetime, zone: ZoneInfo
) -> list[EarlierVersion]:
    """The versions that have ended, newest first, as `plan_history` gives them."""
    ended = ((plan, plan.ended_at) for plan in plans)
    return [_earlier(plan, end, zone) for plan, end in ended if end is not None and end <= now]


def _earlier(plan: DosingPlan, ended_at: datetime, zone: ZoneInfo) -> EarlierVersion:
    return EarlierVersion(
        version=plan.version,
        line=plan_line(plan.terms),
        since=day_text(plan.effective_at, zone),
        ended=day_text(ended_at, zone),
        how=str(PlanEndKind(plan.end_kind).label) if plan.end_kind else "",
        reason=plan.end_reason or "",
    )


def day_text(moment: datetime, zone: ZoneInfo) -> str:
    return date_format(localtime(moment, zone), "DATE_FORMAT")
