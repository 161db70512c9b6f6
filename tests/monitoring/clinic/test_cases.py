"""A card offers exactly what this person may do now."""

from datetime import UTC, datetime

from dosing.models import Hold
from monitoring.alerts.models import Alert
from monitoring.clinic.presenters.cases import case, open_hold

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
BACK = "/clinic/?show=needs"


def of(alert, may_work=True):
    return case(alert, may_work=may_work, back=BACK)


def test_a_new_alert_can_be_acknowledged_and_resolved():
    alert = Alert()
    found = of(alert)
    way_back = "?next=%2Fclinic%2F%3Fshow%3Dneeds"
    assert found.acknowledge_url == f"/clinic/alerts/{alert.public_id}/acknowledge/{way_back}"
    assert found.resolve_url == f"/clinic/alerts/{alert.public_id}/resolve/{way_back}"


def test_an_acknowledged_alert_can_only_be_resolved():
    found = of(Alert(acknowledged_at=NOW))
    assert found.acknowledge_url == ""
    assert found.resolve_url


def test_whoever_may_not_work_alerts_only_reads():
    found = of(Alert(), may_work=False)
    assert (found.acknowledge_url, found.resolve_url) == ("", "")


def test_each_note_form_has_its_own_name():
    first, second = Alert(), Alert()
    assert of(first).note_id != of(second).note_id


def test_a_hold_is_closed_by_whoever_may():
    hold = Hold(scope="plan", sentence="Too high.", placed_at=NOW)

    def card(may_close):
        return open_hold(hold, may_close=may_close, back=BACK)

    assert card(True).close_url.startswith(f"/clinic/holds/{hold.public_id}/close/?next=")
    assert card(False).close_url == ""
    assert card(False).scope_word == "Every dose, until the clinic closes it"
