"""Intake: from the first answer of an applicant to an active patient."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "intake"
    label = "intake"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from intake import receivers
        from intake.rules import IntakePolicy
        from ketaclinic.policies import registry

        registry.register("intake", IntakePolicy)
        self._register_pages()
        self._register_questions()
        self._register_consent()
        self._register_waiting()
        self._register_care()
        self._register_reading()
        receivers.connect(self)
        self._guard_reminders()

    @staticmethod
    def _guard_reminders() -> None:
        """The family of somebody who died gets no reminder, whoever asked for it."""
        from intake.selectors.patients import deceased_user, helper_phone_of
        from ketaclinic.reminders.registry import guard_recipients, register_helper_number

        guard_recipients(deceased_user)
        # Asked only where the patient agreed that their helper is told.
        register_helper_number(helper_phone_of)

    @staticmethod
    def _register_questions() -> None:
        """The applicant is told that the clinic asked for more, or that a draft still waits."""
        from django.utils.translation import gettext_lazy as _

        from intake.rules.asking import ASKED_PURPOSE
        from intake.rules.unfinished import UNFINISHED_PURPOSE
        from intake.selectors.application import unfinished_still_wanted
        from intake.selectors.work import request_still_wanted
        from ketaclinic.reminders.registry import Purpose, register

        register(
            Purpose(
                key=ASKED_PURPOSE,
                label=_("The clinic asks for more"),
                still_wanted=request_still_wanted,
                url_name="intake:start",
            )
        )
        register(
            Purpose(
                key=UNFINISHED_PURPOSE,
                label=_("An application is not finished"),
                still_wanted=unfinished_still_wanted,
                url_name="intake:start",
            )
        )

    @staticmethod
    def _register_consent() -> None:
        """The patient is told that a text waits for their signature."""
        from django.utils.translation import gettext_lazy as _

        from intake.rules.telling import CONSENT_PURPOSE
        from intake.selectors.telling import consents_unwanted_among
        from ketaclinic.reminders.registry import Purpose, register

        register(
            Purpose(
                key=CONSENT_PURPOSE,
                label=_("A text to read and sign"),
                unwanted_among=consents_unwanted_among,
                url_name="intake:agreements",
            )
        )

    @staticmethod
    def _register_waiting() -> None:
        """Whoever may decide is told of an application that waits."""
        from django.utils.translation import gettext_lazy as _

        from intake.rules.telling import WAITING_PURPOSE
        from intake.selectors.waiting import waiting_unwanted_among
        from ketaclinic.reminders.registry import Purpose, register

        register(
            Purpose(
                key=WAITING_PURPOSE,
                label=_("An application waits for a decision"),
                unwanted_among=waiting_unwanted_among,
                url_name="intake:queue",
                for_staff=True,
            )
        )

    @staticmethod
    def _register_care() -> None:
        """The patient is told of a test or a visit that is due."""
        from intake.choices import CarePurpose
        from intake.selectors.care import care_unwanted_among
        from ketaclinic.reminders.registry import Purpose, register

        for purpose in CarePurpose:
            register(
                Purpose(
                    key=purpose.value,
                    label=purpose.label,
                    unwanted_among=care_unwanted_among(purpose),
                )
            )

    @staticmethod
    def _register_reading() -> None:
        """The patient is told of an article that the clinic asks them to read."""
        from django.utils.translation import gettext_lazy as _

        from intake.rules.telling import READING_PURPOSE
        from intake.selectors.reading import readings_unwanted_among
        from ketaclinic.reminders.registry import Purpose, register

        register(
            Purpose(
                key=READING_PURPOSE,
                label=_("An article to read"),
                unwanted_among=readings_unwanted_among,
                url_name="intake:to_read",
            )
        )

    @staticmethod
    def _register_pages() -> None:
        """The clinic's people are paged about an applicant; the message itself tells nothing."""
        from django.utils.translation import gettext_lazy as _

        from intake.rules.paging import PAGE_PURPOSE
        from intake.selectors.safety import pages_unwanted_among
        from ketaclinic.reminders.registry import Purpose, register

        register(
            Purpose(
                key=PAGE_PURPOSE,
                label=_("Somebody must be reached now"),
                unwanted_among=pages_unwanted_among,
                template="urgent",
                url_name="intake:queue",
                is_urgent=True,
                for_staff=True,
            )
        )
