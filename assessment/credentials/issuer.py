"""Who issues: the agency's profile, and the addresses of all that verifiers ask for.

The issuer is an https address (Open Badges 3.0, Profile.id) whose document is a controlled identifier
(W3C CID 1.0): it names the keys, each of which names the profile as its controller, as the public
validator wants it. Why not did:web: docs/adr/0030.
"""

from typing import Any

from django.conf import settings
from django.urls import reverse

from ..enums import KeyKind
from ..models import IssuerKey

VC_CONTEXT = "https://www.w3.org/ns/credentials/v2"
OB_CONTEXT = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
CONTEXTS = [VC_CONTEXT, OB_CONTEXT]  # of every credential, in this order
CID_CONTEXT = "https://www.w3.org/ns/cid/v1"


def identifier() -> str:
    """The agency as issuer: the address of its profile."""
    return settings.SITE_URL + reverse("assessment:issuer")


def profile() -> dict[str, Any]:
    """The agency as credentials name it under `issuer` (Open Badges 3.0, Profile)."""
    return {
        "id": identifier(),
        "type": ["Profile"],
        "name": settings.AGENCY["name"],
        "url": settings.SITE_URL + "/",
        "email": settings.AGENCY["email"],
    }


def published(keys: list[IssuerKey]) -> dict[str, Any]:
    """What stands at the issuer's address: the profile, and which keys speak for it.

    A stolen key is shown no longer, so that no verifier takes its word.
    """
    trusted = [key for key in keys if key.compromised_at is None]
    return {
        "@context": [VC_CONTEXT, OB_CONTEXT, CID_CONTEXT],
        **profile(),
        "verificationMethod": [method(key) for key in trusted],
        "assertionMethod": [key.address for key in trusted],
    }


def method(key: IssuerKey) -> dict[str, Any]:
    """A key as verifiers read it: Multikey for proofs, JsonWebKey for tokens (W3C CID 1.0, 2.2)."""
    about = {"id": key.address, "controller": key.controller}
    if key.kind == KeyKind.ED25519:
        return about | {"type": "Multikey", "publicKeyMultibase": key.name}
    return about | {"type": "JsonWebKey", "publicKeyJwk": key.public}
