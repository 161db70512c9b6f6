"""The chart: one patient's weeks, what is open, and what to do about it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from intake.access import staff_patient
from intake.rules.states import AFTER_APPROVAL
from ketaclinic.accounts.access import Capability, requires
from ketaclinic.audit.services import read_record
from monitoring.clinic.forms import StretchForm
from monitoring.clinic.presenters.chart import chart_timeline
from monitoring.clinic.presenters.identity import identity
from monitoring.clinic.presenters.reports import check_rows, report_rows
from monitoring.clinic.presenters.safety import safety_line
from monitoring.clinic.presenters.scores import scores
from monitoring.clinic.presenters.timeline import without_empty_start
from monitoring.clinic.presenters.twin import twin_rows
from monitoring.clinic.selectors import LISTED_ROWS, chart_facts, reports_listed
from monitoring.clinic.views.parts import asked_of, cases_of, chart_url, holds_of, watch_of
from monitoring.clinic.views.pauses import pauses_of


@requires(Capability.VIEW_PATIENTS)
@require_safe
def chart(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Everything about one patient on one page, in a fixed number of queries."""
    patient = staff_patient(request, public_id)
    read_record(by=request.user, what="clinic.chart", patients=[patient.public_id])
    zone = patient.user.time_zone
    stretch = StretchForm(request.GET)
    facts = chart_facts(patient, now=timezone.now(), days=stretch.asked_days())
    line = without_empty_start(chart_timeline(facts, zone))
    back = chart_url(patient)
    context = {
        "identity": identity(patient, facts.plan, facts.now),
        "policy_is_approved": facts.is_policy_approved,
        "zone": zone,
        "stretch": stretch,
        "holds": holds_of(request, facts, back),
        "asked": asked_of(patient, facts),
        "watch": watch_of(request, patient, facts, back),
        "pauses": pauses_of(request, patient, facts.policy, has_plan=facts.has_plan),
        "cases": cases_of(request, patient, facts, back),
        "safety": safety_line(
            facts.scores,
            patient.public_id,
            zone,
            is_outstanding=facts.is_asq_outstanding,
            may_ask=patient.state in AFTER_APPROVAL,
        ),
        "scores": scores(facts.scores, patient.public_id, zone),
        "resolved": facts.resolved,
        "timeline": line,
        "twin": twin_rows(line),
        "series": line.as_json(),
        "checks": check_rows(facts.checks[: -LISTED_ROWS - 1 : -1], zone),
        "reports": report_rows(reports_listed(patient, facts.since), zone),
    }
    return render(request, "monitoring/clinic/chart.html", context)
