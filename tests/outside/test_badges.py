"""Badges of ours before verifiers of others: Digital Bazaar's for proofs and lists, jose for tokens."""

import copy
import json
from datetime import timedelta

from django.utils import timezone
from openbadgeslib.ob3.contexts import bundled_contexts

from assessment import certificate_credential, credentials, published
from assessment.badges import awarding
from assessment.credentials import keys, status
from assessment.enums import KeyKind
from assessment.models import BadgeAward
from imyportal import weeks
from tests import outside
from tests.assessment import certificates
from tests.assessment.issuing import awarded
from tests.assessment.ready import score
from tests.factories import UserFactory

SECURITY = "https://w3id.org/security#"
# Controlled Identifiers 1.0, as far as ours use it: no package has its context.
CID = {
    "@context": {
        "@protected": True,
        "id": "@id",
        "type": "@type",
        "verificationMethod": {"@id": f"{SECURITY}verificationMethod", "@type": "@id"},
        "assertionMethod": {
            "@id": f"{SECURITY}assertionMethod",
            "@type": "@id",
            "@container": "@set",
        },
        "controller": {"@id": f"{SECURITY}controller", "@type": "@id"},
        "Multikey": f"{SECURITY}Multikey",
        "publicKeyMultibase": {
            "@id": f"{SECURITY}publicKeyMultibase",
            "@type": f"{SECURITY}multibase",
        },
        "JsonWebKey": f"{SECURITY}JsonWebKey",
        "publicKeyJwk": {"@id": f"{SECURITY}publicKeyJwk", "@type": "@json"},
    }
}


def test_badges_keys_and_list_are_accepted_by_verifiers_of_others(db):
    begun = weeks.monday_of(timezone.localdate())  # the others' clock is the real one
    stay = {"starts_on": begun, "ends_on": begun + timedelta(weeks=10)}
    one = awarded(8, **stay)
    first = one.current
    score(one.trainee.placements.get())
    for kind in KeyKind:
        keys.rotate(kind)
    BadgeAward.objects.filter(pk=one.pk).update(shows_results=True)
    second = awarding.renew(one)
    other = awarded(4, **stay)
    awarding.withdraw(other, by=UserFactory(tutor=True), reason="Somebody else's weeks")
    status.publish_due()
    withdrawn = other.issues.get()
    paper = certificates.content()
    paper["experience"] |= {"starts_on": f"{begun}", "ends_on": f"{begun}"}
    certificate = certificate_credential.signed(
        paper, credentials.new_entry(), at=timezone.now() - timedelta(minutes=1)
    )
    altered = copy.deepcopy(second.document)
    altered["credentialSubject"]["result"][0]["value"] = "100"
    issuer = published.issuer()

    found = outside.look(
        contexts=bundled_contexts() | {"https://www.w3.org/ns/cid/v1": CID},
        documents={
            issuer["id"]: issuer,
            first.document["credentialStatus"]["statusListCredential"]: published.status_list(1),
        },
        proofs={
            "with the key before": first.document,
            "with results": second.document,
            "altered": altered,
            "of a certificate": json.loads(certificate),
            "status list": published.status_list(1),
        },
        tokens={
            "token with the key before": {"token": first.jwt, "issuer": issuer["id"]},
            "token": {"token": second.jwt, "issuer": issuer["id"]},
            "altered token": {"token": first.jwt[:-8] + "AAAAAAAA", "issuer": issuer["id"]},
        },
        lists={"not withdrawn": second.document, "withdrawn": withdrawn.document},
    )

    assert found == {
        "with the key before": True,
        "with results": True,
        "altered": "Invalid signature.",
        "of a certificate": True,
        "status list": True,
        "token with the key before": True,
        "token": True,
        "altered token": "signature verification failed",
        "not withdrawn": False,
        "withdrawn": True,
    }
