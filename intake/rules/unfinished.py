"""When an applicant is reminded of an application that they have not sent."""

from datetime import timedelta

UNFINISHED_PURPOSE = "intake_unfinished"
UNFINISHED_SUBJECT = "intake.patient"
# Time to look for a list of medicines or an old letter, and not yet forgotten.
UNFINISHED_AFTER = timedelta(days=3)
UNFINISHED_LASTS = timedelta(days=2)
