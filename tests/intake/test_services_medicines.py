"""The medicine list: each change is judged and kept, a refusal writes nothing, twice is once."""

from datetime import date, timedelta

import pytest

from intake.choices import MedicineChangeKind, PatientState, Severity
from intake.models import Medicine, MedicineChange, MedicineReview
from intake.selectors import (
    care_blockers,
    current_medicines,
    ended_medicines,
    listed,
    listed_medicines,
    medicine_by_public_id,
    medicine_change_by_public_id,
    medicine_changes_since,
    medicine_of,
    reduced_start_reasons,
    unread_medicine_changes,
)
from intake.services import (
    medicine_add,
    medicine_change,
    medicine_review,
    medicine_stop,
    medicine_strike_out,
)
from intake.services.errors import (
    AnswerRefused,
    DirectorNeeded,
    ListClosed,
    NoteMissing,
    NothingToReview,
)
from intake.services.medicines import MOST_MEDICINES
from ketaclinic.accounts.access import AccessRefused
from tests.factories.accounts import UserFactory
from tests.factories.intake import PatientFactory
from tests.intake.sent import verbs
from tests.support.kept import kept

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)


@kept
def patient():
    return PatientFactory(active=True)


@pytest.fixture
def add(patient, now):
    def do(name, by=None, **changes):
        return medicine_add(
            patient=patient, by=by or patient.user, now=now, **({"name": name} | changes)
        )

    return do


def nothing_written():
    return not Medicine.objects.exists() and not MedicineChange.objects.exists()


def test_a_known_medicine_is_judged_by_its_class(patient, add, now):
    change = add("Percocet", dose=" 5/325  twice a day ")
    line = Medicine.objects.get()
    assert (line.name_text, line.dose_text) == ("Percocet", "5/325 twice a day")
    assert line.entry_key == "oxycodone-acetaminophen"
    assert line.class_keys == ["opioid", "cyp_unknown"]
    assert (change.kind, change.severity) == (MedicineChangeKind.ADDED, Severity.MAJOR)
    assert change.needs_review
    assert (change.changed_at, change.changed_by) == (now, patient.user)
    assert [found["key"] for found in change.findings] == ["opioid", "cyp_unknown"]
    assert verbs(patient) == ["intake.medicine_added"]


def test_what_is_not_spelled_exactly_goes_to_a_person(add):
    change = add("gabapentn")
    assert change.medicine.class_keys == ["cyp_unknown"]
    assert (change.severity, change.needs_review) == (Severity.MODERATE, True)


def test_a_confirmed_name_is_taken_as_what_it_is(patient, add):
    change = add("gabapentn", entry_key="gabapentin")
    assert change.medicine.class_keys == ["cns_depressant_other"]
    assert listed_medicines(patient)[0].words == "gabapentn (gabapentin)"


def test_what_is_only_to_know_needs_nobody(add):
    change = add("lisinopril")
    assert (change.severity, change.needs_review) == (Severity.INFO, False)


def test_the_same_line_twice_is_one(patient, add):
    assert add("lisinopril", dose="10 mg") is not None
    assert add("Lisinopril", dose="10 MG") is None
    assert add("lisinopril", dose="20 mg") is not None
    assert Medicine.objects.count() == MedicineChange.objects.count() == 2


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": "   "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": "aspirin", "dose": "x" * 201}, "dose"),
        ({"name": "aspirin", "entry_key": "no-such-entry"}, "entry"),
    ],
)
def test_a_line_that_cannot_be_right(add, given, field):
    with pytest.raises(AnswerRefused) as caught:
        add(**given)
    assert caught.value.field == field
    assert nothing_written()


def test_a_list_has_an_end(patient, add, now):
    Medicine.objects.bulk_create(
        Medicine(patient=patient, name_text=f"m{n}", added_at=now, added_by=patient.user)
        for n in range(MOST_MEDICINES)
    )
    with pytest.raises(AnswerRefused):
        add("aspirin")
    assert Medicine.objects.count() == MOST_MEDICINES


@pytest.mark.parametrize("role", ["editor", "manager", "patient"])
def test_others_may_not_write_on_the_list(add, role):
    with pytest.raises(AccessRefused):
        add("aspirin", by=UserFactory(role=role))
    assert nothing_written()


@pytest.mark.parametrize("role", ["nurse", "prescriber", "medical_director"])
def test_the_clinic_may(add, role):
    by = UserFactory(role=role)
    assert add("aspirin", by=by).changed_by == by


@pytest.mark.parametrize("state", ["withdrawn", "discharged", "deceased"])
def test_a_closed_record_takes_nothing(add, patient, state):
    type(patient).objects.filter(pk=patient.pk).update(state=state)
    with pytest.raises(ListClosed):
        add("aspirin")
    assert nothing_written()


def test_what_a_draft_lists_is_read_with_the_application(applicant, now):
    change = medicine_add(patient=applicant, by=applicant.user, now=now, name="theophylline")
    assert (change.severity, change.needs_review) == (Severity.BLOCK, False)
    assert not unread_medicine_changes(applicant).exists()


def test_another_dose_is_a_change(patient, add, now):
    line = add("morphine", dose="15 mg").medicine
    change = medicine_change(medicine=line, by=patient.user, now=now, dose="30 mg")
    assert (change.kind, change.severity) == (MedicineChangeKind.CHANGED, Severity.MAJOR)
    assert "morphine, 30 mg" in change.findings[0]["sentence"]
    assert medicine_change(medicine=line, by=patient.user, now=now, dose="30 mg") is None
    assert verbs(patient)[-1] == "intake.medicine_changed"


def test_an_unknown_name_can_be_told_later_and_a_known_one_stays(patient, add, now):
    line = add("morphin").medicine
    medicine_change(medicine=line, by=patient.user, now=now, dose="", entry_key="morphine")
    line.refresh_from_db()
    assert (line.entry_key, line.class_keys) == ("morphine", ["opioid"])
    assert (
        medicine_change(medicine=line, by=patient.user, now=now, dose="", entry_key="codeine")
        is None
    )


@pytest.mark.parametrize(
    ("given", "field"), [({"dose": "x" * 201}, "dose"), ({"dose": "", "entry_key": "?"}, "entry")]
)
def test_a_change_that_cannot_be_right(patient, add, now, given, field):
    line = add("vitamin d").medicine
    with pytest.raises(AnswerRefused) as caught:
        medicine_change(medicine=line, by=patient.user, now=now, **given)
    assert caught.value.field == field
    assert MedicineChange.objects.count() == 1


def test_stopping_ends_the_line(patient, add, now):
    line = add("carbamazepine").medicine
    day = TODAY - timedelta(days=2)
    change = medicine_stop(medicine=line, by=patient.user, now=now, stopped_on=day)
    assert (change.kind, change.severity) == (MedicineChangeKind.STOPPED, Severity.MAJOR)
    assert change.findings[0]["is_inducer_stopped"]
    assert not current_medicines(patient).exists()
    assert ended_medicines(patient).get().stopped_on == day
    assert medicine_stop(medicine=line, by=patient.user, now=now, stopped_on=day) is None
    assert verbs(patient)[-1] == "intake.medicine_stopped"


@pytest.mark.parametrize("day", [TODAY + timedelta(days=1), date(2026, 1, 1)])
def test_an_end_that_cannot_be(patient, add, now, day):
    line = add("lisinopril").medicine
    Medicine.objects.update(started_on=date(2026, 2, 1))
    with pytest.raises(AnswerRefused) as caught:
        medicine_stop(medicine=line, by=patient.user, now=now, stopped_on=day)
    assert caught.value.field == "stopped_on"
    assert current_medicines(patient).exists()


def test_a_mistake_is_struck_out_and_stays_on_record(patient, add, now):
    line = add("lisinopril").medicine
    change = medicine_strike_out(medicine=line, by=patient.user, now=now)
    line.refresh_from_db()
    assert change.kind == MedicineChangeKind.STRUCK_OUT
    assert (line.struck_out_at, line.struck_out_by) == (now, patient.user)
    assert medicine_strike_out(medicine=line, by=patient.user, now=now) is None
    with pytest.raises(AnswerRefused):
        medicine_change(medicine=line, by=patient.user, now=now, dose="1")
    assert verbs(patient)[-1] == "intake.medicine_struck_out"


def test_only_ones_own_line(add, now):
    line = add("lisinopril").medicine
    other = PatientFactory(active=True).user
    writes = [
        lambda: medicine_change(medicine=line, by=other, now=now, dose="1"),
        lambda: medicine_stop(medicine=line, by=other, now=now, stopped_on=TODAY),
        lambda: medicine_strike_out(medicine=line, by=other, now=now),
    ]
    for write in writes:
        with pytest.raises(AccessRefused):
            write()
    assert MedicineChange.objects.count() == 1


def test_a_block_stands_in_the_way_of_care_until_the_director_has_read_it(
    patient, add, director, prescriber, now
):
    change = add("theophylline")
    assert [blocker.key for blocker in care_blockers(patient)] == ["medicine_block"]
    with pytest.raises(DirectorNeeded):
        medicine_review(change=change, by=prescriber, now=now, note="Seen.")
    assert not MedicineReview.objects.exists()
    medicine_review(change=change, by=director, now=now, note="Levels watched.")
    assert care_blockers(patient) == []


def test_once_it_is_stopped_a_prescriber_may_close_the_block(patient, add, prescriber, now):
    change = add("theophylline")
    medicine_stop(medicine=change.medicine, by=patient.user, now=now, stopped_on=TODAY)
    assert care_blockers(patient) != []
    medicine_review(change=change, by=prescriber, now=now, note="Stopped, two days clear.")
    assert care_blockers(patient) == []


@pytest.mark.parametrize(
    ("name", "role", "is_allowed"),
    [
        ("vitamin d", "nurse", True),
        ("gabapentin", "nurse", True),
        ("morphine", "nurse", False),
        ("morphine", "prescriber", True),
        ("theophylline", "nurse", False),
        ("vitamin d", "manager", False),
        ("vitamin d", "patient", False),
    ],
)
def test_who_may_close_what(add, now, name, role, is_allowed):
    change, by = add(name), UserFactory(role=role)
    if is_allowed:
        medicine_review(change=change, by=by, now=now, note="Checked.")
    else:
        with pytest.raises((AccessRefused, DirectorNeeded)):
            medicine_review(change=change, by=by, now=now, note="Checked.")
    assert MedicineReview.objects.exists() is is_allowed


def test_a_review_is_kept_once_with_its_note(patient, add, nurse, now):
    change = add("vitamin d")
    first = medicine_review(change=change, by=nurse, now=now, note=" Harmless. ")
    assert (first.note, first.reviewed_at, first.reviewed_by) == ("Harmless.", now, nurse)
    assert medicine_review(change=change, by=nurse, now=now, note="Again.") == first
    assert verbs(patient)[-1] == "intake.medicine_change_reviewed"
    assert verbs(patient).count("intake.medicine_change_reviewed") == 1


def test_a_review_needs_a_note_and_something_to_read(add, nurse, now):
    with pytest.raises(NoteMissing):
        medicine_review(change=add("vitamin d"), by=nurse, now=now, note=" ")
    with pytest.raises(NothingToReview):
        medicine_review(change=add("lisinopril"), by=nurse, now=now, note="Seen.")
    assert not MedicineReview.objects.exists()


def test_what_is_on_the_list_now_lowers_the_start(patient, add, now):
    before = reduced_start_reasons(patient, TODAY)
    line = add("Norco", dose="10/325").medicine
    add("erythromycin")
    after = set(reduced_start_reasons(patient, TODAY)) - set(before)
    assert after == {
        "Opioid: Norco",
        "Slows the breakdown of ketamine somewhat (CYP3A4): erythromycin",
    }
    medicine_stop(medicine=line, by=patient.user, now=now, stopped_on=TODAY)
    assert "Opioid: Norco" not in reduced_start_reasons(patient, TODAY)


def test_changes_are_read_back_until_somebody_has_read_them(patient, add, nurse, now):
    change = add("vitamin d")
    later = now + timedelta(days=90)
    assert list(medicine_changes_since(patient, later)) == [change]
    medicine_review(change=change, by=nurse, now=now, note="Checked.")
    assert not medicine_changes_since(patient, later).exists()
    assert medicine_changes_since(patient, now).exists()


def test_one_line_is_found_for_its_owner_only(patient, add):
    change = add("vitamin d")
    line = change.medicine
    assert medicine_of(patient, line.public_id) == line
    assert medicine_of(PatientFactory(active=True), line.public_id) is None
    assert medicine_by_public_id(line.public_id) == line
    assert medicine_change_by_public_id(change.public_id) == change


def test_an_entry_that_the_table_lost_keeps_its_classes(patient, now):
    line = Medicine.objects.create(
        patient=patient,
        name_text="Gone",
        entry_key="gone-since",
        class_keys=["opioid"],
        added_at=now,
        added_by=patient.user,
    )
    assert set(listed(line).class_keys) == {"opioid", "cyp_unknown"}


def test_a_waiting_applicant_tells_too_and_a_clinician_reads_it(submitted, now):
    assert submitted.state == PatientState.SUBMITTED
    change = medicine_add(patient=submitted, by=submitted.user, now=now, name="morphine")
    assert list(unread_medicine_changes(submitted)) == [change]
