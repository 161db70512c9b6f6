"""Write the due reminders into the crash test's database: `python -m … COUNT`."""

import sys
from datetime import timedelta

import django


def main(count: int) -> None:
    django.setup()
    from allauth.account.models import EmailAddress
    from django.utils import timezone

    from ketaclinic.accounts.models import User
    from ketaclinic.reminders.services import ReminderRequest, reminders_schedule
    from tests.reminders.crash.apps import UNWANTED

    user = User.objects.create_user("crash@clinic.test")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    now = timezone.now()
    reminders_schedule(
        (
            ReminderRequest(
                user=user,
                purpose="crash_probe",
                subject_type="tests.crash",
                subject_id=f"{number}{UNWANTED if number % 20 == 0 else ''}",
                due_at=now - timedelta(seconds=1),
                not_after=now + timedelta(hours=1),
            )
            for number in range(count)
        ),
        now=now,
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
