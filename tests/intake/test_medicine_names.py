"""The search of medicines: real misspellings are found, look-alikes are never swapped."""

import pytest

from intake.rules.medicines import ENTRIES
from intake.selectors.medicine_names import MOST_SUGGESTIONS, medicine_find, medicine_names

# What people type, and what they mean.
MISSPELLED = """
gabapentn = gabapentin
gabapenten = gabapentin
gabapintin = gabapentin
gabbapentin = gabapentin
neurotin = gabapentin
pregablin = pregabalin
lirica = pregabalin
oxycodon = oxycodone
oxicodone = oxycodone
oxycotin = oxycodone
oxycotton = oxycodone
percoset = oxycodone-acetaminophen
percaset = oxycodone-acetaminophen
hydrocodon = hydrocodone
vicoden = hydrocodone-acetaminophen
tramadal = tramadol
tramadoll = tramadol
methodone = methadone
morphene = morphine
fentynal = fentanyl
fentanal = fentanyl
suboxin = buprenorphine-naloxone
bupenorphine = buprenorphine
lorazapam = lorazepam
larazepam = lorazepam
clonazapam = clonazepam
klonapin = clonazepam
klonipin = clonazepam
alprazalam = alprazolam
zanax = alprazolam
diazapam = diazepam
vallium = diazepam
adivan = lorazepam
ambian = zolpidem
zolpidam = zolpidem
simbalta = duloxetine
duloxitine = duloxetine
effexer = venlafaxine
venlafaxin = venlafaxine
sertralin = sertraline
zolof = sertraline
fluoxitine = fluoxetine
lexipro = escitalopram
citalapram = citalopram
theophyline = theophylline
theofylline = theophylline
teophylline = theophylline
aminophyline = aminophylline
levothyroxin = levothyroxine
levothyroxene = levothyroxine
synthyroid = levothyroxine
sinthroid = levothyroxine
lisinipril = lisinopril
lisinoprol = lisinopril
amlodapine = amlodipine
amlodopine = amlodipine
metropolol = metoprolol
metoprolal = metoprolol
losarten = losartan
atenalol = atenolol
hydrochlorothiazid = hydrochlorothiazide
propanolol = propranolol
clonadine = clonidine
carbamazapine = carbamazepine
tegratol = carbamazepine
dilanten = phenytoin
phenobarbitol = phenobarbital
rifampicine = rifampin
clarithromyacin = clarithromycin
clarithromicin = clarithromycin
erythromyacin = erythromycin
fluconozole = fluconazole
diflucin = fluconazole
ketoconozole = ketoconazole
itraconozole = itraconazole
verapamal = verapamil
diltiazam = diltiazem
clopidigrel = clopidogrel
plavex = clopidogrel
seroquil = quetiapine
quetiapin = quetiapine
abilfy = aripiprazole
risperadone = risperidone
zyprexia = olanzapine
cyclobenzaprene = cyclobenzaprine
flexaril = cyclobenzaprine
baclofin = baclofen
tizanadine = tizanidine
zanaflax = tizanidine
methocarbomol = methocarbamol
benedryl = diphenhydramine
diphenhydromine = diphenhydramine
hydroxizine = hydroxyzine
hydroxozine = hydroxyzine
hydralizine = hydralazine
hidralazine = hydralazine
adderal = amphetamine-dextroamphetamine
aderall = amphetamine-dextroamphetamine
vyvance = lisdexamfetamine
ritilin = methylphenidate
phenteramine = phentermine
sudafead = pseudoephedrine
psuedoephedrine = pseudoephedrine
memantin = memantine
amantidine = amantadine
dextromethorfan = dextromethorphan
lamotragine = lamotrigine
lamictil = lamotrigine
lithum = lithium
nardel = phenelzine
phenalzine = phenelzine
grapefuit = grapefruit
saint johns wart = st-johns-wort
st johns wart = st-johns-wort
marijuanna = cannabis
"""
# Common medicines outside the table: nothing in it may be proposed in their place.
OTHERS = """
metformin, ibuprofen, atorvastatin, simvastatin, omeprazole, pantoprazole, aspirin,
acetaminophen, albuterol, montelukast, prednisone, furosemide, amoxicillin, azithromycin,
insulin, vitamin d, vitamin b12, fish oil, melatonin, magnesium, trazodone, bupropion,
buspirone, amitriptyline, nortriptyline, mirtazapine, topiramate, levetiracetam, tamsulosin,
finasteride, warfarin, apixaban, eliquis, xarelto, rosuvastatin, lipitor, zocor, naproxen,
meloxicam, celecoxib, celebrex, famotidine, zantac, loratadine, cetirizine, fluticasone,
flonase, ozempic, semaglutide, glipizide, jardiance, sumatriptan, ondansetron, zofran, senna,
miralax, turmeric, glucosamine, iron, calcium, potassium, multivitamin, viagra, cialis, lasix,
singulair, wellbutrin, elavil, remeron, topamax, keppra, humira, methotrexate,
hydroxychloroquine, plaquenil, estradiol, progesterone, birth control, lamisil, lamivudine,
cephalexin, keflex, doxycycline, bactrim, valacyclovir, valtrex, nexium, prilosec, pepcid,
colace, docusate, coumadin, digoxin, zetia, crestor, pravastatin, oxcarbazepine, trileptal,
oxybutynin, primaquine
"""
LOOK_ALIKES = [
    ("hydroxyzine", "hydralazine"),
    ("clonidine", "clonazepam"),
    ("Celexa", "Zyprexa"),
    ("Lamictal", "lamotrigine"),
    ("tramadol", "trandolapril"),
    ("methadone", "Metadate"),
    ("Xanax", "Zanaflex"),
    ("chlorpromazine", "chlorpheniramine"),
    ("Seroquel", "Serzone"),
    ("oxycodone", "OxyContin"),
    ("Klonopin", "clonidine"),
]


def keys(found):
    return [suggestion.entry.key for suggestion in found.suggestions]


@pytest.mark.parametrize("line", MISSPELLED.strip().splitlines())
def test_a_misspelling_is_found_first_and_stays_a_question(line):
    typed, meant = line.split(" = ")
    found = medicine_find(typed)
    assert found.entry is None
    assert keys(found)[0] == meant


@pytest.mark.parametrize("typed", OTHERS.replace("\n", " ").strip().split(", "))
def test_other_medicines_are_neither_matched_nor_proposed(typed):
    found = medicine_find(typed.strip())
    assert (found.entry, keys(found)) == (None, [])


@pytest.mark.parametrize(("one", "other"), LOOK_ALIKES)
def test_an_exact_name_is_certain_and_its_look_alike_is_not_mentioned(one, other):
    for typed in (one, other):
        found = medicine_find(f"{typed} 25 mg")
        assert typed in found.entry.names
        assert found.suggestions == ()


@pytest.mark.parametrize("typed", ["hydroxizine", "hydralizine", "hidroxizine"])
def test_a_misspelled_look_alike_is_only_asked_about(typed):
    assert medicine_find(typed).entry is None


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("gab", "gabapentin"),
        ("oxyc", "oxycodone"),
        ("Suda", "pseudoephedrine"),
        ("Neur", "gabapentin"),
    ],
)
def test_the_beginning_of_a_name_is_enough(typed, key):
    assert key in keys(medicine_find(typed))


@pytest.mark.parametrize("typed", ["claritin", "Zyrtec", "Tylenol", "Advil", "Aleve"])
def test_a_brand_that_also_has_a_stronger_product_is_asked_about(typed):
    found = medicine_find(typed)
    assert found.entry is None
    assert keys(found)


@pytest.mark.parametrize("typed", ["", " ", "a", "ab", "300 mg", "😀", "x" * 5000, "<script>"])
def test_what_is_no_name_finds_nothing(typed):
    assert medicine_find(typed) == type(medicine_find(typed))()


def test_each_medicine_is_proposed_once_and_never_too_many():
    found = medicine_find("met")
    assert len(set(keys(found))) == len(keys(found)) == MOST_SUGGESTIONS


def test_a_brand_is_shown_with_what_it_contains():
    (first, *_) = medicine_find("percoset").suggestions
    assert first.words == "Percocet (oxycodone/acetaminophen)"


def test_the_list_to_pick_from_has_every_name_once():
    rows = medicine_names()
    assert len(rows) == len(set(rows)) == sum(len(entry.names) for entry in ENTRIES)
    assert rows == sorted(rows, key=str.casefold)
