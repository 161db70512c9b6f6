"""Who the applicant is, where help would find them, how they are reached, who stands by them."""

from datetime import date
from typing import Any
from zoneinfo import available_timezones

from django.utils.translation import gettext as _

from intake.choices import ContactChannel, DosingPlace
from intake.rules.dates import age_in_years, has_turned
from intake.rules.writing import line_problem, name_problem, phone_problem, text_problem
from intake.services.errors import AnswerRefused, StateNotServed, UnderAge
from intake.services.sections.page import Page
from ketaclinic.accounts.services import user_settings_change
from ketaclinic.clinic.selectors import clinic_settings

OLDEST_AGE_YEARS = 120
ABOUT_COLUMNS = (
    "first_name",
    "last_name",
    "preferred_name",
    "date_of_birth",
    "sex_at_birth",
    "gender",
    "phone",
)
ADDRESS = ("address_line", "city", "state_of_residence", "postal_code")
CONTACT_COLUMNS = ("preferred_channel", "voicemail_allowed", "contact_wishes")
PEOPLE = ("emergency_contact", "helper", "physician")
PEOPLE_COLUMNS = tuple(f"{who}_{part}" for who in PEOPLE for part in ("name", "phone"))
WRITING = {
    "first_name": name_problem,
    "last_name": name_problem,
    "preferred_name": text_problem,
    "gender": text_problem,
    "phone": phone_problem,
    "address_line": line_problem,
    "city": line_problem,
    "postal_code": line_problem,
    "dosing_place": line_problem,
    "contact_wishes": text_problem,
    **{f"{who}_name": name_problem for who in PEOPLE},
    **{f"{who}_phone": phone_problem for who in PEOPLE},
}


def about_page(page: Page) -> dict[str, Any]:
    """Names, birth date, sex, gender and phone, also kept on the patient."""
    page.refuse_blank("first_name", "last_name", "date_of_birth", "sex_at_birth", "phone")
    born = page.answers["date_of_birth"]
    _refuse_birth_date(page, born)
    _keep(page, ABOUT_COLUMNS)
    _keep_person_in_step(page, page.patient.user.time_zone)
    return _given(page, ABOUT_COLUMNS) | {"date_of_birth": born.isoformat()}


def home_page(page: Page) -> dict[str, Any]:
    """Address, place of dosing and a confirmed time zone; only states that the clinic serves."""
    page.refuse_blank(*ADDRESS, "dosing_at", "time_zone")
    if page.answers["state_of_residence"] not in clinic_settings().states_served:
        raise StateNotServed(field="state_of_residence")
    place = _dosing_place(page)
    _refuse_time_zone(page)
    page.answers["dosing_place"] = place
    _keep(page, (*ADDRESS, "dosing_place"))
    _keep_person_in_step(page, page.answers["time_zone"])
    stored = _given(page, (*ADDRESS, "dosing_at", "dosing_place", "time_zone"))
    return stored | {"is_zone_confirmed": True}


def contact_page(page: Page) -> dict[str, Any]:
    """How to reach the applicant, and what to take care of."""
    page.refuse_blank("preferred_channel")
    if page.answers["preferred_channel"] not in ContactChannel.values:
        raise AnswerRefused(_("Choose one answer."), field="preferred_channel")
    if not isinstance(page.answers.get("voicemail_allowed"), bool):
        raise AnswerRefused(_("Choose one answer."), field="voicemail_allowed")
    _keep(page, CONTACT_COLUMNS)
    return _given(page, CONTACT_COLUMNS)


def people_page(page: Page) -> dict[str, Any]:
    """Emergency contact, helper, physician; the last two may be none yet, which is said."""
    page.refuse_blank("emergency_contact_name", "emergency_contact_phone")
    has_none = {f"has_no_{who}": _has_none(page, who) for who in ("helper", "physician")}
    _keep(page, PEOPLE_COLUMNS)
    return _given(page, PEOPLE_COLUMNS) | has_none


def _keep(page: Page, columns: tuple[str, ...]) -> None:
    page.refuse_writing({name: WRITING[name] for name in columns if name in WRITING})
    page.store_on_patient(columns)


def _given(page: Page, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: page.answers.get(name, "") for name in names}


def _dosing_place(page: Page) -> str:
    """The other address, or nothing: the home address then counts."""
    if page.answers["dosing_at"] not in DosingPlace.values:
        raise AnswerRefused(_("Choose one answer."), field="dosing_at")
    if page.answers["dosing_at"] == DosingPlace.HERE:
        return ""
    page.refuse_blank("dosing_place")
    return str(page.answers["dosing_place"])


def _refuse_time_zone(page: Page) -> None:
    if page.answers["time_zone"] not in available_timezones():
        raise AnswerRefused(_("Choose a time zone from the list."), field="time_zone")
    if not page.answers.get("is_zone_confirmed"):
        text = _("Look at the time zone, then tick this box.")
        raise AnswerRefused(text, field="is_zone_confirmed")


def _has_none(page: Page, who: str) -> bool:
    given = [bool(page.answers.get(f"{who}_{part}")) for part in ("name", "phone")]
    has_none = bool(page.answers.get(f"has_no_{who}"))
    if has_none and any(given):
        text = _("You named somebody. Untick this, or empty the lines.")
        raise AnswerRefused(text, field=f"has_no_{who}")
    if not has_none:
        page.refuse_blank(f"{who}_name", f"{who}_phone")
    return has_none


def _refuse_birth_date(page: Page, born: date) -> None:
    years = page.policy.minimum_age_years
    if born > page.today or age_in_years(born, page.today) > OLDEST_AGE_YEARS:
        raise AnswerRefused(_("Check the year of birth."), field="date_of_birth")
    if not has_turned(born, years, page.today):
        raise UnderAge(UnderAge.message % {"years": years}, field="date_of_birth")


def _keep_person_in_step(page: Page, time_zone: str) -> None:
    user = page.patient.user
    full_name = f"{page.patient.first_name} {page.patient.last_name}".strip()[:150]
    if (user.full_name, user.time_zone) == (full_name, time_zone):
        return
    user_settings_change(
        user=user,
        full_name=full_name,
        language=user.language,
        time_zone=time_zone,
        by=page.by,
        now=page.now,
    )
    user.full_name, user.time_zone = full_name, time_zone
