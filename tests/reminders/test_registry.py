import pytest
from django.db.models import Case, Value, When

from ketaclinic.reminders import registry
from ketaclinic.reminders.registry import Purpose, UnknownPurpose
from tests.factories.accounts import UserFactory
from tests.factories.reminders import recipient_of

NOW = None


@pytest.fixture
def purpose():
    purpose = Purpose("registry_probe", "Probe", lambda subject_id, now: "")
    registry.register(purpose)
    yield purpose
    registry.unregister("registry_probe")


def test_a_registered_purpose_is_found(purpose):
    assert registry.purpose_for("registry_probe") == purpose
    assert purpose in registry.purposes()


def test_registering_the_same_purpose_again_changes_nothing(purpose):
    registry.register(purpose)
    assert registry.purposes().count(purpose) == 1


def test_a_second_purpose_under_a_key_is_refused(purpose):
    other = Purpose("registry_probe", "Other", lambda subject_id, now: "never")
    with pytest.raises(ValueError, match="registered twice"):
        registry.register(other)
    assert registry.purpose_for("registry_probe") == purpose


def test_an_unknown_purpose_is_named():
    with pytest.raises(UnknownPurpose, match="'nobody'"):
        registry.purpose_for("nobody")


def test_only_the_unwanted_subjects_are_answered():
    purpose = Purpose("p", "P", lambda subject_id, now: "held" if subject_id == "b" else "")
    assert purpose.unwanted(["a", "b", "c"], NOW) == {"b": "held"}


def test_a_purpose_may_answer_for_many_at_once():
    def unwanted_among(subject_ids, now):
        return dict.fromkeys(subject_ids, "paused")

    purpose = Purpose("p", "P", unwanted_among=unwanted_among)
    assert purpose.unwanted(["a", "b"], NOW) == {"a": "paused", "b": "paused"}


@pytest.mark.parametrize("count", [0, 2])
def test_a_purpose_answers_exactly_one_question(count):
    questions = {"still_wanted": lambda *_: "", "unwanted_among": lambda *_: {}} if count else {}
    with pytest.raises(ValueError, match="'p' must answer one of two"):
        Purpose("p", "P", **questions)


def moved_away():
    return Case(When(email="gone@clinic.test", then=Value("moved_away")), default=Value(""))


@pytest.fixture
def guard(db):
    registry.guard_recipients(moved_away)
    registry.guard_recipients(moved_away)
    yield
    registry.unguard_recipients(moved_away)
    assert moved_away not in registry.recipient_guards()


def test_whom_a_guard_names_gets_no_message_whatever_the_purpose(guard):
    gone, here = UserFactory(email="gone@clinic.test"), UserFactory()
    assert recipient_of(gone).closed == "moved_away"
    assert recipient_of(here).closed == ""


def test_a_closed_account_comes_before_any_guard(guard):
    user = UserFactory(email="gone@clinic.test", is_active=False)
    assert recipient_of(user).closed == "account_closed"


def test_a_guard_that_was_forgotten_names_nobody(db):
    assert recipient_of(UserFactory(email="gone@clinic.test")).closed == ""
