import pytest

from ketaclinic.reminders import registry
from ketaclinic.reminders.registry import Purpose, UnknownPurpose

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

    purpose = Purpose(
        "p", "P", lambda *_: pytest.fail("asked one by one"), unwanted_among=unwanted_among
    )
    assert purpose.unwanted(["a", "b"], NOW) == {"a": "paused", "b": "paused"}


def nobody_called(user_ids):
    return dict.fromkeys(user_ids, "moved_away")


def test_a_guard_is_asked_about_people_whatever_the_purpose(db):
    registry.guard_recipients(nobody_called)
    registry.guard_recipients(nobody_called)
    assert registry.closed_recipients([]) == {}
    registry.unguard_recipients(nobody_called)


@pytest.fixture
def guard(db):
    registry.guard_recipients(nobody_called)
    yield
    registry.unguard_recipients(nobody_called)


def test_whom_a_guard_names_gets_no_message(guard):
    assert registry.closed_recipients([7]) == {7: "moved_away"}
