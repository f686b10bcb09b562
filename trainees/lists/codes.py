"""Names of languages and countries as lists write them, to the codes we store. Data only.

Each line: the ISO code, then names and adjectives in EN, IT, DE, ES, FR, HU and PL, compared by
their beginning (`headers.plain`), so that *deutsch*, *deutsche* and *Deutscher* are one entry.
"""

LANGUAGES = """
de: german, tedesc, deutsch, aleman, allemand, nemet, niemieck
en: english, inglese, englisch, ingles, anglais, angol, angielsk
it: italian, italien, olasz, wlosk
es: spanish, spagnol, spanisch, espanol, espagnol, castellan, spanyol, hiszpansk
fr: french, frances, franzos, francais, francia, francusk
hu: hungarian, ungheres, ungarisch, hungaro, hongrois, magyar, wegiersk
pl: polish, polacc, polnisch, polaco, polonais, lengyel, polsk
pt: portug, portog
ro: romanian, rumanisch, rumen, rumano, roumain, roman, rumunsk
cs: czech, ceco, tschechisch, checo, tcheque, cseh, czesk
sk: slovak, slovacc, slowakisch, eslovac, slovaque, szlovak, slowack
nl: dutch, olandes, niederland, holand, neerland, neerlandais, holland, niderland
sv: swedish, svedes, schwedisch, sueco, suedois, sved, szwedzk
da: danish, danes, danisch, danois, dan, dunsk
fi: finnish, finlandes, finnisch, fines, finnois, finn, finsk
el: greek, greco, griechisch, griego, grec, gorog, greck
tr: turkish, turc, turkisch, turco, torok, tureck
ru: russian, russ, ruso, orosz, rosyjsk
uk: ukrain, ucrain, ucran, ukran
ar: arab
ca: catal, katalan, katalonsk
eu: basque, basco, baskisch, vasco, euskera, euskara, baszk, baskijsk
gl: galician, galizian, galisch, gallego, galicien, galiciai, galicyjsk
hr: croat, kroatisch, horvat, chorwack
bg: bulgar
lt: lithuan, lituan, litauisch, lituanien, litvan, litewsk
lv: latvian, letton, lettisch, leton, lett, lotewsk
et: eston, estnisch, eszt
zh: chines, cinese, chinesisch, chino, chinois, kinai, chinsk
"""

COUNTRIES = """
DE: german, tedesc, deutsch, aleman, allemagne, allemand, nemet, niem
AT: austria, osterreich, autrich, osztrak, ausztria
IT: ital, olasz, wloch, wlosk, wloska
ES: spain, spanish, spagn, spanien, spanier, spanisch, espan, espagn, spanyol, hiszpan
FR: france, french, franc, frankreich, franzos, francia, francja
HU: hungar, ungher, ungar, hongri, hongrois, magyar, wegr, wegier
PL: poland, polish, polon, polacc, polen, polnisch, polac, lengyel, polsk, polak, polka
PT: portug, portog
RO: roman, rumen, ruman, roumain, roumanie, rumun
CZ: czech, cec, tschech, chec, tchequ, cseh, czesk
SK: slovak, slovacc, slovacch, slowak, eslova, slovaque, szlovak, slowac
SI: sloven, slowen, eslovenia, esloven, szloven
HR: croat, kroat, horvat, chorwac
NL: nether, dutch, oland, niederl, holand, paises bajos, pays bas, neerland, holland
BE: belg
SE: swed, svez, svedes, schwed, suec, sued, sved, szwe
DK: denmark, danish, danimarca, danes, danemark, dan, dinamarca
FI: fin
NO: norw, norveg, norueg, norveg
GR: greece, greek, grec, griech, gorog
TR: turk, turc, turq, torok
BG: bulg
LT: lithuan, lituan, litau, litvan, litw
LV: latvia, letton, lett, leton, lotw
EE: eston, estland, estn, eszt
IE: ireland, irish, irland, irlanda
GB: brit, united kingdom, great britain, regno unito, gran bretagna, vereinigtes konigreich
GB: reino unido, gran bretana, royaume uni, grande bretagne, egyesult kiralysag, wielka brytania
UA: ukrain, ucrain, ucran, ukran
CH: switz, swiss, svizz, schweiz, suiz, suiss, svajc, szwajc
"""

# Every two-letter code of ISO 3166-1, so that a typing error is not taken for a country.
ALPHA2 = frozenset(
    """
    AD AE AF AG AI AL AM AO AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT
    BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CY CZ DE DJ DK DM DO DZ EC EE EG EH ER
    ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GT GU GW GY HK HN HR HT HU ID
    IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT
    LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI
    NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG
    SH SI SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TG TH TJ TL TM TN TO TR TT TV TW TZ UA UG US UY
    UZ VA VC VE VG VI VN VU WS XK YE YT ZA ZM ZW
    """.split()
)
ALPHA3 = {
    "DEU": "DE", "AUT": "AT", "ITA": "IT", "ESP": "ES", "FRA": "FR", "HUN": "HU", "POL": "PL",
    "PRT": "PT", "ROU": "RO", "CZE": "CZ", "SVK": "SK", "SVN": "SI", "HRV": "HR", "NLD": "NL",
    "BEL": "BE", "SWE": "SE", "DNK": "DK", "FIN": "FI", "GRC": "GR", "TUR": "TR", "BGR": "BG",
    "LTU": "LT", "LVA": "LV", "EST": "EE", "IRL": "IE", "GBR": "GB", "UKR": "UA", "CHE": "CH",
}  # fmt: skip
# Signs people write for a country that are not its code.
HABITS = {"D": "DE", "A": "AT", "I": "IT", "E": "ES", "F": "FR", "H": "HU", "UK": "GB", "EL": "GR"}
# Two letters people write for a language that are a country's.
LANGUAGE_HABITS = {
    "gb": "en",
    "uk": "uk",
    "cz": "cs",
    "gr": "el",
    "dk": "da",
    "se": "sv",
    "at": "de",
}
NATIVE = "native, mother, madre, mutter, matern, materna, anyanyelv, ojczyst"
