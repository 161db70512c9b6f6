"""Reads about people."""

from allauth.account.models import EmailAddress
from django.db.models import QuerySet

from ketaclinic.accounts.choices import STAFF_ROLES, Role
from ketaclinic.accounts.models import User


def user_by_email(email: str) -> User | None:
    """The person who signs in with this address, in any letter case."""
    return User.objects.filter(email__iexact=email).first()


def has_verified_email(user: User) -> bool:
    """Whether the person proved that the address they sign in with is theirs."""
    addresses = EmailAddress.objects.filter(user=user, verified=True)
    return addresses.filter(email__iexact=user.email).exists()


def active_users(*roles: Role) -> QuerySet[User]:
    """People who can sign in, of the given roles, by name."""
    return User.objects.filter(is_active=True, role__in=roles).order_by("full_name", "pk")


def staff_ids() -> list[int]:
    """Everybody of the clinic, also whose account is closed: a row may still stand to them."""
    return list(User.objects.filter(role__in=STAFF_ROLES).values_list("pk", flat=True))
