"""Store what a person wished about messages."""

from collections.abc import Iterable
from datetime import datetime, time

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ketaclinic.accounts.models import User
from ketaclinic.audit.services import event_record
from ketaclinic.errors import Refused
from ketaclinic.reminders.reach.choices import WAYS
from ketaclinic.reminders.reach.models import OptOut, ReachWishes


class QuietHoursIncomplete(Refused):
    """Quiet hours need a beginning and an end that differ."""

    message = _("Give both times, or neither. They must differ.")


def wishes_locked(user: User, now: datetime) -> ReachWishes:
    """The person's row, made when first asked for, locked until the transaction ends."""
    ReachWishes.objects.bulk_create([ReachWishes(user=user, updated_at=now)], ignore_conflicts=True)
    return ReachWishes.objects.select_for_update().get(user=user)


@transaction.atomic
def wishes_change(
    *,
    user: User,
    only_in_app: bool,
    allowed: Iterable[str],
    first_way: str,
    quiet_from: time | None,
    quiet_until: time | None,
    is_helper_agreed: bool,
    opted_out: Iterable[tuple[str, str]],
    now: datetime,
) -> ReachWishes:
    """Store the wishes as a whole. What waits follows them: they are asked before each sending."""
    if (quiet_from is None) != (quiet_until is None) or (quiet_from and quiet_from == quiet_until):
        raise QuietHoursIncomplete(field="quiet_until")
    wishes = wishes_locked(user, now)
    wishes.only_in_app = only_in_app
    for way in WAYS:
        setattr(wishes, f"{way}_allowed", way in set(allowed))
    wishes.first_way = first_way
    wishes.quiet_from, wishes.quiet_until = quiet_from, quiet_until
    if is_helper_agreed != bool(wishes.helper_agreed_at):
        wishes.helper_agreed_at = now if is_helper_agreed else None
    wishes.updated_at = now
    wishes.save()
    _opt_outs_replace(user, set(opted_out))
    event_record(verb="reach.wishes_changed", by=user, subject=wishes, details=_summary(wishes))
    return wishes


def _opt_outs_replace(user: User, wanted: set[tuple[str, str]]) -> None:
    standing = {(row.purpose, row.channel): row.pk for row in OptOut.objects.filter(user=user)}
    OptOut.objects.filter(pk__in=[pk for key, pk in standing.items() if key not in wanted]).delete()
    OptOut.objects.bulk_create(
        OptOut(user=user, purpose=purpose, channel=way)
        for purpose, way in sorted(wanted - standing.keys())
    )


def _summary(wishes: ReachWishes) -> dict[str, object]:
    return {
        "only_in_app": wishes.only_in_app,
        "ways": [str(way) for way in WAYS if getattr(wishes, f"{way}_allowed")],
        "first": wishes.first_way,
        "has_quiet_hours": wishes.quiet_from is not None,
        "helper_agreed": wishes.helper_agreed_at is not None,
    }
