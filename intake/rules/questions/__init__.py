"""Every screening question, in the order in which it is asked."""

from collections.abc import Mapping

from intake.choices import Section, SexAtBirth
from intake.rules.questions.body import BODY, PREGNANCY
from intake.rules.questions.brain import BRAIN
from intake.rules.questions.heart import HEART
from intake.rules.questions.home import AT_HOME
from intake.rules.questions.ketamine import KETAMINE_BEFORE
from intake.rules.questions.life import DAILY_LIFE, SUBSTANCES
from intake.rules.questions.medicines import MEDICINES
from intake.rules.questions.mind import MIND
from intake.rules.questions.model import FollowUp, FollowUpKind, Option, Question
from intake.rules.questions.pain import PAIN_FEATURES

QUESTIONS: tuple[Question, ...] = (
    *PAIN_FEATURES,
    *KETAMINE_BEFORE,
    *HEART,
    *BRAIN,
    *MIND,
    *BODY,
    *PREGNANCY,
    *SUBSTANCES,
    *DAILY_LIFE,
    *MEDICINES,
    *AT_HOME,
)
BY_KEY: Mapping[str, Question] = {question.key: question for question in QUESTIONS}

__all__ = ["BY_KEY", "QUESTIONS", "FollowUp", "FollowUpKind", "Option", "Question", "questions_for"]


def questions_for(section: Section | str, sex_at_birth: str) -> list[Question]:
    """The questions of one page that are asked of this person."""
    is_male = sex_at_birth == SexAtBirth.MALE
    return [q for q in QUESTIONS if q.section == section and (q.is_asked_of_men or not is_male)]
