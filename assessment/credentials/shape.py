"""The shape of an Open Badges 3.0 credential: which object has which members (specification, appendix B).

Stricter than JSON Schema where it helps: a member nobody defined is a fault, because canonicalisation
drops it and no proof covers it; so are null and empty lists, which the specification wants left out.
"""

import re
from collections.abc import Iterator
from typing import Any

from django.utils.dateparse import parse_datetime

from . import issuer

# A member's kind; `!`: must be there; `*`: a list; `+`: one or a list.
OBJECTS: dict[str, str] = {
    "Credential": (
        "@context:contexts! id:uri! type:types! name:text description:text image:Image "
        "awardedDate:moment issuer:Profile! validFrom:moment! validUntil:moment "
        "credentialSubject:Subject! endorsement:any* endorsementJwt:text* evidence:Evidence* "
        "credentialSchema:Typed+ credentialStatus:Typed+ refreshService:Typed+ termsOfUse:Typed+ "
        "proof:Proof+"
    ),
    "Profile": (
        "id:uri! type:types! name:text url:uri phone:text description:text endorsement:any* "
        "endorsementJwt:text* image:Image email:text address:Address otherIdentifier:Identifier* "
        "official:text parentOrg:Profile familyName:text givenName:text additionalName:text "
        "patronymicName:text honorificPrefix:text honorificSuffix:text familyNamePrefix:text "
        "dateOfBirth:text"
    ),
    "Subject": (
        "id:uri type:types! activityEndDate:moment activityStartDate:moment creditsEarned:number "
        "achievement:Achievement! identifier:Identity* image:Image licenseNumber:text "
        "narrative:text result:Result* role:text source:Profile term:text"
    ),
    "Achievement": (
        "id:uri! type:types! alignment:Alignment* achievementType:text creator:Profile "
        "creditsAvailable:number criteria:Criteria! description:text! endorsement:any* "
        "endorsementJwt:text* fieldOfStudy:text humanCode:text image:Image inLanguage:text "
        "name:text! otherIdentifier:Identifier* related:Related* "
        "resultDescription:ResultDescription* specialization:text tag:text* version:text"
    ),
    "Criteria": "id:uri narrative:text",
    "Image": "id:uri! type:types! caption:text",
    "Identity": "type:types! hashed:flag! identityHash:text! identityType:text! salt:text",
    "Identifier": "type:types! identifier:text! identifierType:text!",
    "Alignment": (
        "type:types! targetCode:text targetDescription:text targetName:text! targetFramework:text "
        "targetType:text targetUrl:uri!"
    ),
    "ResultDescription": (
        "id:uri! type:types! alignment:Alignment* allowedValue:text* name:text! "
        "requiredLevel:text requiredValue:text resultType:text! rubricCriterionLevel:Level* "
        "valueMax:text valueMin:text"
    ),
    "Level": "id:uri! type:types! alignment:Alignment* description:text level:text name:text! points:text",
    "Result": (
        "type:types! achievedLevel:uri alignment:Alignment* resultDescription:uri status:text "
        "value:text"
    ),
    "Related": "id:uri! type:types! inLanguage:text version:text",
    "Evidence": (
        "id:uri type:types! narrative:text name:text description:text genre:text audience:text"
    ),
    "Address": (
        "type:types! addressCountry:text addressCountryCode:text addressRegion:text "
        "addressLocality:text streetAddress:text postOfficeBoxNumber:text postalCode:text geo:any"
    ),
    "Proof": (
        "id:uri type:types! created:moment expires:moment cryptosuite:text! domain:text nonce:text "
        "challenge:text proofPurpose:text! proofValue:text! verificationMethod:uri!"
    ),
    "Typed": (
        "id:uri type:types! statusPurpose:text statusListIndex:text statusListCredential:uri "
        "statusSize:number"
    ),
}
# What `type` must contain; where nothing stands, any name will do.
TYPES: dict[str, set[str]] = {
    "Profile": {"Profile"},
    "Subject": {"AchievementSubject"},
    "Achievement": {"Achievement"},
    "Image": {"Image"},
    "Identity": {"IdentityObject"},
    "Identifier": {"IdentifierEntry"},
    "Alignment": {"Alignment"},
    "ResultDescription": {"ResultDescription"},
    "Level": {"RubricCriterionLevel"},
    "Result": {"Result"},
    "Related": {"Related"},
    "Evidence": {"Evidence"},
    "Address": {"Address"},
    "Proof": {"DataIntegrityProof"},
}
BADGE = {"OpenBadgeCredential", "AchievementCredential"}
CLAIMS = {"iss", "jti", "nbf", "sub", "exp"}  # beside the credential in a token
URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_MEMBER = re.compile(r"(@?\w+):(\w+)([*+]?)(!?)")

_TABLE = {
    name: {member: rest for member, *rest in _MEMBER.findall(text)}
    for name, text in OBJECTS.items()
}


def faults(credential: Any) -> Iterator[str]:
    """What is not as the specification wants it, each as `place: what`; nothing when all is well.

    Proof, keys and dates that have passed are somebody else's business.
    """
    yield from _object(credential, "Credential", "credential")


def _object(value: Any, name: str, place: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{place}: is no object"
        return
    table = _TABLE[name]
    for member, (_kind, _many, must) in table.items():
        if must and member not in value:
            yield f"{place}.{member}: is missing"
    for member, each in value.items():
        if member not in table:
            yield f"{place}.{member}: is not known"
            continue
        kind, many, _must = table[member]
        yield from _member(each, kind, many, f"{place}.{member}")
    yield from _together(value, name, place)


def _member(value: Any, kind: str, many: str, place: str) -> Iterator[str]:
    if value is None or value == []:
        yield f"{place}: is empty"
    elif many == "*" or (many == "+" and isinstance(value, list)):
        if not isinstance(value, list):
            yield f"{place}: is no list"
            return
        for at, each in enumerate(value):
            yield from _one(each, kind, f"{place}[{at}]")
    else:
        yield from _one(value, kind, place)


def _one(value: Any, kind: str, place: str) -> Iterator[str]:
    if kind in _TABLE:
        yield from _object(value, kind, place)
    elif not _SIMPLE[kind](value):
        yield f"{place}: is no {kind}"


def _is_moment(value: Any) -> bool:
    """With a time zone, as XML Schema's dateTimeStamp."""
    if not isinstance(value, str):
        return False
    try:
        found = parse_datetime(value)
    except ValueError:
        return False
    return found is not None and found.tzinfo is not None and "T" in value


def _are_contexts(value: Any) -> bool:
    """The two of the specification first, in their order; then nothing but its extensions."""
    return value in (issuer.CONTEXTS, [*issuer.CONTEXTS, issuer.EXTENSIONS])


def _are_types(value: Any) -> bool:
    names = value if isinstance(value, list) else [value]
    return bool(names) and all(isinstance(each, str) and each for each in names)


_SIMPLE = {
    "text": lambda value: isinstance(value, str),
    "uri": lambda value: isinstance(value, str) and bool(URI.fullmatch(value)),
    "flag": lambda value: isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "moment": _is_moment,
    "contexts": _are_contexts,
    "types": _are_types,
    "any": lambda value: isinstance(value, str | dict),
}


def types_of(value: dict[str, Any]) -> set[str]:
    """The names under `type`, one or several."""
    names = value.get("type")
    found = names if isinstance(names, list) else [names]
    return {each for each in found if isinstance(each, str)}


def _together(value: dict[str, Any], name: str, place: str) -> Iterator[str]:
    """What the members of one object say together."""
    if missing := TYPES.get(name, set()) - types_of(value):
        yield f"{place}.type: is not {', '.join(sorted(missing))}"
    if name == "Credential":
        found = types_of(value)
        if "VerifiableCredential" not in found or not BADGE & found:
            yield f"{place}.type: is not OpenBadgeCredential"
    if name == "Subject" and not (value.get("id") or value.get("identifier")):
        yield f"{place}: has neither id nor identifier"
    if name == "Criteria" and not value:
        yield f"{place}: has neither id nor narrative"
