"""One patient with a record of every kind, and every address in which such a record stands."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from bs4 import BeautifulSoup, Tag
from django.urls import reverse

from dosing.models import Hold
from dosing.services import approval_ask, plan_draft_save
from intake.models import ConsentSignature, Medicine, MedicineChange
from intake.services.reading import reading_ask
from ketaclinic.accounts.access import ROLE_TABLE
from ketaclinic.accounts.choices import Role
from monitoring.alerts.models import Alert
from monitoring.alerts.services import medicine_add_submit
from monitoring.checkins.services import asq_record, checkin_record
from monitoring.patient.services import check_submit, side_effects_submit
from tests.architecture.test_views import example_path, our_views
from tests.factories.accounts import UserFactory
from tests.factories.content import ArticleFactory
from tests.factories.dosing import NOW, terms
from tests.factories.monitoring import (
    asq_answers,
    check_entry,
    checkin_entry,
    home_patient,
    open_slot,
    taken_before,
)
from tests.factories.reminders import DeviceFactory, ReminderFactory
from tests.factories.supply import DispensingFactory, PrescriptionFactory, SupplyEntryFactory

FIVE_A_DAY = ("06:00", "10:00", "14:00", "18:00", "22:00")


class Site:
    """The records, by the names of the addresses in which they stand."""

    def __init__(self) -> None:
        self.patient, plan = home_patient()
        self.paper = PrescriptionFactory(patient=self.patient)
        DispensingFactory(patient=self.patient, prescription=self.paper)
        self.entry = SupplyEntryFactory(patient=self.patient)
        self.log = taken_before(plan)
        self.missed = open_slot(plan, self.log.slot.nominal_at.replace(hour=4))
        self.slot = open_slot(plan)
        own: dict[str, Any] = {"patient": self.patient, "by": self.patient.user, "now": NOW}
        self.check = check_submit(
            **own, slot=self.slot, entry=check_entry("168/104", "166/102"), idempotency_key="c"
        )
        self.feeling = side_effects_submit(**own, grades={}, idempotency_key="r")
        week = own | {"now": NOW + timedelta(days=6)}
        self.checkin = checkin_record(**week, entry=checkin_entry(), idempotency_key="w")
        self.screen = asq_record(**own, answers=asq_answers(), idempotency_key="s")
        medicine_add_submit(**own, name="Clarithromycin")
        self.approval = self._asked()
        self.message = ReminderFactory(recipient=self.patient.user, sent=True, purpose="dose_due")
        nurse = UserFactory(nurse=True)
        about: dict[str, Any] = {"patient": self.patient, "by": nurse, "now": NOW}
        self.reading = reading_ask(**about, article=ArticleFactory())
        self.device = DeviceFactory(user=self.patient.user)
        self.failed = ReminderFactory(failed=True, purpose="dose_due")

    def _asked(self) -> Any:
        """Five doses a day need a second prescriber, who stands beside the first."""
        by = UserFactory(prescriber=True)
        UserFactory(prescriber=True, full_name="Dr Tomas Berg")
        wanted = terms(strength_ug=10_000, dose_ug=10_000, times_of_day=FIVE_A_DAY)
        about: dict[str, Any] = {"patient": self.patient, "by": by, "now": NOW}
        draft = plan_draft_save(**about, terms=wanted)
        return approval_ask(**about, revision=draft.revision, reason="Pain at night.")

    @property
    def of_patient(self) -> dict[str, str]:
        """The patient's own pages about one record of theirs."""
        rows = {
            "intake:mark_read": self.reading,
            "intake:agreement_copy": ConsentSignature.objects.filter(patient=self.patient).first(),
            "home:check": self.slot,
            "home:check_answer": self.check,
            "home:checkin_done": self.checkin,
            "home:checkin_past": self.checkin,
            "home:asq_done": self.screen,
            "home:dose": self.slot,
            "home:dose_done": self.log,
            "home:dose_correct": self.log,
            "home:medicine": Medicine.objects.get(patient=self.patient),
            "home:supply_told": self.entry,
            "home:how_i_feel_done": self.feeling,
            "reach:message": self.message,
            "reach:later": self.message,
            "reach:device_remove": self.device,
        }
        return {name: reverse(name, args=[row.public_id]) for name, row in rows.items()}

    @property
    def of_clinic(self) -> dict[str, str]:
        """The clinic's pages about one record, besides those about a patient."""
        rows = {
            "clinic:plan_approval": self.approval,
            "intake:withdraw_reading": self.reading,
            "clinic:supply_correct": self.entry,
            "clinic:prescription_end": self.paper,
            "clinic:dose_correct": self.log,
            "clinic:medicine": Medicine.objects.get(patient=self.patient),
            "clinic:medicine_review": MedicineChange.objects.get(),
            "clinic:alert_acknowledge": Alert.objects.filter(patient=self.patient).first(),
            "clinic:alert_resolve": Alert.objects.filter(patient=self.patient).last(),
            "clinic:hold_close": Hold.objects.filter(patient=self.patient).first(),
            "reminders:resend": self.failed,
        }
        found = {name: reverse(name, args=[row.public_id]) for name, row in rows.items() if row}
        of_one = {
            "clinic:dose_write": self.missed,
            "clinic:checkin": self.checkin,
            "clinic:screen": self.screen,
        }
        owner = self.patient.public_id
        return found | {
            name: reverse(name, args=[owner, row.public_id]) for name, row in of_one.items()
        }


def addresses(site: Site, role: str) -> list[str]:
    """Every address that the role may open, with a record of the site where one stands in it."""
    known = site.of_patient if role == Role.PATIENT else site.of_clinic
    found = set()
    for route, name, view in our_views():
        needed = getattr(view, "access", None)
        if needed != "signed_in" and needed not in ROLE_TABLE[role]:
            continue
        if name in known:
            found.add(known[name])
        elif "<uuid:public_id>" in route and route.count("<") == 1:
            found.add(reverse(name, args=[site.patient.public_id]))
        else:
            found.add(example_path(route))
    return sorted(path for path in found if path)


def fields_of(html: str) -> Iterator[tuple[str, str]]:
    """Each field of every form of a page, with what a browser would send as it stands."""
    for field in BeautifulSoup(html, "html.parser").select("form[method=post] [name]"):
        yield str(field["name"]), _value(field)


def _value(field: Tag) -> str:
    if field.name == "select":
        options = [str(option.get("value", "")) for option in field.select("option")]
        return next((value for value in options if value), "")
    return field.text if field.name == "textarea" else str(field.get("value", ""))
