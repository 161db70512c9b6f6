"""Pain conditions in plain words with the ICD-10-CM code that each suggests to the clinician.

A code that ends in "-" names a family; the clinician completes it. `is_verified` says whether the
code was read in its source; the others are to be checked against the code set in force.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from intake.rules.text import gettext_noop as _

READ = "ICD-10-CM G89 (S127)"
READ_FAMILY = "ICD-10-CM G56, G57, G90 (S128)"
TO_CHECK = "General knowledge, to be checked against the code set in force"


@dataclass(frozen=True)
class Condition:
    """One line of the list: the words that are offered, and the words that also find it."""

    code: str
    label: str
    words: tuple[str, ...]
    source: str = TO_CHECK

    @property
    def is_verified(self) -> bool:
        return self.source != TO_CHECK


CONDITIONS: tuple[Condition, ...] = (
    Condition(
        "G62.9", _("Nerve damage (neuropathy)"), ("neuropathy", "polyneuropathy", "nerve damage")
    ),
    Condition(
        "E11.42",
        _("Diabetic nerve pain, type 2 diabetes"),
        ("diabetic neuropathy", "diabetic nerve pain", "diabetic neuropathy type 2"),
    ),
    Condition("E10.42", _("Diabetic nerve pain, type 1 diabetes"), ("diabetic neuropathy type 1",)),
    Condition(
        "G62.0",
        _("Nerve damage from chemotherapy or another medicine"),
        ("chemotherapy neuropathy", "chemo neuropathy"),
    ),
    Condition(
        "B02.29",
        _("Nerve pain after shingles"),
        ("shingles", "postherpetic neuralgia", "post-herpetic neuralgia", "phn"),
    ),
    Condition("B02.22", _("Nerve pain of the face after shingles"), ("shingles of the face",)),
    Condition(
        "B02.23", _("Widespread nerve damage after shingles"), ("postherpetic polyneuropathy",)
    ),
    Condition("G50.0", _("Trigeminal neuralgia (nerve pain of the face)"), ("trigeminal",)),
    Condition("M79.2", _("Nerve pain (neuralgia)"), ("neuralgia", "neuritis", "nerve pain")),
    Condition(
        "G90.50",
        _("Complex regional pain syndrome (CRPS)"),
        ("crps", "rsd", "reflex sympathetic dystrophy", "complex regional pain"),
    ),
    Condition("G90.51-", _("CRPS of the arm or hand"), ("crps arm", "crps hand")),
    Condition("G90.52-", _("CRPS of the leg or foot"), ("crps leg", "crps foot")),
    Condition("G90.59", _("CRPS of another place"), ("crps other",)),
    Condition(
        "G56.4-",
        _("CRPS after a nerve injury, arm (causalgia)"),
        ("causalgia arm", "crps type 2 arm"),
        READ_FAMILY,
    ),
    Condition(
        "G57.7-",
        _("CRPS after a nerve injury, leg (causalgia)"),
        ("causalgia leg", "crps type 2 leg"),
        READ_FAMILY,
    ),
    Condition(
        "M54.1-",
        _("Pinched nerve in the back or neck (radiculopathy)"),
        ("sciatica", "radiculopathy", "pinched nerve", "slipped disc", "herniated disc"),
    ),
    Condition(
        "M96.1",
        _("Pain that stayed after back surgery"),
        ("failed back surgery", "failed back", "postlaminectomy", "back surgery"),
    ),
    Condition("G54.6", _("Phantom limb pain"), ("phantom",)),
    Condition(
        "G89.0",
        _("Pain from a stroke or spinal cord injury (central pain)"),
        ("central pain", "spinal cord injury", "thalamic pain"),
        READ,
    ),
    Condition("G89.21", _("Lasting pain after an injury"), ("injury", "accident", "trauma"), READ),
    Condition(
        "G89.22", _("Lasting pain after chest surgery"), ("thoracotomy", "chest surgery"), READ
    ),
    Condition("G89.28", _("Lasting pain after another operation"), ("surgery", "operation"), READ),
    Condition("G89.3", _("Pain from cancer"), ("cancer", "tumor"), READ),
    Condition("G89.4", _("Chronic pain syndrome"), ("chronic pain syndrome",), READ),
    Condition("G89.29", _("Other lasting pain"), ("chronic pain",), READ),
    Condition("M79.7", _("Fibromyalgia"), ("fibromyalgia", "fibro")),
    Condition("F32.-", _("Depression, once"), ("depression", "depressed")),
    Condition("F33.-", _("Depression that came back"), ("recurrent depression",)),
)
BY_CODE = {condition.code: condition for condition in CONDITIONS}


def condition_named(text: str) -> Condition | None:
    """The condition that is meant by exactly these words, by its label, a word or its code."""
    wanted = _plain(text)
    return next((c for c in CONDITIONS if wanted in _names(c)), None)


def suggested_conditions(text: str) -> list[Condition]:
    """What free words may mean, the longest match first; empty when nothing fits."""
    spoken = f" {_plain(text)} "
    found = [
        (max(len(word) for word in matching), condition)
        for condition in CONDITIONS
        if (matching := [word for word in condition.words if f" {word} " in spoken])
    ]
    return [condition for _length, condition in sorted(found, key=lambda pair: -pair[0])]


def _names(condition: Condition) -> Iterable[str]:
    yield _plain(condition.label)
    yield _plain(condition.code)
    yield from condition.words


def _plain(text: str) -> str:
    return " ".join(text.lower().replace(",", " ").split())
