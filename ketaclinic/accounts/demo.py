"""The people of the demo clinic, one a role, who sign in with one click in demo mode only."""

from dataclasses import dataclass

from ketaclinic.accounts.choices import Role

DEMO_DOMAIN = "demo.ketaclinic.test"


@dataclass(frozen=True)
class DemoPerson:
    """One button on the demo's sign-in page."""

    role: str
    name: str
    does: str

    @property
    def email(self) -> str:
        return f"{self.role.replace('_', '-')}@{DEMO_DOMAIN}"

    @property
    def label(self) -> str:
        return str(Role(self.role).label)


DEMO_PEOPLE = (
    DemoPerson(Role.PATIENT, "Rosa Marin", "checks blood pressure and logs doses at home"),
    DemoPerson(Role.NURSE, "Noah Adeyemi", "works the list of alerts"),
    DemoPerson(Role.PRESCRIBER, "Dr Priya Raman", "decides applications and signs plans"),
    DemoPerson(Role.MEDICAL_DIRECTOR, "Dr Miriam Okafor", "publishes the clinic's limits"),
    DemoPerson(Role.EDITOR, "Elena Novak", "writes the articles"),
    DemoPerson(Role.MANAGER, "Marcus Lindqvist", "watches reminders and manages users"),
)


def demo_roles() -> list[DemoPerson]:
    """The buttons, in the order in which the story meets them."""
    return list(DEMO_PEOPLE)


def demo_person(role: str) -> DemoPerson | None:
    return next((person for person in DEMO_PEOPLE if person.role == role), None)
