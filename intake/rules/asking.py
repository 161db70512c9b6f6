"""How the applicant is told that the clinic asks for more."""

from datetime import timedelta

ASKED_PURPOSE = "intake_asked"
ASKED_SUBJECT = "intake.informationrequest"
# A message about a question that is days old would only puzzle.
ASKED_NOT_AFTER = timedelta(days=2)
