"""The next step on the plan page: what it waits for, its release, and what the checks show."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.urls import reverse

from dosing.models import DosingPlan
from dosing.rules import TitrationStep
from dosing.selectors import plan_in_force
from dosing.services import StepNotReady, plan_draft_save
from ketaclinic.policies.selectors import policy_in_force
from monitoring.checkins.choices import CheckKind
from monitoring.clinic.selectors import step_conditions_met
from monitoring.clinic.services import step_put_in_force
from tests.factories.accounts import UserFactory
from tests.factories.dosing import (
    NOW,
    TODAY,
    DosingPlanFactory,
    HoldFactory,
    IncreasePermitFactory,
    dosing_patient,
    signed_plan,
    terms,
)
from tests.factories.monitoring import PressureCheckFactory
from tests.support.kept import kept

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
RIPE = NOW + 6 * DAY
CONDITIONS = ("no_raised_bp", "pain_review")


@kept
def patient():
    """On 10 mg for six days, with a permit; the step to 20 mg asks for calm readings."""
    patient = dosing_patient()
    steps = (TitrationStep(20_000, 7, CONDITIONS), TitrationStep(30_000, 7, CONDITIONS))
    signed_plan(patient, terms(dose_ug=10_000, strength_ug=10_000, steps=steps))
    IncreasePermitFactory(patient=patient, granted_at=RIPE, expires_at=RIPE + DAY)
    return patient


@kept
def calm(patient):
    PressureCheckFactory(patient=patient, recorded_at=RIPE - DAY)
    return patient


@pytest.fixture
def ripe():
    with time_machine.travel(RIPE, tick=False):
        yield RIPE


@pytest.fixture
def prescriber(client_of, ripe):
    return client_of(UserFactory(prescriber=True))


def url(patient, name="plan_step"):
    return reverse(f"clinic:{name}", args=[patient.public_id])


def said(**changes):
    answers = {"version": "1", "confirmed": ["pain_review"], "limits_reason": "Good effect."}
    return answers | changes


def words(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


class TestWhatTheChecksShow:
    def met(self, patient):
        return step_conditions_met(patient, plan_in_force(patient, RIPE), policy_in_force())

    def check(self, patient, systolic=124, diastolic=78, **changes):
        means = {"mean_systolic": systolic, "mean_diastolic": diastolic}
        PressureCheckFactory(patient=patient, **({"recorded_at": NOW + DAY} | means | changes))

    def test_nothing_measured_shows_nothing(self, patient):
        assert self.met(patient) == set()

    @pytest.mark.parametrize(
        ("pair", "met"),
        [
            pytest.param((139.5, 89.5), {"no_raised_bp"}, id="under"),
            pytest.param((140, 80), set(), id="systolic at the limit"),
            pytest.param((120, 90), set(), id="diastolic at the limit"),
        ],
    )
    def test_a_mean_at_the_limit_is_raised(self, patient, pair, met):
        self.check(patient, *pair)
        assert self.met(patient) == met

    def test_one_raised_reading_counts_among_calm_ones(self, patient):
        self.check(patient, 150)
        self.check(patient, recorded_at=NOW + 2 * DAY)
        assert self.met(patient) == set()

    def test_before_the_step_and_after_a_dose_do_not_count(self, patient):
        self.check(patient)
        self.check(patient, 150, recorded_at=NOW - DAY)
        self.check(patient, 150, kind=CheckKind.POSTDOSE)
        assert self.met(patient) == {"no_raised_bp"}

    def test_it_is_asked_only_where_the_step_asks(self, django_assert_num_queries):
        plan = DosingPlanFactory()
        policy = policy_in_force()
        with django_assert_num_queries(0):
            assert step_conditions_met(plan.patient, plan, policy) == set()
            assert step_conditions_met(plan.patient, None, policy) == set()


class TestThePage:
    def test_it_says_what_the_step_waits_for(self, prescriber, patient):
        HoldFactory(patient=patient)
        text = prescriber.get(url(patient, "plan")).content.decode()
        assert "10 mg three times a day → 20 mg three times a day" in text
        assert "Doses are on hold." in text
        assert "Not shown to be true: No raised blood pressure since the step before." in text
        assert "Release the step" not in text

    def test_the_whole_titration_stands_beside_it(self, prescriber, patient):
        response = prescriber.get(url(patient, "plan"))
        assert [row.dose for row in response.context["planned_doses"]] == [
            "10 mg (1 capsule)",
            "20 mg (2 capsules)",
            "30 mg (3 capsules)",
        ]
        assert "The whole titration" in response.content.decode()

    def test_one_press_releases_it(self, prescriber, calm):
        assert "Release the step" in prescriber.get(url(calm, "plan")).content.decode()
        response = prescriber.post(url(calm), said())
        plan = DosingPlan.objects.get(version=2)
        assert (plan.dose_ug, plan.starts_on) == (20_000, TODAY + 7 * DAY)
        assert plan.signed_by == prescriber.user
        assert response.url == url(calm, "plan")
        assert words(response) == ["The step is released. It begins with the next day."]

    def test_a_double_press_releases_one(self, prescriber, calm):
        for _ in range(2):
            prescriber.post(url(calm), said())
        assert DosingPlan.objects.filter(patient=calm).count() == 2

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            pytest.param({"confirmed": []}, "confirmed", id="not reviewed"),
            pytest.param({"confirmed": ["moon"]}, "confirmed", id="no such review"),
            pytest.param({"limits_reason": ""}, "limits_reason", id="no reason"),
            pytest.param({"version": "7"}, "__all__", id="another version"),
            pytest.param({"version": "<b>"}, "version", id="a forged version"),
        ],
    )
    def test_a_refusal_is_said_at_its_field_and_signs_nothing(
        self, prescriber, calm, changes, field
    ):
        response = prescriber.post(url(calm), said(**changes))
        assert field in response.context["step_form"].errors
        assert "Please look at this again" in response.content.decode()
        assert DosingPlan.objects.filter(patient=calm).count() == 1

    def test_without_a_step_there_is_nothing_to_release(self, prescriber, ripe):
        other = dosing_patient()
        response = prescriber.post(url(other), said())
        assert words(response) == ["No step is left to release."]

    def test_the_nurse_reads_and_does_not_release(self, client_of, calm, ripe):
        nurse = client_of("nurse")
        text = nurse.get(url(calm, "plan")).content.decode()
        assert "Next planned step" in text
        assert "Release the step" not in text
        assert nurse.post(url(calm), said()).status_code == 404
        assert DosingPlan.objects.filter(patient=calm).count() == 1

    @pytest.mark.parametrize("role", ["patient", "editor", "manager"])
    def test_others_release_nothing(self, client_of, calm, ripe, role):
        assert client_of(role).post(url(calm), said()).status_code == 404

    def test_it_is_never_a_get(self, prescriber, calm):
        assert prescriber.get(url(calm)).status_code == 405

    def test_the_chart_names_it(self, prescriber, calm):
        text = prescriber.get(url(calm, "chart")).content.decode()
        assert "Next planned step: 20 mg (2 capsules), June 8 at the earliest." in text

    def test_with_a_draft_and_a_step_the_page_stays_cheap(
        self, prescriber, calm, django_assert_max_num_queries
    ):
        higher = terms(dose_ug=20_000, strength_ug=10_000, starts_on=TODAY + 8 * DAY)
        plan_draft_save(patient=calm, by=prescriber.user, now=RIPE, terms=higher)
        prescriber.get(url(calm, "plan"))  # the first page after signing in writes the session
        with django_assert_max_num_queries(14):
            prescriber.get(url(calm, "plan"))


def test_the_release_reads_the_checks_under_the_lock_and_shows_in_the_summary(calm):
    by = UserFactory(prescriber=True)
    step_put_in_force(
        patient=calm, by=by, now=RIPE, version=1, confirmed=["pain_review"], limits_reason="Well."
    )
    assert calm.summary.next_dose_ug in {10_000, 20_000}
    assert calm.plans.get(version=2).step_conditions == list(CONDITIONS)


def test_a_raised_reading_refuses_the_release(calm):
    PressureCheckFactory(patient=calm, recorded_at=RIPE, mean_systolic=142, mean_diastolic=80)
    by = UserFactory(prescriber=True)
    with pytest.raises(StepNotReady):
        step_put_in_force(patient=calm, by=by, now=RIPE, version=1, confirmed=["pain_review"])
    assert calm.plans.count() == 1
