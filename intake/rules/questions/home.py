"""Ready at home: the applicant's own answers. Staff close the gates; these answers close none."""

from intake.choices import Action, Section
from intake.rules.questions.model import Question
from intake.rules.text import gettext_noop as _

SOURCE = "Home-readiness gates; clinic policy"


def _have(key: str, label: str, text: str, why: str, lacking: Action, **more: str) -> Question:
    """Something that should be in place; without it, or unsure of it, `lacking` is the action."""
    return Question(
        key=key,
        section=Section.AT_HOME,
        label=label,
        text=text,
        why=why,
        source=more.get("source", SOURCE),
        hint=more.get("hint", ""),
        yes=None,
        no=lacking,
        not_sure=lacking,
    )


def _risk(key: str, label: str, text: str, why: str, action: Action) -> Question:
    """Something that asks for care when it is so."""
    return Question(
        key=key,
        section=Section.AT_HOME,
        label=label,
        text=text,
        why=why,
        source=SOURCE,
        yes=action,
        not_sure=action,
    )


AT_HOME = (
    _have(
        "has_validated_upper_arm_cuff",
        _("Validated upper-arm cuff"),
        _("Do you have a blood pressure cuff for the upper arm that is on a validated list?"),
        _("Every dose at home needs readings that can be trusted"),
        Action.NOTE,
        hint=_(
            "The list is at validatebp.org. A smart watch, a ring or a wrist cuff is not enough."
        ),
        source="AHA/ACC 2025 (S31); clinic policy",
    ),
    _have(
        "cuff_technique_shown",
        _("Knows how to measure"),
        _("Do you know how to take your blood pressure at home?"),
        _("A wrong technique gives wrong numbers; the clinic shows it"),
        Action.NOTE,
        hint=_("If not, the clinic will show you."),
    ),
    _have(
        "has_phone",
        _("Phone at each dose"),
        _("Do you have a phone that will be with you, charged, at each dose?"),
        _("Help must be one call away"),
        Action.REVIEW,
    ),
    _have(
        "has_adult_sitter_contact",
        _("Adult helper"),
        _("Is there an adult who can stay with you after a dose?"),
        _("After a larger dose nobody may be alone"),
        Action.REVIEW,
    ),
    _have(
        "emergency_address_on_file",
        _("Emergency address is right"),
        _("Is the address that you gave the place where you will take your doses?"),
        _("Help is sent to the address on file"),
        Action.REVIEW,
        hint=_("If not, go back to “Where you live” and correct it."),
    ),
    _have(
        "locked_storage_confirmed",
        _("Locked storage"),
        _("Do you have a place at home that locks, where nobody else can get at the medicine?"),
        _("The medicine is dangerous for others"),
        Action.NOTE,
        hint=_("For example a lock box or a locking drawer."),
    ),
    _risk(
        "children_or_pets_at_home",
        _("Children or pets at home"),
        _("Do children or pets live with you, or visit often?"),
        _("A child or a pet that swallows it is in danger"),
        Action.NOTE,
    ),
    _risk(
        "others_might_take_it",
        _("Somebody who might take it"),
        _("Does anybody in your home misuse drugs or medicines, or might somebody take yours?"),
        _("It could be taken or sold"),
        Action.REVIEW,
    ),
)
