"""People for tests: one fixed, ordinary person a role."""

import factory
from allauth.account.models import EmailAddress

from ketaclinic.accounts.choices import Role
from ketaclinic.accounts.models import User

PASSWORD = "correct horse battery staple"


class UserFactory(factory.django.DjangoModelFactory):
    """A signed-up person with a verified email address; a patient unless a trait says otherwise."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        nurse = factory.Trait(role=Role.NURSE, full_name="Noah Adeyemi")
        prescriber = factory.Trait(role=Role.PRESCRIBER, full_name="Dr Priya Raman")
        medical_director = factory.Trait(role=Role.MEDICAL_DIRECTOR, full_name="Dr Miriam Okafor")
        editor = factory.Trait(role=Role.EDITOR, full_name="Elena Novak")
        manager = factory.Trait(role=Role.MANAGER, full_name="Marcus Lindqvist", is_staff=True)

    email = factory.Sequence(lambda n: f"person{n}@clinic.test")
    full_name = "Rosa Marin"
    role = Role.PATIENT
    time_zone = "America/New_York"
    password = factory.django.Password(PASSWORD)

    @factory.post_generation
    def verified_address(self, create: bool, extracted: object, **kwargs: object) -> None:
        if create:
            EmailAddress.objects.create(user=self, email=self.email, verified=True, primary=True)


def user_of(role: str) -> User:
    """A person of this role."""
    return UserFactory() if role == Role.PATIENT else UserFactory(**{role: True})
