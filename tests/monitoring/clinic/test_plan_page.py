"""The plan editor's page: draft, limits beside it, signature, stop, history."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from dosing.models import DosingPlan, PlanDraft, PlanEnd
from dosing.selectors import open_draft
from dosing.services import plan_draft_save
from ketaclinic.audit.models import AuditEvent
from tests.factories.accounts import UserFactory
from tests.factories.dosing import TODAY, dosing_patient, signed_plan, terms
from tests.support.kept import kept

CHANGES = ["plan_sign", "plan_stop"]


@kept
def patient():
    return dosing_patient()


@pytest.fixture
def prescriber(client_of):
    return client_of(UserFactory(prescriber=True))


def url(patient, name="plan"):
    return reverse(f"clinic:{name}", args=[patient.public_id])


def typed(**changes):
    """The editor as a prescriber fills it in for an ordinary plan."""
    ordinary = {
        "dose_mg": "25",
        "times_of_day": "08:00, 14:00, 20:00",
        "every_days": "1",
        "formulation": "capsule",
        "strength_mg": "25",
        "route": "swallow",
        "enantiomer": "racemic",
        "starts_on": TODAY.isoformat(),
        "mode": "scheduled_low_dose",
        "place": "home",
    }
    return ordinary | changes


def drafted(patient, **changes):
    by = UserFactory(prescriber=True)
    now = patient.created_at + timedelta(days=20)
    return plan_draft_save(patient=patient, by=by, now=now, terms=terms(**changes))


def words(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_a_draft_is_saved_and_judged_beside_the_editor(prescriber, patient):
    response = prescriber.post(url(patient), typed(), follow=True)
    text = response.content.decode()
    assert open_draft(patient).dose_ug == 25_000
    assert "The draft is saved. Read the limits, then sign." in text
    assert "Within every limit" in text
    assert "Sign the plan" in text


def test_the_same_draft_twice_is_one_draft(prescriber, patient):
    for _ in range(2):
        prescriber.post(url(patient), typed())
    assert PlanDraft.objects.get().revision == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        pytest.param("dose_mg", "", id="no dose"),
        pytest.param("dose_mg", "-5", id="a negative dose"),
        pytest.param("dose_mg", "1e9", id="an absurd dose"),
        pytest.param("dose_mg", "25; DROP TABLE", id="a hostile dose"),
        pytest.param("times_of_day", "26:00", id="no such time"),
        pytest.param("starts_on", "2020-01-01", id="in the past"),
        pytest.param("formulation", "potion", id="no such form"),
    ],
)
def test_bad_input_is_said_at_the_field_kept_and_not_written(prescriber, patient, field, value):
    response = prescriber.post(url(patient), typed(**{field: value}))
    assert response.status_code == 200
    assert field in response.context["form"].errors
    assert response.context["form"][field].value() == value
    assert "Please look at this again" in response.content.decode()
    assert not PlanDraft.objects.exists()


def test_a_soft_limit_is_shown_with_its_value_limit_and_level(prescriber, patient):
    drafted(patient, dose_ug=30_000, strength_ug=30_000)
    response = prescriber.get(url(patient))
    found = {row.sentence: row for row in response.context["findings"]}
    row = next(row for sentence, row in found.items() if "above 25 mg" in sentence)
    assert (row.level_word, row.kind) == ("Needs a reason", "wait")
    assert (row.value, row.limit) == ("30 mg", "25 mg")
    assert row.source


def test_a_hard_limit_leaves_nothing_to_sign(prescriber, patient):
    drafted(patient, dose_ug=100_000, strength_ug=100_000)
    text = prescriber.get(url(patient)).content.decode()
    assert "Above the clinic" in text
    assert "Sign the plan" not in text


def test_signing_puts_the_plan_in_force(prescriber, patient, clock):
    draft = drafted(patient)
    response = prescriber.post(url(patient, "plan_sign"), {"revision": draft.revision})
    plan = DosingPlan.objects.get()
    assert response.url == reverse("clinic:chart", args=[patient.public_id])
    assert (plan.signed_by, plan.signed_at) == (prescriber.user, clock)
    assert patient.summary.next_dose_ug == 25_000
    assert words(response) == ["The plan is signed."]


def test_a_double_submit_signs_once(prescriber, patient):
    draft = drafted(patient)
    for _ in range(2):
        response = prescriber.post(url(patient, "plan_sign"), {"revision": draft.revision})
    assert DosingPlan.objects.count() == 1
    assert response.url == url(patient)
    assert "There is no open draft." in words(response)[-1]


def test_a_soft_limit_asks_for_a_typed_reason(prescriber, patient):
    draft = drafted(patient, dose_ug=30_000, strength_ug=30_000)
    data = {"revision": draft.revision, "limits_reason": "  "}
    response = prescriber.post(url(patient, "plan_sign"), data)
    assert "limits_reason" in response.context["sign_form"].errors
    assert not DosingPlan.objects.exists()
    assert open_draft(patient).revision == draft.revision


def test_with_the_reason_it_is_signed_and_the_reason_kept(prescriber, patient):
    draft = drafted(patient, dose_ug=30_000, strength_ug=30_000)
    data = {"revision": draft.revision, "limits_reason": "Did well on 30 mg before."}
    prescriber.post(url(patient, "plan_sign"), data)
    assert DosingPlan.objects.get().limits_reason == "Did well on 30 mg before."


def test_a_change_asks_what_the_patient_shall_read(prescriber, patient):
    signed_plan(patient)
    draft = drafted(patient, times_of_day=("09:00",), change_reason="")
    form = prescriber.get(url(patient)).context["sign_form"]
    assert list(form.fields) == ["revision", "change_reason"]
    assert form.fields["change_reason"].required
    data = {"revision": draft.revision, "change_reason": " "}
    refused = prescriber.post(url(patient, "plan_sign"), data)
    shown = refused.context["sign_form"]
    assert "change_reason" in shown.errors
    assert shown.fields["change_reason"].required
    assert DosingPlan.objects.count() == 1
    prescriber.post(url(patient, "plan_sign"), data | {"change_reason": "You sleep late."})
    text = prescriber.get(url(patient)).content.decode()
    assert "Told the patient: You sleep late." in text
    assert text.count("Told the patient") == 1


def test_a_hard_limit_is_refused_again_at_the_signature(prescriber, patient):
    draft = drafted(patient, dose_ug=100_000, strength_ug=100_000)
    data = {"revision": draft.revision, "limits_reason": "Because I say so."}
    response = prescriber.post(url(patient, "plan_sign"), data)
    assert response.context["sign_form"].non_field_errors()
    assert "Please look at this again" in response.content.decode()
    assert not DosingPlan.objects.exists()
    assert open_draft(patient).limits_reason == ""


def test_a_draft_that_changed_meanwhile_is_not_signed(prescriber, patient):
    draft = drafted(patient)
    drafted(patient, dose_ug=20_000, strength_ug=20_000)
    response = prescriber.post(url(patient, "plan_sign"), {"revision": draft.revision})
    assert "The draft changed after you opened it." in response.content.decode()
    assert not DosingPlan.objects.exists()


def test_a_forged_revision_signs_nothing(prescriber, patient):
    drafted(patient)
    response = prescriber.post(url(patient, "plan_sign"), {"revision": "<b>"})
    assert response.status_code == 200
    assert not DosingPlan.objects.exists()


def test_stopping_ends_the_plan_with_its_reason(prescriber, patient, clock):
    signed_plan(patient)
    data = {"reason": "Bladder symptoms."}
    response = prescriber.post(url(patient, "plan_stop"), data)
    end = PlanEnd.objects.get()
    assert (end.by, end.reason, end.ended_at) == (prescriber.user, "Bladder symptoms.", clock)
    assert patient.summary.next_dose_at is None
    assert words(response) == ["The plan is stopped. No more doses are offered."]


@pytest.mark.parametrize("reason", ["", "   "])
def test_stopping_needs_a_reason(prescriber, patient, reason):
    signed_plan(patient)
    response = prescriber.post(url(patient, "plan_stop"), {"reason": reason})
    assert "Say why the plan is stopped." in response.content.decode()
    assert not PlanEnd.objects.exists()


def test_without_a_plan_there_is_nothing_to_stop(prescriber, patient):
    response = prescriber.post(url(patient, "plan_stop"), {"reason": "Again."})
    assert words(response) == ["There is no plan to stop."]


def test_the_history_says_what_changed_and_how_it_ended(prescriber, patient, clock):
    signed_plan(patient)
    later = terms(dose_ug=20_000, strength_ug=20_000, limits_reason="Dizzy on 25 mg.")
    signed_plan(patient, later, now=clock + timedelta(minutes=5))
    rows = prescriber.get(url(patient)).context["versions"]
    assert [row.version for row in rows] == [2, 1]
    assert [row.end for row in rows] == ["", "Replaced by a newer version"]
    assert rows[0].changes[0].label == "Dose"
    assert rows[0].limits_reason == "Dizzy on 25 mg."


def test_a_new_draft_takes_over_all_but_the_amount_and_the_days(prescriber, patient):
    signed_plan(patient)
    form = prescriber.get(url(patient)).context["form"]
    assert form["times_of_day"].value() == "08:00, 14:00, 20:00"
    assert (form["dose_mg"].value(), form["change_reason"].value()) == (None, None)
    assert form["starts_on"].value() is None


def test_the_nurse_drafts_and_does_not_sign(client_of, patient):
    nurse = client_of("nurse")
    nurse.post(url(patient), typed())
    text = nurse.get(url(patient)).content.decode()
    assert "A prescriber signs." in text
    assert nurse.post(url(patient, "plan_sign"), {"revision": 1}).status_code == 404
    assert not DosingPlan.objects.exists()


@pytest.mark.parametrize("role", ["patient", "editor", "manager"])
@pytest.mark.parametrize("name", ["plan", *CHANGES])
def test_others_learn_and_change_nothing(client_of, patient, name, role):
    client = client_of(role)
    assert client.get(url(patient, name)).status_code == 404
    assert client.post(url(patient, name), typed()).status_code == 404
    assert not PlanDraft.objects.exists()


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_never_a_get(prescriber, patient, name):
    assert prescriber.get(url(patient, name)).status_code == 405


def test_a_stranger_signs_in_first(client, patient):
    assert client.get(url(patient)).url.startswith("/accounts/login/")


def test_opening_the_editor_is_recorded(prescriber, patient):
    prescriber.get(url(patient))
    event = AuditEvent.objects.get(verb="read.clinic.plan")
    assert event.patient_ids == [str(patient.public_id)]


@pytest.mark.parametrize("versions", [0, 4])
def test_the_page_costs_the_same_however_long_the_history(
    prescriber, patient, clock, versions, django_assert_max_num_queries
):
    """The draft is judged anew each time, by the history that the page has read already."""
    for number in range(versions):
        lower = terms(dose_ug=25_000 - 1000 * number, strength_ug=1000)
        signed_plan(patient, lower, now=clock - timedelta(minutes=10 - number))
    drafted(patient, dose_ug=20_000, strength_ug=20_000)
    prescriber.get(url(patient))  # the first page after signing in also writes the session
    with django_assert_max_num_queries(15):
        prescriber.get(url(patient))
