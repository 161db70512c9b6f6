"""What a patient answers about a journey is kept, and every way to another zone is followed."""

from datetime import timedelta

import pytest

from dosing.models import Journey
from dosing.selectors import journey_ask
from dosing.services import JourneyNotReadable, ReporterRefused, journey_answer
from intake.choices import Section
from intake.models import Patient
from intake.services import application_amend
from ketaclinic.accounts.services import user_settings_change
from ketaclinic.audit.models import AuditEvent
from tests.dosing.test_services_journeys import (
    LONDON,
    LOS_ANGELES,
    NEW_YORK,
    dose,
    move,
    utc,
)
from tests.factories.accounts import UserFactory
from tests.factories.dosing import NOW, dosing_patient, signed_plan
from tests.intake.sent import page_answers
from tests.support.kept import kept

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@kept
def plan(patient):
    """8:00, 14:00 and 20:00 in New York; it is 10:00 there, and 14:00 is the first dose."""
    return signed_plan(patient)


class TestKeep:
    def test_nothing_moves_and_it_is_not_asked_again(self, patient, plan):
        before = set(plan.slots.values_list("pk", "due_at", "zone"))
        assert journey_ask(patient, NOW).kept == []
        journey = move(patient, answer="keep")
        assert (journey.answer, journey.moved) == ("keep", 0)
        assert set(plan.slots.values_list("pk", "due_at", "zone")) == before
        assert journey_ask(patient, NOW).kept == [LOS_ANGELES]
        assert journey_ask(patient, NOW).home == NEW_YORK

    def test_the_same_answer_again_writes_nothing(self, patient, plan):
        assert move(patient, answer="keep") == move(patient, answer="keep")
        assert AuditEvent.objects.filter(verb="dosing.journey_answered").count() == 1

    def test_it_can_be_changed(self, patient, plan):
        move(patient, answer="keep")
        move(patient)
        assert dose(plan, "14:00").zone == LOS_ANGELES
        patient = Patient.objects.get()
        assert journey_ask(patient, NOW).kept == []
        move(patient, NEW_YORK, now=NOW + DAY)
        # Home again, and off once more: the last word about Los Angeles was to move.
        assert journey_ask(Patient.objects.get(), NOW).kept == []

    def test_without_a_plan_there_is_nothing_to_ask(self, patient):
        assert move(patient, answer="keep") is None
        assert not Journey.objects.exists()


class TestRefused:
    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"zone": "Mars/Olympus"}, "zone"),
            ({"zone": ""}, "zone"),
            ({"answer": "perhaps"}, "answer"),
        ],
    )
    def test_what_cannot_be_read_names_its_field(self, patient, plan, changes, field):
        with pytest.raises(JourneyNotReadable) as refusal:
            move(patient, **changes)
        assert refusal.value.field == field
        self._nothing_written(plan)

    @pytest.mark.parametrize("role", ["patient", "nurse", "prescriber"])
    def test_nobody_answers_for_the_patient(self, patient, plan, role):
        by = dosing_patient().user if role == "patient" else UserFactory(**{role: True})
        with pytest.raises(ReporterRefused):
            journey_answer(patient=patient, by=by, now=NOW, zone=LONDON, answer="move")
        self._nothing_written(plan)

    @staticmethod
    def _nothing_written(plan):
        assert not Journey.objects.exists()
        assert set(plan.slots.values_list("zone", flat=True)) == {NEW_YORK}
        assert not AuditEvent.objects.filter(verb="dosing.journey_answered").exists()


class TestOtherWays:
    """Wherever else the zone of an account is changed, the doses follow all the same."""

    def test_the_persons_own_page(self, client_of, patient, plan):
        page = {"full_name": "Rosa", "language": "en-us", "time_zone": LOS_ANGELES}
        assert client_of(patient.user).post("/accounts/me/", page).status_code == 302
        assert dose(plan, "14:00").due_at == utc(1, 21)
        assert Journey.objects.get().answered_by == patient.user

    def test_the_technical_admin_names_the_manager(self, client_of, patient, plan):
        manager = client_of("manager")
        page = {
            "email": patient.user.email,
            "full_name": patient.user.full_name,
            "role": "patient",
            "language": "en-us",
            "time_zone": LOS_ANGELES,
            "is_active": "on",
        }
        path = f"/django-admin/accounts/user/{patient.user_id}/change/"
        assert manager.post(path, page).status_code == 302
        assert dose(plan, "14:00").due_at == utc(1, 21)
        assert Journey.objects.get().answered_by == manager.user

    def test_the_application_names_whoever_amends_it(self, patient, plan):
        nurse = UserFactory(nurse=True)
        application_amend(
            patient=patient,
            section=Section.HOME,
            answers=page_answers(Section.HOME) | {"time_zone": LOS_ANGELES},
            reason="Moved house.",
            by=nurse,
            now=NOW,
        )
        assert dose(plan, "14:00").due_at == utc(1, 21)
        assert Journey.objects.get().answered_by == nurse

    def test_a_change_of_the_name_alone_moves_nothing(self, patient, plan):
        user = patient.user
        user_settings_change(
            user=user, full_name="Rosa M", language=user.language, time_zone=user.time_zone
        )
        assert not Journey.objects.exists()

    def test_a_person_without_a_record_has_nothing_that_follows(self):
        nurse = UserFactory(nurse=True)
        user_settings_change(user=nurse, full_name="N", language="en-us", time_zone=LONDON)
        assert not Journey.objects.exists()


def test_pages_tell_of_a_move_for_a_day(patient, plan):
    journey = move(patient)
    patient = Patient.objects.get()
    assert journey_ask(patient, NOW + DAY - timedelta(minutes=1)).move == journey
    assert journey_ask(patient, NOW + DAY).move is None
