"""Approvals on real connections: two who answer, one who saves, one who signs."""

import pytest

from dosing.models import ApprovalAnswer, ApprovalRequest, DosingPlan
from dosing.selectors import open_draft
from dosing.services import plan_sign
from tests.dosing.test_races import CONNECTIONS, together
from tests.dosing.test_services_approvals import NO, NOW, YES, answer, ask, save
from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def second():
    return UserFactory(prescriber=True, full_name="Dr Tomas Berg")


@pytest.fixture
def request_(patient, prescriber, second):
    return ask(save(patient, prescriber), prescriber)


def test_two_approvers_are_one_answer(request_, second):
    others = [UserFactory(prescriber=True) for _ in range(3)]
    people = [second, *others] * 2
    answers = together(*[lambda by=by: answer(request_, by) for by in people])
    assert ApprovalAnswer.objects.count() == 1
    assert answers.count("AlreadyAnswered") == len(people) - 2


def test_yes_and_no_together_are_one_answer(request_, second):
    director = UserFactory(medical_director=True)
    answers = together(
        *[lambda: answer(request_, second, outcome=YES)] * 4,
        *[lambda: answer(request_, director, outcome=NO)] * 4,
    )
    assert ApprovalAnswer.objects.count() == 1
    assert answers.count("AlreadyAnswered") == 4


def test_eight_questions_are_one(patient, prescriber, second):
    draft = save(patient, prescriber, limits_reason="Wakes at night.")
    together(*[lambda: ask(draft, prescriber)] * CONNECTIONS)
    assert ApprovalRequest.objects.count() == 1


@pytest.mark.parametrize("turn", range(4))
def test_a_yes_beside_a_change_never_covers_the_change(request_, patient, prescriber, second, turn):
    """Whichever comes first: the plan that was approved may be signed, another one never."""
    together(
        *[lambda: answer(request_, second)] * 3,
        lambda: save(patient, prescriber, dose_ug=20_000, limits_reason="Two capsules."),
        *[lambda: plan_sign(patient=patient, by=prescriber, now=NOW)] * 4,
    )
    signed = DosingPlan.objects.first()
    assert signed is None or signed.dose_ug == 10_000
    assert signed is not None or open_draft(patient).dose_ug == 20_000


def test_an_approved_draft_is_signed_once(request_, patient, prescriber, second):
    answer(request_, second)
    together(*[lambda: plan_sign(patient=patient, by=prescriber, now=NOW)] * CONNECTIONS)
    assert DosingPlan.objects.get().approval.request == request_
