"""What the plan editor's page is about, each thing read once, whichever action shows it."""

from datetime import datetime
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dosing.forms import PlanDraftForm
from dosing.forms.steps import step_initial
from dosing.models import DosingPlan
from dosing.rules import DosingPolicy, needs_reason
from dosing.rules.approvals import hard
from dosing.selectors import (
    NextStep,
    PlanFacts,
    PlanReview,
    draft_and_request,
    next_step,
    plan_history,
)
from intake.models import Patient
from ketaclinic.accounts.access import Capability, allows
from monitoring.clinic.forms import SignForm, StepForm, StopForm
from monitoring.clinic.presenters.identity import identity
from monitoring.clinic.presenters.judgement import Judgement, judgement, unfinished
from monitoring.clinic.presenters.plan import finding_row, version_rows
from monitoring.clinic.presenters.stairs import stairs
from monitoring.clinic.presenters.titration import dose_rows, step_card
from monitoring.clinic.selectors import step_conditions_met
from monitoring.clinic.views.approvals import approval_context
from monitoring.clinic.views.pauses import pauses_of

# Taken over from the plan in force; the amounts, the days and the reasons are written anew.
NEVER_TAKEN_OVER = ("dose_mg", "starts_on", "ends_on", "change_reason", "limits_reason")
# Copied on request, amounts included; these are still written anew.
NEVER_COPIED = ("starts_on", "ends_on", "change_reason", "limits_reason")


class Editor:
    """One patient's plans: the draft, the versions, what is judged of each."""

    def __init__(self, patient: Patient, now: datetime) -> None:
        self.patient, self.now = patient, now
        self.draft, self.asked = draft_and_request(patient)
        self.history = list(plan_history(patient))
        self.facts = PlanFacts(patient, now, history=self.history)
        self.versions = version_rows(self.history, now, self.facts.zone)
        self.policy = self.facts.policy

    @cached_property
    def review(self) -> PlanReview | None:
        """The saved draft against the limits."""
        return self.facts.review(self.draft.terms) if self.draft else None

    @property
    def running(self) -> DosingPlan | None:
        """The version in force."""
        both = zip(self.history, self.versions, strict=True)
        return next((plan for plan, row in both if row.is_in_force), None)

    @property
    def has_plan(self) -> bool:
        """Is a version in force or to come?"""
        return any(not version.end for version in self.versions)

    @cached_property
    def step(self) -> NextStep | None:
        """The next planned step of the version in force."""
        return next_step(self.facts, met=self._met)

    @property
    def _met(self) -> set[str]:
        return step_conditions_met(self.patient, self.running, self.policy)

    def form(self, data: Any = None, *, copied_from: Any = None) -> PlanDraftForm:
        """The editor over a version that is copied, the open draft, or the plan in force without
        its amounts and days."""
        settings: dict[str, Any] = {
            "policy": self.policy.get(DosingPolicy),
            "today": self.facts.today,
        }
        copied = self._version(copied_from)
        if copied is not None:
            settings["copied_from"] = copied.version
            settings["terms"] = copied.terms
            settings["initial"] = dict.fromkeys(NEVER_COPIED)
        elif self.draft is not None:
            settings["terms"] = self.draft.terms
        elif self.running is not None:
            settings["terms"] = self.running.terms
            never = [*NEVER_TAKEN_OVER, *step_initial(self.running.terms)]
            settings["initial"] = dict.fromkeys(never)
        return PlanDraftForm(data, **settings)

    def _version(self, number: Any) -> DosingPlan | None:
        return next((plan for plan in self.history if str(plan.version) == str(number)), None)

    def judged(self, form: PlanDraftForm) -> Judgement:
        """What the limits say of what stands in the form, saved or not."""
        if not form.is_bound:
            return judgement(self.review, self.facts.local_now)
        if not form.is_valid() and not form.waits_only_to_be_confirmed:
            return unfinished(form.still_needed, form.faults)
        terms = form.terms()
        is_saved = self.draft is not None and self.draft.terms == terms
        return judgement(self.facts.review(terms), self.facts.local_now, is_saved=is_saved)


def plan_page(
    request: HttpRequest,
    editor: Editor,
    *,
    form: PlanDraftForm | None = None,
    sign_form: SignForm | None = None,
    stop_form: StopForm | None = None,
    step_form: StepForm | None = None,
) -> HttpResponse:
    """The whole page; a form that was refused is shown again with what was typed."""
    may_sign = allows(request.user, Capability.SIGN_PLAN)
    form = form or editor.form()
    context = {
        "identity": identity(editor.patient, editor.running, editor.now),
        "zone": editor.patient.user.time_zone,
        "policy_is_approved": editor.policy.is_approved,
        "form": form,
        "draft": editor.draft,
        "judged": editor.judged(form),
        "versions": editor.versions,
        "may_sign": may_sign,
        "stop_form": stop_form,
        "pauses": pauses_of(request, editor.patient, editor.policy, has_plan=editor.has_plan),
        **_review(editor, sign_form),
        **approval_context(request, editor.draft, editor.asked, editor.review, editor.now),
        **_step(editor, step_form),
    }
    return render(request, "monitoring/clinic/plan.html", context)


def _review(editor: Editor, sign_form: SignForm | None) -> dict[str, Any]:
    """What stands against the saved draft, and the form that signs it."""
    draft, review = editor.draft, editor.review
    if draft is None or review is None:
        return {}
    initial = {"revision": draft.revision, "limits_reason": draft.limits_reason}
    # An approval is pinned to the draft: a reason typed now would change it.
    is_pinned = bool(hard(review.findings))
    asked = {
        "limits_reason": needs_reason(review.findings) and not is_pinned,
        "change_reason": review.lacks_change_reason and not is_pinned,
    }
    return {
        "findings": [finding_row(finding) for finding in review.findings],
        "gates": review.gates,
        "is_signable": review.is_signable,
        "sign_form": sign_form or SignForm(initial=initial, asked=asked, auto_id="sign-%s"),
    }


def _step(editor: Editor, step_form: StepForm | None) -> dict[str, Any]:
    """The next step with the form that releases it, and the whole titration that it belongs to."""
    step = editor.step
    if step is None:
        return {}
    whole = editor.facts.review(step.plan.terms)
    return {
        "step": step_card(step),
        "step_form": step_form or step_release_form(step),
        "planned_doses": dose_rows(whole.doses),
        "planned_stairs": stairs(whole.doses, whole.standings, whole.weight_g),
    }


def step_release_form(step: NextStep, data: Any = None) -> StepForm:
    """What a prescriber says when they release the step."""
    return StepForm(
        data,
        initial={"version": step.plan.version},
        asked=step.asked,
        asks_reason=step.asks_reason,
        auto_id="step-%s",
    )
