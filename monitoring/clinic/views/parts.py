"""What more than one page shows: open alerts and holds with their actions, and the way back."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from dosing.selectors import approval_asked
from intake.models import Patient
from ketaclinic.accounts.access import Capability, allows
from monitoring.clinic.forms import NoteForm
from monitoring.clinic.presenters.approvals import ApprovalRow, approval_row
from monitoring.clinic.presenters.cases import (
    Case,
    OpenHold,
    OpenWatch,
    case,
    open_hold,
    open_watch,
)
from monitoring.clinic.presenters.chart import chart_timeline, last_facts
from monitoring.clinic.presenters.identity import Identity, identity
from monitoring.clinic.presenters.safety import told_page, told_pages
from monitoring.clinic.presenters.sketch import Sketch, sketch
from monitoring.clinic.selectors import ChartFacts

PANEL_DAYS = 14


@dataclass(frozen=True)
class Panel:
    """The chosen patient beside the worklist."""

    identity: Identity
    chart_url: str
    zone: str
    holds: list[OpenHold]
    cases: list[Case]
    sketch: Sketch
    facts: list[tuple[str, str]]


def panel_of(request: HttpRequest, patient: Patient, facts: ChartFacts, back: str) -> Panel:
    """The side panel of one patient; `back` is where its actions return to."""
    zone = patient.user.time_zone
    line = chart_timeline(facts, zone)
    return Panel(
        identity=identity(patient, facts.plan, facts.now),
        chart_url=chart_url(patient),
        zone=zone,
        holds=holds_of(request, facts, back),
        cases=cases_of(request, patient, facts, back),
        sketch=sketch(line),
        facts=last_facts(line, facts.now),
    )


def cases_of(request: HttpRequest, patient: Patient, facts: ChartFacts, back: str) -> list[Case]:
    """The open alerts, with what this person may do about them and where they were told."""
    may_work = allows(request.user, Capability.WORK_ALERTS)
    pages = told_pages(facts.scores, patient.public_id)
    return [
        case(alert, may_work=may_work, back=back, told_url=told_page(alert.fact_key, pages))
        for alert in facts.alerts
    ]


def holds_of(request: HttpRequest, facts: ChartFacts, back: str) -> list[OpenHold]:
    """The open holds, with the form that closes them where this person may."""
    may_close = allows(request.user, Capability.CLOSE_HOLD)
    return [open_hold(hold, may_close=may_close, back=back) for hold in facts.holds]


def watch_of(
    request: HttpRequest, patient: Patient, facts: ChartFacts, back: str
) -> OpenWatch | None:
    """What is still expected after a dose, with the form that ends it where this person may."""
    may_end = allows(request.user, Capability.WORK_ALERTS)
    return open_watch(facts.watch, patient.public_id, facts.now, may_end=may_end, back=back)


def asked_of(patient: Patient, facts: ChartFacts) -> ApprovalRow | None:
    """The request about the open draft, so that it is not lost on a page nobody opens."""
    asked = approval_asked(patient, policy=facts.policy, now=facts.now)
    return approval_row(asked, facts.policy, facts.now) if asked else None


def note_form(name: str, data: Any = None) -> NoteForm:
    """The form of a note; templates/monitoring/clinic/_note_form.html draws it unfilled."""
    return NoteForm(data, auto_id=f"{name}-%s")


def chart_url(patient: Patient) -> str:
    """The patient's chart."""
    return reverse("clinic:chart", args=[patient.public_id])


def way_back(request: HttpRequest, patient: Patient) -> str:
    """Where an action returns to: the page that it was asked on, if it is ours, else the chart."""
    asked = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure())
    return asked if is_ours and asked.startswith("/clinic/") else chart_url(patient)
