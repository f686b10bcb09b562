"""The export for European Digital Credentials: complete but for the seal, and for whom it is."""

import base64
import io
import json
from types import SimpleNamespace

import pyshacl
import pytest
from django.urls import reverse
from PIL import Image
from rdflib.namespace import SH

from assessment import certificates, freezing
from assessment.elm.documents import document
from assessment.models import Objective
from imyportal.enums import Action
from imyportal.models import AuditEvent
from tests.assessment import certificates as frozen
from tests.assessment.elm_model import graph, shapes, strangers
from tests.assessment.papers import on_paper

PAPER = b"%PDF-1.7 the paper"
SEAL = {
    "id": "urn:imy:seal",
    "type": "LegalIdentifier",
    "notation": "VATIT-01234567890",
    "spatial": {
        "id": "http://publications.europa.eu/resource/authority/country/ITA",
        "type": "Concept",
    },
}


def faults(made):
    """(property, kind of fault) of each violation, sorted."""
    _, report, _ = pyshacl.validate(graph(made), shacl_graph=shapes(), advanced=False)
    found = []
    for result in report.subjects(SH.resultSeverity, SH.Violation):
        path, kind = (
            report.value(result, SH.resultPath),
            report.value(result, SH.sourceConstraintComponent),
        )
        if (None, SH.detail, result) not in report:
            found.append(
                (path.rpartition("/")[2].rpartition("#")[2] or str(path), kind.rpartition("#")[2])
            )
    return sorted(found)


def bare():
    """Only what no certificate is without."""
    made = frozen.bare()
    for each in ("sending", "host", "intermediary"):
        made[each]["name"] = frozen.CONTENT[each]["name"]
    return made


def with_skills():
    made = frozen.content()
    made["language"] = "it"
    skill = {"uri": "http://data.europa.eu/esco/skill/0000", "label": "meet deadlines"}
    made["objectives"][0]["esco"] = [skill]
    return made


@pytest.mark.parametrize("content", [bare, with_skills], ids=lambda each: each.__name__)
def test_document_lacks_only_what_a_seal_brings(content):
    made = document(content(), paper=PAPER)

    assert strangers(made) == set()
    assert faults(made) == [
        ("issued", "MinCountConstraintComponent"),
        ("issuer", "NodeConstraintComponent"),
    ]


def test_document_with_a_seal_lacks_nothing():
    made = document(bare(), paper=PAPER)

    made["issued"] = "2026-04-20T10:00:00Z"
    made["issuer"]["eIDASIdentifier"] = SEAL

    assert faults(made) == []


def test_shapes_see_what_is_missing_doubled_or_strange():
    made = document(frozen.content(), paper=PAPER)
    activity, achievement = made["credentialSubject"]["hasClaim"]
    del made["displayParameter"]["primaryLanguage"]
    del activity["title"]
    activity["workload"] = ["PT1H", "PT2H"]
    del achievement["provenBy"][0]["grade"]
    made["credentialSubject"]["fullName"] = {"en": "Lena", "it": "Lena"}
    made["issuer"]["fullAddress"] = {"id": "urn:x:1", "type": "Note", "noteLiteral": {"en": "x"}}
    made["validFrom"] = "17 April"
    made["colour"] = "green"

    assert strangers(made) == {"colour"}
    assert faults(made) == [
        ("fullAddress", "ClosedConstraintComponent"),
        ("fullName", "MaxCountConstraintComponent"),
        ("grade", "MinCountConstraintComponent"),
        ("issued", "MinCountConstraintComponent"),
        ("issuer", "NodeConstraintComponent"),
        ("primaryLanguage", "MinCountConstraintComponent"),
        ("title", "MinCountConstraintComponent"),
        ("validFrom", "DatatypeConstraintComponent"),
        ("workload", "MaxCountConstraintComponent"),
    ]


def test_document_says_what_the_certificate_says():
    made = document(with_skills(), paper=PAPER)

    person = made["credentialSubject"]
    activity, achievement = person["hasClaim"]
    outcome = achievement["specifiedBy"]["learningOutcome"][0]
    assert person["fullName"] == {"it": "Lena Hoffmann"}
    assert activity["workload"] == "PT283H"
    assert activity["directedBy"][0]["legalName"] == {"it": "Bartolini Impianti S.r.l."}
    assert [each["grade"]["noteLiteral"]["it"] for each in achievement["provenBy"]] == [
        "82",
        "85",
        "0",  # a score, unlike what was not observed
    ]
    assert outcome["relatedESCOSkill"][0]["id"] == "http://data.europa.eu/esco/skill/0000"
    assert base64.b64decode(made["attachment"]["content"]) == PAPER


def test_freezing_keeps_the_skills_an_objective_is_linked_to():
    uri = "http://data.europa.eu/esco/skill/1111"
    names = {"en": "be on time", "it": "essere puntuali"}
    objective = Objective(pk=7, names={"en": "Reliability"}, skills=[{"uri": uri, "names": names}])
    line = SimpleNamespace(objective=objective, start=None, self_now=None, company_now=None)
    found, signed = SimpleNamespace(objectives=[line]), SimpleNamespace(values={7: 80})

    frozen_now = freezing._objectives(found, signed)

    assert frozen_now[0]["esco"] == [{"uri": uri, "label": "be on time"}]


def test_document_of_the_same_certificate_is_the_same():
    first, second = (document(frozen.content(), paper=PAPER) for _ in range(2))

    assert json.dumps(first) == json.dumps(second)
    assert first["id"] == "urn:credential:ed393332-b39a-5c1d-9cfc-91239d44b9e3"


def test_document_shows_a_page_of_a4():
    display = document(frozen.crowded(), paper=PAPER)["displayParameter"]["individualDisplay"][0]

    content = base64.b64decode(display["displayDetail"][0]["image"]["content"])
    with Image.open(io.BytesIO(content)) as image:
        assert image.size == (1240, 1754)
        # Ink stands where the name is, and none runs over the right margin.
        assert image.convert("L").crop((110, 280, 1130, 540)).getextrema()[0] < 64
        assert image.convert("L").crop((1150, 30, 1240, 1754)).getextrema() == (255, 255)


@pytest.fixture
def made(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    return on_paper()


def download(client, certificate):
    return client.get(reverse("assessment:certificate_unsealed", args=[certificate.code]))


@pytest.mark.django_db
def test_download_is_what_tools_for_sealing_take(client, made):
    client.force_login(made.placement.trainee.user)

    response = download(client, made)

    credential = json.loads(response.getvalue())["credential"]
    assert response["Content-Disposition"] == f'attachment; filename="{made.number}-unsealed.json"'
    assert credential["identifier"]["notation"] == made.number
    assert base64.b64decode(credential["attachment"]["content"]).startswith(b"%PDF-")
    assert AuditEvent.objects.filter(action=Action.CERTIFICATE_DOWNLOADED).count() == 1


@pytest.mark.django_db
def test_download_of_a_withdrawn_one_is_not_there(client, made):
    client.force_login(made.requested_by)
    certificates.withdraw(made, by=made.requested_by, reason="Wrong hours entered")

    assert download(client, made).status_code == 404
