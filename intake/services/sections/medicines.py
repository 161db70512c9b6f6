"""The page of the medicine list: the lines are rows of their own, the page says it is whole."""

from typing import Any

from django.utils.translation import gettext as _

from intake.selectors.medicines import list_as_answers, listed_medicines
from intake.services.errors import AnswerRefused
from intake.services.sections.page import Page
from intake.services.sections.questions import question_page


def medicines_page(page: Page) -> dict[str, Any]:
    """The questions, and the list as it stands; an empty one only when none is taken.

    Where only single questions were asked again, nobody was asked about the list: it is what it is.
    """
    stored = question_page(page)
    lines = list_as_answers(listed_medicines(page.patient))
    takes_none = bool(page.answers.get("takes_none"))
    if "medicines" in page.answers:
        return stored | {"medicines": lines, "takes_none": takes_none and not lines}
    if not lines and not takes_none:
        text = _("Add your medicines, or tick that you take none.")
        raise AnswerRefused(text, field="takes_none")
    if lines and takes_none:
        text = _("Your list has medicines. Take them off it, or untick this.")
        raise AnswerRefused(text, field="takes_none")
    return stored | {"medicines": lines, "takes_none": takes_none}
