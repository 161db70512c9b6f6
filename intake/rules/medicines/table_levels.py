"""Medicines that change the level of ketamine, or must not meet it: name, classes, brands.

One line is one medicine. Brands follow the second bar. The classes are those of `classes.py`,
which names the source of each; a medicine that is not certain to belong to one is left out.
"""

LEVELS = """
theophylline | theophylline_aminophylline | Theo-24, Elixophyllin, Uniphyl, Theochron, Theo-Dur
aminophylline | theophylline_aminophylline |
ticlopidine | cyp2b6_inhibitor | Ticlid
clopidogrel | cyp2b6_inhibitor | Plavix
thiotepa | cyp2b6_inhibitor | Tepadina
voriconazole | cyp2b6_inhibitor cyp3a4_inhibitor_strong | Vfend
clarithromycin | cyp3a4_inhibitor_strong | Biaxin
ritonavir | cyp3a4_inhibitor_strong | Norvir
cobicistat | cyp3a4_inhibitor_strong | Tybost
ketoconazole | cyp3a4_inhibitor_strong | Nizoral
posaconazole | cyp3a4_inhibitor_strong | Noxafil
nefazodone | cyp3a4_inhibitor_strong | Serzone
nelfinavir | cyp3a4_inhibitor_strong | Viracept
tucatinib | cyp3a4_inhibitor_strong | Tukysa
ceritinib | cyp3a4_inhibitor_strong | Zykadia
idelalisib | cyp3a4_inhibitor_strong | Zydelig
ribociclib | cyp3a4_inhibitor_strong | Kisqali
mifepristone | cyp3a4_inhibitor_strong | Korlym, Mifeprex
itraconazole | cyp3a4_itraconazole | Sporanox, Tolsura, Onmel
grapefruit | grapefruit | grapefruit juice, grapefruits
erythromycin | cyp3a4_inhibitor_moderate | Ery-Tab, Erythrocin, EryPed
fluconazole | cyp3a4_inhibitor_moderate | Diflucan
diltiazem | cyp3a4_inhibitor_moderate antihypertensive | Cardizem, Tiazac, Cartia XT, Taztia XT
verapamil | cyp3a4_inhibitor_moderate antihypertensive | Calan, Verelan, Isoptin
aprepitant | cyp3a4_inhibitor_moderate | Emend, Cinvanti
fosaprepitant | cyp3a4_inhibitor_moderate |
ciprofloxacin | cyp3a4_inhibitor_moderate | Cipro
dronedarone | cyp3a4_inhibitor_moderate | Multaq
crizotinib | cyp3a4_inhibitor_moderate | Xalkori
imatinib | cyp3a4_inhibitor_moderate | Gleevec
isavuconazonium | cyp3a4_inhibitor_moderate | Cresemba
rifampin | cyp_inducer_strong | rifampicin, Rifadin, Rimactane
carbamazepine | cyp_inducer_strong | Tegretol, Carbatrol, Equetro, Epitol
phenytoin | cyp_inducer_strong | Dilantin, Phenytek
fosphenytoin | cyp_inducer_strong | Cerebyx
phenobarbital | cyp_inducer_strong cns_depressant_other | Luminal, Sezaby
primidone | cyp_inducer_strong cns_depressant_other | Mysoline
efavirenz | cyp_inducer_strong | Sustiva
apalutamide | cyp_inducer_strong | Erleada
enzalutamide | cyp_inducer_strong | Xtandi
mitotane | cyp_inducer_strong | Lysodren
St John's wort | st_johns_wort | Saint Johns wort, hypericum, hypericum perforatum
"""
