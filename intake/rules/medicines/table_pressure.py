"""Medicines for pressure, heart, thyroid and mood; written like `table_levels.py`."""

PRESSURE = """
isocarboxazid | maoi | Marplan
linezolid | maoi | Zyvox
phenelzine | maoi | Nardil
rasagiline | maoi | Azilect
safinamide | maoi | Xadago
selegiline | maoi | Emsam, Zelapar, Eldepryl
tranylcypromine | maoi | Parnate
amphetamine | stimulant | Evekeo, Adzenys, Dyanavel, Mydayis
benzphetamine | stimulant |
dexmethylphenidate | stimulant | Focalin
dextroamphetamine | stimulant | Dexedrine, Zenzedi, ProCentra
diethylpropion | stimulant | Tenuate
lisdexamfetamine | stimulant | Vyvanse
armodafinil | stimulant | Nuvigil
methamphetamine | stimulant | Desoxyn
methylphenidate | stimulant | Ritalin, Concerta, Daytrana, Metadate, Quillivant, Jornay
modafinil | stimulant | Provigil
phendimetrazine | stimulant | Bontril
phentermine | stimulant | Adipex, Adipex-P, Lomaira
droxidopa | sympathomimetic_vasopressin | Northera
ephedrine | sympathomimetic_vasopressin | Bronkaid
epinephrine | sympathomimetic_vasopressin | EpiPen, Auvi-Q, adrenaline
midodrine | sympathomimetic_vasopressin | ProAmatine, Orvaten
oxymetazoline | sympathomimetic_vasopressin | Afrin
phenylephrine | sympathomimetic_vasopressin | Sudafed PE, Neo-Synephrine
pseudoephedrine | sympathomimetic_vasopressin | Sudafed
vasopressin | sympathomimetic_vasopressin | Vasostrict
levothyroxine | thyroid_hormone | Synthroid, Levoxyl, Unithroid, Tirosint, Euthyrox, Levothroid
liothyronine | thyroid_hormone | Cytomel
desiccated thyroid | thyroid_hormone | Armour Thyroid, NP Thyroid, thyroid extract
liotrix | thyroid_hormone | Thyrolar
acebutolol | antihypertensive | Sectral
aliskiren | antihypertensive | Tekturna
amlodipine | antihypertensive | Norvasc, Katerzia
atenolol | antihypertensive | Tenormin
azilsartan | antihypertensive | Edarbi
benazepril | antihypertensive | Lotensin
bisoprolol | antihypertensive | Zebeta
candesartan | antihypertensive | Atacand
captopril | antihypertensive | Capoten
carvedilol | antihypertensive | Coreg
chlorthalidone | antihypertensive | Thalitone
clonidine | antihypertensive cns_depressant_other | Catapres, Kapvay
doxazosin | antihypertensive | Cardura
enalapril | antihypertensive | Vasotec, Epaned
eplerenone | antihypertensive | Inspra
felodipine | antihypertensive | Plendil
fosinopril | antihypertensive | Monopril
guanfacine | antihypertensive cns_depressant_other | Tenex, Intuniv
hydralazine | antihypertensive | Apresoline
hydrochlorothiazide | antihypertensive | HCTZ, Microzide, HydroDiuril
indapamide | antihypertensive | Lozol
irbesartan | antihypertensive | Avapro
isradipine | antihypertensive | DynaCirc
labetalol | antihypertensive | Trandate, Normodyne
lisinopril | antihypertensive | Zestril, Prinivil, Qbrelis
losartan | antihypertensive | Cozaar
metolazone | antihypertensive | Zaroxolyn
metoprolol | antihypertensive | Lopressor, Toprol, Toprol-XL, Kapspargo
minoxidil | antihypertensive | Loniten
moexipril | antihypertensive | Univasc
nadolol | antihypertensive | Corgard
nebivolol | antihypertensive | Bystolic
nicardipine | antihypertensive | Cardene
nifedipine | antihypertensive | Procardia, Adalat
nisoldipine | antihypertensive | Sular
olmesartan | antihypertensive | Benicar
perindopril | antihypertensive | Aceon
pindolol | antihypertensive | Visken
prazosin | antihypertensive | Minipress
propranolol | antihypertensive | Inderal, InnoPran, Hemangeol
quinapril | antihypertensive | Accupril
ramipril | antihypertensive | Altace
spironolactone | antihypertensive | Aldactone, CaroSpir
telmisartan | antihypertensive | Micardis
terazosin | antihypertensive | Hytrin
trandolapril | antihypertensive | Mavik
triamterene | antihypertensive | Dyrenium
valsartan | antihypertensive | Diovan
lamotrigine | lamotrigine | Lamictal, Subvenite
lithium | lithium | Lithobid, Eskalith, lithium carbonate, lithium citrate
citalopram | serotonergic | Celexa
desvenlafaxine | serotonergic | Pristiq, Khedezla
duloxetine | serotonergic | Cymbalta, Drizalma
escitalopram | serotonergic | Lexapro
fluoxetine | serotonergic | Prozac, Sarafem
fluvoxamine | serotonergic cyp3a4_inhibitor_moderate | Luvox
levomilnacipran | serotonergic | Fetzima
milnacipran | serotonergic | Savella
paroxetine | serotonergic | Paxil, Pexeva, Brisdelle
sertraline | serotonergic | Zoloft
venlafaxine | serotonergic | Effexor
"""
