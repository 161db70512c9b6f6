"""The demo clinic shows each of its stories, and loading it again adds nothing."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.apps import apps
from django.core.management import CommandError, call_command

from dosing.models import DoseLog, SupplyEntry
from dosing.selectors import Case, current_slot, open_holds, steps_due
from dosing.selectors.supply import Supply
from intake.choices import PatientState
from intake.models import Patient
from intake.selectors import application_queue, open_gates
from ketaclinic.accounts.choices import Role
from ketaclinic.accounts.demo import DEMO_PEOPLE
from ketaclinic.accounts.models import User
from ketaclinic.audit.models import AuditEvent
from ketaclinic.reminders.models import Reminder
from ketaclinic.reminders.selectors import engine_status
from monitoring.alerts.models import Alert, PatientSummary
from monitoring.checkins.models import PressureCheck
from monitoring.demo.cast import CAST, Story
from monitoring.demo.load import demo_load, window_clock
from monitoring.demo.past import past_settle
from tests.monitoring.demo.conftest import NOW

# Days of fourteen people, through every service.
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def played(stage):
    with stage():
        yield demo_load(now=NOW)


@pytest.fixture
def demo(played, db):
    """The demo clinic at the moment at which it was loaded; what a test adds goes with the test."""
    with time_machine.travel(NOW, tick=False):
        yield played


def of(story):
    person = next(each for each in CAST if each.story is story)
    return Patient.objects.select_related("user").get(user__email=person.email)


def open_rules(story):
    return set(of(story).alerts.open().values_list("rule_key", flat=True))


def rows():
    """How many rows each table of ours holds."""
    ours = ("accounts", "audit", "intake", "dosing", "reminders", "monitoring")
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model._meta.app_label.startswith(ours)
    }


def test_there_is_one_person_a_role_to_sign_in_as(demo):
    for person in DEMO_PEOPLE:
        user = User.objects.get(email=person.email)
        assert user.role == person.role
        assert not user.has_usable_password()


def test_every_person_of_the_cast_is_there(demo):
    assert demo == [person.name for person in CAST]
    assert Patient.objects.count() == len(CAST)


def test_its_engine_looks_as_if_it_had_kept_up(demo):
    assert engine_status(NOW).lag.now > timedelta(days=1)
    assert past_settle(after=0, now=NOW)
    status = engine_status(NOW)
    assert status.lag.now == timedelta()
    assert {line.key for line in status.lines if line.late or line.expired} == set()
    # The alerts that stand open still page somebody.
    assert Reminder.objects.due().filter(purpose__startswith="alert_", due_at=NOW).exists()
    assert not Reminder.objects.due().filter(not_after__lte=NOW).exists()


def test_a_second_run_adds_nothing(demo):
    before = rows()
    assert demo_load(now=NOW) == []
    assert rows() == before


def test_an_application_waits(demo):
    assert [s.patient for s in application_queue()] == [of(Story.WAITING)]


def test_an_approved_patient_still_has_gates_to_close(demo):
    patient = of(Story.GETTING_READY)
    assert patient.state == PatientState.APPROVED
    assert 0 < open_gates(patient).count() < 14


@pytest.mark.parametrize("story", [Story.CALM, Story.STEPPED_UP, Story.VISITOR])
def test_the_calm_have_nothing_open(demo, story):
    assert open_rules(story) == set()
    assert of(story).pressure_checks.count() >= 10


def test_the_step_up_is_a_second_version_signed_under_a_permit(demo):
    first, second = of(Story.STEPPED_UP).plans.order_by("version")
    assert (first.dose_ug, second.dose_ug, second.change) == (20_000, 25_000, "increase")
    assert second.permit is not None


def test_a_planned_step_has_had_its_days_and_waits_for_a_prescriber(demo):
    (due,) = steps_due(NOW)
    assert due.plan.patient.display_name == "Elif Aydin"
    assert (due.is_permitted, due.is_held) == (True, False)


@pytest.mark.parametrize(
    ("story", "rule", "severity", "is_held"),
    [
        (Story.EMERGENCY, "predose_chest", "emergency", True),
        (Story.HIGH, "bp_high", "same_day", True),
        (Story.EXTRA, "dose_extra", "same_day", True),
        (Story.SILENT, "silence", "same_day", False),
        (Story.RAISED, "bp_raised", "routine", False),
        (Story.MISSING, "missed_dose", "routine", False),
        (Story.DIZZY, "symptom_dizziness", "routine", False),
    ],
)
def test_each_story_ends_in_its_alert(demo, story, rule, severity, is_held):
    patient = of(story)
    assert rule in open_rules(story)
    assert patient.summary.worst_severity == severity
    assert open_holds(patient, NOW).filter(scope="plan").exists() is is_held


def test_bladder_symptoms_hold_the_plan(demo):
    assert open_rules(Story.BLADDER) == {"symptom_urinary_frequency"}
    assert of(Story.BLADDER).holds.filter(closed_at=None).exists()


def test_a_count_that_differs_stands_beside_the_dizziness(demo):
    assert open_rules(Story.DIZZY) == {"symptom_dizziness", "supply_variance"}


def test_everybody_in_treatment_has_a_supply_that_lasts(demo):
    for story in (Story.CALM, Story.STEPPED_UP, Story.VISITOR):
        supply = Supply(Case(of(story), NOW))
        assert supply.on_hand[supply.product].low_ug > 0
        assert supply.runs_out_on > supply.today
    assert not SupplyEntry.objects.exclude(marks=[]).exists()


def test_older_alerts_were_worked_by_the_nurse(demo):
    resolved = Alert.objects.filter(resolved_at__isnull=False)
    assert resolved.exists()
    assert {alert.resolved_by.role for alert in resolved} == {Role.NURSE}


def test_the_visitor_can_walk_the_check_now(demo):
    slot = current_slot(of(Story.VISITOR), NOW)
    assert slot.window_opens_at <= NOW < slot.window_closes_at


def test_no_fact_lies_in_the_future(demo):
    assert not PressureCheck.objects.filter(recorded_at__gt=NOW).exists()
    assert not DoseLog.objects.filter(recorded_at__gt=NOW).exists()


def test_everything_was_written_by_services_that_leave_an_audit(demo):
    counts = {
        "checkins.pressure_recorded": PressureCheck.objects.count(),
        "dosing.dose_recorded": DoseLog.objects.count(),
    }
    found = {verb: AuditEvent.objects.filter(verb=verb).count() for verb in counts}
    assert found == counts
    assert PatientSummary.objects.count() == len(CAST) - 1


def test_two_days_later_the_visitor_gets_a_new_window_and_nobody_else_a_row(demo):
    later = NOW + timedelta(days=2, hours=5)
    before = rows()
    demo_load(now=later)
    slot = current_slot(of(Story.VISITOR), later)
    assert slot.window_opens_at <= later < slot.window_closes_at
    grown = {label for label, count in rows().items() if count != before[label]}
    assert "dosing.DosingPlan" in grown
    assert "intake.Patient" not in grown
    after = rows()
    demo_load(now=later)
    assert rows() == after


@pytest.mark.parametrize(
    ("minute", "clock"), [(0, "18:15"), (7, "18:15"), (14, "18:15"), (15, "18:30"), (59, "19:00")]
)
def test_the_visitors_dose_is_due_at_the_next_quarter(minute, clock):
    assert window_clock(NOW.replace(minute=minute)) == clock


@pytest.mark.parametrize("mode", ["production", "development"])
def test_the_command_refuses_outside_the_demo(db, settings, mode):
    settings.MODE, before = mode, rows()
    with pytest.raises(CommandError, match="demo mode only"):
        call_command("load_demo", stdout=StringIO())
    assert rows() == before


def test_the_command_says_what_it_did_and_loads_the_articles(demo):
    out = StringIO()
    call_command("load_demo", stdout=out)
    assert "demo clinic: 0 new" in out.getvalue()
    assert "articles:" in out.getvalue()
