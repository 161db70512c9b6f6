"""Who stands in the demo clinic: invented people with fixed numbers, never random ones."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from intake.choices import PainType, SexAtBirth
from ketaclinic.accounts.choices import Role
from ketaclinic.accounts.demo import DEMO_DOMAIN, DEMO_PEOPLE

VISITOR_KEY = "patient"
VISITOR_NAME = next(person.name for person in DEMO_PEOPLE if person.role == Role.PATIENT)


class Story(StrEnum):
    """What the person's last weeks have to show a visitor."""

    WAITING = "an application waits for a decision"
    GETTING_READY = "approved, with home readiness open"
    CALM = "active and calm"
    STEPPED_UP = "active, with one step up"
    RAISED = "a raised pressure, cleared by its repeat"
    HIGH = "a high pressure: plan hold and alert"
    EMERGENCY = "chest pain told at the check: call 911, and an alert"
    EXTRA = "an extra dose"
    MISSING = "doses missed for days"
    BLADDER = "bladder symptoms"
    DIZZY = "dizziness that limits the day"
    SILENT = "no word for days"
    VISITOR = "the visitor's own patient: a window is open now"


WITHOUT_DOSES = frozenset({Story.WAITING, Story.GETTING_READY})


@dataclass(frozen=True)
class Person:
    """One invented patient: usual values, from which the diary is computed."""

    key: str
    name: str
    born: date
    sex: str
    home: tuple[str, str]
    story: Story
    pain_type: str
    pressure: tuple[int, int, int]
    weight_kg: int
    pain: tuple[int, int]
    dose_mg: int = 25
    # Planned steps: (mg, days on the dose before); such a plan is made of 10 mg capsules.
    steps: tuple[tuple[int, int], ...] = ()
    times: tuple[str, ...] = ("08:00", "15:00", "22:00")
    # In care for two months: one dose a day, so that the demo loads hardly slower for it.
    is_long: bool = False
    says_yes: tuple[str, ...] = ()
    medicines: tuple[str, ...] = ()

    @property
    def email(self) -> str:
        """Where the person signs in; a name that no mail server can reach."""
        return f"{self.key}@{DEMO_DOMAIN}"

    @property
    def first_name(self) -> str:
        """The first word of the name."""
        return self.name.split()[0]

    @property
    def last_name(self) -> str:
        """The rest of the name."""
        return self.name.split(maxsplit=1)[1]


F, M = SexAtBirth.FEMALE, SexAtBirth.MALE
NEUROPATHIC, CRPS = PainType.NEUROPATHIC, PainType.CRPS
TWICE = ("08:30", "20:30")

CAST: tuple[Person, ...] = (
    Person(
        "amara.obi", "Amara Obi", date(1979, 4, 12), F, ("Yonkers", "10701"), Story.WAITING,
        NEUROPATHIC, (132, 84, 74), 71, (7, 7),
        says_yes=("hypertension_treated", "sedative_use", "driving_work"),
        medicines=("Lisinopril 10 mg", "Gabapentin 300 mg three times a day"),
    ),
    Person(
        "ben.whitaker", "Ben Whitaker", date(1966, 9, 30), M, ("Albany", "12203"),
        Story.GETTING_READY, NEUROPATHIC, (128, 80, 70), 88, (8, 8),
        medicines=("Metformin 500 mg",),
    ),
    Person(
        "carla.mendes", "Carla Mendes", date(1985, 1, 22), F, ("Brooklyn", "11215"), Story.CALM,
        CRPS, (118, 74, 68), 64, (7, 4),
    ),
    Person(
        "daniel.fry", "Daniel Fry", date(1972, 6, 5), M, ("Syracuse", "13203"), Story.STEPPED_UP,
        NEUROPATHIC, (124, 79, 72), 82, (8, 5), dose_mg=20,
    ),
    Person(
        "elif.aydin", "Elif Aydin", date(1990, 11, 17), F, ("Queens", "11375"), Story.CALM,
        CRPS, (112, 70, 66), 58, (6, 3), dose_mg=20, times=TWICE, steps=((30, 7), (40, 14)),
    ),
    Person(
        "frank.osei", "Frank Osei", date(1963, 2, 8), M, ("Buffalo", "14201"), Story.RAISED,
        NEUROPATHIC, (131, 82, 76), 91, (7, 5), medicines=("Amlodipine 5 mg",),
        says_yes=("hypertension_treated",),
    ),
    Person(
        "grace.lindqvist", "Grace Lindqvist", date(1969, 8, 14), F, ("Rochester", "14607"),
        Story.HIGH, NEUROPATHIC, (132, 83, 78), 69, (8, 6),
    ),
    Person(
        "hugo.martins", "Hugo Martins", date(1982, 12, 1), M, ("White Plains", "10601"),
        Story.EXTRA, NEUROPATHIC, (122, 78, 71), 77, (7, 5), times=TWICE,
    ),
    Person(
        "ines.romero", "Ines Romero", date(1976, 3, 27), F, ("Ithaca", "14850"), Story.MISSING,
        NEUROPATHIC, (120, 76, 69), 66, (6, 5), times=TWICE,
    ),
    Person(
        "jonas.weber", "Jonas Weber", date(1958, 7, 19), M, ("Utica", "13501"), Story.BLADDER,
        NEUROPATHIC, (129, 81, 73), 84, (8, 6), dose_mg=10, times=("09:00", "17:00"),
    ),
    Person(
        "kim.tran", "Kim Tran", date(1988, 10, 9), F, ("New York", "10025"), Story.DIZZY,
        NEUROPATHIC, (110, 68, 64), 55, (7, 6), dose_mg=20, times=("20:30",),
        is_long=True,
    ),
    Person(
        "leo.bianchi", "Leo Bianchi", date(1974, 5, 3), M, ("Poughkeepsie", "12601"),
        Story.SILENT, NEUROPATHIC, (126, 80, 70), 79, (7, 4), times=("08:30",), is_long=True,
    ),
    Person(
        "nadia.haddad", "Nadia Haddad", date(1971, 10, 25), F, ("Bronx", "10463"),
        Story.EMERGENCY, NEUROPATHIC, (127, 80, 75), 73, (7, 5), times=TWICE,
    ),
    Person(
        VISITOR_KEY, VISITOR_NAME, date(1981, 3, 16), F, ("New York", "10011"), Story.VISITOR,
        CRPS, (121, 77, 70), 68, (7, 4),
    ),
)  # fmt: skip
