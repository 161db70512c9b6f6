"""Writes of alerts and of the summary."""

from monitoring.alerts.services.care import care_record_submit
from monitoring.alerts.services.checkins import (
    asq_submit,
    checkin_alarm_submit,
    checkin_submit,
)
from monitoring.alerts.services.doses import (
    dose_change_submit,
    dose_change_submit_in,
    dose_submit,
    dose_submit_in,
    open_case,
)
from monitoring.alerts.services.look import summaries_look
from monitoring.alerts.services.medicines import (
    medicine_add_submit,
    medicine_change_submit,
    medicine_review_submit,
    medicine_stop_submit,
    medicine_strike_out_submit,
)
from monitoring.alerts.services.refresh import refresh_in, refresh_patient, summary_follow
from monitoring.alerts.services.supply import (
    supply_correct_submit,
    supply_dispense_submit,
    supply_report_submit,
)
from monitoring.alerts.services.watch import watch_end_submit
from monitoring.alerts.services.work import (
    AlreadyAcknowledged,
    AlreadyResolved,
    NoteNeeded,
    alert_acknowledge,
    alert_resolve,
)

__all__ = [
    "AlreadyAcknowledged",
    "AlreadyResolved",
    "NoteNeeded",
    "alert_acknowledge",
    "alert_resolve",
    "asq_submit",
    "care_record_submit",
    "checkin_alarm_submit",
    "checkin_submit",
    "dose_change_submit",
    "dose_change_submit_in",
    "dose_submit",
    "dose_submit_in",
    "medicine_add_submit",
    "medicine_change_submit",
    "medicine_review_submit",
    "medicine_stop_submit",
    "medicine_strike_out_submit",
    "open_case",
    "refresh_in",
    "refresh_patient",
    "summaries_look",
    "summary_follow",
    "supply_correct_submit",
    "supply_dispense_submit",
    "supply_report_submit",
    "watch_end_submit",
]
