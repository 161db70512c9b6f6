"""The transition table, pair by pair."""

import pytest

from intake.choices import PatientState as S
from intake.rules.states import (
    EDITABLE_BY_APPLICANT,
    IN_PROGRAMME,
    TRANSITIONS,
    WAITING_FOR_DECISION,
    is_allowed,
)


def test_every_state_is_in_the_table():
    assert set(TRANSITIONS) == set(S)


def test_every_target_is_a_state():
    assert set().union(*TRANSITIONS.values()) <= set(S)


@pytest.mark.parametrize("state", list(S))
def test_no_state_leads_to_itself(state):
    assert not is_allowed(state, state)


def test_death_is_final():
    assert TRANSITIONS[S.DECEASED] == frozenset()


@pytest.mark.parametrize("state", sorted(set(S) - {S.DECEASED}))
def test_a_death_can_always_be_recorded(state):
    assert is_allowed(state, S.DECEASED)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(S.DRAFT, S.APPROVED, id="approved without being sent"),
        pytest.param(S.DRAFT, S.ACTIVE, id="active from a draft"),
        pytest.param(S.SUBMITTED, S.ACTIVE, id="active without readiness"),
        pytest.param(S.INELIGIBLE_PENDING, S.IN_REVIEW, id="an exclusion that is reviewed away"),
        pytest.param(S.APPROVED, S.PAUSED, id="a pause that would skip the list"),
        pytest.param(S.DECLINED, S.APPROVED, id="approved after being declined"),
        pytest.param(S.DISCHARGED, S.ACTIVE, id="back from discharge"),
        pytest.param("made up", S.ACTIVE, id="from nowhere"),
    ],
)
def test_what_the_table_lacks_is_not_allowed(before, after):
    assert not is_allowed(before, after)


def test_the_groups_of_states_do_not_meet():
    groups = (EDITABLE_BY_APPLICANT, WAITING_FOR_DECISION, IN_PROGRAMME)
    assert sum(len(group) for group in groups) == len(frozenset().union(*groups))
