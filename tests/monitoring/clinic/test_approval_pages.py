"""Two people past a hard limit, on pages: ask beside the draft, answer from the queue, sign."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from dosing.models import ApprovalAnswer, ApprovalRequest, DosingPlan
from dosing.selectors import open_draft
from dosing.services import approval_ask, plan_draft_save
from ketaclinic.accounts.models import User
from ketaclinic.audit.models import AuditEvent
from tests.factories.accounts import UserFactory
from tests.factories.dosing import (
    NOW,
    DosingPlanFactory,
    HoldFactory,
    IncreasePermitFactory,
    dosing_patient,
    signed_plan,
    terms,
)
from tests.support.kept import kept

pytestmark = pytest.mark.one_engine
FIVE_A_DAY = ("06:00", "10:00", "14:00", "18:00", "22:00")
REASON = "Pain wakes her at night."
YES = {"outcome": "approved", "note": "Read the chart, agreed."}


@kept
def patient():
    return dosing_patient()


@pytest.fixture
def prescriber(client_of):
    return client_of(UserFactory(prescriber=True))


@pytest.fixture
def second(client_of):
    return client_of(UserFactory(prescriber=True, full_name="Dr Tomas Berg"))


@pytest.fixture
def draft(patient, prescriber):
    small = {"strength_ug": 10_000, "dose_ug": 10_000, "times_of_day": FIVE_A_DAY}
    return save(patient, prescriber.user, **small)


def save(patient, by, **changes):
    return plan_draft_save(patient=patient, by=by, now=NOW, terms=terms(**changes))


@pytest.fixture
def asked(patient, prescriber, second, draft):
    return approval_ask(
        patient=patient, by=prescriber.user, now=NOW, revision=draft.revision, reason=REASON
    )


def plan_url(patient, name="plan"):
    return reverse(f"clinic:{name}", args=[patient.public_id])


def answer_url(request):
    return reverse("clinic:plan_approval", args=[request.public_id])


def words(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def text_of(client, url):
    return client.get(url).content.decode()


def test_the_plan_page_names_who_could_approve(prescriber, second, patient, draft):
    text = text_of(prescriber, plan_url(patient))
    assert "Needs a second prescriber" in text
    assert "Dr Miriam Okafor, Dr Tomas Berg" in text
    assert "Sign the plan" not in text


def test_with_one_prescriber_it_says_that_hard_means_no(prescriber, patient, draft):
    User.objects.exclude(pk=prescriber.user.pk).update(is_active=False)
    text = text_of(prescriber, plan_url(patient))
    assert "Nobody here may approve this" in text
    assert "Ask for approval" not in text


def test_a_nurse_reads_it_and_is_not_offered_to_ask(client_of, patient, draft):
    assert "Ask for approval" not in text_of(client_of("nurse"), plan_url(patient))


def test_asking_writes_the_request_and_says_where_it_stands(prescriber, second, patient, draft):
    data = {"revision": draft.revision, "reason": REASON}
    response = prescriber.post(plan_url(patient, "plan_ask"), data)
    assert words(response) == ["Asked. The request stands in the queue of plans."]
    assert ApprovalRequest.objects.get().asked_by == prescriber.user
    text = text_of(prescriber, plan_url(patient))
    assert "Waiting for an answer" in text
    assert "Ask for approval" not in text


@pytest.mark.parametrize("reason", ["", "  ", "x" * 1001])
def test_a_reason_at_fault_is_shown_again_and_writes_nothing(
    prescriber, second, patient, draft, reason
):
    data = {"revision": draft.revision, "reason": reason}
    response = prescriber.post(plan_url(patient, "plan_ask"), data)
    assert response.status_code == 200
    assert response.context["form"].errors["reason"]
    assert response.context["form"]["reason"].value() == reason
    assert not ApprovalRequest.objects.exists()


def test_a_draft_that_changed_is_not_asked_about(prescriber, second, patient, draft):
    data = {"revision": draft.revision + 1, "reason": REASON}
    response = prescriber.post(plan_url(patient, "plan_ask"), data)
    assert response.url == plan_url(patient)
    assert "The draft changed after you opened it." in words(response)[0]
    assert not ApprovalRequest.objects.exists()


def test_the_queue_shows_each_what_waits_for_them(asked, prescriber, second, patient):
    mine = second.get(reverse("clinic:plans")).context["queue"]
    theirs = prescriber.get(reverse("clinic:plans")).context["queue"]
    assert [row.public_id for row in mine.mine] == [asked.public_id]
    assert [row.public_id for row in theirs.others] == [asked.public_id]
    row = mine.mine[0]
    assert (row.name, row.reason, row.asked_by) == ("Rosa Marin", REASON, "Dr Priya Raman")
    assert (row.findings[0].value, row.findings[0].limit) == ("5", "4")
    assert row.findings[0].source
    events = AuditEvent.objects.filter(verb="read.clinic.plans")
    assert {tuple(event.patient_ids) for event in events} == {(str(patient.public_id),)}


def test_an_old_question_is_marked_and_does_not_go_away(asked, second, monkeypatch):
    import time_machine

    with time_machine.travel(NOW + timedelta(hours=49), tick=False):
        second.force_login(second.user, "allauth.account.auth_backends.AuthenticationBackend")
        row = second.get(reverse("clinic:plans")).context["queue"].mine[0]
    assert row.late == "Waiting for more than 48 hours"


def test_a_void_question_is_shown_until_it_is_asked_again(asked, prescriber, second, patient):
    save(patient, prescriber.user, dose_ug=20_000, strength_ug=10_000, times_of_day=FIVE_A_DAY)
    found = second.get(reverse("clinic:plans")).context["queue"]
    assert not found.mine
    assert [row.word for row in found.void] == ["Void: the draft changed after it"]
    assert "Ask for approval" in text_of(prescriber, plan_url(patient))


def test_an_empty_queue_says_so(second):
    assert "No plan waits for your answer." in text_of(second, reverse("clinic:plans"))


def test_the_answer_page_shows_terms_difference_and_history(client_of, prescriber, second, patient):
    before, smaller = NOW - timedelta(days=10), {"strength_ug": 10_000, "dose_ug": 10_000}
    signed_plan(patient, terms(**smaller, starts_on=before.date()), now=before)
    draft = save(patient, prescriber.user, strength_ug=10_000, dose_ug=10_000,
                 times_of_day=FIVE_A_DAY)  # fmt: skip
    asked = approval_ask(
        patient=patient, by=prescriber.user, now=NOW, revision=draft.revision, reason=REASON
    )
    context = second.get(answer_url(asked)).context
    assert dict(context["items"])["In one day"] == "50 mg"
    assert [change.label for change in context["changes"]] == ["Times"]
    assert [row.version for row in context["versions"]] == [1]
    assert context["may_answer"]


def test_approving_and_signing_names_both_in_the_history(asked, prescriber, second, patient):
    response = second.post(answer_url(asked), YES)
    assert response.url == reverse("clinic:plans")
    assert "Approved. Another prescriber signs the plan." in words(response)
    page = prescriber.get(plan_url(patient))
    assert "Sign the plan" in page.content.decode()
    data = {"revision": open_draft(patient).revision}
    prescriber.post(plan_url(patient, "plan_sign"), data)
    assert DosingPlan.objects.get().approval.answered_by == second.user
    row = prescriber.get(plan_url(patient)).context["versions"][0]
    assert (row.signed_by, row.approved_by) == ("Dr Priya Raman", "Dr Tomas Berg")
    assert row.approval_note == YES["note"]


def test_who_approved_is_told_that_another_signs(asked, second, patient):
    second.post(answer_url(asked), YES)
    text = text_of(second, plan_url(patient))
    assert "You approved this draft, so another prescriber signs it." in text
    assert "Sign the plan" not in text
    second.post(plan_url(patient, "plan_sign"), {"revision": open_draft(patient).revision})
    assert not DosingPlan.objects.exists()


def test_a_no_stands_beside_the_draft(asked, prescriber, second, patient):
    second.post(answer_url(asked), {"outcome": "declined", "note": "Sleep first."})
    text = text_of(prescriber, plan_url(patient))
    assert "Sleep first." in text
    assert "Ask for approval" not in text
    assert "Sign the plan" not in text


def test_a_double_submit_is_one_answer(asked, second):
    for _ in range(2):
        assert second.post(answer_url(asked), YES).status_code == 302
    assert ApprovalAnswer.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        pytest.param({"note": " "}, "note", id="no note"),
        pytest.param({"outcome": ""}, "outcome", id="no answer"),
        pytest.param({"outcome": "perhaps"}, "outcome", id="no such answer"),
    ],
)
def test_an_answer_at_fault_is_shown_again_and_writes_nothing(asked, second, changes, field):
    response = second.post(answer_url(asked), YES | changes)
    assert response.context["form"].errors[field]
    assert not ApprovalAnswer.objects.exists()


def test_ones_own_request_is_refused_on_the_page_too(asked, prescriber):
    assert not prescriber.get(answer_url(asked)).context["may_answer"]
    response = prescriber.post(answer_url(asked), YES)
    assert "Another prescriber must answer" in response.content.decode()
    assert not ApprovalAnswer.objects.exists()


def test_the_chart_leads_to_a_request(asked, prescriber, patient):
    text = text_of(prescriber, plan_url(patient, "chart"))
    assert "asked to let a draft pass a hard limit" in text


@pytest.mark.parametrize("role", ["patient", "nurse", "editor", "manager"])
def test_others_neither_read_the_queue_nor_answer(client_of, asked, role):
    client = client_of(role)
    assert client.get(reverse("clinic:plans")).status_code == 404
    assert client.get(answer_url(asked)).status_code == 404
    assert client.post(answer_url(asked), YES).status_code == 404
    assert client.post(plan_url(asked.patient, "plan_ask"), {}).status_code == 404
    assert not ApprovalAnswer.objects.exists()


def test_the_medical_director_answers_too(client_of, asked):
    assert client_of("medical_director").post(answer_url(asked), YES).status_code == 302


def test_the_queue_shows_the_steps_that_have_had_their_days(prescriber, clock, db):
    steps = [{"dose_ug": 35_000, "after_days": 1, "conditions": []}]
    plan, held = DosingPlanFactory(steps=steps), DosingPlanFactory(steps=steps)
    IncreasePermitFactory(patient=plan.patient)
    HoldFactory(patient=held.patient)
    rows = prescriber.get(reverse("clinic:plans")).context["steps"]
    assert [(row.patient_id, row.kind, row.word) for row in rows] == [
        (plan.patient.public_id, "go", "An increase is permitted"),
        (held.patient.public_id, "stop", "On hold"),
    ]
    assert rows[0].line == "25 mg three times a day → 35 mg three times a day"
    event = AuditEvent.objects.get(verb="read.clinic.plans")
    assert set(event.patient_ids) == {str(row.patient_id) for row in rows}


def test_without_one_it_says_so(prescriber, clock, db):
    assert "No planned step waits" in text_of(prescriber, reverse("clinic:plans"))


def test_a_question_is_never_a_get(prescriber, patient):
    assert prescriber.get(plan_url(patient, "plan_ask")).status_code == 405


@pytest.mark.parametrize("is_asked", [False, True])
def test_past_a_hard_limit_the_plan_page_costs_no_more_than_an_ordinary_one(
    prescriber, second, patient, is_asked, django_assert_max_num_queries
):
    """With all that can stand on it: versions before it, a step that waits, and another medicine,
    which is judged as a new start."""
    waiting = [{"dose_ug": 15_000, "after_days": 7, "conditions": ["no_raised_bp", "no_hold"]}]
    small = {"strength_ug": 10_000, "dose_ug": 10_000}
    then = NOW - timedelta(days=9)
    before = {"patient": patient, "signed_at": then, "effective_at": then, **small}
    first = DosingPlanFactory(**before)
    DosingPlanFactory(version=2, supersedes=first, steps=waiting, **before)
    changes = small | {"formulation": "rdt", "times_of_day": FIVE_A_DAY}
    draft = save(patient, prescriber.user, **changes)
    if is_asked:
        pinned = {"revision": draft.revision, "reason": REASON}
        approval_ask(patient=patient, by=prescriber.user, now=NOW, **pinned)
    text = text_of(prescriber, plan_url(patient))
    assert ("Waiting for an answer" in text) is is_asked
    assert ("Dr Tomas Berg" in text) is not is_asked
    with django_assert_max_num_queries(15):
        prescriber.get(plan_url(patient))
