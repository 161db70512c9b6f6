"""Medicines that make drowsy, or act where ketamine acts; written like `table_levels.py`."""

SEDATING = """
alprazolam | benzodiazepine | Xanax
chlordiazepoxide | benzodiazepine | Librium
clobazam | benzodiazepine | Onfi, Sympazan
clonazepam | benzodiazepine | Klonopin, Clonopin
clorazepate | benzodiazepine | Tranxene
diazepam | benzodiazepine | Valium, Diastat, Valtoco
estazolam | benzodiazepine | ProSom
flurazepam | benzodiazepine | Dalmane
lorazepam | benzodiazepine | Ativan, Loreev
midazolam | benzodiazepine | Versed, Nayzilam
oxazepam | benzodiazepine | Serax
quazepam | benzodiazepine | Doral
temazepam | benzodiazepine | Restoril
triazolam | benzodiazepine | Halcion
zolpidem | benzodiazepine | Ambien, Edluar, Intermezzo
eszopiclone | benzodiazepine | Lunesta
zaleplon | benzodiazepine | Sonata
buprenorphine | opioid | Subutex, Butrans, Belbuca, Sublocade, Brixadi
butorphanol | opioid | Stadol
codeine | opioid |
fentanyl | opioid | Duragesic, Actiq, Fentora, Subsys
hydrocodone | opioid | Hysingla, Zohydro
hydromorphone | opioid | Dilaudid, Exalgo
levorphanol | opioid |
meperidine | opioid | Demerol
methadone | opioid nmda_other | Dolophine, Methadose, Diskets
morphine | opioid | MS Contin, Kadian, Arymo, MSIR
oxycodone | opioid | OxyContin, Roxicodone, Oxaydo, Xtampza, RoxyBond
oxymorphone | opioid | Opana
pentazocine | opioid | Talwin
tapentadol | opioid | Nucynta
tramadol | opioid serotonergic | Ultram, ConZip, Qdolo
alcohol | alcohol | ethanol, beer, wine, liquor
gabapentin | cns_depressant_other | Neurontin, Gralise
gabapentin enacarbil | cns_depressant_other | Horizant
pregabalin | cns_depressant_other | Lyrica
baclofen | cns_depressant_other | Lioresal, Ozobax, Fleqsuvy, Lyvispah
carisoprodol | cns_depressant_other | Soma, Vanadom
chlorzoxazone | cns_depressant_other | Lorzone, Parafon Forte
cyclobenzaprine | cns_depressant_other | Flexeril, Amrix, Fexmid
dantrolene | cns_depressant_other | Dantrium
metaxalone | cns_depressant_other | Skelaxin, Metaxall
methocarbamol | cns_depressant_other | Robaxin
orphenadrine | cns_depressant_other | Norflex
tizanidine | cns_depressant_other | Zanaflex
brompheniramine | cns_depressant_other |
chlorpheniramine | cns_depressant_other | Chlor-Trimeton
cyproheptadine | cns_depressant_other | Periactin
dimenhydrinate | cns_depressant_other | Dramamine
diphenhydramine | cns_depressant_other | Benadryl, ZzzQuil, Sominex, Unisom SleepGels
doxylamine | cns_depressant_other | Unisom, Unisom SleepTabs
hydroxyzine | cns_depressant_other | Atarax, Vistaril
meclizine | cns_depressant_other | Antivert, Bonine
promethazine | cns_depressant_other | Phenergan
butalbital | cns_depressant_other |
sodium oxybate | cns_depressant_other | Xyrem, Lumryz
suvorexant | cns_depressant_other | Belsomra
lemborexant | cns_depressant_other | Dayvigo
daridorexant | cns_depressant_other | Quviviq
cannabis | cns_depressant_other | marijuana, weed, THC, tetrahydrocannabinol, medical marijuana
cannabidiol | cns_depressant_other | CBD, CBD oil, Epidiolex
dronabinol | cns_depressant_other | Marinol, Syndros
nabilone | cns_depressant_other | Cesamet
amantadine | nmda_other | Gocovri, Osmolex, Symmetrel
dextromethorphan | nmda_other | Delsym, DXM
esketamine | nmda_other | Spravato
ketamine | nmda_other | Ketalar
memantine | nmda_other | Namenda
aripiprazole | antipsychotic cns_depressant_other | Abilify, Aristada
asenapine | antipsychotic cns_depressant_other | Saphris, Secuado
brexpiprazole | antipsychotic cns_depressant_other | Rexulti
cariprazine | antipsychotic cns_depressant_other | Vraylar
chlorpromazine | antipsychotic cns_depressant_other | Thorazine
clozapine | antipsychotic cns_depressant_other | Clozaril, Versacloz
fluphenazine | antipsychotic cns_depressant_other | Prolixin
haloperidol | antipsychotic cns_depressant_other | Haldol
loxapine | antipsychotic cns_depressant_other | Adasuve, Loxitane
lumateperone | antipsychotic cns_depressant_other | Caplyta
lurasidone | antipsychotic cns_depressant_other | Latuda
olanzapine | antipsychotic cns_depressant_other | Zyprexa
paliperidone | antipsychotic cns_depressant_other | Invega
perphenazine | antipsychotic cns_depressant_other | Trilafon
pimozide | antipsychotic cns_depressant_other | Orap
prochlorperazine | antipsychotic cns_depressant_other | Compazine, Compro
quetiapine | antipsychotic cns_depressant_other | Seroquel
risperidone | antipsychotic cns_depressant_other | Risperdal, Perseris, Uzedy
thioridazine | antipsychotic cns_depressant_other | Mellaril
trifluoperazine | antipsychotic cns_depressant_other | Stelazine
ziprasidone | antipsychotic cns_depressant_other | Geodon
"""
