"""Products of more than one medicine: their parts, and their brands.

A product has every class of its parts. A part that no table names is unknown, and goes to a person.
"""

COMBINED = """
nirmatrelvir + ritonavir | Paxlovid
lopinavir + ritonavir | Kaletra
darunavir + cobicistat | Prezcobix
atazanavir + cobicistat | Evotaz
darunavir + cobicistat + emtricitabine + tenofovir alafenamide | Symtuza
elvitegravir + cobicistat + emtricitabine + tenofovir alafenamide | Genvoya
elvitegravir + cobicistat + emtricitabine + tenofovir disoproxil | Stribild
lansoprazole + amoxicillin + clarithromycin | Prevpac
efavirenz + emtricitabine + tenofovir | Atripla
efavirenz + lamivudine + tenofovir | Symfi
rifampin + isoniazid | Rifamate
rifampin + isoniazid + pyrazinamide | Rifater
trandolapril + verapamil | Tarka
oxycodone + acetaminophen | Percocet, Endocet, Nalocet, Prolate, Roxicet, Tylox
oxycodone + aspirin | Percodan
oxycodone + ibuprofen | Combunox
hydrocodone + acetaminophen | Norco, Vicodin, Lortab, Lorcet, Verdrocet, Xodol
hydrocodone + ibuprofen | Vicoprofen, Reprexain
hydrocodone + homatropine | Hycodan, Hydromet
hydrocodone + chlorpheniramine | Tussionex, TussiCaps
codeine + acetaminophen | Tylenol #3, Tylenol #4, Tylenol with codeine
codeine + promethazine | Phenergan with codeine
codeine + guaifenesin | Cheratussin AC, Robitussin AC
tramadol + acetaminophen | Ultracet
tramadol + celecoxib | Seglentis
buprenorphine + naloxone | Suboxone, Zubsolv, Bunavail
pentazocine + naloxone | Talwin NX
morphine + naltrexone | Embeda
butalbital + acetaminophen + caffeine | Fioricet, Esgic, Zebutal
butalbital + aspirin + caffeine | Fiorinal
butalbital + acetaminophen + caffeine + codeine | Fioricet with codeine
butalbital + aspirin + caffeine + codeine | Fiorinal with codeine
butalbital + acetaminophen | Allzital, Tencon, Bupap
carisoprodol + aspirin | Soma Compound
carisoprodol + aspirin + codeine | Soma Compound with codeine
orphenadrine + aspirin + caffeine | Norgesic, Norgesic Forte
diphenhydramine + acetaminophen | Tylenol PM, Excedrin PM, Unisom PM
diphenhydramine + ibuprofen | Advil PM, Motrin PM
diphenhydramine + naproxen | Aleve PM
dextromethorphan + guaifenesin | Mucinex DM, Robitussin DM
dextromethorphan + bupropion | Auvelity
dextromethorphan + quinidine | Nuedexta
dextromethorphan + promethazine | Promethazine DM
dextromethorphan + doxylamine + acetaminophen | NyQuil, Vicks NyQuil
dextromethorphan + phenylephrine + acetaminophen | DayQuil, Theraflu
dextromethorphan + chlorpheniramine | Coricidin, Coricidin HBP
pseudoephedrine + loratadine | Claritin-D, Alavert-D
pseudoephedrine + cetirizine | Zyrtec-D
pseudoephedrine + fexofenadine | Allegra-D
pseudoephedrine + guaifenesin | Mucinex D
pseudoephedrine + ibuprofen | Advil Cold and Sinus
pseudoephedrine + naproxen | Aleve-D
memantine + donepezil | Namzaric
chlordiazepoxide + amitriptyline | Limbitrol
chlordiazepoxide + clidinium | Librax
perphenazine + amitriptyline | Triavil
olanzapine + fluoxetine | Symbyax
olanzapine + samidorphan | Lybalvi
amphetamine + dextroamphetamine | Adderall
dexmethylphenidate + serdexmethylphenidate | Azstarys
phentermine + topiramate | Qsymia
levothyroxine + liothyronine |
lisinopril + hydrochlorothiazide | Zestoretic, Prinzide
losartan + hydrochlorothiazide | Hyzaar
valsartan + hydrochlorothiazide | Diovan HCT
olmesartan + hydrochlorothiazide | Benicar HCT
irbesartan + hydrochlorothiazide | Avalide
telmisartan + hydrochlorothiazide | Micardis HCT
candesartan + hydrochlorothiazide | Atacand HCT
benazepril + hydrochlorothiazide | Lotensin HCT
enalapril + hydrochlorothiazide | Vaseretic
bisoprolol + hydrochlorothiazide | Ziac
metoprolol + hydrochlorothiazide | Lopressor HCT
triamterene + hydrochlorothiazide | Maxzide, Dyazide
spironolactone + hydrochlorothiazide | Aldactazide
atenolol + chlorthalidone | Tenoretic
amlodipine + benazepril | Lotrel
amlodipine + valsartan | Exforge
amlodipine + valsartan + hydrochlorothiazide | Exforge HCT
amlodipine + olmesartan | Azor
amlodipine + olmesartan + hydrochlorothiazide | Tribenzor
amlodipine + atorvastatin | Caduet
amlodipine + celecoxib | Consensi
valsartan + sacubitril | Entresto
hydralazine + isosorbide dinitrate | BiDil
"""
