"""From the frozen content of a certificate to the unsealed document; the same content gives the same bytes."""

import base64
import json
import uuid
from collections import Counter
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from imyportal import countries

from .. import anchors
from ..certificate_content import Content, Organisation, Result
from ..models import Certificate
from . import concepts
from .concepts import Node
from .pictures import page_picture

CONTEXT = [
    "https://www.w3.org/2018/credentials/v1",
    "http://data.europa.eu/snb/model/context/edc-ap",
]
SCHEMA = "http://data.europa.eu/snb/model/ap/edc-generic-full"


def uploadable(certificate: Certificate) -> bytes:
    """JSON as the Commission's tools for issuing take it: unsealed, below the key `credential`.

    The certificate must be made: its PDF travels along. Raises `FileNotFoundError` when its file is gone.
    """
    with certificate.pdf.open("rb") as file:
        paper = file.read()
    made = document(certificate.content, paper=paper)
    return json.dumps({"credential": made}, ensure_ascii=False, indent=1).encode()


def document(content: Content, *, paper: bytes) -> Node:
    """The credential as JSON-LD. `paper` is the certificate's PDF."""
    with translation.override(content["language"]):
        return _Document(content).build(paper)


class _Document:
    """Puts one document together: every node has an id of its own, and is written out once."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self.language = content["language"]
        self.country = concepts.country(settings.AGENCY["country"], _english_country())
        self.numbers: Counter[str] = Counter()
        self.issuer = self._organisation(
            content["intermediary"],
            homepage=self._node("WebResource", contentURL=settings.SITE_URL),
        )
        self.company = self._organisation(content["host"])

    def build(self, paper: bytes) -> Node:
        content = self.content
        # The same certificate is the same credential, however often it is asked for.
        number = uuid.uuid5(uuid.NAMESPACE_URL, content["verify_url"])
        return {
            "@context": CONTEXT,
            "id": f"urn:credential:{number}",
            "type": ["VerifiableCredential", "EuropeanDigitalCredential"],
            "credentialProfiles": concepts.GENERIC,
            "credentialSchema": {"id": SCHEMA, "type": "ShaclValidator2017"},
            "displayParameter": self._display(),
            "issuer": self.issuer,
            "validFrom": _midnight(content["issued_on"]),
            "identifier": self._node(
                "Identifier", notation=content["number"], schemeName=_("Certificate number")
            ),
            "attachment": self._media(paper, "PDF", title=self._words(content["number"])),
            "credentialSubject": self._person(),
        }

    # --- Small parts ------------------------------------------------------------------------

    def _node(self, kind: str, **rest: Any) -> Node:
        """A node of this kind without what is empty."""
        name = kind[0].lower() + kind[1:]
        self.numbers[name] += 1
        found = {key: value for key, value in rest.items() if value not in (None, "", [], {})}
        return {"id": f"urn:epass:{name}:{self.numbers[name]}", "type": kind} | found

    def _words(self, text: str) -> Node | None:
        return {self.language: text} if text else None

    def _note(self, text: str) -> Node:
        return self._node("Note", noteLiteral=self._words(text))

    def _media(self, content: bytes, kind: str, **rest: Any) -> Node:
        return self._node(
            "MediaObject",
            content=base64.b64encode(content).decode(),
            contentEncoding=concepts.BASE64,
            contentType=concepts.kind_of_file(kind),
            **rest,
        )

    def _organisation(self, about: Organisation, **rest: Any) -> Node:
        """Agency and company: both lie in the agency's country."""
        address = self._node(
            "Address",
            countryCode=self.country,
            fullAddress=self._note(about["address"]) if about["address"] else None,
        )
        return self._node(
            "Organisation",
            legalName=self._words(about["name"]),
            location=self._node("Location", address=address),
            **rest,
        )

    def _awarded(self) -> Node:
        return self._node(
            "AwardingProcess",
            awardingBody=self.issuer["id"],
            awardingDate=_midnight(self.content["issued_on"]),
        )

    # --- What it shows ----------------------------------------------------------------------

    def _display(self) -> Node:
        language = concepts.language(self.language)
        page = self._node(
            "DisplayDetail", image=self._media(page_picture(self.content), "PNG"), page=1
        )
        return self._node(
            "DisplayParameter",
            title=self._words(_("Certificate of work placement")),
            description=self._words(
                _("This document is not a formal qualification. Check it: %(address)s")
                % {"address": self.content["verify_url"]}
            ),
            primaryLanguage=language,
            language=[language],
            individualDisplay=[
                self._node("IndividualDisplay", language=language, displayDetail=[page])
            ],
        )

    # --- What it claims ---------------------------------------------------------------------

    def _person(self) -> Node:
        holder = self.content["holder"]
        activity = self._activity()
        names = " ".join(filter(None, [holder["first_names"], holder["surnames"]]))
        return self._node(
            "Person",
            fullName=self._words(names),
            givenName=self._words(holder["first_names"]),
            familyName=self._words(holder["surnames"]),
            dateOfBirth=_midnight(holder["birth_date"]),
            hasClaim=[activity, self._achievement(activity)],
        )

    def _title(self) -> str:
        field = self.content["experience"]["field"]
        # Translators: what was done, for example «Work placement: Mechatronics»
        return _("Work placement: %(field)s") % {"field": field} if field else _("Work placement")

    def _activity(self) -> Node:
        """The placement: when, where, how many hours the company signed."""
        experience, sending = self.content["experience"], self.content["sending"]
        text = "\n".join(filter(None, [experience["objective"], *experience["tasks"]]))
        period = self._node(
            "PeriodOfTime",
            startDate=_midnight(experience["starts_on"]),
            endDate=_midnight(experience["ends_on"]),
        )
        specification = self._node(
            "LearningActivitySpecification",
            title=self._words(self._title()),
            dcType=[concepts.INTERNSHIP],
            mode=[concepts.WORK_BASED],
            volumeOfLearning=_duration(experience["agreed_minutes"]),
        )
        return self._node(
            "LearningActivity",
            title=self._words(self._title()),
            description=self._words(text),
            temporal=[period],
            workload=_duration(experience["signed_minutes"]),
            directedBy=[self.company],
            location=[self.company["location"]["id"]],
            additionalNote=[
                self._note(f"{label}: {value}")
                for label, value in (
                    (_("Sent by"), ", ".join(filter(None, [sending["name"], sending["country"]]))),
                    (_("Programme"), experience["programme"]),
                    (_("Project code"), experience["project_code"]),
                    (_("Language used"), experience["language_used"]),
                )
                if value
            ],
            awardedBy=self._awarded(),
            specifiedBy=specification,
        )

    def _achievement(self, activity: Node) -> Node:
        content = self.content
        outcomes = [self._outcome(result) for result in content["objectives"]]
        scheme = self._scheme()
        overall = content["overall"] | {"name": _("Overall result")}
        scored = [each for each in [overall, *content["objectives"]] if each["final"] is not None]
        return self._node(
            "LearningAchievement",
            title=self._words(self._title()),
            influencedBy=[activity["id"]],
            provenBy=[self._assessment(each, scheme) for each in scored],
            awardedBy=self._awarded(),
            specifiedBy=self._node(
                "LearningAchievementSpecification",
                title=self._words(self._title()),
                learningSetting=concepts.NON_FORMAL,
                learningOutcome=outcomes,
            ),
        )

    def _outcome(self, result: Result) -> Node:
        skills = [
            concepts.esco_skill(each["uri"], each["label"]) for each in result.get("esco", [])
        ]
        return self._node(
            "LearningOutcome", title=self._words(result["name"]), relatedESCOSkill=skills
        )

    def _assessment(self, result: Any, scheme: Node) -> Node:
        """The score that was signed off; one objective without any stays out, for a grade is required."""
        specification = self._node(
            "LearningAssessmentSpecification",
            title=self._words(result["name"]),
            dcType=concepts.CONTINUOUS,
            mode=[concepts.WORK_BASED],
            # Written out once, pointed at afterwards.
            gradingScheme=scheme if not self.numbers["learningAssessment"] else scheme["id"],
        )
        return self._node(
            "LearningAssessment",
            title=self._words(result["name"]),
            grade=self._note(str(result["final"])),
            assessedBy=[self.issuer["id"], self.company["id"]],
            awardedBy=self._awarded(),
            specifiedBy=specification,
        )

    def _scheme(self) -> Node:
        return self._node(
            "GradingScheme",
            title=self._words(_("Whole numbers from 0 to 100")),
            description=self._words(
                " ".join(f"{at}: {word}." for at, word in anchors.WORDS.items())
            ),
        )


def _english_country() -> str:
    with translation.override("en"):
        return countries.name(settings.AGENCY["country"])


def _midnight(day: str) -> str | None:
    """A day as the moment that viewers of these documents, which reckon in UTC, show as that day."""
    return f"{day}T00:00:00Z" if day else None


def _duration(minutes: int | None) -> str | None:
    """As ISO 8601 says it; whole hours without minutes."""
    if not minutes:
        return None
    hours, rest = divmod(minutes, 60)
    return "PT" + (f"{hours}H" if hours else "") + (f"{rest}M" if rest else "")
