"""Which alerts page the clinic's people when nobody has seen them in time, and for how long."""

from datetime import timedelta

from monitoring.alerts.choices import Severity

EMERGENCY_PURPOSE = "alert_emergency_unseen"
SAME_DAY_PURPOSE = "alert_same_day_unseen"
# A routine alert waits on the worklist.
PURPOSES = {Severity.EMERGENCY: EMERGENCY_PURPOSE, Severity.SAME_DAY: SAME_DAY_PURPOSE}
# While nobody has seen it the page still helps; the worklist shows it for ever.
PAGE_LASTS = timedelta(hours=12)
