"""Terms of the controlled lists a European Digital Credential points at: address, list and English name.

Lists: Publications Office of the European Union (countries, languages, kinds of file), and
http://data.europa.eu/snb (everything about learning).
"""

from typing import Any

PUBLICATIONS = "http://publications.europa.eu/resource/authority"
SNB = "http://data.europa.eu/snb"

Node = dict[str, Any]

# ISO 3166: what the portal stores, and what the list of countries has.
ALPHA_3 = dict(
    pair.split(":")
    for pair in (
        "AL:ALB AT:AUT BA:BIH BE:BEL BG:BGR BR:BRA CH:CHE CY:CYP CZ:CZE DE:DEU DK:DNK EE:EST ES:ESP "
        "FI:FIN FR:FRA GB:GBR GE:GEO GR:GRC HR:HRV HU:HUN IE:IRL IS:ISL IT:ITA LI:LIE LT:LTU LU:LUX "
        "LV:LVA MA:MAR MD:MDA ME:MNE MK:MKD MT:MLT NL:NLD NO:NOR PL:POL PT:PRT RO:ROU RS:SRB SE:SWE "
        "SI:SVN SK:SVK TN:TUN TR:TUR UA:UKR XK:XKX"
    ).split()
)
LANGUAGES = {"en": ("ENG", "English"), "it": ("ITA", "Italian")}


def _concept(address: str, scheme: str, name: str) -> Node:
    return {
        "id": address,
        "type": "Concept",
        "inScheme": {"id": scheme, "type": "ConceptScheme"},
        "prefLabel": {"en": name},
    }


def _of(name_of_list: str, term: str, name: str) -> Node:
    """A term of a list about learning; each of these lists has the same last part in its own address."""
    return _concept(f"{SNB}/{name_of_list}/{term}", f"{SNB}/{name_of_list}/25831c2", name)


def country(code: str, name: str) -> Node:
    """The country with this two-letter code. Raises `KeyError` for one the portal does not know."""
    scheme = f"{PUBLICATIONS}/country"
    return _concept(f"{scheme}/{ALPHA_3[code]}", scheme, name)


def language(code: str) -> Node:
    """A language the pages speak."""
    term, name = LANGUAGES[code]
    scheme = f"{PUBLICATIONS}/language"
    return _concept(f"{scheme}/{term}", scheme, name)


def kind_of_file(name: str) -> Node:
    """`PNG`, `PDF`."""
    scheme = f"{PUBLICATIONS}/file-type"
    return _concept(f"{scheme}/{name}", scheme, name)


def esco_skill(address: str, name: str) -> Node:
    """A skill of ESCO by its own address."""
    return _concept(address, "http://data.europa.eu/esco/concept-scheme/skills", name)


GENERIC = _of("credential", "e34929035b", "Generic")
BASE64 = _of("encoding", "6146cde7dd", "base64")
INTERNSHIP = _of("learning-activity", "bf5588ff84", "internship")
CONTINUOUS = _of("assessment", "3484bd7e51", "continuous evaluation")
WORK_BASED = _of("learning-assessment", "729f3bed4b", "work-based")
NON_FORMAL = _of("learning-setting", "e207a81fc7", "non-formal learning")
