"""Two records of one person."""

from datetime import date

import pytest

from intake.choices import PatientState
from intake.models import PatientMerge, SectionAnswers
from intake.selectors.duplicates import duplicate_of, merges_of, possible_duplicates
from intake.services import errors as refusals
from intake.services import patients_merge
from ketaclinic.accounts.access import AccessRefused
from tests.factories.accounts import UserFactory
from tests.factories.intake import PatientFactory
from tests.intake.sent import verbs

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(db):
    return PatientFactory(active=True)


@pytest.fixture
def duplicate(db):
    return PatientFactory(submitted=True, first_name="ROSA", last_name="Marín")


def merge(kept, duplicate, by, now, reason="Same phone and insurance card."):
    return patients_merge(kept=kept, duplicate=duplicate, by=by, now=now, reason=reason)


def test_the_same_name_and_birth_date_are_shown(kept, duplicate):
    PatientFactory(submitted=True, date_of_birth=date(1980, 4, 13))
    PatientFactory(submitted=True, first_name="Luz")
    assert possible_duplicates(kept) == [duplicate]
    assert possible_duplicates(duplicate) == [kept]
    assert duplicate_of(kept, duplicate.public_id) == duplicate
    assert duplicate_of(kept, kept.public_id) is None


def test_without_a_birth_date_there_is_nothing_to_compare():
    PatientFactory(draft=True, date_of_birth=None)
    assert possible_duplicates(PatientFactory(draft=True, date_of_birth=None)) == []


def test_a_merge_closes_one_and_keeps_both_histories(kept, duplicate, prescriber, now):
    before = SectionAnswers.objects.count()
    made = merge(kept, duplicate, prescriber, now)
    assert (made.kept, made.duplicate, made.merged_by) == (kept, duplicate, prescriber)
    assert duplicate.state == PatientState.WITHDRAWN
    assert kept.state == PatientState.ACTIVE
    assert SectionAnswers.objects.count() == before
    assert "intake.patients_merged" in verbs(kept)
    assert "intake.patients_merged" in verbs(duplicate)
    assert merges_of(kept) == merges_of(duplicate) == [made]
    assert possible_duplicates(kept) == []


def test_the_same_merge_again_changes_nothing(kept, duplicate, prescriber, now):
    assert merge(kept, duplicate, prescriber, now) == merge(kept, duplicate, prescriber, now)
    assert PatientMerge.objects.count() == 1


def refused(kept, duplicate, by, now, error, **changes):
    before = PatientMerge.objects.count()
    state = duplicate.state
    with pytest.raises(error):
        merge(kept, duplicate, by, now, **changes)
    duplicate.refresh_from_db()
    return (PatientMerge.objects.count(), duplicate.state) == (before, state)


def test_a_record_is_not_joined_with_itself(kept, prescriber, now):
    assert refused(kept, kept, prescriber, now, refusals.MergeWithItself)


def test_records_that_differ_are_not_joined(kept, prescriber, now):
    older = PatientFactory(submitted=True, date_of_birth=date(1950, 1, 1))
    assert refused(kept, older, prescriber, now, refusals.MergeNotAlike)
    unknown = PatientFactory(draft=True, date_of_birth=None)
    assert refused(
        unknown, unknown.__class__.objects.get(pk=kept.pk), prescriber, now, refusals.MergeNotAlike
    )


def test_who_is_in_care_is_not_closed(kept, duplicate, prescriber, now):
    assert refused(duplicate, kept, prescriber, now, refusals.MergeInCare)


def test_a_closed_record_is_not_the_one_that_goes_on(duplicate, prescriber, now):
    closed = PatientFactory(draft=True)
    closed.state = PatientState.WITHDRAWN
    closed.save()
    assert refused(closed, duplicate, prescriber, now, refusals.MergeIntoClosed)


def test_a_joined_record_is_joined_once(kept, duplicate, prescriber, now):
    merge(kept, duplicate, prescriber, now)
    third = PatientFactory(submitted=True)
    assert refused(third, duplicate, prescriber, now, refusals.MergedAlready)
    assert refused(duplicate, third, prescriber, now, refusals.MergedAlready)


def test_a_merge_needs_a_reason_and_a_prescriber(kept, duplicate, prescriber, nurse, now):
    assert refused(kept, duplicate, prescriber, now, refusals.ReasonMissing, reason=" ")
    assert refused(kept, duplicate, nurse, now, AccessRefused)
    assert refused(kept, duplicate, UserFactory(manager=True), now, AccessRefused)
