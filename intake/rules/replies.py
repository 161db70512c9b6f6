"""What the answer to one screening question leads to."""

from datetime import date
from typing import Any

from intake.choices import Action, Answer
from intake.rules.dates import is_within_months
from intake.rules.facts import Finding, Reply
from intake.rules.policy import IntakePolicy
from intake.rules.questions import FollowUpKind, Question

YES_WITHOUT_FOLLOW_UP = "yes, without saying more"


def reply_finding(
    question: Question, reply: Reply | None, policy: IntakePolicy, today: date
) -> Finding | None:
    """The finding of one answer, or None; no answer at all is judged like "not sure"."""
    given = reply or Reply()
    action, words = _judge(question, given, policy, today)
    if action is None:
        return None
    sentence = f"{question.label}: {words}. {question.why}."
    return Finding(question.key, action, _facts_read(given), sentence, question.source)


def _facts_read(reply: Reply) -> dict[str, Any]:
    read = {
        "answer": reply.answer or None,
        "month": str(reply.month) if reply.month else None,
        "option": reply.option or None,
        "detail": reply.detail or None,
    }
    return {name: value for name, value in read.items() if value is not None or name == "answer"}


def _judge(
    question: Question, reply: Reply, policy: IntakePolicy, today: date
) -> tuple[Action | None, str]:
    if reply.answer == Answer.YES:
        return _judge_yes(question, reply, policy, today)
    if reply.answer == Answer.NO:
        return question.no, "no"
    if reply.answer == Answer.NOT_APPLICABLE and question.may_not_apply:
        return None, ""
    return question.not_sure, "not sure" if reply.answer == Answer.NOT_SURE else "not answered"


def _judge_yes(
    question: Question, reply: Reply, policy: IntakePolicy, today: date
) -> tuple[Action | None, str]:
    if question.follow_up is None:
        return question.yes, "yes"
    if question.follow_up.kind == FollowUpKind.MONTH:
        return _judge_month(reply, policy, today)
    if question.follow_up.kind == FollowUpKind.TEXT:
        return question.yes, f"yes ({reply.detail})" if reply.detail else "yes"
    option = question.follow_up.option(reply.option)
    if option is None:
        return _strictest_option(question), YES_WITHOUT_FOLLOW_UP
    return option.action, f"yes ({option.label})"


def _judge_month(reply: Reply, policy: IntakePolicy, today: date) -> tuple[Action, str]:
    """The day is not known, so the event counts as late in its month as it can have been."""
    if reply.month is None:
        return Action.EXCLUDE, "yes, without a date"
    months = policy.recent_event_months
    if is_within_months(min(reply.month.last_day(), today), today, months):
        return Action.EXCLUDE, f"yes, {reply.month.words} (less than {months} months ago)"
    return Action.REVIEW, f"yes, {reply.month.words}"


def _strictest_option(question: Question) -> Action | None:
    options = question.follow_up.options if question.follow_up else ()
    actions = {option.action for option in options}
    for action in (Action.EXCLUDE, Action.REVIEW, Action.NOTE):
        if action in actions:
            return action
    return question.yes
