"""The table of medicines: its size, its classes, and what it says to a list and to a change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.choices import Action, MedicineChangeKind, Severity
from intake.rules.facts import ListedMedicine, ScreeningFacts
from intake.rules.medicines import (
    CLASS_BY_KEY,
    CLASSES,
    ENTRIES,
    UNKNOWN,
    change_findings,
    class_keys_of,
    classes_for,
    entry_named,
    interaction_findings,
    lowers_start,
    needs_review,
    strictest_action,
    strictest_severity,
)
from intake.rules.medicines.lookup import words_of
from intake.rules.screening import ACTION_ORDER
from intake.rules.screening import _medicines as list_findings

# Key, severity, and two names or more that belong to it.
ROWS = [
    ("theophylline_aminophylline", "block", ["theophylline", "aminophylline", "Theo-24"]),
    ("cyp2b6_inhibitor", "major", ["ticlopidine", "clopidogrel", "Plavix", "thiotepa", "Vfend"]),
    (
        "cyp3a4_inhibitor_strong",
        "major",
        ["clarithromycin", "Paxlovid", "ketoconazole", "Stribild"],
    ),
    ("cyp3a4_itraconazole", "moderate", ["itraconazole", "Sporanox"]),
    ("grapefruit", "major", ["grapefruit", "grapefruit juice"]),
    ("cyp3a4_inhibitor_moderate", "moderate", ["erythromycin", "diltiazem", "Calan", "aprepitant"]),
    ("cyp_inducer_strong", "major", ["rifampin", "carbamazepine", "Dilantin", "phenobarbital"]),
    ("st_johns_wort", "major", ["St John's wort", "hypericum"]),
    ("benzodiazepine", "major", ["diazepam", "Xanax", "clonazepam", "temazepam", "Ambien"]),
    ("opioid", "major", ["morphine", "Percocet", "Norco", "fentanyl", "tramadol", "Suboxone"]),
    ("alcohol", "major", ["alcohol", "beer"]),
    ("cns_depressant_other", "moderate", ["gabapentin", "Lyrica", "baclofen", "Benadryl", "CBD"]),
    ("maoi", "major", ["phenelzine", "Parnate", "selegiline", "linezolid"]),
    ("stimulant", "major", ["Adderall", "Vyvanse", "methylphenidate", "modafinil"]),
    ("sympathomimetic_vasopressin", "major", ["pseudoephedrine", "Sudafed PE", "midodrine"]),
    ("thyroid_hormone", "moderate", ["levothyroxine", "Synthroid", "liothyronine"]),
    ("antihypertensive", "info", ["lisinopril", "Norvasc", "hydralazine"]),
    ("lamotrigine", "info", ["lamotrigine", "Lamictal"]),
    ("nmda_other", "major", ["memantine", "amantadine", "Delsym", "Auvelity", "Spravato"]),
    ("antipsychotic", "moderate", ["clozapine", "Haldol", "risperidone"]),
    ("lithium", "info", ["lithium", "Lithobid"]),
    ("serotonergic", "info", ["sertraline", "Cymbalta", "venlafaxine"]),
]
SEVERAL = [
    ("methadone", {"opioid", "nmda_other"}),
    ("tramadol", {"opioid", "serotonergic"}),
    ("voriconazole", {"cyp2b6_inhibitor", "cyp3a4_inhibitor_strong"}),
    ("verapamil", {"cyp3a4_inhibitor_moderate", "antihypertensive"}),
    ("phenobarbital", {"cyp_inducer_strong", "cns_depressant_other"}),
    ("Haldol", {"antipsychotic", "cns_depressant_other"}),
    ("fluvoxamine", {"serotonergic", "cyp3a4_inhibitor_moderate"}),
    ("Percocet", {"opioid", UNKNOWN}),
    ("NyQuil", {"nmda_other", "cns_depressant_other", UNKNOWN}),
    ("Symbyax", {"antipsychotic", "cns_depressant_other", "serotonergic"}),
    ("Tarka", {"antihypertensive", "cyp3a4_inhibitor_moderate"}),
    ("Fioricet with codeine", {"opioid", "cns_depressant_other", UNKNOWN}),
    ("Caduet", {"antihypertensive", UNKNOWN}),
]
INDUCERS = {"cyp_inducer_strong", "st_johns_wort"}
INHIBITORS = {
    "cyp2b6_inhibitor",
    "cyp3a4_inhibitor_strong",
    "cyp3a4_itraconazole",
    "grapefruit",
    "cyp3a4_inhibitor_moderate",
}


def listed(name, **changes):
    entry = entry_named(name)
    keys = class_keys_of(name, entry.key if entry else "")
    return ListedMedicine(name=name, class_keys=keys, **changes)


def test_the_table_is_large_enough():
    assert len(ENTRIES) >= 150
    assert len({name.casefold() for entry in ENTRIES for name in entry.names}) >= 500


def test_no_two_medicines_share_a_name_or_a_key():
    marks = [tuple(sorted(words_of(name))) for entry in ENTRIES for name in entry.names]
    keys = [entry.key for entry in ENTRIES]
    assert len(set(marks)) == len(marks)
    assert len(set(keys)) == len(keys)
    assert max(len(key) for key in keys) <= 60


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.key)
def test_every_name_leads_to_its_medicine_and_known_classes(entry):
    assert {entry_named(name) for name in entry.names} == {entry}
    assert entry.class_keys
    assert set(entry.class_keys) <= set(CLASS_BY_KEY)


def test_every_row_of_the_source_table_is_a_class():
    assert [each.key for each in CLASSES] == [key for key, *_ in ROWS] + [UNKNOWN]
    assert all(each.source and each.effect and each.label for each in CLASSES)


@pytest.mark.parametrize(("key", "severity", "names"), ROWS, ids=[row[0] for row in ROWS])
def test_each_class_has_its_names_and_its_severity(key, severity, names):
    assert CLASS_BY_KEY[key].severity == severity
    assert len(names) >= 2
    for name in names:
        assert key in entry_named(name).class_keys, name


@pytest.mark.parametrize(("name", "keys"), SEVERAL, ids=[row[0] for row in SEVERAL])
def test_a_medicine_carries_all_its_classes(name, keys):
    assert set(entry_named(name).class_keys) == keys


@pytest.mark.parametrize("each", CLASSES, ids=lambda each: each.key)
def test_what_speeds_up_and_what_slows_down(each):
    assert each.is_inducer == (each.key in INDUCERS)
    assert each.is_inhibitor == (each.key in INHIBITORS)


@pytest.mark.parametrize(
    ("severity", "action"),
    [
        (Severity.BLOCK, Action.EXCLUDE),
        (Severity.MAJOR, Action.REVIEW),
        (Severity.MODERATE, Action.REVIEW),
        (Severity.INFO, Action.NOTE),
    ],
)
def test_severity_becomes_an_action(severity, action):
    assert {each.action for each in CLASSES if each.severity == severity} == {action}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Gabapentin 300mg", "gabapentin"),
        ("gabapentin 300 mg three times a day", "gabapentin"),
        ("Oxycodone-Acetaminophen 5-325 mg", "oxycodone/acetaminophen"),
        ("acetaminophen and oxycodone", "oxycodone/acetaminophen"),
        ("metoprolol succinate ER 50 mg", "metoprolol"),
        ("fentanyl 25 mcg/hr patch every 72 hours", "fentanyl"),
        ("St. John’s Wort", "St John's wort"),
        ("Sodium oxybate 500 mg/ml", "sodium oxybate"),
        ("Ritalin LA 20", "methylphenidate"),
        ("TYLENOL #3", "codeine/acetaminophen"),
        ("Claritin-D 24 hour", "pseudoephedrine/loratadine"),
    ],
)
def test_dose_words_are_ignored(text, name):
    assert entry_named(text).name == name


@pytest.mark.parametrize(
    "text",
    [
        "metformin 500 mg",
        "Tylenol",
        "Tylenol 500 mg 3 times a day",
        "gabapentn",
        "hydroxizine",
        "claritin",
        "",
        "😀",
        "دواء",
        "<b>morphin</b>",
        "x" * 5000,
    ],
)
def test_what_is_not_spelled_exactly_is_unknown(text):
    assert entry_named(text) is None
    assert class_keys_of(text) == (UNKNOWN,)


def test_a_sentence_keeps_the_classes_of_what_it_names_and_goes_to_a_person():
    keys = class_keys_of("theophylline, from my cousin")
    assert keys == ("theophylline_aminophylline", UNKNOWN)
    assert set(class_keys_of("lisinopril and gabapentin")) == {
        "antihypertensive",
        "cns_depressant_other",
        UNKNOWN,
    }


def test_an_entry_that_the_table_lost_is_unknown():
    assert class_keys_of("Something", "gone-since") == (UNKNOWN,)
    assert [each.key for each in classes_for(("no-such-class",))] == [UNKNOWN]
    assert [each.key for each in classes_for(())] == [UNKNOWN]


def test_a_finding_names_the_medicine_its_effect_and_its_source():
    (found,) = interaction_findings([listed("Theo-24", dose="300 mg daily")])
    assert (found.key, found.action) == ("theophylline_aminophylline", Action.EXCLUDE)
    assert "Theo-24, 300 mg daily" in found.sentence
    assert "seizure" in found.sentence
    assert found.source == CLASS_BY_KEY[found.key].source
    assert found.facts["severity"] == "block"


def test_findings_are_one_for_a_class_the_most_severe_first():
    rows = [listed("lisinopril"), listed("morphine"), listed("codeine"), listed("theophylline")]
    found = interaction_findings(rows)
    assert [f.key for f in found] == ["theophylline_aminophylline", "opioid", "antihypertensive"]
    assert found[1].facts["medicines"] == ["morphine", "codeine"]


def test_the_name_in_the_table_stands_beside_what_was_typed():
    medicine = ListedMedicine("gabapentn", ("cns_depressant_other",), taken_as="gabapentin")
    assert medicine.words == "gabapentn (gabapentin)"


@pytest.mark.parametrize(
    ("takes_none", "keys"), [(True, []), (False, [UNKNOWN])], ids=["none taken", "nobody said"]
)
def test_an_empty_list(takes_none, keys):
    facts = ScreeningFacts(takes_no_medicine=takes_none)
    assert [found.key for found in list_findings(facts)] == keys


names = st.sampled_from([name for _key, _severity, names in ROWS for name in names] + ["xyzzy"])


def rank(medicines):
    action = strictest_action(interaction_findings([listed(name) for name in medicines]))
    return len(ACTION_ORDER) if action is None else ACTION_ORDER.index(action)


@given(st.lists(names, max_size=8), names)
def test_adding_a_medicine_never_lowers_the_strictest_action(before, added):
    assert rank([*before, added]) <= rank(before)


@given(st.text(max_size=80))
def test_any_text_is_judged_and_never_only_to_know_unless_it_is_a_name(text):
    if entry_named(text) is None:
        assert UNKNOWN in class_keys_of(text)


CHANGES = [
    ("added", "theophylline", Severity.BLOCK, True),
    ("changed", "theophylline", Severity.BLOCK, True),
    ("stopped", "theophylline", Severity.MAJOR, True),
    ("struck_out", "theophylline", Severity.MAJOR, True),
    ("added", "morphine", Severity.MAJOR, True),
    ("stopped", "morphine", Severity.MAJOR, True),
    ("added", "gabapentin", Severity.MODERATE, True),
    ("added", "xyzzy", Severity.MODERATE, True),
    ("added", "lisinopril", Severity.INFO, False),
    ("stopped", "sertraline", Severity.INFO, False),
]


@pytest.mark.parametrize(("kind", "name", "severity", "is_read"), CHANGES)
def test_a_change_is_as_severe_as_its_medicine(kind, name, severity, is_read):
    found = change_findings(MedicineChangeKind(kind), listed(name))
    assert strictest_severity(found) == severity
    assert needs_review(found) is is_read


@pytest.mark.parametrize("name", ["carbamazepine", "St John's wort"])
@pytest.mark.parametrize(
    ("kind", "is_jump"),
    [("added", False), ("changed", False), ("stopped", True), ("struck_out", True)],
)
def test_a_medicine_that_speeds_up_is_marked_when_it_goes(name, kind, is_jump):
    (found,) = change_findings(MedicineChangeKind(kind), listed(name))
    assert found.is_inducer_stopped is is_jump
    assert found.as_json()["is_inducer_stopped"] is is_jump


@pytest.mark.parametrize("name", ["clarithromycin", "itraconazole", "erythromycin", "grapefruit"])
@pytest.mark.parametrize(
    ("kind", "is_start"),
    [("added", True), ("changed", True), ("stopped", False), ("struck_out", False)],
)
def test_a_medicine_that_slows_down_is_marked_when_it_comes(name, kind, is_start):
    (found,) = change_findings(MedicineChangeKind(kind), listed(name))
    assert found.is_inhibitor_started is is_start


def test_no_finding_is_only_to_know():
    assert strictest_severity([]) == Severity.INFO
    assert strictest_action([]) is None


@pytest.mark.parametrize(
    ("name", "is_lower"),
    [
        ("morphine", True),
        ("diazepam", True),
        ("erythromycin", True),
        ("Paxlovid", True),
        ("gabapentin", False),
        ("carbamazepine", False),
        ("xyzzy", False),
    ],
)
def test_what_asks_for_a_lower_start(name, is_lower):
    assert bool(lowers_start(listed(name).class_keys)) is is_lower
