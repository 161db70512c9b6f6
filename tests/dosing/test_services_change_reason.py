"""Why a plan changes: asked for of every version after the first, and read by the patient."""

from datetime import timedelta

import pytest
from django.urls import reverse

from dosing.models import ApprovalRequest, DosingPlan, PlanEnd
from dosing.rules import TitrationStep
from dosing.selectors import open_draft
from dosing.services import (
    ChangeReasonNeeded,
    approval_ask,
    plan_draft_save,
    plan_sign,
    plan_step_release,
    plan_stop,
)
from ketaclinic.audit.models import AuditEvent
from tests.factories.accounts import UserFactory
from tests.factories.dosing import (
    NOW,
    DosingPlanFactory,
    IncreasePermitFactory,
    signed_plan,
    terms,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
FIVE_TIMES = ("06:00", "10:00", "14:00", "18:00", "22:00")


def save(patient, by, now=NOW, **changes):
    return plan_draft_save(patient=patient, by=by, now=now, terms=terms(**changes))


def events():
    return AuditEvent.objects.count()


class TestAtTheSignature:
    def test_a_first_plan_needs_none(self, patient, prescriber):
        save(patient, prescriber, change_reason="")
        assert plan_sign(patient=patient, by=prescriber, now=NOW).version == 1

    @pytest.mark.parametrize("reason", ["", "  \n"])
    def test_a_version_that_follows_another_does(self, patient, prescriber, reason):
        signed_plan(patient)
        save(patient, prescriber, times_of_day=("09:00",), change_reason=reason)
        before = events()
        with pytest.raises(ChangeReasonNeeded) as refusal:
            plan_sign(patient=patient, by=prescriber, now=NOW)
        assert refusal.value.field == "change_reason"
        assert (DosingPlan.objects.count(), PlanEnd.objects.count()) == (1, 0)
        assert open_draft(patient) is not None
        assert events() == before

    def test_so_does_one_after_a_stop(self, patient, prescriber):
        signed_plan(patient)
        plan_stop(patient=patient, by=prescriber, now=NOW, reason="A rash.")
        save(patient, prescriber, NOW + DAY, starts_on=(NOW + DAY).date(), change_reason="")
        with pytest.raises(ChangeReasonNeeded):
            plan_sign(patient=patient, by=prescriber, now=NOW + DAY)
        assert DosingPlan.objects.count() == 1

    def test_it_is_kept_in_the_version(self, patient, prescriber):
        signed_plan(patient)
        save(patient, prescriber, times_of_day=("09:00",), change_reason="You sleep late.")
        assert plan_sign(patient=patient, by=prescriber, now=NOW).change_reason == "You sleep late."

    def test_nobody_is_asked_to_approve_a_change_without_it(self, patient, prescriber):
        """Written after the yes, it would change the draft and void the yes."""
        UserFactory(prescriber=True)
        long_ago = NOW - 9 * DAY
        DosingPlanFactory(patient=patient, signed_at=long_ago, effective_at=long_ago)
        small = {"dose_ug": 10_000, "strength_ug": 10_000, "times_of_day": FIVE_TIMES}
        draft = save(patient, prescriber, **small, change_reason="")
        before = events()
        with pytest.raises(ChangeReasonNeeded):
            approval_ask(
                patient=patient, by=prescriber, now=NOW, revision=draft.revision, reason="Nights."
            )
        assert not ApprovalRequest.objects.exists()
        assert (open_draft(patient).revision, events()) == (draft.revision, before)


def test_a_released_step_says_so_by_itself(patient, prescriber):
    """The words of the version before it are not repeated."""
    steps = (TitrationStep(20_000, 7),)
    signed_plan(patient, terms(dose_ug=10_000, strength_ug=10_000, steps=steps))
    ripe = NOW + 6 * DAY
    IncreasePermitFactory(patient=patient, granted_at=ripe, expires_at=ripe + DAY)
    plan = plan_step_release(
        patient=patient, by=prescriber, now=ripe, version=1, met=(), limits_reason="Well."
    )
    assert plan.change_reason.startswith("This step was part of your plan from the start.")


class TestThePatientReadsIt:
    def page(self, client_of, patient):
        return client_of(patient.user).get(reverse("dosing:plan")).content.decode()

    def test_after_what_changed(self, client_of, patient, now):
        signed_plan(patient)
        signed_plan(patient, terms(times_of_day=("09:00",), change_reason="You <sleep> late."))
        page = self.page(client_of, patient)
        assert "What changed, and why" in page
        assert page.index("is now <strong>9 am</strong>") < page.index("Why: You &lt;sleep&gt;")

    def test_also_where_no_listed_thing_changed(self, client_of, patient, now):
        signed_plan(patient)
        signed_plan(patient, terms(instructions="With food.", change_reason="You felt sick."))
        assert "Why: You felt sick." in self.page(client_of, patient)

    def test_a_first_plan_has_no_why(self, client_of, patient, now):
        signed_plan(patient)
        page = self.page(client_of, patient)
        assert "What changed" not in page
        assert "Your pain is worse at night." not in page
