"""Who the applicant is, and where help would find them."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from intake.rules.dates import age_in_years, has_turned
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
    "phone",
)
HOME_COLUMNS = (
    "address_line",
    "city",
    "state_of_residence",
    "postal_code",
    "emergency_contact_name",
    "emergency_contact_phone",
)
REQUIRED = frozenset(ABOUT_COLUMNS + HOME_COLUMNS) - {"preferred_name"}


def about_page(page: Page) -> dict[str, Any]:
    """Names, birth date, sex and phone, also kept on the patient."""
    _refuse_blank(page, ABOUT_COLUMNS)
    born = page.answers["date_of_birth"]
    _refuse_birth_date(page, born)
    page.store_on_patient(ABOUT_COLUMNS)
    _keep_person_in_step(page, page.patient.user.time_zone)
    stored = {name: page.answers.get(name, "") for name in ABOUT_COLUMNS}
    return stored | {"date_of_birth": born.isoformat()}


def home_page(page: Page) -> dict[str, Any]:
    """Address, time zone and emergency contact; only states that the clinic serves."""
    _refuse_blank(page, (*HOME_COLUMNS, "time_zone"))
    if page.answers["state_of_residence"] not in clinic_settings().states_served:
        raise StateNotServed(field="state_of_residence")
    page.store_on_patient(HOME_COLUMNS)
    _keep_person_in_step(page, page.answers["time_zone"])
    return {name: page.answers.get(name, "") for name in (*HOME_COLUMNS, "time_zone")}


def _refuse_blank(page: Page, names: tuple[str, ...]) -> None:
    for name in names:
        if name in REQUIRED | {"time_zone"} and not page.answers.get(name):
            raise AnswerRefused(_("This is needed."), field=name)


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
        user=user, full_name=full_name, language=user.language, time_zone=time_zone
    )
    user.full_name, user.time_zone = full_name, time_zone
