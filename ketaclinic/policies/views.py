"""The policy page: limits in force, proposals, publishing."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ketaclinic.accounts.access import Capability, allows, requires
from ketaclinic.errors import Refused
from ketaclinic.policies.forms import ProposalForm
from ketaclinic.policies.presenters import policy_rows, proposal_card
from ketaclinic.policies.selectors import open_proposals, policy_in_force, version_history
from ketaclinic.policies.services import policy_propose, policy_publish


@require_safe
@requires(Capability.VIEW_POLICY)
def overview(request: HttpRequest) -> HttpResponse:
    """The limits in force, who published them, and what is proposed."""
    return _page(request, ProposalForm())


@require_POST
@requires(Capability.PROPOSE_POLICY)
def propose(request: HttpRequest) -> HttpResponse:
    """Ask for one changed limit."""
    form = ProposalForm(request.POST)
    if form.is_valid():
        try:
            policy_propose(
                by=request.user,
                changes=form.changes(),
                reason=form.cleaned_data["reason"],
                now=timezone.now(),
            )
        except Refused as error:
            form.add_error(error.field, error.message)
        else:
            messages.success(request, _("Proposed. Another person can publish it."))
            return redirect("policies:overview")
    return _page(request, form, status=422)


@require_POST
@requires(Capability.PUBLISH_POLICY)
def publish(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Publish somebody else's proposal."""
    proposal = get_object_or_404(open_proposals(), public_id=public_id)
    try:
        policy_publish(proposal=proposal, by=request.user, now=timezone.now())
    except Refused as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("Published. Open clearances ended with the old limits."))
    return redirect("policies:overview")


def _page(request: HttpRequest, form: ProposalForm, status: int = 200) -> HttpResponse:
    version = policy_in_force().version
    context = {
        "version": version,
        "groups": policy_rows(version.values),
        "proposals": [proposal_card(each, version.values) for each in open_proposals()],
        "history": version_history()[:20],
        "form": form,
        "may_propose": allows(request.user, Capability.PROPOSE_POLICY),
        "may_publish": allows(request.user, Capability.PUBLISH_POLICY),
    }
    return render(request, "ketaclinic/policy.html", context, status=status)
