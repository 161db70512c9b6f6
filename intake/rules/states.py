"""Which way a patient may move; anything that the table lacks is refused everywhere."""

from collections.abc import Mapping

from intake.choices import PatientState as S

TRANSITIONS: Mapping[str, frozenset[str]] = {
    S.DRAFT: frozenset({S.SUBMITTED, S.WITHDRAWN, S.DECEASED}),
    S.SUBMITTED: frozenset(
        {
            S.IN_REVIEW,
            S.MORE_INFO,
            S.INELIGIBLE_PENDING,
            S.APPROVED,
            S.DECLINED,
            S.WITHDRAWN,
            S.DECEASED,
        }
    ),
    S.IN_REVIEW: frozenset(
        {S.MORE_INFO, S.INELIGIBLE_PENDING, S.APPROVED, S.DECLINED, S.WITHDRAWN, S.DECEASED}
    ),
    S.MORE_INFO: frozenset({S.SUBMITTED, S.DECLINED, S.WITHDRAWN, S.DECEASED}),
    S.INELIGIBLE_PENDING: frozenset({S.MORE_INFO, S.APPROVED, S.DECLINED, S.WITHDRAWN, S.DECEASED}),
    S.APPROVED: frozenset({S.ACTIVE, S.WITHDRAWN, S.DISCHARGED, S.DECEASED}),
    S.ACTIVE: frozenset({S.PAUSED, S.WITHDRAWN, S.DISCHARGED, S.DECEASED}),
    S.PAUSED: frozenset({S.ACTIVE, S.WITHDRAWN, S.DISCHARGED, S.DECEASED}),
    S.DECLINED: frozenset({S.DECEASED}),
    S.WITHDRAWN: frozenset({S.DECEASED}),
    S.DISCHARGED: frozenset({S.DECEASED}),
    S.DECEASED: frozenset(),
}

EDITABLE_BY_APPLICANT = frozenset({S.DRAFT, S.MORE_INFO})
WAITING_FOR_DECISION = frozenset({S.SUBMITTED, S.IN_REVIEW, S.INELIGIBLE_PENDING})
IN_PROGRAMME = frozenset({S.APPROVED, S.ACTIVE})
AFTER_APPROVAL = IN_PROGRAMME | {S.PAUSED}
OPEN_TO_AMENDMENT = WAITING_FOR_DECISION | AFTER_APPROVAL | {S.MORE_INFO}
CLOSED = frozenset({S.DECLINED, S.WITHDRAWN, S.DISCHARGED, S.DECEASED})


def is_allowed(before: str, after: str) -> bool:
    """Whether the table knows this step."""
    return after in TRANSITIONS.get(before, frozenset())
