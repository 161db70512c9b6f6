"""The editor judged while it is typed, with and without a script; copies; nothing is kept."""

from datetime import timedelta

import pytest

from dosing.models import PlanDraft
from dosing.rules import TitrationStep
from dosing.selectors import open_draft
from ketaclinic.audit.models import AuditEvent
from tests.factories.accounts import UserFactory
from tests.factories.dosing import dosing_patient, signed_plan, terms
from tests.monitoring.clinic.test_plan_page import typed, url
from tests.support.kept import kept

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}
STEPS = {
    "step_dose_1": "50",
    "step_days_1": "7",
    "step_conditions": ["no_raised_bp", "pain_review"],
}


@kept
def patient():
    return dosing_patient()


@pytest.fixture
def prescriber(client_of):
    return client_of(UserFactory(prescriber=True))


class TestLive:
    def limits(self, client, patient, **changes):
        return client.post(url(patient, "plan_limits"), typed(**changes), **HTMX)

    def test_what_is_typed_is_judged_and_nothing_is_kept(self, prescriber, patient):
        prescriber.get(url(patient))
        before = AuditEvent.objects.count()
        response = self.limits(prescriber, patient, dose_mg="30", strength_mg="30")
        text = response.content.decode()
        assert "2 limits ask for a reason." in text
        assert "not saved yet" in text
        assert "Single dose by weight" in text
        assert "<form" not in text
        assert not PlanDraft.objects.exists()
        assert AuditEvent.objects.count() == before

    def test_the_titration_is_projected(self, prescriber, patient):
        response = self.limits(prescriber, patient, **STEPS)
        assert [row.daily for row in response.context["judged"].doses] == ["75 mg", "150 mg"]
        assert "<svg" in response.content.decode()

    @pytest.mark.parametrize(
        ("changes", "note"),
        [
            pytest.param({"dose_mg": "", "starts_on": ""}, "Dose, mg, First day", id="missing"),
            pytest.param({"dose_mg": "25.37", "strength_mg": "30"}, "The nearest: 30 mg", id="odd"),
            pytest.param({"step_dose_1": "20", "step_days_1": "7"}, "not above", id="a fall"),
            pytest.param({"dose_mg": "<script>"}, "Write an amount", id="hostile"),
        ],
    )
    def test_what_is_not_a_plan_yet_says_why(self, prescriber, patient, changes, note):
        response = self.limits(prescriber, patient, **changes)
        assert note in " ".join(response.context["judged"].notes)
        assert "<script>" not in response.content.decode()

    def test_a_saved_draft_that_is_typed_again_is_no_news(self, prescriber, patient):
        prescriber.post(url(patient), typed())
        assert "not saved yet" not in self.limits(prescriber, patient).content.decode()

    def test_without_a_script_the_whole_page_answers_with_what_was_typed(self, prescriber, patient):
        response = prescriber.post(url(patient, "plan_limits"), typed(dose_mg="30"))
        text = response.content.decode()
        assert "Save the draft" in text
        assert response.context["form"]["dose_mg"].value() == "30"
        assert "cannot be made from whole units" in text
        assert not PlanDraft.objects.exists()

    @pytest.mark.parametrize("role", ["patient", "editor", "manager"])
    def test_others_learn_nothing(self, client_of, patient, role):
        assert self.limits(client_of(role), patient).status_code == 404

    def test_the_nurse_may_ask(self, client_of, patient):
        assert self.limits(client_of("nurse"), patient).status_code == 200

    def test_it_is_never_a_get(self, prescriber, patient):
        assert prescriber.get(url(patient, "plan_limits")).status_code == 405


class TestSteps:
    def test_a_titration_is_saved_with_what_must_be_true(self, prescriber, patient):
        prescriber.post(url(patient), typed(**STEPS))
        conditions = ("no_raised_bp", "pain_review")
        assert open_draft(patient).terms.steps == (TitrationStep(50_000, 7, conditions),)

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            pytest.param({"step_dose_1": "50"}, "step_days_1", id="no days"),
            pytest.param({"step_days_1": "7"}, "step_dose_1", id="no dose"),
            pytest.param(
                {"step_dose_2": "50", "step_days_2": "7"}, "step_dose_1", id="a gap before it"
            ),
            pytest.param({"step_dose_1": "50", "step_days_1": "0"}, "step_days_1", id="at once"),
            pytest.param({"step_dose_1": "60", "step_days_1": "7"}, "step_dose_1", id="2.4 units"),
            pytest.param({"step_conditions": ["moon"]}, "step_conditions", id="no such condition"),
            pytest.param({"weekdays": ["9"]}, "weekdays", id="no such day"),
            pytest.param({"weekdays": ["1"], "every_days": "2"}, "weekdays", id="two rhythms"),
            pytest.param({"route": "sublingual"}, "hold_minutes", id="no minutes"),
        ],
    )
    def test_a_fault_is_said_at_its_field_and_nothing_is_written(
        self, prescriber, patient, changes, field
    ):
        response = prescriber.post(url(patient), typed(**changes))
        assert field in response.context["form"].errors
        for name, value in changes.items():
            assert response.context["form"][name].value() == value
        assert not PlanDraft.objects.exists()

    def test_a_step_past_the_ceiling_is_not_signed(self, prescriber, patient):
        prescriber.post(url(patient), typed(step_dose_1="75", step_days_1="7"))
        response = prescriber.get(url(patient))
        assert "would pass a limit that nobody may pass" in response.content.decode()
        assert not response.context["is_signable"]


class TestCopy:
    """The one place where an amount is prefilled: asked for, said, and confirmed."""

    @pytest.fixture
    def signed(self, patient, clock):
        signed_plan(patient, terms(steps=(TitrationStep(50_000, 7, ("no_hold",)),)))
        later = terms(dose_ug=20_000, strength_ug=20_000)
        signed_plan(patient, later, now=clock + timedelta(minutes=5))
        return patient

    def test_the_amounts_are_copied_and_the_days_are_not(self, prescriber, signed):
        response = prescriber.get(f"{url(signed)}?copy=1")
        form = response.context["form"]
        assert (form["dose_mg"].value(), form["step_dose_1"].value()) == ("25", "50")
        assert form["step_conditions"].value() == ["no_hold"]
        anew = ("starts_on", "ends_on", "change_reason", "limits_reason")
        assert [form[name].value() for name in anew] == [None] * 4
        assert "Copied from version 1. Read it" in response.content.decode()
        assert not PlanDraft.objects.filter(signed_as=None).exists()

    def test_it_is_kept_only_when_it_is_confirmed(self, prescriber, signed):
        data = typed(copied_from="1")
        refused = prescriber.post(url(signed), data)
        assert "copied_ok" in refused.context["form"].errors
        assert open_draft(signed) is None
        prescriber.post(url(signed), data | {"copied_ok": "on"})
        assert open_draft(signed).dose_ug == 25_000

    def test_the_limits_do_not_wait_for_the_confirmation(self, prescriber, signed):
        data = typed(copied_from="1")
        response = prescriber.post(url(signed, "plan_limits"), data, **HTMX)
        assert response.context["judged"].limits

    @pytest.mark.parametrize("version", ["9", "-1", "<b>", ""])
    def test_a_version_that_is_not_there_copies_nothing(self, prescriber, signed, version):
        form = prescriber.get(f"{url(signed)}?copy={version}").context["form"]
        assert form["dose_mg"].value() is None
        assert form.copied_from is None

    def test_each_version_offers_it(self, prescriber, signed):
        text = prescriber.get(url(signed)).content.decode()
        assert "?copy=1#draft" in text
        assert "?copy=2#draft" in text
        assert "25 mg three times a day → 20 mg three times a day" in text


def test_another_draft_takes_no_planned_amount_over(prescriber, patient):
    signed_plan(patient, terms(steps=(TitrationStep(50_000, 7, ("no_hold",)),)))
    form = prescriber.get(url(patient)).context["form"]
    assert form["step_dose_1"].value() is None
    assert form["step_conditions"].value() is None
