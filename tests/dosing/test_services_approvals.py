"""Two people past a hard limit: asking, answering, signing; and everything that voids a yes."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from dosing.choices import ApprovalOutcome
from dosing.models import ApprovalAnswer, ApprovalRequest, DosingPlan, PlanDraft
from dosing.selectors import approvers_besides, latest_approval, open_draft
from dosing.services import (
    AlreadyAnswered,
    DeclinedAlready,
    DraftChanged,
    NobodyToApprove,
    NoteNeeded,
    NothingToApprove,
    NothingToSign,
    OwnRequest,
    PlanOverLimit,
    RequestVoid,
    SignerApproved,
    approval_answer,
    approval_ask,
    plan_draft_discard,
    plan_draft_save,
    plan_sign,
)
from ketaclinic.accounts.access import AccessRefused
from ketaclinic.accounts.models import User
from ketaclinic.audit.models import AuditEvent
from ketaclinic.policies.selectors import policy_in_force
from ketaclinic.policies.services import policy_propose, policy_publish
from tests.factories.accounts import UserFactory, user_of
from tests.factories.dosing import NOW, takes_opioids, terms

pytestmark = pytest.mark.django_db
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
# Four hours apart, and one more a day than the hard limit: a soft finding and a hard one.
FIVE_A_DAY = ("06:00", "10:00", "14:00", "18:00", "22:00")
YES, NO = ApprovalOutcome.APPROVED, ApprovalOutcome.DECLINED


@pytest.fixture
def second(db):
    return UserFactory(prescriber=True, full_name="Dr Tomas Berg")


def save(patient, by, **changes):
    small = {"strength_ug": 10_000, "dose_ug": 10_000, "times_of_day": FIVE_A_DAY}
    return plan_draft_save(patient=patient, by=by, now=NOW, terms=terms(**(small | changes)))


def ask(draft, by, *, now=NOW, reason="Pain wakes her at night.", revision=None):
    return approval_ask(
        patient=draft.patient, by=by, now=now, revision=revision or draft.revision, reason=reason
    )


def answer(request, by, *, now=NOW, outcome=YES, note="Read the chart, agreed."):
    return approval_answer(request=request, by=by, now=now, outcome=outcome, note=note)


def sign(patient, by, *, now=NOW):
    return plan_sign(patient=patient, by=by, now=now)


def events():
    return AuditEvent.objects.count()


def publish(by):
    """Other limits, published by two people."""
    changes = {"dosing": {"window_before_min": 45}}
    proposal = policy_propose(by=by, changes=changes, reason="Shorter window.", now=NOW)
    return policy_publish(proposal=proposal, by=UserFactory(medical_director=True), now=NOW)


@pytest.fixture
def request_(patient, prescriber, second):
    return ask(save(patient, prescriber), prescriber)


class TestAsking:
    def test_it_is_pinned_to_what_the_draft_says(self, patient, prescriber, second):
        draft = save(patient, prescriber, limits_reason="Slept through on this.")
        asked = ask(draft, prescriber)
        assert (asked.revision, asked.terms) == (draft.revision, draft.terms)
        assert [(each["key"], each["value"], each["limit"]) for each in asked.findings] == [
            ("max_doses_per_day", 5, 4)
        ]
        assert asked.policy_version == policy_in_force().version
        assert (asked.asked_by, asked.drafted_by, asked.asked_at) == (prescriber, prescriber, NOW)
        event = AuditEvent.objects.get(verb="dosing.approval_asked")
        assert event.details["limits"] == ["max_doses_per_day"]

    def test_the_reason_also_answers_the_soft_limits(self, request_, patient):
        """Typed at the signature it would change the draft, and so void the approval."""
        draft = open_draft(patient)
        assert draft.limits_reason == "Pain wakes her at night."
        assert draft.revision == request_.revision == 2

    def test_asking_again_is_the_same_request(self, request_, patient, prescriber, second):
        before = events()
        assert ask(open_draft(patient), prescriber) == request_
        assert ask(open_draft(patient), second, reason="Me too.") == request_
        assert events() == before

    @pytest.mark.parametrize(
        ("changes", "asked", "error"),
        [
            pytest.param({}, {"reason": "  "}, NoteNeeded, id="no reason"),
            pytest.param({}, {"revision": 9}, DraftChanged, id="another draft"),
            pytest.param({"times_of_day": ("08:00",)}, {}, NothingToApprove, id="nothing hard"),
            pytest.param({"dose_ug": 60_000}, {}, PlanOverLimit, id="a ceiling"),
            pytest.param({"dose_ug": 160_000}, {}, PlanOverLimit, id="a bound in the code"),
        ],
    )
    def test_a_refused_question_writes_nothing(
        self, patient, prescriber, second, changes, asked, error
    ):
        draft, before = save(patient, prescriber, **changes), events()
        with pytest.raises(error):
            ask(draft, prescriber, **asked)
        assert not ApprovalRequest.objects.exists()
        assert PlanDraft.objects.get().revision == draft.revision
        assert events() == before

    def test_without_a_draft_there_is_nothing_to_ask(self, patient, prescriber, second):
        draft = save(patient, prescriber)
        plan_draft_discard(patient=patient, by=prescriber, now=NOW)
        with pytest.raises(NothingToSign):
            ask(draft, prescriber)

    def test_with_one_prescriber_hard_means_no(self, patient, prescriber):
        User.objects.exclude(pk=prescriber.pk).update(is_active=False)
        draft = save(patient, prescriber)
        with pytest.raises(NobodyToApprove):
            ask(draft, prescriber)
        assert not ApprovalRequest.objects.exists()

    def test_who_could_approve(self, patient, prescriber, second):
        names = [user.full_name for user in approvers_besides(prescriber)]
        assert names == ["Dr Miriam Okafor", "Dr Tomas Berg"]

    def test_a_nurse_does_not_ask(self, patient, prescriber, nurse, second):
        with pytest.raises(AccessRefused):
            ask(save(patient, prescriber), nurse)


class TestAnswering:
    def test_another_prescriber_approves(self, request_, second):
        given = answer(request_, second, now=NOW + MINUTE)
        assert (given.outcome, given.answered_by, given.answered_at) == (YES, second, NOW + MINUTE)
        event = AuditEvent.objects.get(verb="dosing.approval_approved")
        assert (event.actor, event.details["revision"]) == (second, 2)

    def test_the_medical_director_may_too(self, request_):
        assert answer(request_, user_of("medical_director")).outcome == YES

    def test_the_same_answer_again_changes_nothing(self, request_, second):
        given, before = answer(request_, second), events()
        assert answer(request_, second, now=NOW + HOUR, note="Again.") == given
        assert events() == before

    @pytest.mark.parametrize("outcome", [YES, NO])
    def test_the_first_answer_stands(self, request_, second, outcome):
        answer(request_, second, outcome=outcome)
        with pytest.raises(AlreadyAnswered, match="Dr Tomas Berg"):
            answer(request_, user_of("medical_director"))
        with pytest.raises(AlreadyAnswered):
            answer(request_, second, outcome=NO if outcome == YES else YES)
        assert ApprovalAnswer.objects.get().outcome == outcome

    @pytest.mark.parametrize("outcome", [YES, NO])
    def test_nobody_answers_their_own_request(self, request_, prescriber, outcome):
        before = events()
        with pytest.raises(OwnRequest):
            answer(request_, prescriber, outcome=outcome)
        assert not ApprovalAnswer.objects.exists()
        assert events() == before

    def test_nobody_approves_what_they_drafted_for_another(self, patient, prescriber, second):
        """Who typed the draft is not a second pair of eyes, even when another person asks."""
        asked = ask(save(patient, second), prescriber)
        assert asked.drafted_by == second
        with pytest.raises(OwnRequest):
            answer(asked, second)
        assert not ApprovalAnswer.objects.exists()

    def test_the_database_keeps_the_two_apart(self, request_, prescriber):
        with pytest.raises(IntegrityError), transaction.atomic():
            ApprovalAnswer.objects.create(
                request=request_,
                outcome=YES,
                note="Mine.",
                answered_by=prescriber,
                answered_at=NOW,
                asked_by=prescriber,
                drafted_by=prescriber,
            )

    def test_a_word_is_needed(self, request_, second):
        with pytest.raises(NoteNeeded):
            answer(request_, second, note=" ")
        assert not ApprovalAnswer.objects.exists()

    @pytest.mark.parametrize("role", ["nurse", "manager", "patient"])
    def test_others_do_not_answer(self, request_, role):
        with pytest.raises(AccessRefused):
            answer(request_, user_of(role))
        assert not ApprovalAnswer.objects.exists()

    @pytest.mark.parametrize("outcome", [YES, NO])
    def test_a_draft_that_changed_meanwhile_is_not_what_was_asked(
        self, request_, patient, prescriber, second, outcome
    ):
        save(patient, prescriber, dose_ug=20_000)
        with pytest.raises(RequestVoid, match="the draft changed"):
            answer(request_, second, outcome=outcome)
        assert not ApprovalAnswer.objects.exists()

    def test_nor_are_other_limits(self, request_, prescriber, second):
        publish(prescriber)
        with pytest.raises(RequestVoid, match="other limits"):
            answer(request_, second)

    def test_nor_is_a_plan_that_got_worse(self, patient, prescriber, second):
        asked = ask(save(patient, prescriber, dose_ug=20_000), prescriber)
        takes_opioids(patient)
        with pytest.raises(RequestVoid, match="further past"):
            answer(asked, second)
        assert not ApprovalAnswer.objects.exists()


class TestSigning:
    def test_who_asked_signs_and_the_version_names_who_approved(
        self, request_, patient, prescriber, second
    ):
        given = answer(request_, second)
        plan = sign(patient, prescriber)
        assert (plan.signed_by, plan.approval) == (prescriber, given)
        assert plan.limits_reason == "Pain wakes her at night."
        details = AuditEvent.objects.get(verb="dosing.plan_signed").details
        assert details["approval"] == str(request_.public_id)
        assert details["approved_by"] == second.pk

    def refused(self, patient, by, error=PlanOverLimit, now=NOW):
        before = events()
        with pytest.raises(error):
            sign(patient, by, now=now)
        assert not DosingPlan.objects.exists()
        assert open_draft(patient) is not None
        assert events() == before

    def test_whoever_approved_does_not_sign(self, request_, patient, second):
        answer(request_, second)
        self.refused(patient, second, SignerApproved)

    def test_a_question_is_no_approval(self, request_, patient, prescriber):
        self.refused(patient, prescriber)

    def test_a_no_is_no_approval_and_is_not_asked_again(
        self, request_, patient, prescriber, second
    ):
        answer(request_, second, outcome=NO)
        self.refused(patient, prescriber)
        with pytest.raises(DeclinedAlready):
            ask(open_draft(patient), prescriber)

    def test_a_changed_draft_may_be_asked_about_anew(self, request_, patient, prescriber, second):
        answer(request_, second, outcome=NO)
        changed = save(patient, prescriber, dose_ug=20_000, limits_reason="Two capsules.")
        answer(ask(changed, prescriber), second)
        assert sign(patient, prescriber).dose_ug == 20_000

    def test_a_change_after_the_yes_voids_it(self, request_, patient, prescriber, second):
        answer(request_, second)
        save(
            patient, prescriber, limits_reason="Pain wakes her at night.", instructions="At night."
        )
        self.refused(patient, prescriber)

    def test_so_do_other_limits(self, request_, patient, prescriber, second):
        answer(request_, second)
        publish(prescriber)
        self.refused(patient, prescriber)

    def test_a_yes_lasts_two_days(self, request_, patient, prescriber, second):
        answer(request_, second, now=NOW - 48 * HOUR)
        self.refused(patient, prescriber)

    def test_then_it_is_asked_for_again(self, request_, patient, prescriber, second):
        answer(request_, second, now=NOW - 48 * HOUR)
        again = ask(open_draft(patient), prescriber, now=NOW + MINUTE)
        assert again != request_
        answer(again, second, now=NOW + MINUTE)
        assert sign(patient, prescriber, now=NOW + MINUTE).approval.request == again

    def test_a_limit_that_nobody_was_asked_about_is_still_refused(
        self, patient, prescriber, second
    ):
        answer(ask(save(patient, prescriber, dose_ug=20_000), prescriber), second)
        takes_opioids(patient)
        self.refused(patient, prescriber)

    def test_a_plan_within_the_limits_needs_and_names_nobody(self, patient, prescriber, second):
        save(patient, prescriber, times_of_day=("08:00",))
        assert sign(patient, prescriber).approval is None

    def test_signing_uses_the_approval_up(self, request_, patient, prescriber, second):
        answer(request_, second)
        sign(patient, prescriber)
        draft = PlanDraft.objects.get()
        assert latest_approval(draft, policy=policy_in_force(), now=NOW).standing == "signed"
