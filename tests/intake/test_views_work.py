"""Working on applications over HTTP: claim, ask, amend, move, join; each role, stale pages."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from intake.choices import Action, PatientState, Section
from intake.models import (
    AmendmentReview,
    ApplicationClaim,
    Decision,
    InformationRequest,
    Patient,
    PatientMerge,
    PatientStateChange,
    ScreeningFinding,
    Submission,
)
from intake.selectors import open_claim
from intake.services import (
    application_amend,
    application_claim,
    application_submit,
    information_ask,
)
from intake.services.information import AskedQuestion
from ketaclinic.accounts.models import User
from tests.factories.accounts import UserFactory
from tests.factories.intake import PatientFactory
from tests.intake.sent import page_answers, posted, pressure
from tests.intake.test_views_clinic import QUEUE, decision, find, path, reads, text
from tests.support.kept import kept

pytestmark = pytest.mark.django_db
CLINICAL = ["nurse", "prescriber", "medical_director"]
OTHERS = ["patient", "editor", "manager"]
POSTS = ["claim/", "release/", "ask/", "changes/2/read/"]
PAGES = ["change/", "change/heart/", "standing/"]
YES = {"answer": "yes"}


def amend(patient, now, by=None, section=Section.HEART, **changes):
    return application_amend(
        patient=patient,
        section=section,
        answers=page_answers(section) | (changes or {"hypertension_treated": YES}),
        reason="Asked my doctor.",
        by=by or patient.user,
        now=now,
    )


@kept
def submitted_patient():
    return PatientFactory(submitted=True)


@pytest.fixture
def reviewed(submitted_patient):
    """Waits with a finding that needs an answer."""
    find(submitted_patient, "hypertension_treated", Action.REVIEW)
    return submitted_patient


@pytest.fixture
def active():
    return PatientFactory(active=True)


@pytest.mark.parametrize("rest", POSTS)
def test_a_change_is_a_post(client_of, submitted_patient, rest):
    assert client_of("prescriber").get(path(submitted_patient, rest)).status_code == 405


@pytest.mark.parametrize("role", OTHERS)
def test_others_learn_nothing(client_of, submitted_patient, role):
    browser = client_of(role)
    for rest in POSTS:
        assert browser.post(path(submitted_patient, rest), {"note": "x"}).status_code == 404
    for rest in PAGES:
        assert browser.get(path(submitted_patient, rest)).status_code == 404
    assert not ApplicationClaim.objects.exists()


@pytest.mark.parametrize("rest", [*POSTS, *PAGES])
def test_a_stranger_is_sent_to_sign_in(client, submitted_patient, rest):
    method = client.get if rest in PAGES else client.post
    assert method(path(submitted_patient, rest)).url.startswith("/accounts/login/")


@pytest.mark.parametrize("rest", [*POSTS, *PAGES])
def test_nobody_is_404(client_of, rest):
    browser = client_of("prescriber")
    method = browser.get if rest in PAGES else browser.post
    assert method(f"{QUEUE}{uuid.uuid4()}/{rest}", {"note": "x"}).status_code == 404


@pytest.mark.parametrize("role", CLINICAL)
def test_each_clinical_role_takes_one_in_hand_and_gives_it_back(client_of, submitted_patient, role):
    browser = client_of(role)
    assert browser.post(path(submitted_patient, "claim/")).url == path(submitted_patient)
    assert "You have this application" in text(browser.get(path(submitted_patient)))
    browser.post(path(submitted_patient, "release/"))
    assert open_claim(submitted_patient) is None


def test_a_second_person_sees_who_has_it_and_may_take_it_over(client_of, submitted_patient):
    first = UserFactory(nurse=True, full_name="Nora Nurse")
    client_of(first).post(path(submitted_patient, "claim/"))
    second = client_of("prescriber")
    refused = text(second.post(path(submitted_patient, "claim/"), follow=True))
    assert "Nora Nurse has this application in hand" in refused
    assert "Take it over" in refused
    assert open_claim(submitted_patient).claimed_by == first
    second.post(path(submitted_patient, "claim/"), {"take_over": "1"})
    assert open_claim(submitted_patient).claimed_by == second.user


def test_a_decision_past_the_holder_is_refused_with_the_name(client_of, reviewed, now):
    nurse = UserFactory(nurse=True, full_name="Nora Nurse")
    application_claim(patient=reviewed, by=nurse, now=now)
    answer = client_of("prescriber").post(path(reviewed, "decide/"), decision(shown="1"))
    assert "Nora Nurse has this application" in answer.context["form"].non_field_errors()[0]
    assert not Decision.objects.exists()


def test_a_decision_on_a_stale_page_says_what_changed_and_keeps_the_text(client_of, reviewed, now):
    browser = client_of("prescriber")
    assert 'name="shown" value="1"' in text(browser.get(path(reviewed)))
    amend(reviewed, now, section=Section.BODY, porphyria=YES)
    stale = browser.post(path(reviewed, "decide/"), decision(shown="1"))
    message = stale.context["form"].non_field_errors()[0]
    assert "The rest of your body" in message
    assert "Porphyria" in message
    assert "Neuropathic pain." in text(stale)
    assert 'name="shown" value="2"' in text(stale)
    assert not Decision.objects.exists()


ASKED = {"questions": ["heart:", "body:porphyria"], "message": "Please look again.", "shown": "1"}


@pytest.mark.parametrize("role", CLINICAL)
def test_asking_for_more(client_of, submitted_patient, role):
    browser = client_of(role)
    assert browser.post(path(submitted_patient, "ask/"), ASKED).url == path(submitted_patient)
    request = InformationRequest.objects.get()
    assert [(q["section"], q["key"]) for q in request.questions] == [
        ("heart", ""),
        ("body", "porphyria"),
    ]
    body = text(browser.get(path(submitted_patient)))
    assert "It waits for the patient" in body
    assert "Record the decision" not in body


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"questions": []}, "questions", "at least one page"),
        ({"questions": ["heart:made_up"]}, "questions", "made_up"),
        ({"message": " "}, "message", "few words"),
    ],
)
def test_a_request_that_is_not_whole_keeps_what_was_chosen(
    client_of, submitted_patient, changes, field, message
):
    answer = client_of("nurse").post(path(submitted_patient, "ask/"), ASKED | changes)
    assert message in answer.context["ask_form"].errors[field][0]
    if field == "message":
        assert 'value="heart:" id="ask-' in text(answer)
        assert text(answer).count(" checked>") == 2
    assert not InformationRequest.objects.exists()


def test_a_request_from_a_stale_page_is_refused(client_of, submitted_patient, now):
    amend(submitted_patient, now)
    answer = client_of("nurse").post(path(submitted_patient, "ask/"), ASKED)
    assert "changed while you were reading" in answer.context["ask_form"].non_field_errors()[0]
    assert not InformationRequest.objects.exists()


@pytest.fixture
def asked(submitted_patient, nurse, now):
    questions = [AskedQuestion("heart"), AskedQuestion("body", "porphyria")]
    information_ask(
        patient=submitted_patient,
        by=nurse,
        now=now,
        questions=questions,
        message="Look <b>here</b>",
    )
    return submitted_patient


def test_the_patient_sees_only_what_was_asked(client_of, asked):
    browser = client_of(asked.user)
    body = text(browser.get("/apply/"))
    assert "Look &lt;b&gt;here&lt;/b&gt;" in body
    assert "/apply/heart/" in body
    assert "/apply/mind/" not in body
    assert browser.get("/apply/mind/").status_code == 404
    page = text(browser.get("/apply/body/"))
    assert 'name="porphyria"' in page
    assert 'name="hyperthyroid"' not in page


def test_the_patient_answers_and_sends_again(client_of, asked):
    browser = client_of(asked.user)
    browser.post("/apply/heart/", posted(Section.HEART))
    assert browser.post("/apply/body/", {"porphyria": "not_sure"}).url == "/apply/review/"
    review = text(browser.get("/apply/review/"))
    assert "Send the application" in review
    assert browser.post("/apply/review/").url == "/apply/status/"
    asked.refresh_from_db()
    assert asked.state in {PatientState.SUBMITTED, PatientState.INELIGIBLE_PENDING}
    assert asked.submissions.count() == 2


def test_unanswered_questions_hold_the_review_back(client_of, asked):
    browser = client_of(asked.user)
    assert "Some pages are still missing" in text(browser.get("/apply/review/"))
    browser.post("/apply/review/")
    assert asked.submissions.count() == 1


CHANGE = {"amendment_reason": "I remembered.", "amendment_shown": "1"}


def test_a_patient_changes_a_page_with_a_reason(client_of, submitted_patient):
    browser = client_of(submitted_patient.user)
    assert "/apply/change/" in text(browser.get("/apply/status/"))
    assert "/apply/change/heart/" in text(browser.get("/apply/change/"))
    page = text(browser.get("/apply/change/heart/"))
    assert 'name="amendment_reason"' in page
    data = posted(Section.HEART, hypertension_treated="yes") | CHANGE
    assert browser.post("/apply/change/heart/", data).url == "/apply/status/"
    newer = submitted_patient.submissions.last()
    assert (newer.number, newer.reason, newer.submitted_by) == (
        2,
        "I remembered.",
        submitted_patient.user,
    )


def test_nothing_different_is_said_and_nothing_written(client_of, filled, now):
    application_submit(patient=filled, by=filled.user, now=now)
    browser = client_of(filled.user)
    data = posted(Section.HEART) | CHANGE
    assert "Nothing was different" in text(browser.post("/apply/change/heart/", data, follow=True))
    assert Submission.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"amendment_reason": " "}, "amendment_reason"), ({"porphyria": "maybe"}, "porphyria")],
)
def test_a_change_that_is_not_whole_keeps_what_was_typed(
    client_of, submitted_patient, changes, field
):
    data = posted(Section.BODY) | CHANGE | {"porphyria": "yes"} | changes
    answer = client_of(submitted_patient.user).post("/apply/change/body/", data)
    assert field in answer.context["form"].errors
    assert Submission.objects.count() == 1


def test_a_page_changed_meanwhile_is_told(client_of, submitted_patient, now):
    amend(submitted_patient, now)
    data = posted(Section.HEART, hypertension_treated="no") | CHANGE
    browser = client_of(submitted_patient.user)
    answer = browser.post("/apply/change/heart/", data)
    assert "changed meanwhile" in answer.context["form"].non_field_errors()[0]
    assert 'name="amendment_shown" value="2"' in text(answer)
    assert Submission.objects.count() == 2


@pytest.mark.parametrize("section", ["consent", "medicines", "made-up"])
def test_what_has_a_way_of_its_own_is_not_changed_here(client_of, submitted_patient, section):
    browser = client_of(submitted_patient.user)
    assert browser.get(f"/apply/change/{section}/").status_code == 404


@pytest.mark.parametrize("page", [each for each in Section if each not in ("consent", "medicines")])
def test_every_other_page_opens_for_a_change(client_of, submitted_patient, page):
    browser = client_of(submitted_patient.user)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(f"/apply/change/{page}/").status_code == 200
    assert len(queries) <= 15


@pytest.mark.parametrize("page", [each for each in Section if each not in ("consent", "medicines")])
def test_sound_answers_of_every_page_can_be_sent_as_a_change(client_of, submitted_patient, page):
    answer = client_of(submitted_patient.user).post(f"/apply/change/{page}/", posted(page) | CHANGE)
    assert answer.status_code == 302


def test_a_severe_pressure_in_a_change_is_told_at_once(client_of, submitted_patient):
    data = posted(Section.PRESSURE) | pressure((195, 125), (192, 122)) | CHANGE
    answer = client_of(submitted_patient.user).post("/apply/change/blood-pressure/", data)
    assert answer.url == "/apply/blood-pressure/now/"
    submitted_patient.refresh_from_db()
    assert submitted_patient.state == PatientState.INELIGIBLE_PENDING


def test_item_nine_in_a_change_opens_the_safety_questions(client_of, submitted_patient):
    data = posted(Section.MOOD) | CHANGE | {"phq9_9": "1"}
    answer = client_of(submitted_patient.user).post("/apply/change/mood/", data)
    assert answer.url == "/apply/change/your-safety/"


def test_a_draft_has_nothing_to_change(client_of):
    draft = PatientFactory(draft=True)
    assert client_of(draft.user).get("/apply/change/").status_code == 404
    assert client_of("nurse").get(path(draft, "change/")).status_code == 404


@pytest.mark.parametrize("role", CLINICAL)
def test_staff_change_a_page_for_the_patient(client_of, active, role):
    browser = client_of(role)
    data = posted(Section.HEART, hypertension_treated="yes") | CHANGE
    assert browser.get(path(active, "change/")).status_code == 200
    assert browser.post(path(active, "change/heart/"), data).url == path(active)
    assert active.submissions.last().submitted_by == browser.user
    assert [str(active.public_id)] in reads("intake.amendment")


def test_an_unread_change_is_on_the_queue_page_and_marked(client_of, active, now):
    amend(active, now, section=Section.BODY, porphyria=YES)
    body = text(client_of("nurse").get(QUEUE))
    assert "Changed after the decision, not read yet" in body
    assert "More urgent than before" in body
    assert "Porphyria" in body
    assert [str(active.public_id)] in reads("intake.queue")


def test_a_clinician_reads_a_change(client_of, active, now):
    amend(active, now)
    browser = client_of("prescriber")
    assert "Asked my doctor." in text(browser.get(path(active)))
    empty = browser.post(path(active, "changes/2/read/"), {"note": ""}, follow=True)
    assert "Write what follows" in text(empty)
    browser.post(path(active, "changes/2/read/"), {"note": "No consequence."})
    assert AmendmentReview.objects.get().note == "No consequence."
    assert "not read yet" not in text(browser.get(path(active)))
    assert client_of("nurse").post(path(active, "changes/2/read/")).status_code == 404
    assert browser.post(path(active, "changes/1/read/"), {"note": "x"}).status_code == 404


def test_what_excludes_is_read_by_the_director(client_of, active, now):
    amend(active, now, section=Section.BODY, porphyria=YES)
    said = {"note": "x"}
    refused = client_of("prescriber").post(path(active, "changes/2/read/"), said, follow=True)
    assert "Only the medical director" in text(refused)
    client_of("medical_director").post(path(active, "changes/2/read/"), said)
    assert AmendmentReview.objects.count() == 1


@pytest.mark.parametrize(("role", "is_offered"), [("nurse", False), ("prescriber", True)])
def test_moves_are_offered_by_role(client_of, active, role, is_offered):
    browser = client_of(role)
    page = text(browser.get(path(active, "standing/")))
    assert "Pause treatment" in page
    assert ("Discharge" in page) is is_offered
    data = {"move": "discharge", "reason": "Moved away.", "is_confirmed": "on"}
    browser.post(path(active, "standing/"), data)
    active.refresh_from_db()
    assert (active.state == PatientState.DISCHARGED) is is_offered


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": ""}, "reason"),
        ({"is_confirmed": ""}, "is_confirmed"),
        ({"move": "resume"}, "move"),
        ({"move": ""}, "move"),
    ],
)
def test_a_move_that_is_not_whole_moves_nobody(client_of, active, changes, field):
    before = PatientStateChange.objects.count()
    data = {"move": "deceased", "reason": "Told by family.", "is_confirmed": "on"} | changes
    answer = client_of("prescriber").post(path(active, "standing/"), data)
    assert field in answer.context["form"].errors
    assert PatientStateChange.objects.count() == before


def test_a_patient_without_an_application_can_be_moved_too(client_of):
    draft = PatientFactory(draft=True)
    data = {"move": "withdraw", "reason": "Asked by phone.", "is_confirmed": "on"}
    browser = client_of("nurse")
    assert "Withdrawn" in text(browser.post(path(draft, "standing/"), data, follow=True))
    assert "Nothing can be changed here" in text(browser.get(path(draft, "standing/")))


def test_the_chart_leads_there(client_of, active):
    chart = text(client_of("nurse").get(f"/clinic/patients/{active.public_id}/"))
    assert path(active, "standing/") in chart


def test_the_same_person_is_shown_and_joined(client_of, active):
    twin = PatientFactory(submitted=True)
    browser = client_of("prescriber")
    address = path(twin, f"merge/{active.public_id}/")
    assert address in text(browser.get(path(twin)))
    assert active.user.email in text(browser.get(address))
    data = {"kept": str(active.public_id), "reason": "Same person by phone."}
    assert browser.post(address, data).url == path(active, "standing/")
    assert PatientMerge.objects.get().duplicate == twin
    assert "joined with another one" in text(browser.get(path(twin)))
    assert browser.get(address).status_code == 404


def test_a_merge_that_is_refused_says_why(client_of, active):
    twin = PatientFactory(submitted=True)
    address = path(twin, f"merge/{active.public_id}/")
    data = {"kept": str(twin.public_id), "reason": "x"}
    answer = client_of("prescriber").post(address, data)
    assert "somebody in care" in answer.context["form"].non_field_errors()[0]
    assert client_of("nurse").get(address).status_code == 404
    assert not PatientMerge.objects.exists()


def test_only_records_that_look_alike_are_compared(client_of, active):
    other = PatientFactory(submitted=True, first_name="Luz")
    address = path(other, f"merge/{active.public_id}/")
    assert client_of("prescriber").get(address).status_code == 404


def test_the_queue_says_who_has_what_and_filters(client_of, submitted_patient, now):
    PatientFactory(submitted=True, first_name="Luz", last_name="Sol")
    nora = UserFactory(nurse=True, full_name="Nora Nurse")
    application_claim(patient=submitted_patient, by=nora, now=now)
    browser = client_of(nora)
    assert "you" in [row.holder for row in browser.get(QUEUE).context["rows"]]
    names = {
        holder: [row.name for row in browser.get(QUEUE, {"holder": holder}).context["rows"]]
        for holder in ("mine", "unclaimed", "made up")
    }
    assert names["mine"] == ["Rosa Marin"]
    assert names["unclaimed"] == ["Luz Sol"]
    assert len(names["made up"]) == 2
    assert "Nora Nurse" in text(client_of("prescriber").get(QUEUE))


def test_what_waits_for_the_patient_has_a_filter(client_of, asked):
    browser = client_of("nurse")
    assert browser.get(QUEUE).context["rows"] == []
    assert len(browser.get(QUEUE, {"tier": "asked"}).context["rows"]) == 1


def test_a_change_does_not_push_anybody_back_in_the_queue(client_of, now):
    first = PatientFactory(submitted=True)
    PatientFactory(submitted=True, first_name="Luz", now=first.created_at + timedelta(days=1))
    amend(first, now, hypertension_treated=YES)
    rows = client_of("nurse").get(QUEUE).context["rows"]
    assert [row.name for row in rows] == ["Rosa Marin", "Luz Marin"]
    assert rows[0].submitted_at == first.submissions.first().submitted_at


def many(count):
    """Cheap rows: patients, submissions and findings in bulk."""
    source = PatientFactory(submitted=True)
    sent = source.submissions.get()
    users = User.objects.bulk_create(
        User(email=f"queue{count}.{n}@clinic.test", full_name=f"Person {n}") for n in range(count)
    )
    patients = Patient.objects.bulk_create(
        Patient(
            user=user,
            first_name="Person",
            last_name=str(n),
            date_of_birth=source.date_of_birth,
            state=PatientState.SUBMITTED,
            created_at=source.created_at,
        )
        for n, user in enumerate(users)
    )
    submissions = Submission.objects.bulk_create(
        Submission(
            patient=patient,
            number=1,
            facts={},
            policy_version=sent.policy_version,
            submitted_at=sent.submitted_at,
            submitted_by=patient.user,
        )
        for patient in patients
    )
    ScreeningFinding.objects.bulk_create(
        ScreeningFinding(
            submission=submission,
            key="opioid_use",
            action=Action.REVIEW,
            facts={},
            sentence="x",
            source="x",
            policy_version=sent.policy_version,
            found_at=sent.submitted_at,
        )
        for submission in submissions
    )


def queue_cost(browser):
    browser.get(QUEUE)
    with CaptureQueriesContext(connection) as queries:
        answer = browser.get(QUEUE)
    return len(queries), answer


def test_the_queue_costs_the_same_for_ten_and_for_a_thousand(client_of):
    browser = client_of("nurse")
    many(9)
    few, answer = queue_cost(browser)
    assert len(answer.context["rows"]) == 10
    many(989)
    lots, answer = queue_cost(browser)
    assert len(answer.context["rows"]) == 30
    assert answer.context["page"].paginator.count == 1000
    assert lots == few <= 15
