"""The answer to a check: one sentence, one reason, one button, in its colour."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _

from dosing.models import Clearance
from dosing.selectors import moment_text
from intake.rules.alarm import IF_CLINIC_NOT_REACHED
from monitoring.checkins.choices import CheckKind, FindingKey, Outcome
from monitoring.checkins.models import PressureCheck, SafetyScreen, SideEffectReport
from monitoring.patient.presenters.dose import planned_text

MEASURED = {
    FindingKey.BP_RAISED,
    FindingKey.BP_HIGH,
    FindingKey.BP_SEVERE,
    FindingKey.BP_LOW,
    FindingKey.BP_LOW_DIZZY,
    FindingKey.BP_VERY_LOW,
    FindingKey.POST_RISE,
    FindingKey.POST_HIGH,
}
KINDS = {
    Outcome.GO: "go",
    Outcome.REPEAT: "wait",
    Outcome.INCOMPLETE: "wait",
    Outcome.SLOT_HOLD: "stop",
    Outcome.PLAN_HOLD: "stop",
    Outcome.EMERGENCY: "call",
}
TODAY = reverse_lazy("home:today")
TELL_THE_CLINIC = {"same_day", "emergency_now"}
OF_SAFETY = {
    FindingKey.MOOD,
    FindingKey.PHQ9_ITEM_9,
    FindingKey.ASQ_ACUTE,
    FindingKey.ASQ_POSITIVE,
    FindingKey.ASQ_INCOMPLETE,
}


@dataclass(frozen=True)
class Answer:
    """What fills the screen."""

    kind: str
    icon: str
    title: str
    reason: str
    details: list[str] = field(default_factory=list)
    button: str = ""
    href: str = ""
    is_call: bool = False
    countdown_seconds: int = 0
    shows_crisis: bool = False
    asks_safety: bool = False


def check_answer(
    check: PressureCheck,
    clearance: Clearance | None,
    *,
    now: datetime,
    zone: ZoneInfo,
    phone: str,
) -> Answer:
    """The screen of a stored check, in the patient's words."""
    outcome = Outcome(check.outcome)
    if check.kind == CheckKind.POSTDOSE and outcome in (Outcome.GO, Outcome.REPEAT):
        return _after_dose(check, now)
    if outcome == Outcome.GO:
        return _go(check, clearance, now, zone)
    if outcome in (Outcome.REPEAT, Outcome.INCOMPLETE):
        return _again(check, outcome, now)
    return _stop(check, outcome, phone)


def _main(check: PressureCheck | SideEffectReport, outcome: str) -> dict[str, object]:
    return next((item for item in check.findings if item["outcome"] == outcome), {})


def _reason(finding: dict[str, object]) -> str:
    """The stored sentence with the numbers it was judged by."""
    sentence = str(finding.get("sentence", ""))
    if finding.get("key") not in MEASURED or not finding.get("value"):
        return sentence
    numbers = _("You measured %(value)s; the limit is %(limit)s.") % finding
    return f"{sentence} {numbers}"


def _go(check: PressureCheck, clearance: Clearance | None, now: datetime, zone: ZoneInfo) -> Answer:
    slot = check.slot
    if clearance is None or slot is None:
        return Answer(
            kind="wait",
            icon="wait",
            title=_("This check no longer counts"),
            reason=_("A check counts for a short time only. Do it again before you take a dose."),
            button=_("Back to Today"),
            href=str(TODAY),
        )
    main = _main(check, Outcome.GO)
    measured = (
        _("You measured %(value)s; your limit is %(limit)s.") % main
        if main.get("value")
        else _("Your readings of today still count.")
    )
    until = moment_text(clearance.expires_at, zone, now)
    return Answer(
        kind="go",
        icon="go",
        title=_("You may take your dose"),
        reason=_("Your plan says %(amount)s.") % {"amount": planned_text(slot)},
        details=[measured, _("This counts until %(time)s.") % {"time": until}],
        button=_("I have taken it"),
        href=reverse("home:dose", args=[slot.public_id]),
    )


def _again(check: PressureCheck, outcome: Outcome, now: datetime) -> Answer:
    is_third = outcome == Outcome.INCOMPLETE
    ready_at = check.recorded_at + timedelta(
        minutes=1 if is_third else check.repeat_after_minutes or 0
    )
    title = _("One more reading") if is_third else _("Rest, then measure again")
    rest = _("Sit quietly. No talking, no coffee, no smoking.")
    return Answer(
        kind="wait",
        icon="wait",
        title=title,
        reason=_reason(_main(check, outcome)),
        details=[rest, _("Do not take your dose yet.")],
        button=_("Take the third reading") if is_third else _("Measure again"),
        href=_check_href(check),
        countdown_seconds=max(0, int((ready_at - now).total_seconds())),
    )


def _check_href(check: PressureCheck) -> str:
    return reverse("home:check", args=[check.slot.public_id]) if check.slot else str(TODAY)


def _stop(check: PressureCheck, outcome: Outcome, phone: str) -> Answer:
    main = _main(check, outcome)
    is_told = any(item["action"] in TELL_THE_CLINIC for item in check.findings)
    is_plan = outcome == Outcome.PLAN_HOLD
    title = _("Take no dose now") if is_plan else _("Leave out this dose")
    details = list(_what_next(main, is_plan=is_plan, is_told=is_told))
    is_call = is_told and bool(phone)
    is_mood = any(item["key"] == FindingKey.MOOD for item in check.findings)
    return Answer(
        kind=KINDS[outcome],
        icon="stop",
        title=title,
        reason=_reason(main),
        details=details,
        button=_("Call the clinic") if is_call else _stop_button(check),
        href=f"tel:{phone}" if is_call else _stop_href(check),
        is_call=is_call,
        shows_crisis=is_mood,
        asks_safety=is_mood,
    )


def _what_next(main: Mapping[str, Any], *, is_plan: bool, is_told: bool) -> list[str]:
    words = []
    if main.get("key") == FindingKey.BP_SEVERE:
        words.append(_(IF_CLINIC_NOT_REACHED))
    if is_plan:
        words.append(_("Your doses are on hold until the clinic has spoken to you."))
    else:
        words.append(_("The next dose has its own check. Do not take this one later."))
    if is_told:
        words.append(_("The clinic has been told."))
    return words


def _stop_button(check: PressureCheck) -> str:
    is_open = check.slot is not None and check.outcome == Outcome.SLOT_HOLD
    return _("Say that I left it out") if is_open and check.is_counted_hold else _("Back to Today")


def _stop_href(check: PressureCheck) -> str:
    if check.slot is not None and check.is_counted_hold:
        return reverse("home:dose", args=[check.slot.public_id])
    return str(TODAY)


def _after_dose(check: PressureCheck, now: datetime) -> Answer:
    if check.outcome == Outcome.REPEAT:
        answer = _again(check, Outcome.REPEAT, now)
        return Answer(
            **{
                **vars(answer),
                "details": [_("Sit or lie down. The clinic has been told.")],
            }
        )
    return Answer(
        kind="go",
        icon="go",
        title=_("Thank you"),
        reason=_("Your blood pressure after the dose is recorded."),
        details=[_("Rest until you feel like yourself. Do not drive.")],
        button=_("Back to Today"),
        href=str(TODAY),
    )


def report_answer(report: SideEffectReport, phone: str) -> Answer:
    """The screen after a report of side effects."""
    return told_answer(report.findings, phone) or Answer(
        kind="go",
        icon="go",
        title=_("Thank you"),
        reason=_("What you told us is recorded, and the clinic can see it."),
        button=_("Back to Today"),
        href=str(TODAY),
    )


def told_answer(findings: Iterable[Mapping[str, Any]], phone: str) -> Answer | None:
    """What follows where a dose must wait or the clinic looks today; None where nothing does."""
    findings = list(findings)
    held = next((item for item in findings if item["outcome"] == Outcome.PLAN_HOLD), None)
    if held is not None:
        return Answer(
            kind="stop",
            icon="stop",
            title=_("Take no dose now"),
            reason=str(held["sentence"]),
            details=_what_next(held, is_plan=True, is_told=True),
            button=_("Call the clinic") if phone else _("Back to Today"),
            href=f"tel:{phone}" if phone else str(TODAY),
            is_call=bool(phone),
            shows_crisis=any(item["key"] in OF_SAFETY for item in findings),
        )
    if any(item["action"] in TELL_THE_CLINIC for item in findings):
        return Answer(
            kind="wait",
            icon="wait",
            title=_("The clinic will look at this today"),
            reason=_("Thank you for telling us."),
            details=[_("Call the clinic if it gets worse. Call 911 in an emergency.")],
            button=_("Back to Today"),
            href=str(TODAY),
        )
    return None


def emergency_reasons(cause: PressureCheck | SideEffectReport | SafetyScreen) -> list[str]:
    """What asked for 911, in the patient's words, each once."""
    urgent = [item for item in cause.findings if item["outcome"] == Outcome.EMERGENCY]
    return list(dict.fromkeys(str(item["sentence"]) for item in urgent))
