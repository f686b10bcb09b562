"""The European Learning Model, version 3, profile EDC, as far as our documents use it: in our own words.

Two tables, written down from the Commission's published context and shapes (EDC-generic-no-cv, 1.1.0): what a
word of the JSON means, and what each kind of thing must and may have. `shapes()` makes SHACL of the second.
"""

from pyld import jsonld
from rdflib import RDF, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import SH, XSD

PREFIXES = {
    "cred": "https://www.w3.org/2018/credentials#",
    "elm": "http://data.europa.eu/snb/model/elm/",
    "adms": "http://www.w3.org/ns/adms#",
    "dc": "http://purl.org/dc/terms/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rov": "http://www.w3.org/ns/regorg#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
}
OURS = Namespace("urn:imy:shapes:")

# word of the JSON: its property, and what follows: @ another thing, * a text by language, else its datatype
WORDS = """
    awardedBy elm:awardedBy @            awardingBody elm:awardingBody @   assessedBy elm:assessedBy @
    attachment elm:attachment @          additionalNote elm:additionalNote @   address elm:address @
    awardingDate elm:awardingDate dateTime   content elm:content string
    contentEncoding elm:contentEncoding @   contentType elm:contentType @  contentURL elm:contentUrl anyURI
    countryCode elm:countryCode @        credentialProfiles elm:credentialProfiles @
    credentialSchema cred:credentialSchema @   credentialSubject cred:credentialSubject @
    dateOfBirth elm:dateOfBirth dateTime   dcType dc:type @                description dc:description *
    directedBy elm:directedBy @          displayDetail elm:displayDetail @
    displayParameter elm:displayParameter @   eIDASIdentifier elm:eidasLegalIdentifier @
    endDate elm:endDate dateTime         familyName foaf:familyName *      fullAddress elm:fullAddress @
    fullName foaf:fullName *             givenName foaf:givenName *        grade elm:grade @
    gradingScheme elm:gradingScheme @    hasClaim elm:hasClaim @           homepage foaf:homepage @
    identifier adms:identifier @         image elm:image @                 inScheme skos:inScheme @
    individualDisplay elm:individualDisplay @   influencedBy elm:influencedBy @
    issued cred:issued dateTime          issuer cred:issuer @              language dc:language @
    learningOutcome elm:learningOutcome @   learningSetting elm:learningSetting @
    legalName rov:legalName *            location elm:location @           mode elm:mode @
    notation skos:notation -             noteLiteral elm:noteLiteral *     page elm:page positiveInteger
    prefLabel skos:prefLabel *           primaryLanguage elm:primaryLanguage @   provenBy elm:provenBy @
    relatedESCOSkill elm:relatedESCOSkill @   schemeName elm:schemeName string   spatial dc:spatial @
    specifiedBy elm:specifiedBy @        startDate elm:startDate dateTime  temporal dc:temporal @
    title dc:title *                     validFrom cred:validFrom dateTime
    volumeOfLearning elm:volumeOfLearning duration   workload elm:workload duration
"""
KINDS = """
    cred:VerifiableCredential skos:Concept skos:ConceptScheme dc:Location dc:PeriodOfTime elm:Address
    elm:AwardingProcess elm:DisplayDetail elm:DisplayParameter elm:EuropeanDigitalCredential
    elm:GradingScheme elm:Identifier elm:IndividualDisplay elm:LearningAchievement
    elm:LearningAchievementSpecification elm:LearningActivity elm:LearningActivitySpecification
    elm:LearningAssessment elm:LearningAssessmentSpecification elm:LearningOutcome elm:LegalIdentifier
    elm:MediaObject elm:Note elm:Organisation elm:Person elm:ShaclValidator2017 elm:WebResource
"""

AGENT = "elm:Agent|elm:Person|elm:Organisation"
NAMED = "elm:Identifier|elm:LegalIdentifier"
CLAIM = "elm:LearningAchievement|elm:LearningActivity|elm:LearningAssessment"
TITLED = (
    f"dc:title *! 1.. ; dc:description *! ; adms:identifier {NAMED} ; elm:additionalNote elm:Note"
)
CLAIMED = f"{TITLED} ; dc:type skos:Concept ; elm:awardedBy elm:AwardingProcess 1..1"
SPECIFIED = f"{TITLED} ; elm:mode skos:Concept"
IDENTIFIED = "skos:notation literal 1..1 ; elm:schemeName string ..1 ; dc:issued dateTime ..1"
# kind: property, what it holds (a kind, several with |, a datatype, * a text by language, *! one a
# language), how many of it
THINGS = {
    "elm:EuropeanDigitalCredential": f"""
        adms:identifier {NAMED} ; elm:credentialProfiles skos:Concept 1.. ; elm:attachment elm:MediaObject ;
        elm:displayParameter elm:DisplayParameter 1..1 ; cred:issuer {AGENT} 1..1 ;
        cred:credentialSubject {AGENT} 1..1 ; cred:issued dateTime 1..1 ; cred:validFrom dateTime 1..1 ;
        cred:credentialSchema elm:ShaclValidator2017 1..""",
    "elm:DisplayParameter": """
        dc:title *! 1.. ; dc:description *! ; elm:primaryLanguage skos:Concept 1..1 ;
        dc:language skos:Concept 1.. ; elm:individualDisplay elm:IndividualDisplay 1..""",
    "elm:IndividualDisplay": "dc:language skos:Concept 1..1 ; elm:displayDetail elm:DisplayDetail 1..",
    "elm:DisplayDetail": "elm:image elm:MediaObject 1..1 ; elm:page positiveInteger 1..1",
    "elm:MediaObject": """
        dc:title *! ; dc:description *! ; elm:contentType skos:Concept 1..1 ;
        elm:contentEncoding skos:Concept 1..1 ; elm:content string 1..1""",
    "elm:Organisation": f"""
        rov:legalName *! 1.. ; adms:identifier {NAMED} ; foaf:homepage elm:WebResource ;
        elm:location dc:Location 1.. ; elm:eidasLegalIdentifier elm:LegalIdentifier ..1""",
    "dc:Location": f"dc:description *! ; adms:identifier {NAMED} ; elm:address elm:Address 1..",
    "elm:Address": f"""
        adms:identifier {NAMED} ; elm:fullAddress elm:Note ..1 ; elm:countryCode skos:Concept 1..1""",
    "elm:WebResource": "dc:title *! ; dc:language skos:Concept ..1 ; elm:contentUrl anyURI 1..1",
    "elm:Identifier": IDENTIFIED,
    "elm:LegalIdentifier": f"{IDENTIFIED} ; dc:spatial skos:Concept 1..1",
    "elm:Note": "elm:noteLiteral * 1..",
    "elm:Person": f"""
        adms:identifier {NAMED} ; foaf:fullName * ..1 ; foaf:givenName * ..1 ; foaf:familyName * ..1 ;
        elm:dateOfBirth dateTime ..1 ; elm:hasClaim {CLAIM} 1..""",
    "elm:AwardingProcess": f"""
        dc:description *! ; adms:identifier {NAMED} ; elm:awardingBody {AGENT} 1.. ;
        elm:awardingDate dateTime ..1""",
    "elm:LearningActivity": f"""
        {CLAIMED} ; dc:temporal dc:PeriodOfTime ; elm:location dc:Location ; elm:workload duration ..1 ;
        elm:directedBy {AGENT} ; elm:specifiedBy elm:LearningActivitySpecification ..1""",
    "elm:LearningActivitySpecification": f"""
        {SPECIFIED} ; dc:type skos:Concept ; elm:volumeOfLearning duration ..1""",
    "elm:LearningAchievement": f"""
        {CLAIMED} ; elm:provenBy elm:LearningAssessment ; elm:influencedBy elm:LearningActivity ;
        elm:specifiedBy elm:LearningAchievementSpecification ..1""",
    "elm:LearningAchievementSpecification": f"""
        {SPECIFIED} ; dc:type skos:Concept ; elm:learningOutcome elm:LearningOutcome ;
        elm:learningSetting skos:Concept ..1 ; elm:volumeOfLearning duration ..1""",
    "elm:LearningAssessment": f"""
        {CLAIMED} ; elm:grade elm:Note 1..1 ; elm:assessedBy {AGENT} ;
        elm:specifiedBy elm:LearningAssessmentSpecification ..1""",
    "elm:LearningAssessmentSpecification": f"""
        {SPECIFIED} ; dc:type skos:Concept ..1 ; elm:gradingScheme elm:GradingScheme ..1""",
    "elm:GradingScheme": f"dc:title *! 1.. ; dc:description *! ; adms:identifier {NAMED}",
    "elm:LearningOutcome": f"""
        dc:title *! 1.. ; dc:type skos:Concept ..1 ; adms:identifier {NAMED} ;
        elm:relatedESCOSkill skos:Concept""",
    "dc:PeriodOfTime": "skos:prefLabel *! ; elm:startDate dateTime ..1 ; elm:endDate dateTime ..1",
    "skos:Concept": "skos:prefLabel *! ; skos:notation literal ..1 ; skos:inScheme skos:ConceptScheme",
    "skos:ConceptScheme": "",
    "elm:ShaclValidator2017": "",
}


def _address(short):
    prefix, _, name = short.partition(":")
    return URIRef(PREFIXES[prefix] + name)


def context():
    """What `@context` of our documents leads to, for the words they use."""
    words = WORDS.split()
    found = {"id": "@id", "type": "@type", **PREFIXES}
    found |= {kind.partition(":")[2]: kind for kind in KINDS.split()}
    for word, address, what in zip(words[::3], words[1::3], words[2::3], strict=True):
        more = {"@": {"@type": "@id"}, "*": {"@container": "@language"}, "-": {}}
        found[word] = {"@id": address} | more.get(what, {"@type": f"xsd:{what}"})
    return found


def graph(document):
    """The document as RDF. What the tables have no word for would be lost: `strangers()` finds it."""
    triples = jsonld.to_rdf({**document, "@context": context()}, {"format": "application/n-quads"})
    return Graph().parse(data=triples, format="nt")


def strangers(node):
    """Words of the document that are not in the tables."""
    known = context()
    if isinstance(node, list):
        return set().union(*(strangers(each) for each in node), set())
    if not isinstance(node, dict) or set(node) <= {"en", "it"}:
        return set()
    kinds = node.get("type", [])
    kinds = {kinds} if isinstance(kinds, str) else set(kinds)
    found = (set(node) - {"@context"} | kinds) - set(known)
    return found.union(*(strangers(value) for value in node.values()))


def shapes():
    """SHACL of `THINGS`; kinds are closed: what a kind may not have is a fault too."""
    made = Graph()
    for kind, text in THINGS.items():
        shape = OURS[kind.replace(":", "-")]
        made.add((shape, RDF.type, SH.NodeShape))
        made.add((shape, SH.targetClass, _address(kind)))
        made.add((shape, SH.closed, Literal(True)))
        Collection(made, ignored := BNode(), [RDF.type])
        made.add((shape, SH.ignoredProperties, ignored))
        for line in filter(str.strip, text.split(";")):
            made.add((shape, SH.property, _property(made, *line.split())))
    issuer = OURS["issuer"]
    made.add((issuer, RDF.type, SH.NodeShape))
    seal = _property(made, "elm:eidasLegalIdentifier", "elm:LegalIdentifier", "1..1")
    made.add((issuer, SH.property, seal))
    for shape in made.subjects(SH.path, _address("cred:issuer")):
        made.add((shape, SH.node, issuer))
    return made


def _property(made, path, holds, count=".."):
    shape = BNode()
    made.add((shape, SH.path, _address(path)))
    if holds.startswith("*"):
        made.add((shape, SH.datatype, RDF.langString))
        if holds == "*!":
            made.add((shape, SH.uniqueLang, Literal(True)))
    elif holds == "literal":
        made.add((shape, SH.nodeKind, SH.Literal))
    elif ":" not in holds:
        made.add((shape, SH.datatype, XSD[holds]))
    else:
        choices = []
        for kind in holds.split("|"):
            choices.append(choice := BNode())
            made.add((choice, SH["class"], _address(kind)))
        Collection(made, either := BNode(), choices)
        made.add((shape, SH["or"], either))
    for bound, number in zip((SH.minCount, SH.maxCount), count.split(".."), strict=True):
        if number:
            made.add((shape, bound, Literal(int(number))))
    return shape
